"""The tables, as they are after the last migration."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from model.features import FEATURE_NAMES
from storage.chart_tables import METADATA as METADATA  # noqa: PLC0414 - all tables are then in it
from storage.column_types import AnyText, UtcDateTime
from storage.operation_tables import ALARMS as ALARMS  # noqa: PLC0414 - the same
from storage.people_tables import BLOCKED as BLOCKED  # noqa: PLC0414 - the same


def _of_track() -> ForeignKey:
    return ForeignKey("tracks.id", ondelete="CASCADE")


TRACKS: Final = Table(
    "tracks",
    METADATA,
    Column("id", AnyText, primary_key=True),
    Column("title", AnyText, nullable=False),
    Column("artists", JSON, nullable=False),
    Column("duration_ms", Integer),
    Column("isrc", AnyText),
    Column("other_names", JSON, nullable=False),
    Column("told_at", UtcDateTime),  # when a service last told this; NULL where none was asked
    Column("artist_ids", JSON, nullable=False, server_default="[]"),  # Spotify's, in the artists' order
    Column("korean", Boolean),  # by the rule of model/korean.py, as it was at the last vote
)

# One row a name, in the spelling of the search. `track_names_index` (FTS5, trigrams) reads this table and
# triggers keep the two together; `storage/name_index.py` alone knows both.
TRACK_NAMES: Final = Table(
    "track_names",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("track_id", AnyText, _of_track(), nullable=False),
    Column("text", AnyText, nullable=False),
    UniqueConstraint("track_id", "text"),
)

# The names of each track's first artist, in the same spelling, and "id " with Spotify's id of the artist;
# `storage/artist_index.py` alone knows them.
TRACK_SINGERS: Final = Table(
    "track_singers",
    METADATA,
    Column("name", AnyText, primary_key=True),
    Column("track_id", AnyText, _of_track(), primary_key=True),
)
Index("track_singers_of_track", TRACK_SINGERS.c.track_id)

FEATURES: Final = Table(
    "features",
    METADATA,
    Column("track_id", AnyText, _of_track(), primary_key=True),
    *(Column(name, Float) for name in FEATURE_NAMES),
    Column("source", AnyText, nullable=False),
    Column("obtained_on", Date, nullable=False),
)

# A vote is of one model (its name holds its digest) under one rule; a new model starts with no votes.
VOTES: Final = Table(
    "votes",
    METADATA,
    Column("track_id", AnyText, _of_track(), primary_key=True),
    Column("model", AnyText, primary_key=True),
    Column("rule", AnyText, primary_key=True),
    Column("genre", AnyText, nullable=False),
    Column("members", JSON, nullable=False),
    Column("probabilities", JSON, nullable=False),
    Column("cast_at", UtcDateTime, nullable=False),
    Column("level", AnyText, nullable=False, server_default="measured"),
    Column("songs", Integer, nullable=False, server_default="1"),
    Column("melon", JSON(none_as_null=True)),  # how likely each of Melon's genres is, for a Korean song
)

# What each member of a model makes of a song by its sound: 32-bit numbers, little-endian, members x genres.
LOG_OPINIONS: Final = Table(
    "log_opinions",
    METADATA,
    Column("track_id", AnyText, _of_track(), primary_key=True),
    Column("model", AnyText, primary_key=True),
    Column("numbers", LargeBinary, nullable=False),
)

# What a person says that a song's genre is ("none": none of the model's), and what the model had voted for.
OPINIONS: Final = Table(
    "opinions",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("person", AnyText, primary_key=True),
    Column("track_id", AnyText, _of_track(), primary_key=True),
    Column("genre", AnyText, nullable=False),
    Column("voted", AnyText, nullable=False),
    Column("model", AnyText, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)
Index("opinions_of_track", OPINIONS.c.track_id)

# Features that were asked for and that no source had. The track may be unknown too, hence no foreign key.
MISSING_FEATURES: Final = Table(
    "missing_features",
    METADATA,
    Column("track_id", AnyText, primary_key=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("first_asked_at", UtcDateTime, nullable=False),
)

# A service's own words for a song's genre.
SERVICE_GENRES: Final = Table(
    "service_genres",
    METADATA,
    Column("track_id", AnyText, _of_track(), primary_key=True),
    Column("service", AnyText, primary_key=True),
    Column("genres", JSON, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)

# When a service was asked for an artist's songs; the key is the caller's.
ARTISTS_ASKED: Final = Table(
    "artists_asked",
    METADATA,
    Column("artist", AnyText, primary_key=True),
    Column("asked_at", UtcDateTime, nullable=False),
)

# From 0 to 100, as a service names it.
POPULARITY: Final = Table(
    "popularity",
    METADATA,
    Column("track_id", AnyText, _of_track(), primary_key=True),
    Column("popularity", Integer, nullable=False),
)

# Messages that are not answered yet, as the platform said them; of an answered one its number stays.
INBOX: Final = Table(
    "inbox",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("content", AnyText),
    Column("received", UtcDateTime, nullable=False),
    Column("holder", AnyText),  # the process that answers it
)
_WAITS = INBOX.c.content.is_not(None)
Index("inbox_waiting", INBOX.c.platform, INBOX.c.number, sqlite_where=_WAITS, postgresql_where=_WAITS)

# What was asked, for counting: by design no text, no user and no chat.
REQUESTS: Final = Table(
    "requests",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", AnyText, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("outcome", AnyText, nullable=False),
    Column("track_id", AnyText),
)

# A chat gets a chart's digest at a local time ("09:00"), on one day of the week (0: Monday) or on all;
# `owner`, a person of the chat's platform, subscribed and is told when that ends. `setting` is the settings'
# own name for the chat, where they subscribed it. What was due before `counts_from` does not concern it.
# `disabled` says why it is disabled.
SUBSCRIPTIONS: Final = Table(
    "subscriptions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("chat", AnyText, nullable=False),
    Column("thread", AnyText),
    Column("chart", AnyText, nullable=False),
    Column("at", AnyText, nullable=False),
    Column("zone", AnyText, nullable=False),
    Column("weekday", Integer),
    Column("owner", AnyText),
    Column("language", AnyText),
    Column("setting", AnyText),
    Column("counts_from", UtcDateTime, nullable=False),
    Column("disabled", AnyText),
    Column("platform", AnyText, nullable=False, server_default="telegram"),
    sqlite_autoincrement=True,  # a button that names one must never mean another
)
Index(
    "subscriptions_place",
    SUBSCRIPTIONS.c.platform,
    SUBSCRIPTIONS.c.chat,
    text("coalesce(thread, '')"),
    SUBSCRIPTIONS.c.chart,
    unique=True,
)

# `period` is the local date that the digest is due on; `told`: its owner or the operator knows how it ended.
DIGESTS: Final = Table(
    "digests",
    METADATA,
    Column("subscription", Integer, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("period", AnyText, primary_key=True),
    Column("state", AnyText, nullable=False),
    Column("token", AnyText, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("lease_until", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("retry_at", UtcDateTime),
    Column("message_id", AnyText),
    Column("reason", AnyText),
    Column("told", Boolean, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

PLATFORM_NOTES: Final = Table(
    "platform_notes",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("name", AnyText, primary_key=True),
    Column("note", JSON, nullable=False),
)
