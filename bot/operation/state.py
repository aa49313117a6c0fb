"""How the bot stands: what its administrator, a monitor and the alerts are told."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot import __version__
from bot.sources.call_record import ServiceState
from model.ensemble import GenreEnsemble
from model.training_sound import drift
from storage.database import Engine
from storage.errors import StorageError
from storage.opinions import Agreement, Opinions
from storage.overview import Overview, data_folder, overview
from storage.requested_songs import requested_songs
from storage.service_checks import ServiceChecks, ServiceCheckSummary

WEEK: Final = timedelta(days=7)
READ_AGAIN_AFTER: Final = timedelta(seconds=2)
"""A state is read no more often, however many ask for it."""
PATIENCE: Final = 5.0
"""Seconds that the database has to answer."""
COUNTED_AGAIN_AFTER: Final = timedelta(minutes=30)
"""What takes a look at all songs of the week changes slowly."""


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked for in a week; `likely` is the share of votes above the card's threshold.

    `songs` have audio features, and `drift` says by feature how far they are from the training songs.
    `expected` is the share of likely votes when the model was measured, None where it was not.
    """

    asked: int
    without: int
    songs: int
    drift: Mapping[str, float]
    likely: float | None
    expected: float | None
    agreement: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class BotState:
    """The bot at one moment.

    `database` and `week` are None where the database does not answer, for the reason in `problem`; it took so
    many `seconds`. `disk_free` is a share, None where the system does not tell it.
    """

    version: str
    model: str
    started: datetime
    at: datetime
    platforms: tuple[str, ...]
    services: tuple[ServiceState, ...]
    disk_free: float | None
    database: Overview | None = None
    week: Week | None = None
    checks: ServiceCheckSummary | None = None
    problem: str | None = None
    seconds: float = 0.0


class StateReader:
    """Reads how the bot stands; `platforms` are those that answer now, which `bot.start.serving` keeps."""

    def __init__(
        self,
        engine: Engine,
        ensemble: GenreEnsemble,
        services: Callable[[], list[ServiceState]],
        now: Callable[[], datetime],
    ) -> None:
        self.platforms: set[str] = set()
        self._engine = engine
        self._ensemble = ensemble
        self._services = services
        self._now = now
        self._started = now()
        self._one_reader = asyncio.Lock()
        self._reading: asyncio.Task[BotState] | None = None
        self._last: BotState | None = None
        self._week: tuple[datetime, Week] | None = None

    async def read(self) -> BotState:
        """Return how the bot stands; it raises nothing."""
        async with self._one_reader:
            if self._last is None or not timedelta(0) <= self._now() - self._last.at < READ_AGAIN_AFTER:
                self._last = await self._read_in_time()
            return self._last

    async def _read_in_time(self) -> BotState:
        """Return the state also where the database hangs; it is then asked once more when it has answered."""
        known, began = self._known(), time.monotonic()
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(asyncio.to_thread(self._read, known))
        done, _ = await asyncio.wait([self._reading], timeout=PATIENCE)
        if done:
            return self._reading.result()
        problem = f"It does not answer within {PATIENCE:g} s."
        return replace(known, problem=problem, seconds=time.monotonic() - began)

    def _known(self) -> BotState:
        return BotState(
            __version__,
            self._ensemble.name,
            self._started,
            self._now(),
            tuple(sorted(self.platforms)),
            tuple(self._services()),
            free_share(data_folder(self._engine) or Path(tempfile.gettempdir())),
        )

    def _read(self, known: BotState) -> BotState:
        began = time.monotonic()
        try:
            found = overview(self._engine, known.at - WEEK)
            seconds = time.monotonic() - began
            checks, week = ServiceChecks(self._engine).latest(), self._counted(known.at)
            return replace(known, database=found, week=week, checks=checks, seconds=seconds)
        except StorageError as problem:
            return replace(known, problem=str(problem), seconds=time.monotonic() - began)

    def _counted(self, now: datetime) -> Week:
        if self._week is None or now - self._week[0] >= COUNTED_AGAIN_AFTER:
            self._week = now, self._count(now)
        return self._week[1]

    def _count(self, now: datetime) -> Week:
        ensemble = self._ensemble
        found = requested_songs(self._engine, now - WEEK, ensemble.name, ensemble.voting_rule)
        limits = ensemble.card.thresholds[ensemble.voting_rule]
        likely = sum(confidence >= limits.likely for confidence in found.confidences)
        return Week(
            found.asked,
            found.without,
            len(found.features),
            drift(found.features),
            likely / len(found.confidences) if found.confidences else None,
            limits.likely_coverage,
            Opinions(self._engine).agreement(ensemble.name),
        )


def free_share(folder: Path) -> float | None:
    """Return what share of the disk of a folder is free; None where that cannot be told."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return usage.free / usage.total if usage.total else None
