"""The charts that can be asked for, and what they and their services are called."""

from __future__ import annotations

from typing import Final

from bot.sources.chart_service import KOREA, ChartKind
from bot.sources.chart_services import CHART_SERVICES
from bot.sources.melon import CHARTS, MELON_TOP_100, SERVICE

__all__ = ["CHART_MENU", "KOREA", "MELON_TOP_100", "ChartKind", "chart_kind", "service_name"]

CHART_MENU: Final = (*CHARTS, *(service.kind for service in CHART_SERVICES))
"""The first is meant where none is named."""
_SERVICE_NAMES: Final = {
    CHARTS[0].service: SERVICE,
    **{service.kind.service: service.name for service in CHART_SERVICES},
}


def chart_kind(name: str) -> ChartKind | None:
    """Return the chart of our name; None for one that is not on the menu, such as the study's sample."""
    return next((kind for kind in CHART_MENU if kind.name == name), None)


def service_name(service: str) -> str | None:
    """Return the name, to be translated, of a service as in a chart's name; None for one without a chart."""
    return _SERVICE_NAMES.get(service)
