"""The charts, each from its own service, by our names for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.chart_menu import (
    BILLBOARD_HOT_100,
    BUGS_REALTIME,
    CIRCLE_WEEKLY,
    FLO_TOP_100,
    GENIE_TOP_100,
    MELON_DAILY,
    MELON_TOP_100,
    MELON_WEEKLY,
    VIBE_TOP_100,
)
from bot.sources import billboard, bugs, circle, flo, genie, melon, vibe
from bot.sources.addresses import SourceSettings
from bot.sources.http import ServiceClient
from bot.sources.melon_app import MelonApp, MelonCharts
from model.music import Chart


class ClientFor(Protocol):
    """What makes a client for a service."""

    def __call__(self, service: str, url: str, headers: Mapping[str, str] | None = None) -> ServiceClient: ...  # noqa: D102


def open_charts(
    settings: SourceSettings,
    client: ClientFor,
    melons: MelonCharts,
    now: Callable[[], datetime],
) -> dict[str, Callable[[], Awaitable[Chart]]]:
    """Return what fetches each chart; nothing is asked yet."""
    return {
        **{name: partial(melons.chart, name) for name in (MELON_TOP_100, MELON_DAILY, MELON_WEEKLY)},
        BUGS_REALTIME: bugs.Bugs(client(bugs.SERVICE, settings.bugs_url), now).chart,
        GENIE_TOP_100: genie.Genie(client(genie.SERVICE, settings.genie_url), now).chart,
        VIBE_TOP_100: vibe.Vibe(client(vibe.SERVICE, settings.vibe_url, vibe.HEADERS), now).chart,
        FLO_TOP_100: flo.Flo(client(flo.SERVICE, settings.flo_url), now).chart,
        CIRCLE_WEEKLY: circle.Circle(client(circle.SERVICE, settings.circle_url), now).chart,
        BILLBOARD_HOT_100: billboard.Billboard(client(billboard.SERVICE, settings.billboard_url), now).chart,
    }


def open_melon_app(settings: SourceSettings, client: ClientFor) -> MelonApp | None:
    """Return the client of the app's data if there are both keys."""
    if not settings.melon_cp_id or not settings.melon_cp_key:
        return None
    app = client(melon.SERVICE, settings.melon_app_url)
    return MelonApp(app, settings.melon_cp_id, settings.melon_cp_key.get_secret_value())
