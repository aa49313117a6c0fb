"""The tables of chats and people, by platform and number."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, false, true

from storage.chart_tables import METADATA
from storage.column_types import AnyText, UtcDateTime

# What is left of the tokens of a chat or, where `person`, of a person, at a moment.
LIMITS: Final = Table(
    "limits",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("person", Boolean, primary_key=True),
    Column("number", AnyText, primary_key=True),
    Column("left", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Chats and people that get no answer.
BLOCKED: Final = Table(
    "blocked",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("number", AnyText, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

# What is NULL was never chosen; a `history` of NULL is on in a private chat and off elsewhere. `told`: the
# chat knows that its songs are kept.
CHAT_SETTINGS: Final = Table(
    "chat_settings",
    METADATA,
    Column("platform", AnyText, primary_key=True),
    Column("chat", AnyText, primary_key=True),
    Column("language", AnyText),
    Column("links", Boolean, nullable=False, server_default=true()),
    Column("brief", Boolean, nullable=False, server_default=false()),
    Column("history", Boolean),
    Column("members_subscribe", Boolean, nullable=False, server_default=false()),
    Column("announcements", Boolean, nullable=False, server_default=false()),
    Column("told", Boolean, nullable=False, server_default=false()),
)

# A song that was answered in a chat whose settings allow that it is kept; `genre` is what was answered.
# `person` is NULL where a message was written in the name of the chat itself.
HISTORY: Final = Table(
    "history",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("platform", AnyText, nullable=False),
    Column("chat", AnyText, nullable=False),
    Column("person", AnyText),
    Column("track_id", AnyText, nullable=False),
    Column("genre", AnyText, nullable=False),
)
Index("history_of_chat", HISTORY.c.platform, HISTORY.c.chat, HISTORY.c.at)
Index("history_of_person", HISTORY.c.platform, HISTORY.c.person, HISTORY.c.at)

# What a chat, or a thread of it, is told news of: an artist, a genre of the model's ("ours") or of Melon's
# ("melon"). `person` has asked for it; where that was in the name of the chat, its number.
FOLLOWS: Final = Table(
    "follows",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("platform", AnyText, nullable=False),
    Column("person", AnyText, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("chat", AnyText, nullable=False, server_default=""),  # a migration added it
    Column("thread", AnyText),
    sqlite_autoincrement=True,  # a button that names one must never mean another
)
Index("follows_of_person", FOLLOWS.c.platform, FOLLOWS.c.person)
Index("follows_of_chat", FOLLOWS.c.platform, FOLLOWS.c.chat)
