"""What the last check of the foreign services found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine

from storage.errors import sensible_rows
from storage.platform_notes import PlatformNotes

_KEEPER: Final = "check_services"  # among the platforms, which keep their notes in the same table
_NAME: Final = "last"


class Outcome(StrEnum):
    """What became of the question that a service was asked."""

    UNDERSTOOD = "understood"
    CHANGED = "changed"  # the answer has not the shape that we know
    REFUSED = "refused"  # the service does not want this program, or not these keys
    UNREACHABLE = "unreachable"  # no network, no answer in time, an error of the service itself
    NEEDS_KEY = "needs a key"  # and was not asked


@dataclass(frozen=True, slots=True)
class ServiceCheck:
    """What one service answered; `detail` names the fields that are missing, the error or the setting."""

    service: str
    outcome: Outcome
    detail: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether the bot works as it is set up to."""
        return self.outcome in {Outcome.UNDERSTOOD, Outcome.NEEDS_KEY}


@dataclass(frozen=True, slots=True)
class ServiceCheckSummary:
    """All that one check found; `checked_at` is aware."""

    checked_at: datetime
    checks: tuple[ServiceCheck, ...]


class ServiceChecks:
    """The result of the last check; each method raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._notes = PlatformNotes(engine, _KEEPER)

    def save(self, summary: ServiceCheckSummary) -> None:
        """Keep a result in the place of the one before."""
        note = {check.service: f"{check.outcome}: {check.detail}" for check in summary.checks}
        self._notes.put(_NAME, {"": summary.checked_at.isoformat(), **note})

    def latest(self) -> ServiceCheckSummary | None:
        """Return the last result, None where there was none."""
        note = self._notes.of(_NAME)
        if not note:
            return None
        with sensible_rows():
            checked_at = datetime.fromisoformat(note.pop(""))
            return ServiceCheckSummary(checked_at, tuple(_check(*each) for each in note.items()))


def _check(service: str, said: str) -> ServiceCheck:
    outcome, _, detail = said.partition(": ")
    return ServiceCheck(service, Outcome(outcome), detail)
