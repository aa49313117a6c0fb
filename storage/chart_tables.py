"""The tables of charts and their songs, as they are after the last migration; `tables` has the others."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, Table, false, text

from storage.column_types import AnyText, UtcDateTime

METADATA: Final = MetaData()
"""Of all tables of the database."""

# Which songs' own pages a chart's service was asked for, and the words for the genre there; [] where none.
SONG_PAGES: Final = Table(
    "song_pages",
    METADATA,
    Column("service", AnyText, primary_key=True),
    Column("song_id", AnyText, primary_key=True),
    Column("genres", JSON, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)

CHARTS: Final = Table(
    "charts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("day", Date, nullable=False),
    Column("hour", Integer),
    Column("fetched_at", UtcDateTime, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # in a digest: it is what people saw
    Column("voted_by", AnyText),  # the model and the rule whose genres its entries have
)
# To a plain UNIQUE two charts without an hour would be different.
Index("charts_moment", CHARTS.c.name, CHARTS.c.day, text("coalesce(hour, -1)"), unique=True)

CHART_ENTRIES: Final = Table(
    "chart_entries",
    METADATA,
    Column("chart_id", Integer, ForeignKey("charts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # the order; ranks may be shared
    Column("rank", Integer, nullable=False),
    Column("title", AnyText, nullable=False),
    Column("artists", JSON, nullable=False),
    Column("song_id", AnyText, nullable=False),
    Column("album", AnyText),
    Column("previous_rank", Integer),
    Column("is_new", Boolean, nullable=False),
    Column("genres", JSON, nullable=False, server_default="[]"),
    Column("duration_ms", Integer),
    Column("genre", AnyText),  # the vote of that day, and Melon's word
    Column("melon_genre", AnyText),
    Index("chart_entries_song", "song_id"),
)

# Which track a chart's song is; a track_id of NULL: looked up, not found.
CHART_SONGS: Final = Table(
    "chart_songs",
    METADATA,
    Column("service", AnyText, primary_key=True),
    Column("song_id", AnyText, primary_key=True),
    Column("track_id", AnyText),
    Column("looked_up_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="1"),
)
