"""What is said of one song."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chart_menu import service_name
from bot.reply import Span
from bot.songs.replies.names import shown_artist, shown_artists
from bot.songs.song_genre import SongGenre
from bot.words import N_, Words, lines, percent
from model.features import AudioFeatures
from model.levels import Certainty
from model.music import ServiceGenres, Track
from model.study_sample import STUDY_SOURCE
from model.voting import GenreVote, MemberVote

_LONGEST_ARTISTS: Final = 200
_MELONS_SHOWN: Final = 2
_OPINIONS: Final = {
    Certainty.LIKELY: N_("Genre: probably {genre}, {percent}"),
    Certainty.OPEN: N_("Genre: {genre} ({percent}), {second} or {third}"),
    Certainty.UNSURE: N_("Genre: not sure, perhaps {genre}, {percent}"),
}
_MEMBERS: Final = {
    "predict1": N_("LightGBM, fitted to K-pop"),
    "predict2": N_("LightGBM"),
    "predict3": N_("XGBoost"),
}
_RULES: Final = {
    "study": N_("The three votes, counted as in the 2021 study:"),
    "soft": N_("The three votes, their probabilities weighed:"),
}
_SOURCES: Final = {
    "reccobeats": N_("Sound: Spotify's measurements, from ReccoBeats, {day}"),
    "spotify": N_("Sound: measured by Spotify, {day}"),
    STUDY_SOURCE: N_("Sound: measured by Spotify, as published in the 2021 study"),
    "dataset": N_("Sound: measured by Spotify, from a loaded song table, {day}"),
}


def song_lines(song: SongGenre, words: Words) -> tuple[Span, ...]:
    """Say a song's genre, who voted how, what else is likely, and where its features came from."""
    opinion = (*_opinion_line(song.vote, song.certainty, words), *_melons_words(song.vote, words))
    return lines([(song_name(song.track, words),), opinion, (), *_grounds(song, words)])


def _opinion_line(vote: GenreVote, certainty: Certainty, words: Words) -> tuple[Span, ...]:
    """Say the voted genre, and how sure the models are."""
    second, third = [genre for genre, _ in vote.likeliest(3) if genre != vote.genre][:2]
    return words.say(
        _OPINIONS[certainty],
        genre=Span(words.genre(vote.genre), bold=True),
        percent=percent(vote.confidence),
        second=words.genre(second),
        third=words.genre(third),
    )


def _melons_words(vote: GenreVote, words: Words) -> tuple[Span, ...]:
    """Say what Melon would call a Korean song by the same evidence; nothing for other songs."""
    if not vote.melon:
        return ()
    likeliest = sorted(vote.melon.items(), key=lambda pair: (-pair[1], pair[0]))[:_MELONS_SHOWN]
    said = ", ".join(f"{word} {percent(probability)}" for word, probability in likeliest)
    return (Span(" · "), *words.say(N_("in Melon's words: {genres}"), genres=said))


def said_line(said: ServiceGenres | None, words: Words) -> list[tuple[Span, ...]]:
    """Say what a service calls a song, in its own words; nothing where it says nothing."""
    if said is None:
        return []
    service = words.text(service_name(said.service) or said.service.capitalize())
    line = words.say(
        N_("{service}'s own word for it: {genres}"), service=service, genres=", ".join(said.genres)
    )
    return [line]


def _grounds(song: SongGenre, words: Words) -> list[tuple[Span, ...]]:
    """Say what the opinion is based on: the votes and the song's sound, or the artist's other songs."""
    if song.features is None:
        return [
            _likeliest_line(song.vote, words),
            _artist_line(song, words),
            *said_line(song.said, words),
        ]
    return [
        words.say(_RULES.get(song.vote.rule, N_("The votes:"))),
        *(_member_line(member, words) for member in song.vote.members),
        _likeliest_line(song.vote, words),
        _source_line(song.features, words),
        *([_others_line(song, words)] if song.vote.songs else []),
    ]


def _artist_line(song: SongGenre, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_(
            "An estimate: no service that I asked has this song's audio features. It is by the sound of "
            "other songs by {artist} ({number})."
        ),
        number=song.vote.songs,
        artist=shown_artist(song.track.artists[0], words),
    )


def _others_line(song: SongGenre, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_("The sound of other songs by {artist} counts too ({number})."),
        number=song.vote.songs,
        artist=shown_artist(song.track.artists[0], words),
    )


def song_name(track: Track, words: Words) -> Span:
    """Name a track, linked to its page where Spotify lists it."""
    name = unlinked_name(track.title, track.artists, words)
    return replace(name, link=f"https://open.spotify.com/track/{track.id}") if track.id else name


def unlinked_name(title: str, artists: Sequence[str], words: Words) -> Span:
    """Name a song."""
    sung_by = shown_artists(artists, words, _LONGEST_ARTISTS)
    return Span(words.text(N_("{title} by {artists}"), title=title, artists=sung_by), bold=True)


def _member_line(member: MemberVote, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_("  {member}: {genre}, {percent}, weight {weight}"),
        member=member_name(member.name, words),
        genre=words.genre(member.genre),
        percent=percent(member.confidence),
        weight=f"{member.weight:g}",
    )


def member_name(name: str, words: Words) -> str:
    """Name a model, and say what it is."""
    kind = _MEMBERS.get(name)
    return f"{name} ({words.text(kind)})" if kind else name


def _likeliest_line(vote: GenreVote, words: Words) -> tuple[Span, ...]:
    """Say the three likeliest genres."""
    shown = [f"{words.genre(genre)} {percent(probability)}" for genre, probability in vote.likeliest(3)]
    return words.say(N_("Likeliest: {genres}"), genres=", ".join(shown))


def _source_line(features: AudioFeatures, words: Words) -> tuple[Span, ...]:
    known = _SOURCES.get(features.source, N_("Sound: from {source}, {day}"))
    return words.say(known, source=features.source, day=words.day(features.obtained_on))
