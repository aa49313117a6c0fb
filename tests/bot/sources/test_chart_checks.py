from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound
from bot.sources.chart_checks import (
    existing_page,
    last_day,
    made_id,
    moment_of,
    rank_before,
    ranked,
    with_made_ids,
)
from model.music import ChartEntry


def row(rank: int, title: str = "", song_id: str = "") -> ChartEntry:
    return ChartEntry(rank, title or f"Song {rank}", ("Kite",), song_id or str(rank))


def refused(read: Callable[[], object]) -> str:
    """Return why it is no chart."""
    with pytest.raises(SourceUnavailable) as failure:
        read()
    assert failure.value.trouble == Trouble.BROKEN
    return str(failure.value.detail)


def test_rows_are_put_in_order_and_a_few_that_cannot_be_read_are_left_out() -> None:
    rows = [row(rank) for rank in range(100, 0, -1)]
    assert [entry.rank for entry in ranked("S", rows)] == list(range(1, 101))
    assert len(ranked("S", [None] * 10 + rows[:90])) == 90
    assert len(ranked("S", [*rows, row(101), row(0)])) == 100


def test_what_is_no_whole_chart_is_refused() -> None:
    rows = [row(rank) for rank in range(1, 101)]
    assert "89 songs of 100" in refused(lambda: ranked("S", rows[:89]))
    assert "two songs have the same rank" in refused(lambda: ranked("S", [*rows, row(7, song_id="x")]))
    assert "a song is there twice" in refused(lambda: ranked("S", [*rows[:99], row(100, song_id="1")]))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026.11.16 ~ 2026.11.22", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("as of 2026.11.22 13:00", date(2026, 11, 22)),
    ],
)
def test_the_last_day_of_a_text_counts(text: str, day: date) -> None:
    assert last_day("S", text) == day


@pytest.mark.parametrize(
    ("text", "why"), [("", "no date"), ("2026.1122", "no date"), ("2026.13.01", "does not exist")]
)
def test_a_text_without_a_day_is_no_charts(text: str, why: str) -> None:
    assert why in refused(lambda: last_day("S", text))


def test_a_moment_is_korean_and_must_make_sense() -> None:
    moment = moment_of("S", 1_795_305_600_000)
    assert moment.utcoffset() == datetime(2026, 1, 1, tzinfo=moment.tzinfo).utcoffset()
    assert moment.year == 2026
    for nonsense in (1_795_305_600, 10**18, -(10**18)):
        assert "does not exist" in refused(lambda nonsense=nonsense: moment_of("S", nonsense))
    assert "no date" in refused(lambda: moment_of("S", None))


@pytest.mark.parametrize(("rank", "steps", "was"), [(3, 2, 5), (5, -4, 1), (1, -1, None), (4, None, None)])
def test_the_rank_before_follows_from_the_steps(rank: int, steps: int | None, was: int | None) -> None:
    assert rank_before(rank, steps) == was


def test_a_made_id_is_of_title_and_artists_however_they_are_written() -> None:
    assert made_id("Lantern", ["Kite"]) == made_id("  LANTERN ", ["Ｋite"])
    assert made_id("Lantern", ["Kite"]) != made_id("Lantern Kite", [])
    assert made_id("Lantern", ["Kite"], 1) != made_id("Lantern", ["Kite"]) == made_id("Lantern", ["Kite"], 0)


def test_a_song_that_stands_twice_in_a_chart_keeps_its_id_at_the_higher_rank() -> None:
    found = with_made_ids([row(9, "Lantern"), None, row(2, "Lantern"), row(3, "Brook")])
    assert [entry.rank for entry in found] == [2, 3, 9]
    assert found[0].song_id == made_id("Lantern", ["Kite"])
    assert len({entry.song_id for entry in found}) == 3


async def test_a_page_that_is_gone_is_no_chart() -> None:
    async def gone() -> str:
        raise NotFound

    with pytest.raises(SourceUnavailable, match="none any more"):
        await existing_page("S", gone())
