"""What was read lately, for as long as nothing that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

KEPT_FOR: Final = timedelta(minutes=10)
"""Other processes may change what they share with this one, which no version tells."""
MOST_KEPT: Final = 1000

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps the latest values in memory, as of one `version` of what they are made of; a new one ends all."""

    def __init__(self, version: Callable[[], int], now: Callable[[], datetime]) -> None:
        self._version = version
        self._now = now
        self._since = now()
        self._as_of = version()
        self._values: dict[K, V] = {}

    @property
    def version(self) -> int:
        """The version now, to be handed to `keep` with what is read from here on."""
        return self._version()

    def of(self, keys: Iterable[K]) -> dict[K, V]:
        """Return those values that are kept."""
        values = self._current()
        return {key: values[key] for key in keys if key in values}

    def keep(self, found: Mapping[K, V], version: int) -> None:
        """Keep what was read since this was the version, in the place of what was kept first."""
        values = self._current()
        if version == self._as_of:
            values |= found
        while len(values) > MOST_KEPT:
            del values[next(iter(values))]

    def _current(self) -> dict[K, V]:
        version, now = self._version(), self._now()
        if version != self._as_of or now - self._since > KEPT_FOR:
            self._as_of, self._since, self._values = version, now, {}
        return self._values
