"""What is said of one song: its name, its genre, the three votes, and how that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chart_menu import service_name
from bot.language.words import N_, Words, lines, percent
from bot.messages.reply import Span
from bot.songs.replies.names import shown_artist, shown_artists, shown_title
from bot.songs.song_genre import SongGenre, Sureness
from model.features import AudioFeatures
from model.music import ServiceGenres, Track
from model.study_sample import STUDY_SOURCE
from model.voting import GenreVote

_LONGEST_ARTISTS: Final = 200
_MELONS_SHOWN: Final = 2
_SURENESS: Final = {Sureness.SURE: N_("sure"), Sureness.LIKELY: N_("likely"), Sureness.OPEN: N_("open")}
_SOURCES: Final = {
    "reccobeats": N_("Spotify's measurements from ReccoBeats, {day}"),
    "spotify": N_("measured by Spotify, {day}"),
    STUDY_SOURCE: N_("measured by Spotify, as published in the 2021 study"),
    "dataset": N_("measured by Spotify, from a loaded song table, {day}"),
}


def song_lines(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say a song's genre in four lines: its name, the genre, each model's vote, and how that is known."""
    genre = (*_genre_line(song, words), *_melons_words(song, words))
    return lines(
        [(song_name(song.track, words),), genre, _votes_line(song.vote, words), _knowledge(song, words)]
    )


def song_in_brief(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say a song's genre and the votes in two lines, for where there are several songs."""
    voted = (_genre(song.vote, words), Span(f" {percent(song.vote.confidence)}"))
    said = voted if song.features else words.say(N_("{genre} (estimated)"), genre=voted)
    return lines([(song_name(song.track, words),), (*said, Span(" · "), *_votes_line(song.vote, words))])


def genre_in_short(song: SongGenre, words: Words) -> str:
    """Say a song's genre and how likely it is, in a word and a number."""
    voted = f"{words.genre(song.vote.genre)} {percent(song.vote.confidence)}"
    return voted if song.features else words.text(N_("{genre} (estimated)"), genre=voted)


def said_line(said: ServiceGenres | None, words: Words) -> list[tuple[Span, ...]]:
    """Say what a service calls a song, in its own words; nothing where it says nothing."""
    if said is None:
        return []
    service = words.text(service_name(said.service) or said.service.capitalize())
    genres = ", ".join(map(words.genre, said.genres))
    return [words.say(N_("{service}'s own word for it: {genres}"), service=service, genres=genres)]


def song_name(track: Track, words: Words) -> Span:
    """Name a track, linked to its page where Spotify lists it."""
    name = unlinked_name(track.title, track.artists, words)
    return replace(name, link=f"https://open.spotify.com/track/{track.id}") if track.id else name


def unlinked_name(title: str, artists: Sequence[str], words: Words) -> Span:
    """Name a song."""
    sung_by = shown_artists(artists, words, _LONGEST_ARTISTS)
    return Span(
        words.text(N_("{title} by {artists}"), title=shown_title(title, artists, words), artists=sung_by),
        bold=True,
    )


def _genre_line(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say the voted genre, how sure that is, and the runners-up."""
    others = [pair for pair in song.vote.likeliest(3) if pair[0] != song.vote.genre][:2]
    return words.say(
        N_("Genre: {genre} {percent} ({sureness}), then {others}"),
        genre=_genre(song.vote, words),
        percent=percent(song.vote.confidence),
        sureness=words.text(_SURENESS[song.sureness]),
        others=", ".join(f"{words.genre(genre)} {percent(share)}" for genre, share in others),
    )


def _melons_words(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say what Melon would call a Korean song by the same evidence, and what it does call it."""
    likeliest = sorted((song.vote.melon or {}).items(), key=lambda pair: (-pair[1], pair[0]))[:_MELONS_SHOWN]
    shown = ", ".join(f"{words.genre(genre)} {percent(share)}" for genre, share in likeliest)
    said = [words.say(N_("Melon would say: {genres}"), genres=shown)] if shown else []
    return tuple(span for part in (*said, *said_line(song.said, words)) for span in (Span(" · "), *part))


def _votes_line(vote: GenreVote, words: Words) -> tuple[Span, ...]:
    """Say each model's vote; where most of them voted for another genre, say why that is not the answer."""
    votes = " · ".join(f"{words.genre(each.genre)} {percent(each.confidence)}" for each in vote.members)
    counted = Counter(each.genre for each in vote.members)
    if counted[vote.genre] == max(counted.values(), default=0):
        return words.say(N_("Votes: {votes}"), votes=votes)
    ahead = N_("Votes: {votes}; all their numbers together, {genre} is ahead")
    return words.say(ahead, votes=votes, genre=words.genre(vote.genre))


def _knowledge(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say what the votes are based on: the song's sound, the artist's other songs, or both."""
    number = song.vote.songs
    artist = shown_artist(song.track.artists[0], words) if song.track.artists else ""
    if song.features is None:
        return words.say(
            N_("An estimate by other songs by {artist} ({number}): no service has measured this one."),
            artist=artist,
            number=number,
        )
    source = _source(song.features, words)
    if not number:
        return words.say(N_("By its sound alone: {source}."), source=source)
    return words.say(
        N_("By its sound and other songs by {artist} ({number}): {source}."),
        artist=artist,
        number=number,
        source=source,
    )


def _source(features: AudioFeatures, words: Words) -> str:
    known = _SOURCES.get(features.source, N_("from {source}, {day}"))
    return words.text(known, source=features.source, day=words.day(features.obtained_on))


def _genre(vote: GenreVote, words: Words) -> Span:
    return Span(words.genre(vote.genre), bold=True)
