"""What a section of the benchmark found, and how that is written down."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Something measured beside its floor; `least` and `most` bound their ratio where there is a goal."""

    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.ratio is None or (self.least is None and self.most is None):
            return None
        return (self.least is None or self.ratio >= self.least) and (
            self.most is None or self.ratio <= self.most
        )

    @property
    def row(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}" if self.most else ""
        met = {None: "", True: "yes", False: "**no**"}[self.met]
        return f"| {self.what} | {self.measured} | {self.floor} | {ratio} | {goal} | {met} |"


HEAD = "| what | measured | floor | ratio | goal | met |\n| --- | --- | --- | --- | --- | --- |"


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table of Markdown."""
    return "\n".join((HEAD, *(figure.row for figure in figures)))


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100)[-1] if len(values) > 1 else values[0]


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def lateness(section: str, late: Sequence[float]) -> Figure:
    """Return how late the bot's event loop was meanwhile; the goal is 20 ms for 99 of 100 ticks."""
    return Figure(
        f"event loop late, p99 ({section})", milliseconds(p99(late)), "20 ms", p99(late) / 0.02, most=1
    )
