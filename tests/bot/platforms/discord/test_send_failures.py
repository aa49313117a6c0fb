from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.platforms.discord.send_failures import describe, is_archived, send_failure, wants_it_plain

SECRET = "https://discord.com/api/v10/webhooks/900/secret-token"


def refused(status: int, code: int = 0) -> discord.HTTPException:
    response = SimpleNamespace(status=status, reason="no")
    return discord.HTTPException(response, {"code": code, "message": "no"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "means"),
    [
        (refused(404, 10003), ChatGone),
        (refused(403, 50001), ChatGone),
        (refused(400, 50083), ChatGone),
        (refused(400, 50035), NotDelivered),
        (refused(401), NotDelivered),
        (refused(429), NotDelivered),
        (refused(500), DeliveryUnknown),
        (discord.RateLimited(90.0), NotDelivered),
        (NotDelivered("Discord is not connected"), NotDelivered),
        (aiohttp.InvalidURL("x"), NotDelivered),
        (aiohttp.ServerDisconnectedError(), DeliveryUnknown),
        (TimeoutError(), DeliveryUnknown),
        (ValueError("a bug"), DeliveryUnknown),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_failure_means_gone_not_sent_or_not_known(problem: Exception, means: type[Exception]) -> None:
    assert type(send_failure(problem)) is means


def test_a_rate_limit_says_when_to_try_again() -> None:
    failure = send_failure(discord.RateLimited(90.0))
    assert isinstance(failure, NotDelivered)
    assert failure.retry_after == 90


def test_what_went_wrong_is_said_without_addresses() -> None:
    problem = aiohttp.ClientConnectionError(SECRET)
    assert describe(problem) == "ClientConnectionError"
    assert describe(refused(403, 50013)) == "status 403, code 50013"


def test_an_archived_thread_and_a_picture_that_is_not_wanted_are_told_apart() -> None:
    assert is_archived(refused(400, 50083))
    assert not is_archived(refused(400, 50035))
    assert wants_it_plain(refused(403, 50013))
    assert not wants_it_plain(refused(403, 50001))
    assert not wants_it_plain(ValueError())
