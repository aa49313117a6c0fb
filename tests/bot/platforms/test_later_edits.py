from __future__ import annotations

import asyncio

import pytest

from bot.messages.reply import Reply, Span
from bot.platforms.later_edits import LaterEdits
from tests.eventually import eventually

BETTER = Reply((Span("better"),))


class Waiting:
    """A better answer that comes when it is told to."""

    def __init__(self, found: Reply | None = BETTER) -> None:
        self.come = asyncio.Event()
        self.changed: list[Reply] = []
        self.found = found
        self.reply = Reply((Span("good"),), later=self._later)

    async def _later(self) -> Reply | None:
        await self.come.wait()
        return self.found

    async def change(self, better: Reply) -> None:
        self.changed.append(better)


def later_edits() -> LaterEdits:
    return LaterEdits((OSError,), repr)


async def test_the_better_answer_is_shown_once() -> None:
    later, waiting = later_edits(), Waiting()
    later.follow(1, waiting.reply, waiting.change)
    waiting.come.set()
    await eventually(lambda: waiting.changed == [BETTER])
    await later.close()


async def test_a_message_that_says_something_else_by_then_stays() -> None:
    later, waiting, other = later_edits(), Waiting(), Waiting()
    later.follow(1, waiting.reply, waiting.change)
    later.follow(2, other.reply, other.change)
    later.forget(1)
    waiting.come.set()
    other.come.set()
    await eventually(lambda: bool(other.changed))
    assert not waiting.changed


async def test_a_failure_is_logged_and_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_better: Reply) -> None:
        raise ValueError("a bug")

    later, waiting, other = later_edits(), Waiting(), Waiting()
    later.follow(1, waiting.reply, broken)
    later.follow(2, other.reply, other.change)
    waiting.come.set()
    await eventually(lambda: "could not be made better" in caplog.text)
    other.come.set()
    await eventually(lambda: bool(other.changed))
    await later.close()


async def test_what_the_platform_refuses_is_said_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async def refused(_better: Reply) -> None:
        raise OSError("out of reach")

    later, waiting = later_edits(), Waiting()
    with caplog.at_level("INFO"):
        later.follow(1, waiting.reply, refused)
        waiting.come.set()
        await eventually(lambda: "an answer was not edited (OSError('out of reach'))" in caplog.text)
    assert "Traceback" not in caplog.text
    await later.close()


async def test_what_is_not_better_changes_nothing_and_the_end_is_not_waited_for() -> None:
    later, waiting, other = later_edits(), Waiting(None), Waiting()
    later.follow(1, waiting.reply, waiting.change)
    later.follow(2, other.reply, other.change)
    waiting.come.set()
    await later.close()
    assert not waiting.changed
    assert not other.changed
