"""Asks each foreign service its question, and tells which of them the bot still understands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

from bot.errors import CannotAnswer, SourceUnavailable, Trouble
from bot.offline.service_questions import Question
from bot.sources.call_failures import TransientFailure
from bot.sources.field_counts import FieldCounts, counted_fields
from storage.service_checks import Outcome, ServiceCheck

_MOST_FIELDS: Final = 6
_ABSENT_IF_ALL_IS_WELL: Final = frozenset({"error", "status", "contributors"})
_NO_ANSWER: Final = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY, Trouble.QUOTA})

log = logging.getLogger(__name__)


async def check_services(questions: Iterable[Question]) -> list[ServiceCheck]:
    """Ask all services at the same time, each at its own rate; returns what each answered, in order."""
    return await asyncio.gather(*map(_check, questions))


async def _check(question: Question) -> ServiceCheck:
    if question.ask is None:
        return ServiceCheck(question.service, Outcome.NEEDS_KEY, question.keys)
    with counted_fields() as fields:
        try:
            missing = list(await question.ask())
        except CannotAnswer as problem:
            return ServiceCheck(question.service, *_judged(problem, fields))
        except Exception as problem:
            log.exception("the answer of %s could not be read", question.service)
            return ServiceCheck(question.service, Outcome.CHANGED, f"reading it failed: {problem!r}")
    if not missing:
        return ServiceCheck(question.service, Outcome.UNDERSTOOD)
    return ServiceCheck(question.service, Outcome.CHANGED, f"without {_listed(missing)}{_looked_for(fields)}")


def _judged(problem: CannotAnswer, fields: FieldCounts) -> tuple[Outcome, str]:
    if not isinstance(problem, SourceUnavailable):
        return Outcome.CHANGED, f"it does not know any more what it was asked for{_looked_for(fields)}"
    detail = problem.detail or str(problem.trouble)
    if problem.trouble is Trouble.REFUSED:
        return Outcome.REFUSED, detail
    if problem.trouble in _NO_ANSWER or isinstance(problem, TransientFailure):
        return Outcome.UNREACHABLE, detail
    return Outcome.CHANGED, f"{problem.detail}{_looked_for(fields)}"


def _looked_for(fields: FieldCounts) -> str:
    """Say which fields were not there at all: among them is the one that has another name now."""
    never = [field for field in fields.never_found() if field not in _ABSENT_IF_ALL_IS_WELL]
    return f"; not found: {_listed(never)}" if never else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_FIELDS]) + (" ..." if len(names) > _MOST_FIELDS else "")
