"""Which fields the readers of foreign answers look for and find, counted while the services are checked.

A reader that finds no title in any row cannot say whether the rows or the name of the field are other ones:
the count of all its look-ups can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final


class FieldCounts:
    """How often each field was looked for, and how often it was there."""

    def __init__(self) -> None:
        self._looked_for: Counter[str] = Counter()
        self._found: Counter[str] = Counter()

    def note(self, field: str, *, found: bool) -> None:
        """Count one look-up."""
        self._looked_for[field] += 1
        self._found[field] += found

    def never_found(self) -> list[str]:
        """Return the fields that were in no place where they were looked for, in the order of looking."""
        return [field for field in self._looked_for if not self._found[field]]


_COUNTS: Final[ContextVar[FieldCounts | None]] = ContextVar("field_counts", default=None)


@contextmanager
def counted_fields() -> Iterator[FieldCounts]:
    """Count what is looked for inside the block, in this task and in the threads that it starts."""
    counts = FieldCounts()
    token = _COUNTS.set(counts)
    try:
        yield counts
    finally:
        _COUNTS.reset(token)


def note_field(field: str, *, found: bool) -> None:
    """Count one look-up where a block counts them."""
    counts = _COUNTS.get()
    if counts is not None:
        counts.note(field, found=found)
