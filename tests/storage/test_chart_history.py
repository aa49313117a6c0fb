from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from model.music import Chart, ChartEntry
from storage.chart_history import ChartHistory, ChartSong
from storage.database import reading

ENTRIES = (
    ChartEntry(1, "봄강", ("종이달 클럽",), "101", "Paper", previous_rank=3),
    ChartEntry(
        2, "Lantern", ("Ohio Glass", "하늘다리"), "102", is_new=True, genres=("댄스",), duration_ms=182_000
    ),
    ChartEntry(2, "여름 산책", ("하늘다리",), "103"),
)


@pytest.fixture
def history(engine: Engine) -> ChartHistory:
    return ChartHistory(engine)


@pytest.fixture
def chart(now: datetime) -> Chart:
    return Chart("melon-top100", date(2026, 11, 22), 9, now, ENTRIES)


def test_there_is_no_chart_before_the_first(history: ChartHistory) -> None:
    assert history.latest("melon-top100") is None
    assert history.on("melon-top100", date(2026, 11, 22)) is None
    assert history.days("melon-top100") == []


def test_a_chart_comes_back_as_it_was_saved(history: ChartHistory, chart: Chart) -> None:
    history.save(chart)
    assert history.latest(chart.name) == chart
    assert history.latest("study-2021") is None


def test_an_empty_chart_is_a_chart(history: ChartHistory, chart: Chart) -> None:
    history.save(replace(chart, entries=()))
    assert history.latest(chart.name) == replace(chart, entries=())


@pytest.mark.parametrize("hour", [9, None])
def test_the_same_hour_saved_again_takes_the_place_of_the_first(
    engine: Engine, history: ChartHistory, chart: Chart, hour: int | None
) -> None:
    history.save(replace(chart, hour=hour))
    again = replace(chart, hour=hour, fetched_at=chart.fetched_at + timedelta(minutes=9), entries=ENTRIES[:2])
    history.save(again)
    assert history.latest(chart.name) == again
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM chart_entries")).scalar_one() == 2


def test_the_latest_chart_is_by_its_own_clock(history: ChartHistory, chart: Chart) -> None:
    for day, hour in ((22, 9), (22, 10), (21, 23), (22, None)):
        history.save(replace(chart, day=date(2026, 11, day), hour=hour))
    latest = history.latest(chart.name)
    assert latest is not None
    assert (latest.day.day, latest.hour) == (22, 10)


def test_the_chart_before_is_of_the_last_earlier_day_and_of_the_nearest_hour(
    history: ChartHistory, chart: Chart
) -> None:
    assert history.before(chart) is None
    for day, hour in ((19, 9), (20, 1), (20, 8), (20, 23), (22, 0)):
        history.save(replace(chart, day=date(2026, 11, day), hour=hour))
    before = history.before(chart)
    assert before is not None
    assert (before.day.day, before.hour) == (20, 8)


def test_a_chart_that_was_posted_is_what_the_next_is_compared_with(
    history: ChartHistory, chart: Chart
) -> None:
    for hour in (7, 9, 11):
        history.save(replace(chart, day=date(2026, 11, 21), hour=hour))
    history.keep(replace(chart, day=date(2026, 11, 21), hour=7))
    before = history.before(chart)
    assert before is not None
    assert before.hour == 7


def test_a_posted_chart_stays_as_it_was_posted(history: ChartHistory, chart: Chart) -> None:
    history.save(chart)
    history.keep(chart)
    later = replace(chart, fetched_at=chart.fetched_at + timedelta(minutes=20), entries=ENTRIES[:1])
    history.save(later)
    assert history.latest(chart.name) == replace(later, entries=ENTRIES)


def test_the_chart_on_a_day_is_its_last_or_the_last_before_it(history: ChartHistory, chart: Chart) -> None:
    for day, hour in ((20, 1), (20, 15), (22, 0)):
        history.save(replace(chart, day=date(2026, 11, day), hour=hour))
    for asked, found in ((20, (20, 15)), (21, (20, 15)), (30, (22, 0))):
        there = history.on(chart.name, date(2026, 11, asked))
        assert there is not None
        assert (there.day.day, there.hour) == found
    assert history.on(chart.name, date(2026, 11, 19)) is None
    assert history.days(chart.name) == [date(2026, 11, 22), date(2026, 11, 20)]


def test_a_day_is_shown_as_its_last_digest_told_it(history: ChartHistory, chart: Chart) -> None:
    for hour in (7, 9, 18, 23):
        history.save(replace(chart, hour=hour))
    for hour in (7, 18):
        history.keep(replace(chart, hour=hour))
    there = history.on(chart.name, chart.day + timedelta(days=1))
    assert there is not None
    assert there.hour == 18
    latest = history.latest(chart.name)
    assert latest is not None
    assert latest.hour == 23


def test_of_past_days_the_last_and_the_posted_charts_stay_and_of_old_weeks_one(
    history: ChartHistory, chart: Chart
) -> None:
    today = date(2026, 11, 22)
    for day in range(14):
        for hour in (8, 12, 20):
            history.save(replace(chart, day=today - timedelta(days=day), hour=hour))
    history.keep(replace(chart, day=date(2026, 11, 20), hour=8))
    history.keep(replace(chart, day=date(2026, 11, 10), hour=8))
    assert history.thin(today, date(2026, 11, 17)) == 14 * 3 - (3 + 5 + 1 + 1 + 1)
    # The week to the 15th is old, and so is that to the 22nd's Monday before: one chart stays of it.
    assert [day.day for day in history.days(chart.name)] == [22, 21, 20, 19, 18, 17, 16, 15]
    assert history.thin(today, date(2026, 11, 17)) == 0


def test_what_a_song_is_comes_back(history: ChartHistory, now: datetime) -> None:
    songs = [ChartSong("101", "x" * 22, now), ChartSong("102", None, now)]
    history.resolve("melon", songs)
    assert history.resolutions("melon", ["101", "102", "103"]) == {song.song_id: song for song in songs}
    assert history.resolutions("bugs", ["101"]) == {}


def test_the_last_word_on_a_song_counts(history: ChartHistory, now: datetime) -> None:
    history.resolve("melon", [])
    history.resolve("melon", [ChartSong("101", None, now)])
    found = ChartSong("101", "x" * 22, now + timedelta(days=1), 2)
    history.resolve("melon", [found])
    assert history.resolutions("melon", ["101"]) == {"101": found}


def test_two_thousand_songs_are_resolved_at_once(history: ChartHistory, now: datetime) -> None:
    songs = {str(number): ChartSong(str(number), f"{number:022d}", now) for number in range(2_000)}
    history.resolve("melon", songs.values())
    assert history.resolutions("melon", songs) == songs
