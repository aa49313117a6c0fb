"""What is said of an artist: the genres of the songs whose sound is known, and the best known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.language.words import N_, Words, lines
from bot.messages.picture_values import CollectionCard
from bot.messages.reply import MOST_SAID, Choice, Reply, Span
from bot.songs.artist_finder import ArtistGenres
from bot.songs.replies.collection_card import About, collection_card
from bot.songs.replies.genres import (
    asks_for,
    listed_genre,
    ranked_line,
    shares_line,
    shares_of,
)
from bot.songs.replies.names import shown_artist, shown_title
from bot.songs.replies.problems import track_choices
from bot.songs.track_finder import LEAST_SONGS
from model.music import Track

MOST_LISTED: Final = 20


def artist_reply(artist: ArtistGenres, called_so: Sequence[Track], words: Words) -> Reply:
    """Say and draw the genres of an artist's songs, name the best known, offer songs of that name."""
    link = f"https://open.spotify.com/artist/{artist.artist_id}" if artist.artist_id else None
    name = Span(shown_artist(artist.name, words), bold=True, link=link)
    few = len(artist.songs) < LEAST_SONGS
    there = {song.track.id for song in artist.songs} if few else set()
    called_so = [track for track in called_so if track.id not in there]
    choices = track_choices(called_so, words)
    more = words.say(
        N_("Or did you mean one of these songs?")
        if called_so
        else N_("For one song write its title too, or send its link.")
    )
    listed = [
        ranked_line(
            f"{number}.",
            shown_title(song.track.title, song.track.artists, words),
            (),
            listed_genre(song.vote.genre, song.level, words),
            words,
            asks_for(song.track.id),
        )
        for number, song in enumerate(artist.songs[:MOST_LISTED], start=1)
    ]
    if not listed:
        unheard = N_("{artist} is an artist, but I know the sound of none of their songs yet.")
        return Reply(lines([words.say(unheard, artist=name), more]), choices=choices)
    if few:
        little = N_("{artist} is an artist. So far I know the sound of these songs alone:")
        return Reply(lines([words.say(little, artist=name), *listed, (), more]), choices=choices)
    shares = shares_of(artist.songs)
    known = words.say(
        N_("{artist} is an artist. Of {number} songs whose sound I know:"),
        artist=name,
        number=len(artist.songs),
    )
    text = lines([known, (Span(shares_line(shares, words)),), (), *listed, (), more])
    return Reply(text, _picture(artist, words), choices)


def with_artist(reply: Reply, name: str | None, words: Words) -> Reply:
    """Offer the artist whose name a song has, too; the reply as it is where there is none."""
    if name is None or len(f"/artist {name}".encode()) > MOST_SAID:
        return reply
    offer = Choice(words.text(N_("The artist {artist}"), artist=name), f"/artist {name}", row=2, apart=True)
    return replace(reply, choices=(*reply.choices, offer))


def no_such_artist(name: str, words: Words) -> Reply:
    """Say that nothing is known of an artist of this name."""
    return Reply(words.say(N_("I found no artist called “{name}”."), name=name), refusal=True)


def _picture(artist: ArtistGenres, words: Words) -> CollectionCard | None:
    known = words.text(N_("{number} songs"), number=len(artist.songs))
    name = shown_artist(artist.name, words)
    about = About(words.text(N_("Artist")), name, "", artist.cover, artist.day, known)
    return collection_card(about, artist.songs, words)
