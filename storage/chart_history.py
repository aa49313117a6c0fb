"""The charts that were read, and which tracks their songs are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)

from model.music import Chart, ChartEntry
from storage.chart_tables import CHART_ENTRIES, CHART_SONGS, CHARTS
from storage.chart_thinning import superfluous
from storage.database import chunks, reading, writing
from storage.upsert import insert as insert_or_update

_HOUR = func.coalesce(CHARTS.c.hour, -1)
_OF_ENTRY = tuple(field.name for field in fields(ChartEntry))


@dataclass(frozen=True, slots=True)
class ChartSong:
    """Which track a song of a chart's service is; None: looked up then, for so many times, and not found."""

    song_id: str
    track_id: str | None
    looked_up_at: datetime
    attempts: int = 1


class ChartHistory:
    """Every chart that was read; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, chart: Chart) -> None:
        """Remember a chart in the place of an earlier reading of the same name, day and hour.

        One that was posted stays as it was posted.
        """
        moment = {"name": chart.name, "day": chart.day, "hour": chart.hour, "fetched_at": chart.fetched_at}
        with writing(self._engine) as connection:
            posted = select(CHARTS.c.id).where(is_moment_of(chart), CHARTS.c.posted)
            if connection.execute(posted).first() is not None:
                again = update(CHARTS).where(is_moment_of(chart)).values(fetched_at=chart.fetched_at)
                connection.execute(again)
                return
            connection.execute(delete(CHARTS).where(is_moment_of(chart)))
            chart_id = connection.execute(insert(CHARTS).values(moment).returning(CHARTS.c.id)).scalar_one()
            rows = [
                asdict(entry) | {"chart_id": chart_id, "position": position}
                for position, entry in enumerate(chart.entries)
            ]
            if rows:
                connection.execute(insert(CHART_ENTRIES), rows)

    def keep(self, chart: Chart) -> None:
        """Note that a stored chart was posted: it is what people compare the next one with."""
        with writing(self._engine) as connection:
            connection.execute(update(CHARTS).where(is_moment_of(chart)).values(posted=True))

    def latest(self, name: str) -> Chart | None:
        """Return the chart of the latest day and hour."""
        return self._last(CHARTS.c.name == name)

    def on(self, name: str, day: date) -> Chart | None:
        """Return the chart of a day, or else of the nearest earlier day.

        Of several, the last that was posted, then the last: a digest's day is shown as the digest told it.
        """
        return self._last((CHARTS.c.name == name) & (CHARTS.c.day <= day), CHARTS.c.posted.desc())

    def before(self, chart: Chart) -> Chart | None:
        """Return the chart of the last earlier day to compare this one with.

        Of several, one that was posted, then the one whose hour is the nearest.
        """
        earlier = (CHARTS.c.name == chart.name) & (CHARTS.c.day < chart.day)
        hours = func.abs(_HOUR - (-1 if chart.hour is None else chart.hour))
        order = (CHARTS.c.day.desc(), CHARTS.c.posted.desc(), hours, _HOUR.desc())
        with reading(self._engine) as connection:
            return _chart(connection, select(CHARTS).where(earlier).order_by(*order).limit(1))

    def days(self, name: str) -> list[date]:
        """Return the days of which there is a chart, the latest first."""
        query = select(CHARTS.c.day).where(CHARTS.c.name == name).distinct().order_by(CHARTS.c.day.desc())
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def thin(self, today: date, weekly_before: date) -> int:
        """Delete the charts that are not needed any more, and return how many.

        Of a day that is over the last chart stays, and those that were posted; of a week that ended before
        `weekly_before` the last chart alone.
        """
        query = select(CHARTS.c.id, CHARTS.c.name, CHARTS.c.day, CHARTS.c.posted)
        with writing(self._engine) as connection:
            rows = connection.execute(query.order_by(CHARTS.c.name, CHARTS.c.day, _HOUR)).all()
            gone = superfluous(
                ((row.id, row.name, row.day, row.posted) for row in rows), today, weekly_before
            )
            for some in chunks(gone):
                connection.execute(delete(CHARTS).where(CHARTS.c.id.in_(some)))
        return len(gone)

    def resolutions(self, service: str, song_ids: Iterable[str]) -> dict[str, ChartSong]:
        """Return what is known of these songs of a service, any number of them, by song id."""
        columns = (getattr(CHART_SONGS.c, name) for name in ChartSong.__slots__)
        query = select(*columns).where(CHART_SONGS.c.service == service)
        with reading(self._engine) as connection:
            return {
                row["song_id"]: ChartSong(**row)
                for some in chunks(song_ids)
                for row in connection.execute(query.where(CHART_SONGS.c.song_id.in_(some))).mappings()
            }

    def resolve(self, service: str, songs: Iterable[ChartSong]) -> None:
        """Remember what was found, or not found, of these songs; the last word counts."""
        rows = [asdict(song) | {"service": service} for song in songs]
        statement = insert_or_update(CHART_SONGS)
        news = {name: statement.excluded[name] for name in ("track_id", "looked_up_at", "attempts")}
        if rows:
            with writing(self._engine) as connection:
                keys = [CHART_SONGS.c.service, CHART_SONGS.c.song_id]
                connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=news), rows)

    def look_up_again(self) -> None:
        """Forget which songs were not found: the library in which they were looked up has grown."""
        with writing(self._engine) as connection:
            connection.execute(delete(CHART_SONGS).where(CHART_SONGS.c.track_id.is_(None)))

    def _last(self, condition: ColumnElement[bool], *preferred: ColumnElement[Any]) -> Chart | None:
        order = (CHARTS.c.day.desc(), *preferred, _HOUR.desc())
        query = select(CHARTS).where(condition).order_by(*order).limit(1)
        with reading(self._engine) as connection:
            return _chart(connection, query)


def is_moment_of(chart: Chart) -> ColumnElement[bool]:
    """Return the condition for the row of a chart's name, day and hour."""
    same = (CHARTS.c.name == chart.name) & (CHARTS.c.day == chart.day)
    return same & CHARTS.c.hour.is_not_distinct_from(chart.hour)


def _chart(connection: Connection, query: Select[Any]) -> Chart | None:
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    mine = CHART_ENTRIES.c.chart_id == row["id"]
    entries = connection.execute(select(CHART_ENTRIES).where(mine).order_by(CHART_ENTRIES.c.position))
    return Chart(
        row["name"],
        row["day"],
        row["hour"],
        row["fetched_at"],
        tuple(_entry(entry) for entry in entries.mappings()),
    )


def _entry(row: RowMapping) -> ChartEntry:
    values = {name: row[name] for name in _OF_ENTRY}
    return ChartEntry(**values | {"artists": tuple(row["artists"]), "genres": tuple(row["genres"])})
