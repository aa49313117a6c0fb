"""How the songs of a chart moved: compared with an earlier chart, else as the service says; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from model.music import Chart


@dataclass(frozen=True, slots=True)
class RankMoves:
    """The places that songs gained, by song id: None for a new entry; songs with unknown moves are absent.

    `compared_with` is the day of the earlier chart; None where the moves are those that the service gives.
    """

    gained: Mapping[str, int | None]
    compared_with: date | None


def rank_moves(chart: Chart, earlier: Chart | None) -> RankMoves:
    """Compare a chart with an earlier one, if there is one."""
    if earlier is None:
        return _as_the_service_says(chart)
    ranks = {entry.song_id: entry.rank for entry in earlier.entries}
    gained = {
        entry.song_id: ranks[entry.song_id] - entry.rank if entry.song_id in ranks else None
        for entry in chart.entries
    }
    return RankMoves(gained, earlier.day)


def _as_the_service_says(chart: Chart) -> RankMoves:
    gained: dict[str, int | None] = {}
    for entry in chart.entries:
        if entry.is_new:
            gained[entry.song_id] = None
        elif entry.previous_rank is not None:
            gained[entry.song_id] = entry.previous_rank - entry.rank
    return RankMoves(gained, None)
