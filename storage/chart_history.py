"""The charts that were read, and which tracks their songs are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from model.music import Chart, ChartEntry
from storage.database import chunks, reading, writing
from storage.tables import CHART_ENTRIES, CHART_SONGS, CHARTS


@dataclass(frozen=True, slots=True)
class ChartSong:
    """Which track a song of a chart's service is; None: looked up then, not found."""

    song_id: str
    track_id: str | None
    looked_up_at: datetime


class ChartHistory:
    """Every chart that was read; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, chart: Chart) -> None:
        """Remember a chart in the place of an earlier reading of the same name, day and hour."""
        moment = {"name": chart.name, "day": chart.day, "hour": chart.hour, "fetched_at": chart.fetched_at}
        with writing(self._engine) as connection:
            same = (CHARTS.c.name == chart.name) & (CHARTS.c.day == chart.day)
            connection.execute(delete(CHARTS).where(same, CHARTS.c.hour.is_not_distinct_from(chart.hour)))
            chart_id = connection.execute(insert(CHARTS).values(moment).returning(CHARTS.c.id)).scalar_one()
            rows = [
                asdict(entry) | {"chart_id": chart_id, "position": position}
                for position, entry in enumerate(chart.entries)
            ]
            if rows:
                connection.execute(insert(CHART_ENTRIES), rows)

    def latest(self, name: str) -> Chart | None:
        """Return the chart of the latest day and hour."""
        return self._last(CHARTS.c.name == name)

    def before(self, name: str, day: date) -> Chart | None:
        """Return the last chart of an earlier day."""
        return self._last((CHARTS.c.name == name) & (CHARTS.c.day < day))

    def resolutions(self, service: str, song_ids: Iterable[str]) -> dict[str, ChartSong]:
        """Return what is known of these songs of a service, any number of them, by song id."""
        query = select(CHART_SONGS).where(CHART_SONGS.c.service == service)
        with reading(self._engine) as connection:
            return {
                row["song_id"]: ChartSong(row["song_id"], row["track_id"], row["looked_up_at"])
                for some in chunks(song_ids)
                for row in connection.execute(query.where(CHART_SONGS.c.song_id.in_(some))).mappings()
            }

    def resolve(self, service: str, songs: Iterable[ChartSong]) -> None:
        """Remember what was found, or not found, of these songs; the last word counts."""
        rows = [asdict(song) | {"service": service} for song in songs]
        statement = insert_or_update(CHART_SONGS)
        news = {name: statement.excluded[name] for name in ("track_id", "looked_up_at")}
        if rows:
            with writing(self._engine) as connection:
                keys = [CHART_SONGS.c.service, CHART_SONGS.c.song_id]
                connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=news), rows)

    def _last(self, condition: ColumnElement[bool]) -> Chart | None:
        hour = func.coalesce(CHARTS.c.hour, -1)
        query = select(CHARTS).where(condition).order_by(CHARTS.c.day.desc(), hour.desc()).limit(1)
        with reading(self._engine) as connection:
            return _chart(connection, query)


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
    fields = {name: value for name, value in row.items() if name not in {"chart_id", "position"}}
    return ChartEntry(**fields | {"artists": tuple(row["artists"]), "genres": tuple(row["genres"])})
