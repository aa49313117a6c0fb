"""What the stand-ins of services that are asked for nothing but a chart have in common."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable

from aiohttp import web

from model.music import ChartEntry
from tests.standins.stand_in import StandIn


class ChartService(StandIn):
    """A service with a chart; `answer`, if set, is sent instead of it: text, or bytes of any encoding."""

    status = 200
    content_type = "application/json;charset=UTF-8"

    def __init__(self, entries: Iterable[ChartEntry]) -> None:
        super().__init__()
        self.entries = list(entries)
        self.answer: str | bytes | None = None

    @abstractmethod
    def page(self) -> str:
        """Return the chart as the service writes it."""

    async def _chart(self, _: web.Request) -> web.StreamResponse:
        answer = self.page() if self.answer is None else self.answer
        body = answer.encode() if isinstance(answer, str) else answer
        return web.Response(status=self.status, body=body, headers={"Content-Type": self.content_type})


def data(value: object) -> str:
    """Write data as Korean services do: in their own letters."""
    return json.dumps(value, ensure_ascii=False)
