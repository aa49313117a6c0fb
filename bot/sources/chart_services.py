"""The services that are asked for one chart each; a line here puts a chart on the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from bot.sources.billboard import BILLBOARD
from bot.sources.bugs import BUGS
from bot.sources.call_record import ReadChart
from bot.sources.chart_service import ChartService
from bot.sources.circle import CIRCLE
from bot.sources.flo import FLO
from bot.sources.genie import GENIE
from bot.sources.http import ServiceClient
from bot.sources.melon import CHARTS
from bot.sources.melon_app import MelonCharts
from bot.sources.vibe import VIBE

CHART_SERVICES: Final[tuple[ChartService, ...]] = (
    BUGS,
    GENIE,
    VIBE,
    FLO,
    CIRCLE,
    BILLBOARD,
)
"""In the order of the menu, behind Melon's charts."""


class ClientFor(Protocol):
    """What makes a client for a service."""

    def __call__(self, service: str, url: str, headers: Mapping[str, str] | None = None) -> ServiceClient: ...  # noqa: D102


def open_charts(
    address: Callable[[str], str], client: ClientFor, melon: MelonCharts, now: Callable[[], datetime]
) -> dict[str, ReadChart]:
    """Return what fetches each chart of the menu, by our names for them; nothing is asked yet.

    `address` gives the address for a setting.
    """
    charts = {kind.name: ReadChart("Melon", partial(melon.chart, kind.name)) for kind in CHARTS}
    for service in CHART_SERVICES:
        opened = client(service.name, address(service.setting), service.headers)
        charts[service.kind.name] = ReadChart(service.name, partial(service.fetch, opened, now))
    return charts
