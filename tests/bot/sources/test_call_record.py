from __future__ import annotations

import contextlib

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_control import CallControl
from bot.sources.call_failures import NotFound
from bot.sources.call_policy import Breaker, CallPolicy, Retry
from bot.sources.call_record import ServiceState, by_service
from bot.telemetry.metrics import exposition

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
