"""What is kept in memory of what was read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.answering import recent
from bot.answering.recent import KEPT_FOR, Recent

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Source:
    """Something that is read: its version, and what time it is there."""

    version = 1
    now = NOON


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def kept(source: Source) -> Recent[str, int]:
    kept: Recent[str, int] = Recent(lambda: source.version, lambda: source.now)
    kept.keep({"a": 1, "b": 2}, kept.version)
    return kept


def test_what_was_read_is_there_until_something_is_written(kept: Recent[str, int], source: Source) -> None:
    assert kept.of("abc") == {"a": 1, "b": 2}
    source.version += 1
    assert kept.of("abc") == {}


def test_what_was_read_before_the_last_write_is_not_kept(kept: Recent[str, int], source: Source) -> None:
    before = kept.version
    source.version += 1
    kept.keep({"c": 3}, before)
    assert kept.of("abc") == {}
    kept.keep({"c": 3}, kept.version)
    assert kept.of("abc") == {"c": 3}


def test_nothing_is_kept_for_long(kept: Recent[str, int], source: Source) -> None:
    source.now += KEPT_FOR + timedelta(seconds=1)
    assert kept.of("ab") == {}


def test_of_too_many_values_the_first_ones_go(
    kept: Recent[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "MOST_KEPT", 2)
    kept.keep({"c": 3}, kept.version)
    assert kept.of("abc") == {"b": 2, "c": 3}
