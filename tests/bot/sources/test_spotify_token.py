from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_policy import CallPolicy
from bot.sources.http import ServiceClient
from bot.sources.spotify_api import SpotifyApi
from bot.sources.spotify_token import SpotifyToken, failure_of_answer
from tests.standins.invented import invented_track
from tests.standins.stand_in import StandIn
from tests.standins.world import World

SONG = invented_track(4)
SECRET = "made-up-client-secret"


class OddAccounts(StandIn):
    """Gives tokens of an unknown shape."""

    token: object = None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/token", self._token)]

    async def _token(self, _: web.Request) -> web.Response:
        return web.json_response(self.token)


@pytest.fixture
async def odd() -> AsyncIterator[OddAccounts]:
    async with OddAccounts() as started:
        yield started


@pytest.mark.parametrize(
    "token",
    [
        None,
        [],
        "token",
        {},
        {"access_token": "t"},
        {"expires_in": 60},
        {"access_token": "t", "expires_in": "1h"},
        {"access_token": "t", "expires_in": True},
        {"access_token": "t", "expires_in": 0},
        {"access_token": "two\nlines", "expires_in": 60},
        {"access_token": "한글", "expires_in": 60},
        {"access_token": "t" * 5_000, "expires_in": 60},
    ],
)
async def test_a_token_of_another_shape_is_broken_and_not_kept(
    token: object, odd: OddAccounts, policy: CallPolicy
) -> None:
    odd.token = token
    api = SpotifyApi("id", SECRET, f"{odd.url}/v1", odd.url, "Jangreu/test", policy=policy)
    for _ in range(2):
        with pytest.raises(SourceUnavailable) as failure:
            await api.track(SONG.id)
        assert failure.value.trouble == Trouble.BROKEN
    assert len(odd.requests) == 2
    await api.aclose()


async def test_a_token_is_asked_for_again_before_its_time_is_up(world: World, policy: CallPolicy) -> None:
    clock = [0.0]
    url = world.spotify_api.url
    client = ServiceClient("Spotify", url, "Jangreu/test", policy=policy, failure_of=failure_of_answer)
    keys = world.spotify_api.client_id, world.spotify_api.client_secret
    token = SpotifyToken(client, *keys, lambda: clock[0])
    tokens = []
    for now in (0.0, 3_500.0, 3_541.0):
        clock[0] = now
        tokens.append(await token.in_force())
    assert tokens[0] == tokens[1] != tokens[2]
    token.forget(tokens[0])
    assert await token.in_force() == tokens[2]
    await client.aclose()
