"""How the songs of a chart sound on average, as far as their audio features are known."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Engine, func, select

from storage.chart_tables import CHART_ENTRIES, CHART_SONGS, CHARTS
from storage.database import reading
from storage.tables import FEATURES

FEWEST_SONGS: Final = 5


class ChartSound:
    """Averages of stored charts; raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def average(self, chart: str, features: Collection[str]) -> dict[str, float]:
        """Return the means of these audio features over the latest stored chart of a name, by feature.

        Nothing where fewer than five of its songs have audio features.
        """
        latest = (
            select(CHARTS.c.id)
            .where(CHARTS.c.name == chart)
            .order_by(CHARTS.c.day.desc(), func.coalesce(CHARTS.c.hour, -1).desc())
            .limit(1)
            .scalar_subquery()
        )
        service = chart.split("-", maxsplit=1)[0]
        means = [func.avg(FEATURES.c[name]).label(name) for name in features]
        query = (
            select(func.count().label("songs"), *means)
            .select_from(CHART_ENTRIES)
            .join(CHART_SONGS, CHART_SONGS.c.song_id == CHART_ENTRIES.c.song_id)
            .join(FEATURES, FEATURES.c.track_id == CHART_SONGS.c.track_id)
            .where(CHART_ENTRIES.c.chart_id == latest, CHART_SONGS.c.service == service)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().one()
        if row["songs"] < FEWEST_SONGS:
            return {}
        return {name: row[name] for name in features if row[name] is not None}
