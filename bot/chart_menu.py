"""The charts that can be asked for: our names for them, their titles, and what people type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.words import N_

KOREA: Final = ZoneInfo("Asia/Seoul")
"""Where the charts' days begin, and those that people ask for."""


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart: our `name` for it, its `title` (to be translated), and the words that ask for it.

    A `weekly` chart's day is the last of the week that it ranks; Billboard's, the day that it is dated.
    """

    name: str
    title: str
    typed: tuple[str, ...]
    weekly: bool = False


MELON_TOP_100: Final = "melon-top100"
MELON_DAILY: Final = "melon-daily"
MELON_WEEKLY: Final = "melon-weekly"
BUGS_REALTIME: Final = "bugs-realtime"
GENIE_TOP_100: Final = "genie-top100"
VIBE_TOP_100: Final = "vibe-top100"
FLO_TOP_100: Final = "flo-top100"
CIRCLE_WEEKLY: Final = "circle-weekly"
BILLBOARD_HOT_100: Final = "billboard-hot100"

CHART_MENU: Final = (
    ChartKind(MELON_TOP_100, N_("Melon Top 100"), ("melon", "멜론")),
    ChartKind(MELON_DAILY, N_("Melon daily chart"), ()),
    ChartKind(MELON_WEEKLY, N_("Melon weekly chart"), (), weekly=True),
    ChartKind(BUGS_REALTIME, N_("Bugs real-time chart"), ("bugs", "벅스")),
    ChartKind(GENIE_TOP_100, N_("Genie Top 100"), ("genie", "지니")),
    ChartKind(VIBE_TOP_100, N_("VIBE Top 100"), ("vibe", "바이브")),
    ChartKind(FLO_TOP_100, N_("FLO Top 100"), ("flo", "플로")),
    ChartKind(CIRCLE_WEEKLY, N_("Circle digital chart"), ("circle", "gaon", "써클", "가온"), weekly=True),
    ChartKind(BILLBOARD_HOT_100, N_("Billboard Hot 100"), ("billboard", "빌보드"), weekly=True),
)
"""The first is meant where none is named."""


def chart_kind(name: str) -> ChartKind | None:
    """Return the chart of our name; None for one that is not on the menu, such as the study's sample."""
    return next((kind for kind in CHART_MENU if kind.name == name), None)
