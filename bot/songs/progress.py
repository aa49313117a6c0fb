"""Progress as people see it: a line every ten songs."""

from __future__ import annotations

from bot.language.words import N_, Words
from bot.messages.message import Progress, SongsDone


def in_lines(progress: Progress, words: Words) -> SongsDone:
    """Return what tells people, every ten songs, how far it is."""

    async def done(number: int, of: int) -> None:
        if number % 10 == 0 or number == of:
            await progress(words.text(N_("Looking up songs: {done} of {of}"), done=number, of=of))

    return done


async def unseen(_done: int, _of: int) -> None:
    """Show nothing."""
