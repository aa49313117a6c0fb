"""How the songs of a chart moved: against an earlier one, else as the chart's own service says; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.music import Chart


@dataclass(frozen=True, slots=True)
class Moves:
    """The places that songs gained, by song id: None for a new one; what nothing is known of is absent.

    `since` is the day of the chart that they are against; None where the service itself says so.
    """

    gained: Mapping[str, int | None]
    since: date | None


def moves_between(chart: Chart, earlier: Chart | None) -> Moves:
    """Compare a chart with an earlier one, if there is one."""
    if earlier is None:
        return _as_the_service_says(chart)
    ranks = {entry.song_id: entry.rank for entry in earlier.entries}
    gained = {
        entry.song_id: ranks[entry.song_id] - entry.rank if entry.song_id in ranks else None
        for entry in chart.entries
    }
    return Moves(gained, earlier.day)


def _as_the_service_says(chart: Chart) -> Moves:
    gained: dict[str, int | None] = {}
    for entry in chart.entries:
        if entry.is_new:
            gained[entry.song_id] = None
        elif entry.previous_rank is not None:
            gained[entry.song_id] = entry.previous_rank - entry.rank
    return Moves(gained, None)
