"""What the processes on one database share while several live; a process alone pays nothing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.batches import Batches
from bot.answering.flights import Flights
from bot.answering.storage_calls import call_storage
from storage.database import Engine
from storage.shared_rates import SharedRates

if TYPE_CHECKING:
    from storage.shared_locks import SharedLocks
    from storage.workers import Workers


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    what: str
    rate: tuple[int, float]
    longest_wait: float


class Sharing:
    """Tells this process of the others, and takes turns with them; nothing here raises."""

    def __init__(self, workers: Workers, locks: SharedLocks, engine: Engine) -> None:
        self.workers = workers
        self._locks = locks
        self._rates = SharedRates(engine)
        self._turns = Batches(self._taken)

    @property
    def is_needed(self) -> bool:
        """Whether there are other processes."""
        return self.workers.others > 0

    def flights(self, write: Callable[[], Awaitable[None]]) -> Flights:
        """Return what lets one process at a time look something up, and then `write` it."""
        return Flights(self._locks, lambda: self.is_needed, write)

    def close(self) -> None:
        """Leave the others; raises nothing."""
        self.workers.end()
        self._locks.close()

    def hear(self, topic: str, told: Callable[[str], object]) -> None:
        """Let a thread call this with what another process says of a topic."""
        self.workers.hear(topic, told)

    async def tell(self, topic: str, what: str) -> None:
        """Tell the other processes something, where there are any."""
        if self.is_needed:
            await call_storage(self.workers.tell, topic, what, fallback=None)

    async def turn(self, what: str, calls: int, seconds: float, longest_wait: float) -> float:
        """Take a turn at a rate and return in how many seconds it comes; infinity where it is too far away.

        Those that wait for one at the same time take theirs in one trip. Where the database does not work,
        the turn is now.
        """
        if not self.is_needed:
            return 0.0
        turn = _Turn(what, (calls, seconds), longest_wait)
        return (await self._turns.ask([turn])).get(turn, 0.0)

    async def _taken(self, turns: Sequence[_Turn]) -> dict[_Turn, float]:
        kinds: defaultdict[tuple[str, tuple[int, float], float], list[_Turn]] = defaultdict(list)
        for turn in turns:
            kinds[turn.what, turn.rate, turn.longest_wait].append(turn)
        waits: dict[_Turn, float] = {}
        for (what, rate, longest), alike in kinds.items():
            nothing: list[float] | None = None
            found = await call_storage(self._rates.turns, what, rate, len(alike), longest, fallback=nothing)
            if found is not None:
                waits |= zip(alike, [*found, *[math.inf] * (len(alike) - len(found))], strict=True)
        return waits
