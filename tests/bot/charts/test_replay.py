"""Weekly charts, one after the other through Melon's page, the history and the summary.

What the summary and the trend say is held against a count of their own, in plain Python, from the same lists.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from bot.charts.reader import ChartReader
from bot.charts.summary import ChartSummary
from bot.songs.progress import unseen
from model.data.track_catalogue import read_tracks
from model.music import ChartEntry
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.bot.conftest import chart_reader
from tests.standins.invented import invented_track
from tests.standins.world import World

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
WEEKLY = "melon-weekly"
Weeks = dict[date, list[ChartEntry]]


@dataclass
class Ledger:
    """What a reader with pencil and paper would note: who was where, and of which genre, each week."""

    ranks: dict[date, dict[str, int]] = field(default_factory=dict)
    genres: dict[date, Counter[str]] = field(default_factory=dict)

    def note(self, day: date, summary: ChartSummary) -> None:
        songs = summary.chart.songs
        self.ranks[day] = {song.entry.song_id: song.entry.rank for song in songs}
        self.genres[day] = Counter(song.song.vote.genre for song in songs if song.song)

    def check(self, day: date, summary: ChartSummary) -> None:
        days = sorted(self.ranks)
        now, before = self.ranks[day], self.ranks[days[-2]] if len(days) > 1 else {}
        assert summary.compared_with == (days[-2] if len(days) > 1 else None)
        gains = [(before[song] - rank, rank, song) for song, rank in now.items() if song in before]
        far = sorted((-abs(gain), rank, gain, song) for gain, rank, song in gains if not -5 < gain < 5)[:3]
        assert [(move.song.entry.song_id, move.gained) for move in summary.movers] == [
            (song, gain) for *_, gain, song in far
        ]
        new = sorted((rank, song) for song, rank in now.items() if before and song not in before)[:5]
        assert [song.entry.song_id for song in summary.new_entries] == [song for _, song in new]
        assert {entry.song_id for entry in summary.gone} == before.keys() - now.keys()
        stays = sorted((self.first_day(song, days), rank, song) for song, rank in now.items())
        assert [(stay.since, stay.song.entry.song_id) for stay in summary.longest_runs] == [
            (first, song) for first, _, song in stays if first < day
        ][:3]
        assert all(stay.days == (day - stay.since).days for stay in summary.longest_runs)
        counts, earlier = self.genres[day], self.genres[days[-2]] if len(days) > 1 else None
        assert {share.genre: share.count for share in summary.genre_shares if share.count} == counts
        assert all(
            share.before == (None if earlier is None else earlier[share.genre])
            for share in summary.genre_shares
        )
        assert {share.genre for share in summary.genre_shares} == counts.keys() | (earlier or {}).keys()
        assert sum(summary.without_genre.values()) == len(now) - counts.total()

    def first_day(self, song: str, days: list[date]) -> date:
        first = days[-1]
        for day in reversed(days):
            if song not in self.ranks[day]:
                break
            first = day
        return first


async def replay(world: World, charts: ChartReader, clock: list[datetime], weeks: Weeks) -> Ledger:
    """Let Melon show one week after the other, and check each summary and the trend at the end."""
    ledger = Ledger()
    spent = []
    for monday, entries in weeks.items():
        sunday = monday + timedelta(days=6)
        world.melon.entries, world.melon.day = entries, monday + timedelta(days=11)
        clock[0] = datetime.combine(world.melon.day, time(3), UTC)
        chart = await charts.read(WEEKLY, unseen)
        assert (chart.problem, chart.chart.day) == (None, sunday)
        begun = perf_counter()
        summary = await charts.summary(chart)
        spent.append(perf_counter() - begun)
        ledger.note(sunday, summary)
        ledger.check(sunday, summary)
    begun = perf_counter()
    trend = await charts.trend(WEEKLY, date.min)
    print(  # noqa: T201 - shown with -s
        f"{len(weeks)} weeks, {sum(map(Counter.total, ledger.genres.values()))} of"
        f" {sum(map(len, weeks.values()))} places with a genre; a summary {max(spent) * 1000:.0f} ms at most,"
        f" the trend {(perf_counter() - begun) * 1000:.0f} ms"
    )
    assert {point.day: point.counts for point in trend.points} == ledger.genres
    assert [point.songs for point in trend.points] == [len(ranks) for ranks in ledger.ranks.values()]
    assert await charts.days(WEEKLY) == sorted(ledger.ranks, reverse=True)
    return ledger


def invented_weeks(count: int, seed: int) -> Weeks:
    """Return charts of the world's hundred songs and some that no service knows, which come and go."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    songs = list(range(1, 131))
    strength = {song: rng.gauss(0, 3) for song in songs}
    weeks: Weeks = {}
    for week in range(count):
        if week == count // 2:
            continue  # a week in which the bot was off
        strength = {song: 0.9 * was + rng.gauss(0, 1) for song, was in strength.items()}
        ranked = sorted(songs, key=lambda song: -strength[song])[:95]
        weeks[date(2024, 1, 1) + timedelta(weeks=week)] = [
            ChartEntry(rank, invented_track(song).title, invented_track(song).artists, str(30_000_000 + song))
            for rank, song in enumerate(ranked, start=1)
        ]
    return weeks


@pytest.mark.slow
async def test_invented_weeks_are_told_as_they_were(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'jangreu.db'}"
    async with chart_reader(world, monkeypatch, url, with_keys=True) as (charts, clock):
        ledger = await replay(world, charts, clock, invented_weeks(12, seed=7))
    assert min(map(Counter.total, ledger.genres.values())) > 60  # the check is no check of empty charts
    assert len(set().union(*ledger.genres.values())) > 3


@pytest.mark.slow
async def test_real_weeks_are_told_as_they_were(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    file = pytestconfig.getoption("--charts") or SHARED / "melon_weekly_charts.csv"
    catalogue = pytestconfig.getoption("--catalogue") or SHARED / "kpop_tracks.parquet"
    if not file.exists() or not catalogue.exists():
        pytest.skip("no charts to replay; --charts FILE --catalogue FILE")
    url = f"sqlite:///{tmp_path / 'jangreu.db'}"
    SongLibrary(open_database(url)).add(read_tracks(catalogue, date(2020, 1, 1)))
    async with chart_reader(world, monkeypatch, url, with_keys=False) as (charts, clock):
        await replay(world, charts, clock, real_weeks(file))


def real_weeks(file: Path) -> Weeks:
    """Read weekly charts; a title and an artist are one song, whatever the week."""
    weeks: defaultdict[date, list[ChartEntry]] = defaultdict(list)
    numbers: dict[tuple[str, str], str] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            song = (row["title"].strip(), row["artist"].strip())
            number = numbers.setdefault(song, str(40_000_000 + len(numbers)))
            monday = datetime.strptime(row["date"], "%Y.%m.%d").replace(tzinfo=UTC).date()
            artists = tuple(name.strip() for name in song[1].split(","))
            weeks[monday].append(ChartEntry(int(float(row["rank"])), song[0], artists, number))
    return {monday: sorted(weeks[monday], key=lambda entry: entry.rank) for monday in sorted(weeks)}
