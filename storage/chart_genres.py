"""What the stored charts' songs sound like, and how long they stay: sums over many charts, made by SQLite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.sql.selectable import Subquery

from model.music import Chart
from storage.database import reading
from storage.tables import CHART_ENTRIES, CHART_SONGS, CHARTS, VOTES


@dataclass(frozen=True, slots=True)
class GenreDay:
    """The last chart of a day: how many songs it has, and how many of them each genre, as far as known."""

    day: date
    songs: int
    counts: dict[str, int] = field(default_factory=dict)


class ChartGenres:
    """The genres of stored charts by one model's votes under one rule.

    Each method raises `StorageError` where the database does not work.
    """

    def __init__(self, engine: Engine, model: str, rule: str) -> None:
        self._engine = engine
        self._model = model
        self._rule = rule

    def of_chart(self, chart: Chart) -> dict[str, int]:
        """Return how many songs of a stored chart have each genre."""
        same = (CHARTS.c.name == chart.name) & (CHARTS.c.day == chart.day)
        found = self._by_day(chart.service, same & CHARTS.c.hour.is_not_distinct_from(chart.hour))
        return found[0].counts if found else {}

    def by_day(self, name: str, since: date) -> list[GenreDay]:
        """Return the genres of each day's last chart from a day on, the oldest first."""
        return self._by_day(name.partition("-")[0], (CHARTS.c.name == name) & (CHARTS.c.day >= since))

    def without_vote(self, name: str, since: date) -> list[str]:
        """Return the tracks of the charts from a day on of which this model's vote is not stored."""
        votes = self._votes()
        mine = (CHARTS.c.name == name) & (CHARTS.c.day >= since)
        query = (
            select(CHART_SONGS.c.track_id)
            .distinct()
            .select_from(CHARTS.join(CHART_ENTRIES, CHART_ENTRIES.c.chart_id == CHARTS.c.id))
            .join(CHART_SONGS, _same_song(name.partition("-")[0], CHART_ENTRIES.c.song_id))
            .outerjoin(votes, votes.c.track_id == CHART_SONGS.c.track_id)
            .where(mine, CHART_SONGS.c.track_id.is_not(None), votes.c.genre.is_(None))
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def since(self, chart: Chart) -> dict[str, date]:
        """Return for each song of a chart the first day of its stay.

        A stay is a run of days of which there are charts, up to this chart's day, with the song in one of
        each day's charts.
        """
        days = (
            select(CHARTS.c.day, func.row_number().over(order_by=CHARTS.c.day).label("number"))
            .where(CHARTS.c.name == chart.name, CHARTS.c.day <= chart.day)
            .group_by(CHARTS.c.day)
            .subquery()
        )
        songs = [entry.song_id for entry in chart.entries]
        there = self._there(chart.name, days, songs)
        place = func.row_number().over(partition_by=there.c.song_id, order_by=there.c.number.desc())
        runs = select(there, (there.c.number + place).label("run")).subquery()
        newest = select(func.max(days.c.number) + 1).scalar_subquery()
        query = select(runs.c.song_id, func.min(runs.c.day)).where(runs.c.run == newest)
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(runs.c.song_id))}

    def _there(self, name: str, days: Subquery, songs: Iterable[str]) -> Subquery:
        """Return on which days each song was in a chart."""
        return (
            select(CHART_ENTRIES.c.song_id, days.c.day, days.c.number)
            .distinct()
            .select_from(CHARTS.join(days, days.c.day == CHARTS.c.day))
            .join(CHART_ENTRIES, CHART_ENTRIES.c.chart_id == CHARTS.c.id)
            .where(CHARTS.c.name == name, CHART_ENTRIES.c.song_id.in_(list(songs)))
            .subquery()
        )

    def _by_day(self, service: str, which: ColumnElement[bool]) -> list[GenreDay]:
        hour = func.coalesce(CHARTS.c.hour, -1)
        lateness = func.row_number().over(partition_by=CHARTS.c.day, order_by=hour.desc()).label("lateness")
        charts = select(CHARTS.c.id, CHARTS.c.day, lateness).where(which).subquery()
        votes = self._votes()
        query = (
            select(charts.c.day, votes.c.genre, func.count())
            .select_from(charts.join(CHART_ENTRIES, CHART_ENTRIES.c.chart_id == charts.c.id))
            .outerjoin(CHART_SONGS, _same_song(service, CHART_ENTRIES.c.song_id))
            .outerjoin(votes, votes.c.track_id == CHART_SONGS.c.track_id)
            .where(charts.c.lateness == 1)
            .group_by(charts.c.day, votes.c.genre)
            .order_by(charts.c.day)
        )
        days: dict[date, GenreDay] = {}
        with reading(self._engine) as connection:
            for day, genre, count in connection.execute(query):
                known = days.get(day, GenreDay(day, 0))
                counts = known.counts if genre is None else {**known.counts, genre: count}
                days[day] = GenreDay(day, known.songs + count, counts)
        return list(days.values())

    def _votes(self) -> Subquery:
        mine = (VOTES.c.model == self._model) & (VOTES.c.rule == self._rule)
        return select(VOTES.c.track_id, VOTES.c.genre).where(mine).subquery()


def _same_song(service: str, song_id: ColumnElement[str]) -> ColumnElement[bool]:
    return (CHART_SONGS.c.service == service) & (CHART_SONGS.c.song_id == song_id)
