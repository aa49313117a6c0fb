from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from storage.database import StorageError, writing
from storage.service_checks import Outcome, ServiceCheck, ServiceChecks, ServiceCheckSummary

FOUND = (
    ServiceCheck("Melon Top 100", Outcome.UNDERSTOOD),
    ServiceCheck("Bugs", Outcome.CHANGED, "12 songs: not found: track_title"),
    ServiceCheck("Spotify Web API", Outcome.NEEDS_KEY, "SPOTIFY_CLIENT_ID"),
)


def test_the_last_result_is_kept_as_it_was(engine: Engine, now: datetime) -> None:
    checks = ServiceChecks(engine)
    assert checks.latest() is None
    checks.save(ServiceCheckSummary(now - timedelta(days=1), FOUND[:1]))
    checks.save(ServiceCheckSummary(now, FOUND))
    found = checks.latest()
    assert found is not None
    assert found == ServiceCheckSummary(now, found.checks)
    assert sorted(found.checks, key=str) == sorted(FOUND, key=str)


def test_a_service_that_was_not_asked_for_want_of_a_key_is_no_fault() -> None:
    assert [check.is_fine for check in FOUND] == [True, False, True]


@pytest.mark.parametrize(
    "note",
    ['{"": "yesterday"}', '{"Melon": "understood: "}', '{"": "2026-11-22T00:30:00+00:00", "Bugs": "odd"}'],
)
def test_a_result_that_is_not_as_we_write_it_is_one_sentence(
    engine: Engine, now: datetime, note: str
) -> None:
    ServiceChecks(engine).save(ServiceCheckSummary(now, FOUND))
    with writing(engine) as connection:
        connection.execute(text("UPDATE platform_notes SET note = :note"), {"note": note})
    with pytest.raises(StorageError, match="cannot be read"):
        ServiceChecks(engine).latest()
