"""The whole answer for one song: what is said of it, and what can be asked next."""

from __future__ import annotations

from typing import Final

from bot.language.words import N_, Words
from bot.messages.reply import Choice, Reply
from bot.songs.replies.reasons import why_choices
from bot.songs.replies.song import song_lines, song_name
from bot.songs.replies.versions import version_choices
from bot.songs.song_genre import SongGenre

_MORE: Final = {"similar": N_("Similar songs"), "wrong": N_("Wrong genre?"), "card": N_("Card")}
"""What can be asked about every song, by its command."""


def song_reply(song: SongGenre, words: Words, *, named: bool = True, versions: bool = False) -> Reply:
    """Say a song's genre; where it was asked for by its name, show Spotify's page of it.

    `versions`: other versions of the song are known.
    """
    page = song_name(song.track, words).link if named else None
    return Reply(song_lines(song, words), choices=song_choices(song, words, versions=versions), preview=page)


def song_choices(song: SongGenre, words: Words, *, versions: bool) -> tuple[Choice, ...]:
    """Return what can be asked about a song; nothing of one that is not on Spotify."""
    if not song.track.id:
        return ()
    return (
        *why_choices(song, words),
        *(version_choices(song.track, words) if versions else ()),
        *(
            Choice(words.text(label), f"/{command} spotify:track:{song.track.id}", row=1, apart=True)
            for command, label in _MORE.items()
        ),
    )
