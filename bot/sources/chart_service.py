"""What a chart's file holds: how the chart is called, and how its service is asked for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.sources.call_policy import CallPolicy
from bot.sources.http import ServiceClient
from model.music import Chart

KOREA: Final = ZoneInfo("Asia/Seoul")
"""Where the charts' days begin, and those that people ask for."""

FetchChart = Callable[[ServiceClient, Callable[[], datetime]], Awaitable[Chart]]
"""Asks a service for its chart as of now; raises SourceUnavailable."""


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart: our `name` for it, its `title` (to be translated), and the words that ask for it.

    The name is one word, which begins with the service: "bugs-realtime". A `weekly` chart's day is the last
    of the week that it ranks; Billboard's, the day that it is dated.
    """

    name: str
    title: str
    typed: tuple[str, ...]
    weekly: bool = False

    @property
    def service(self) -> str:
        """The service whose chart it is, as in the chart's name."""
        return self.name.split("-", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class ChartService:
    """A service that is asked for one chart: its `name` (to be translated), and how it is asked.

    `setting` is the field of the settings for its address, `address` the default without a slash at the end;
    `headers` go with each call.
    """

    name: str
    setting: str
    address: str
    kind: ChartKind
    policy: CallPolicy
    fetch: FetchChart
    headers: Mapping[str, str] = field(default_factory=dict)
