"""The tables of people and chats, by platform and number."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, Table

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
