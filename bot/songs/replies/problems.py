"""What is said when there is no answer: what happened, and what the person can do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Final

from bot.errors import (
    CannotAnswer,
    LinkNotUnderstood,
    NameAmbiguous,
    NameIsArtist,
    NameNotFound,
    NoAudioFeatures,
    NotOnSpotify,
    SongNotFound,
    SourceUnavailable,
    Trouble,
)
from bot.language.words import N_, Words, lines, shortened
from bot.messages.reply import Choice, Span
from bot.songs.replies.names import shown_artist
from bot.songs.replies.song import said_line, song_name, unlinked_name
from model.music import Track

_WHY: Final = {
    Trouble.UNREACHABLE: N_("{service} cannot be reached from here right now (no network, perhaps)"),
    Trouble.TIMEOUT: N_("{service} did not answer in time"),
    Trouble.BUSY: N_("{service} asks for fewer questions"),
    Trouble.QUOTA: N_("the questions that {service} allows are used up for now"),
    Trouble.REFUSED: N_("{service} does not let this bot in"),
    Trouble.BROKEN: N_("{service} gave an answer that makes no sense"),
}
_WHAT_TO_DO: Final = {
    Trouble.UNREACHABLE: N_("Please try again later."),
    Trouble.TIMEOUT: N_("Please try again in a minute."),
    Trouble.BUSY: N_("Please try again in a few minutes."),
    Trouble.QUOTA: N_("Please try again tomorrow."),
    Trouble.REFUSED: N_("Only the bot's owner can fix that."),
    Trouble.BROKEN: N_("Please try again in a few minutes."),
}
_KNOWN_ONES_WORK: Final = frozenset({Trouble.UNREACHABLE, Trouble.QUOTA})
_LINKS: Final = {
    "album": N_("That is an album on {service}; of albums I can read Spotify's."),
    "artist": N_("That is an artist on {service}; of artists I can read Spotify's."),
    "playlist": N_("That is a playlist on {service}; of playlists I can read Spotify's."),
    "song": N_("That is a song on {service}, whose links I cannot read."),
    "episode": N_("That is a podcast episode; I can tell the genre of songs."),
    "show": N_("That is a podcast; I can tell the genre of songs."),
    "short": N_("That short link does not lead to a song."),
    "gone": N_("That link does not lead to a song (any more)."),
    "bad-id": N_("That link is not complete."),
    "page": N_("That page of {service} is not a song, an album, a playlist or an artist."),
    "no song": N_("That link to {service} names no song that I could look up."),
    "other": N_("That link does not name a song that I could look up."),
}
_LONGEST_LABEL: Final = 60


def why(problem: SourceUnavailable, words: Words) -> str:
    """Say in half a sentence why a service gave nothing."""
    return words.text(_WHY[problem.trouble], service=words.text(problem.service))


@singledispatch
def sorry(problem: CannotAnswer, words: Words) -> tuple[Span, ...]:  # noqa: ARG001 - the others use it
    """Say what happened and what to do about it."""
    return bug(words)


def song_sorry(problem: CannotAnswer, words: Words) -> tuple[Span, ...]:
    """Say what happened where a song was asked for: others may be known without the service that failed."""
    said = sorry(problem, words)
    if isinstance(problem, SourceUnavailable) and problem.trouble in _KNOWN_ONES_WORK:
        return (*said, Span(" "), *words.say(N_("Songs that I know already work all the same.")))
    return said


def bug(words: Words) -> tuple[Span, ...]:
    """Apologise for a mistake of ours, with no internals."""
    return words.say(N_("Something went wrong here. It has been noted; please try again."))


def too_many(words: Words) -> tuple[Span, ...]:
    """Ask a chat to wait that sent more messages than are kept for it."""
    return words.say(
        N_("That was a lot at once. I answer what I have; please send the rest again in some minutes.")
    )


@sorry.register
def _(problem: SourceUnavailable, words: Words) -> tuple[Span, ...]:
    sentence = words.say(N_("I cannot look that up: {why}."), why=why(problem, words))
    return (*sentence, Span(" "), *words.say(_WHAT_TO_DO[problem.trouble]))


@sorry.register
def _(problem: SongNotFound, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_("Spotify has no song with the id {id}. Please check the link, or write /genre with its name."),
        id=problem.track_id,
    )


@sorry.register
def _(problem: NameNotFound, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_("I found no song called “{name}”. Write /genre with title and artist, or send its Spotify link."),
        name=problem.name,
    )


@sorry.register
def _(_problem: NameAmbiguous, words: Words) -> tuple[Span, ...]:
    return words.say(
        N_("Did you mean one of these? Else write /genre with title and artist, or send the link.")
    )


@sorry.register
def _(problem: NameIsArtist, words: Words) -> tuple[Span, ...]:
    artist = Span(shown_artist(problem.name, words), bold=True)
    if problem.tracks:
        return words.say(
            N_("{artist} is an artist. Which song? Pick one, or write its title, too."), artist=artist
        )
    return words.say(N_("{artist} is an artist. Please write the song's title, too."), artist=artist)


@sorry.register
def _(problem: NoAudioFeatures, words: Words) -> tuple[Span, ...]:
    known = words.say(
        N_(
            "{song}: I know this song, but no service that I asked has its audio features, so I cannot tell "
            "its genre. New songs often take some months: ask me again another day."
        ),
        song=song_name(problem.track, words),
    )
    return lines([known, *said_line(problem.said, words)])


@sorry.register
def _(problem: NotOnSpotify, words: Words) -> tuple[Span, ...]:
    known = words.say(
        N_(
            "{song}: I know this song by its name, but no service that I asked has its audio features, so I "
            "cannot tell its genre. If you have its Spotify link, please send that."
        ),
        song=unlinked_name(problem.title, problem.artists, words),
    )
    return lines([known, *said_line(problem.said, words)])


@sorry.register
def _(problem: LinkNotUnderstood, words: Words) -> tuple[Span, ...]:
    kind = "no song" if problem.kind == "other" and problem.service else problem.kind
    service = words.text(problem.service) if problem.service else words.text(N_("another service"))
    what = words.say(_LINKS[kind], service=service)
    works = words.say(
        N_(
            "What works: a song's Spotify link (Share, then Copy Song Link), one from Melon, Apple Music, "
            "Deezer or YouTube, or /genre and its name."
        )
    )
    return (*what, Span(" "), *works)


def choices(problem: CannotAnswer, words: Words, command: str = "") -> tuple[Choice, ...]:
    """Return the songs to pick from, where a name may mean several."""
    if not isinstance(problem, NameAmbiguous | NameIsArtist):
        return ()
    return track_choices(problem.tracks, words, command)


def track_choices(tracks: Iterable[Track], words: Words, command: str = "") -> tuple[Choice, ...]:
    """Return a choice for each track, which asks for its genre, or gives the command about it."""
    asked = f"/{command} spotify:track:" if command else "spotify:track:"
    return tuple(
        Choice(shortened(song_name(track, words).text, _LONGEST_LABEL), f"{asked}{track.id}")
        for track in tracks
    )
