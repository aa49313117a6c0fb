"""What is said of a song's other versions: that there are some, and which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.language.words import N_, Words
from bot.messages.reply import Choice, Reply
from bot.songs.replies.problems import track_choices
from bot.songs.replies.song import song_name
from model.music import Track

_MOST: Final = 5


def version_choices(track: Track, words: Words) -> tuple[Choice, ...]:
    """Offer the other versions of a song that was asked for by its name."""
    label = words.text(N_("Another version"))
    return (Choice(label, f"/versions spotify:track:{track.id}", row=0, apart=True),)


def versions_reply(track: Track, versions: Sequence[Track], words: Words) -> Reply:
    """Say which other versions of a song are known, to pick from."""
    name = song_name(track, words)
    if not versions:
        return Reply(words.say(N_("I know no other version of {song}."), song=name))
    return Reply(
        words.say(N_("Other versions of {song}:"), song=name), choices=track_choices(versions[:_MOST], words)
    )
