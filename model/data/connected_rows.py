"""Rows that are connected by what they share, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


def connected_rows(marks: Iterable[Iterable[Hashable]]) -> list[int]:
    """Return for each row the first row that it is connected to by a shared mark."""
    parents: list[int] = []

    def root(row: int) -> int:
        while parents[row] != row:
            parents[row] = parents[parents[row]]
            row = parents[row]
        return row

    seen: dict[Hashable, int] = {}
    for row, own in enumerate(marks):
        parents.append(row)
        for mark in own:
            one, other = sorted((root(row), root(seen.setdefault(mark, row))))
            parents[other] = one
    return [root(row) for row in range(len(parents))]
