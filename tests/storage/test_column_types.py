from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from storage.column_types import UtcDateTime, storable, to_json

DIALECT = sqlite.dialect()


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_stored_and_comes_back_as_it_was_stored(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert kept.encode().decode() == kept
    assert storable(kept) == kept
    with create_engine("sqlite://").connect() as connection:
        assert connection.exec_driver_sql("SELECT ?", (kept,)).scalar() == kept


def test_half_of_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert storable("봄 \ud83c 날") == "봄 ? 날"


def test_json_stays_readable() -> None:
    assert to_json(["봄날", "\udc00"]) == '["봄날", "?"]'
    assert json.loads(to_json({"a": [1, None]})) == {"a": [1, None]}


def test_a_moment_is_stored_in_utc_and_comes_back_aware() -> None:
    seoul = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    column = UtcDateTime()
    stored = column.process_bind_param(seoul, DIALECT)
    assert stored == datetime(2026, 11, 22, 0, 0)  # noqa: DTZ001 - SQLite has no time zones
    assert column.process_result_value(stored, DIALECT) == seoul
    assert column.process_result_value(stored, DIALECT).tzinfo is UTC
    assert column.process_bind_param(None, DIALECT) is column.process_result_value(None, DIALECT) is None


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 22), DIALECT)  # noqa: DTZ001
