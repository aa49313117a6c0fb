"""The genres of stored charts' songs on the charts' days, and sums over many charts, made by the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Text,
    bindparam,
    case,
    cast,
    false,
    func,
    select,
    update,
)
from sqlalchemy.sql.selectable import Subquery

from model.music import Chart
from storage.chart_history import is_moment_of
from storage.chart_tables import CHART_ENTRIES, CHART_SONGS, CHARTS
from storage.database import reading, writing
from storage.tables import VOTES


@dataclass(frozen=True, slots=True)
class GenreDay:
    """The last chart of a day: how many songs it has, and how many of them each genre, as far as known."""

    day: date
    songs: int
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayGenre:
    """A chart song's genre on the chart's day: the models' vote, and Melon's word; None where not known."""

    genre: str | None
    melon: str | None


class ChartGenres:
    """The genres of stored charts by one model's votes under one rule.

    A chart that was noted keeps the genres of its day; of another the votes count as they are now. With
    `melon` the genres are Melon's words. Each method raises `StorageError` where the database does not work.
    """

    def __init__(self, engine: Engine, model: str, rule: str) -> None:
        self._engine = engine
        self._model = model
        self._rule = rule

    def note(self, chart: Chart, genres: Mapping[str, DayGenre]) -> dict[str, DayGenre]:
        """Keep the genres of a stored chart's songs, by song id, and return those that are kept.

        What was posted stays as it was posted; only songs that had no genre then get one.
        """
        query = select(CHARTS.c.id, CHARTS.c.posted, CHARTS.c.voted_by).where(is_moment_of(chart))
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
            earlier = _genres(connection, row.id) if row and row.voted_by == self._voter else {}
        if row is None:
            return dict(genres)
        settled = {song: genre for song, genre in earlier.items() if row.posted and genre.genre}
        kept = {**genres, **settled}
        news = [
            {"song": song, "genre": genre.genre, "melon_genre": genre.melon}
            for song, genre in kept.items()
            if earlier.get(song) != genre
        ]
        if news:
            entry = (CHART_ENTRIES.c.chart_id == row.id) & (CHART_ENTRIES.c.song_id == bindparam("song"))
            with writing(self._engine) as connection:
                connection.execute(update(CHARTS).where(CHARTS.c.id == row.id).values(voted_by=self._voter))
                connection.execute(update(CHART_ENTRIES).where(entry), news)
        return kept

    def kept(self, chart: Chart) -> dict[str, DayGenre]:
        """Return the genres that are kept of a stored chart's songs, by song id; none of another model's."""
        query = select(CHARTS.c.id).where(is_moment_of(chart), CHARTS.c.voted_by == self._voter)
        with reading(self._engine) as connection:
            chart_id = connection.execute(query).scalar()
            return {} if chart_id is None else _genres(connection, chart_id)

    def of_chart(self, chart: Chart, *, melon: bool = False) -> dict[str, int]:
        """Return how many songs of a stored chart have each genre."""
        found = self._by_day(chart.service, is_moment_of(chart), melon=melon)
        return found[0].counts if found else {}

    def by_day(self, name: str, since: date, *, melon: bool = False) -> list[GenreDay]:
        """Return the genres of each day's last chart from a day on, the oldest first."""
        which = (CHARTS.c.name == name) & (CHARTS.c.day >= since)
        return self._by_day(name.partition("-")[0], which, melon=melon)

    def without_vote(self, name: str, since: date) -> list[str]:
        """Return the tracks of the charts from a day on of which no vote of this model is stored."""
        votes = self._votes()
        mine = (CHARTS.c.name == name) & (CHARTS.c.day >= since) & ~self._noted
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

    @property
    def _voter(self) -> str:
        return f"{self._model} {self._rule}"

    @property
    def _noted(self) -> ColumnElement[bool]:
        return func.coalesce(CHARTS.c.voted_by == self._voter, false())

    def _by_day(self, service: str, which: ColumnElement[bool], *, melon: bool) -> list[GenreDay]:
        hour = func.coalesce(CHARTS.c.hour, -1)
        lateness = func.row_number().over(partition_by=CHARTS.c.day, order_by=hour.desc()).label("lateness")
        charts = (
            select(CHARTS.c.id, CHARTS.c.day, self._noted.label("noted"), lateness).where(which).subquery()
        )
        votes = self._votes()
        then = CHART_ENTRIES.c.melon_genre if melon else CHART_ENTRIES.c.genre
        called = case((charts.c.noted, then), else_=votes.c.melon if melon else votes.c.genre).label("called")
        query = (
            select(charts.c.day, called, func.count())
            .select_from(charts.join(CHART_ENTRIES, CHART_ENTRIES.c.chart_id == charts.c.id))
            .outerjoin(CHART_SONGS, _same_song(service, CHART_ENTRIES.c.song_id))
            .outerjoin(votes, votes.c.track_id == CHART_SONGS.c.track_id)
            .where(charts.c.lateness == 1)
            .group_by(charts.c.day, called)
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
        words = func.json_each(VOTES.c.melon).table_valued("key", "value")
        share = cast(cast(words.c.value, Text), Float)  # PostgreSQL's value is JSON, which has no order
        likeliest = select(words.c.key).order_by(share.desc(), words.c.key).limit(1)
        melon = likeliest.correlate(VOTES).scalar_subquery().label("melon")
        return select(VOTES.c.track_id, VOTES.c.genre, melon).where(mine).subquery()


def _genres(connection: Connection, chart_id: int) -> dict[str, DayGenre]:
    columns = (CHART_ENTRIES.c.song_id, CHART_ENTRIES.c.genre, CHART_ENTRIES.c.melon_genre)
    query = select(*columns).where(CHART_ENTRIES.c.chart_id == chart_id)
    return {row.song_id: DayGenre(row.genre, row.melon_genre) for row in connection.execute(query)}


def _same_song(service: str, song_id: ColumnElement[str]) -> ColumnElement[bool]:
    return (CHART_SONGS.c.service == service) & (CHART_SONGS.c.song_id == song_id)
