"""The tables of what the bot's administrator does and is told."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table

from storage.chart_tables import METADATA
from storage.column_types import AnyText, UtcDateTime

# News of the bot as the administrator wrote it; `begun_at` is NULL for a draft. `reported`: the administrator
# was told how it ended.
ANNOUNCEMENTS: Final = Table(
    "announcements",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("content", AnyText, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("begun_at", UtcDateTime),
    Column("reported", Boolean, nullable=False),
    sqlite_autoincrement=True,  # a button that names one must never mean another
)

# Where it goes, and how far it is there; a chat whose number changed keeps its row.
ANNOUNCEMENT_POSTS: Final = Table(
    "announcement_posts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("announcement", Integer, ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
    Column("platform", AnyText, nullable=False),
    Column("chat", AnyText, nullable=False),
    Column("state", AnyText, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("retry_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
)
Index(
    "announcement_posts_place",
    ANNOUNCEMENT_POSTS.c.announcement,
    ANNOUNCEMENT_POSTS.c.platform,
    ANNOUNCEMENT_POSTS.c.chat,
)

# When the administrator was last told an alarm of a kind.
ALARMS: Final = Table(
    "alarms",
    METADATA,
    Column("kind", AnyText, primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
)

# The moments of the latest turns at a rate that the processes on the database keep to together, in seconds.
SHARED_RATES: Final = Table(
    "shared_rates",
    METADATA,
    Column("what", AnyText, primary_key=True),
    Column("turns", JSON, nullable=False),
)
