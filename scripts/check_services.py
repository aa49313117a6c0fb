#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" --run "$0" "$@"'
"""Ask each foreign service one harmless question, and say which of them the bot understands."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from typing import Final

from bot.errors import CannotRun
from bot.offline.service_check import check_services
from bot.offline.service_questions import Question, questions
from bot.sources import open_sources
from bot.start.bootstrap import database
from bot.start.settings import BadSettings, Settings, load_settings
from bot.telemetry.logs import set_up_logs
from scripts.command_line import command_line, parser_of, say
from storage.errors import StorageError
from storage.service_checks import Outcome, ServiceCheck, ServiceChecks, ServiceCheckSummary

_EXPLANATION = """\
Each service is asked as the bot asks it: at the addresses and with the keys of the settings, at its rate.
  understood    the answer is as the bot knows it
  changed       it is not, and the fields that are missing are named
  refused       the service does not want this program or these keys
  unreachable   there is no network, no answer in time, or an error of the service itself
  needs a key   the service was not asked, since the named settings are empty; the bot works without them
Below a service that is not understood stands what follows for the people who use the bot. The result is
kept in the database of the settings, where the bot's administrator sees it with /status.

Exit status: 0 if all services that were asked are understood, 1 if not, 2 for a bad setting.
"""
_WIDTH: Final = 30


def main() -> int:
    """Run the command line; a bad setting ends with 2."""
    try:
        return _run()
    except BadSettings as problem:
        say(str(problem))
        return 2


@command_line(CannotRun)
def _run() -> int:
    parser_of(__doc__, _EXPLANATION).parse_args()
    settings = load_settings()
    set_up_logs("ERROR", settings.log_format)
    logging.getLogger("bot.sources").setLevel(logging.CRITICAL)  # what fails is in the result
    asked, checks = asyncio.run(_ask(settings))
    _show(asked, checks)
    _keep(settings, checks)
    return 0 if all(check.is_fine for check in checks) else 1


async def _ask(settings: Settings) -> tuple[list[Question], list[ServiceCheck]]:
    sources = open_sources(settings)
    try:
        asked = list(questions(sources, datetime.now(UTC).date()))
        return asked, await check_services(asked)
    finally:
        await sources.aclose()


def _show(asked: list[Question], checks: list[ServiceCheck]) -> None:
    said = ""
    for question, check in zip(asked, checks, strict=True):
        print(f"{check.service:{_WIDTH}} {check.outcome:12} {check.detail}".rstrip())
        if not check.is_fine and question.follows != said:
            print(f"{'':{_WIDTH}} -> {question.follows}")
            said = question.follows
    found = [check.outcome for check in checks]
    print(", ".join(f"{found.count(outcome)} {outcome}" for outcome in Outcome if outcome in found) + ".")
    if set(found) <= {Outcome.UNREACHABLE, Outcome.NEEDS_KEY}:
        print("Not one service answered: is there a network, and a proxy that lets programs through?")


def _keep(settings: Settings, checks: list[ServiceCheck]) -> None:
    """Keep the result; that it cannot be kept is no reason to end otherwise."""
    try:
        engine = database(settings)
        ServiceChecks(engine).save(ServiceCheckSummary(datetime.now(UTC), tuple(checks)))
        engine.dispose()
    except (StorageError, CannotRun) as problem:
        say(f"The result was not kept: {problem}")


if __name__ == "__main__":
    sys.exit(main())
