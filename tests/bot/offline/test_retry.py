from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.offline.retry import Retrying
from bot.sources.call_policy import Retry


def failing(*problems: SourceUnavailable) -> Callable[[], Awaitable[str]]:
    """Return a question that fails in these ways, one after the other, and is answered then."""
    left = list(problems)

    async def ask() -> str:
        if left:
            raise left.pop(0)
        return "answer"

    return ask


class Waits:
    """What was said, and how long it waited."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.slept: list[float] = []

    def retrying(self) -> Retrying:
        return Retrying(self.said.append, Retry(attempts=3, pause=10, longest_wait=60), self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


BUSY = SourceUnavailable("S", Trouble.BUSY, "429", 30)
BROKEN = SourceUnavailable("S", Trouble.BROKEN, "500")


async def test_it_waits_as_long_as_the_service_says_or_as_the_policy_does() -> None:
    waits = Waits()
    assert await waits.retrying().ask(failing(BUSY, BROKEN)) == "answer"
    assert waits.slept == [30, 10]
    assert [line.rpartition("; ")[2] for line in waits.said] == [
        "asking again in 30 s",
        "asking again in 10 s",
    ]


async def test_the_last_attempt_fails_as_it_fails() -> None:
    waits = Waits()
    with pytest.raises(SourceUnavailable) as failure:
        await waits.retrying().ask(failing(BROKEN, BROKEN, BUSY, BROKEN))
    assert failure.value is BUSY
    assert waits.slept == [10, 10]


@pytest.mark.parametrize(
    "problem",
    [
        SourceUnavailable("S", Trouble.QUOTA),
        SourceUnavailable("S", Trouble.REFUSED),
        SourceUnavailable("S", Trouble.BUSY, "429", 61),
    ],
    ids=["quota", "refused", "too long a wait"],
)
async def test_what_does_not_pass_soon_is_not_waited_for(problem: SourceUnavailable) -> None:
    waits = Waits()
    with pytest.raises(SourceUnavailable):
        await waits.retrying().ask(failing(problem))
    assert waits.slept == []
