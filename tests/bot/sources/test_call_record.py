from __future__ import annotations

import contextlib
from typing import cast

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_control import CallControl
from bot.sources.call_failures import NotFound, TransientFailure
from bot.sources.call_policy import Breaker, CallPolicy, Retry
from bot.sources.call_record import ReadChart, ServiceState, by_service
from bot.telemetry.metrics import exposition
from model.music import Chart

ONCE = CallPolicy(retry=Retry(attempts=1), breaker=Breaker(failures=2, pause=30.0))


class Service:
    """A service that answers as it is told, and a clock beside it."""

    def __init__(self, name: str) -> None:
        self.now = 100.0
        self.calls = CallControl(name, ONCE, lambda: self.now)

    async def call(self, end: Exception | str = "answer") -> None:
        async def attempt() -> str:
            if isinstance(end, Exception):
                raise end
            return end

        with contextlib.suppress(SourceUnavailable, NotFound):
            await self.calls.run(attempt)


def counted(service: str, outcome: str) -> float:
    line = f'jangreu_upstream_requests_total{{outcome="{outcome}",service="{service}"}} '
    for found in exposition().decode().splitlines():
        if found.startswith(line):
            return float(found.removeprefix(line))
    return 0.0


def down(service: str) -> SourceUnavailable:
    return SourceUnavailable(service, Trouble.TIMEOUT)


async def test_a_service_fails_from_its_first_failure_to_its_last_until_it_answers() -> None:
    service = Service("Slow")
    assert service.calls.state == ServiceState("Slow")
    await service.call(down("Slow"))
    assert service.calls.state == ServiceState("Slow", 0.0, "timeout")
    service.now += 3600
    await service.call(down("Slow"))
    assert service.calls.state == ServiceState("Slow", 3600.0, "timeout", is_open=True, left_alone=30.0)
    service.now += 3600
    assert service.calls.state.failing == 3600.0
    await service.call()
    assert service.calls.state == ServiceState("Slow")


@pytest.mark.parametrize("answer", ["answer", NotFound("Odd")])
async def test_what_a_service_does_not_have_is_an_answer_too(answer: Exception | str) -> None:
    service = Service("Odd")
    await service.call(down("Odd"))
    await service.call(answer)
    assert service.calls.state.trouble is None


async def test_each_end_of_a_call_is_counted_and_calls_that_were_not_made() -> None:
    service = Service("Counted")
    for end in ("answer", NotFound("Counted"), down("Counted"), down("Counted"), "not asked any more"):
        await service.call(end)
    ends = ("answered", "not found", "timeout", "not made")
    assert [counted("Counted", end) for end in ends] == [1, 1, 2, 1]
    assert 'jangreu_upstream_seconds_count{service="Counted"} 4.0' in exposition().decode()


def test_of_several_clients_of_a_service_the_worst_stands_for_it() -> None:
    states = [
        ServiceState("B", 60.0, "busy", left_alone=10.0),
        ServiceState("A"),
        ServiceState("B", is_open=True, left_alone=30.0),
        ServiceState("B", 600.0, "timeout"),
    ]
    assert by_service(states) == [
        ServiceState("A"),
        ServiceState("B", 600.0, "timeout", is_open=True, left_alone=30.0),
    ]


async def test_a_chart_that_cannot_be_read_any_more_is_trouble_though_its_service_answers() -> None:
    now, outcomes = [100.0], []

    async def fetch() -> Chart:
        outcome = outcomes.pop()
        if isinstance(outcome, Exception):
            raise outcome
        return cast("Chart", outcome)

    chart = ReadChart("Renamed", fetch, lambda: now[0])
    for _ in range(2):
        outcomes.append(SourceUnavailable("Renamed", Trouble.BROKEN, "no title in any row"))
        with pytest.raises(SourceUnavailable):
            await chart()
        now[0] += 3600
    assert by_service([ServiceState("Renamed"), chart.state]) == [ServiceState("Renamed", 3600.0, "broken")]
    outcomes.append(TransientFailure("Renamed", Trouble.BROKEN, "500"))
    with pytest.raises(SourceUnavailable):
        await chart()
    assert counted("Renamed", "not understood") == 2
    outcomes.append("a chart")
    assert await chart() == "a chart"
    assert chart.state == ServiceState("Renamed")
