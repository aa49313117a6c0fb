from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.errors import LinkNotUnderstood, SourceUnavailable, Trouble
from bot.sources.in_order import FirstFailure, first_answer

SILENT = SourceUnavailable("Deezer", Trouble.TIMEOUT)
BROKEN = SourceUnavailable("Apple Music", Trouble.BROKEN)


def asker(end: str | Exception | None, asked: list[object]) -> Callable[[], Awaitable[str | None]]:
    async def ask() -> str | None:
        asked.append(end)
        if isinstance(end, Exception):
            raise end
        return end

    return ask


async def test_the_first_answer_counts_and_the_rest_is_not_asked() -> None:
    asked: list[object] = []
    failure = FirstFailure(SourceUnavailable)
    answer = await first_answer([asker(end, asked) for end in (None, SILENT, "song", "later")], failure)
    assert (answer, failure.first) == ("song", SILENT)
    assert asked == [None, SILENT, "song"]


async def test_the_first_of_several_failures_is_kept() -> None:
    failure = FirstFailure(SourceUnavailable)
    assert await first_answer([asker(end, []) for end in (SILENT, BROKEN, None)], failure) is None
    assert failure.first is SILENT


async def test_without_a_failure_there_is_none() -> None:
    failure = FirstFailure(SourceUnavailable)
    assert await first_answer([asker(None, [])], failure) is None
    assert failure.first is None


async def test_a_failure_of_another_kind_goes_through() -> None:
    failure = FirstFailure(SourceUnavailable)
    with pytest.raises(LinkNotUnderstood):
        await first_answer([asker(LinkNotUnderstood("gone"), []), asker("never", [])], failure)


def test_several_kinds_may_be_kept_and_a_block_may_return_early() -> None:
    failure = FirstFailure(SourceUnavailable, LinkNotUnderstood)

    def first_even(*values: int) -> int | None:
        for value in values:
            with failure:
                if value % 2:
                    raise LinkNotUnderstood(str(value))
                return value
        return None

    assert first_even(1, 3, 4) == 4
    assert str(failure.first) == "1"
