from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.errors import SongNotFound, SourceUnavailable, Trouble
from bot.sources import Sources
from bot.sources.call_policy import CallPolicy
from bot.sources.spotify_api import SpotifyApi
from bot.start.settings import Settings
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.policies import SOON
from tests.standins.slow_headers import slow_headers
from tests.standins.spotify import track_object
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_track(4)
SECRET = "made-up-client-secret"


@pytest.fixture
def api(sources: Sources) -> SpotifyApi:
    assert sources.search is not None
    return sources.search


def paths(world: World) -> list[str]:
    return [asked.path for asked in world.spotify_api.requests]


async def test_a_track_has_title_artists_duration_and_isrc(api: SpotifyApi, world: World) -> None:
    assert await api.track(SONG.id) == SONG
    assert paths(world) == ["/api/token", f"/v1/tracks/{SONG.id}"]
    assert world.spotify_api.requests[1].query == {"market": "KR"}


async def test_a_track_that_has_moved_keeps_the_id_that_was_asked_for(api: SpotifyApi, world: World) -> None:
    world.songs[SONG.id] = invented_track(5)
    assert (await api.track(SONG.id)).id == SONG.id


@pytest.mark.parametrize(
    "track_id", [invented_id(9999), "short", "", "../../search", "spotify:album:" + SONG.id]
)
async def test_an_unknown_or_impossible_id_is_no_song(track_id: str, api: SpotifyApi) -> None:
    with pytest.raises(SongNotFound):
        await api.track(track_id)


async def test_a_token_is_asked_for_once_even_by_many_at_once(api: SpotifyApi, world: World) -> None:
    await asyncio.gather(*(api.track(invented_id(number)) for number in range(1, 9)))
    assert paths(world).count("/api/token") == 1


async def test_a_token_that_is_no_longer_accepted_is_replaced(api: SpotifyApi, world: World) -> None:
    await api.track(SONG.id)
    world.spotify_api.revoked.add(world.spotify_api.tokens[0])
    assert await api.track(SONG.id) == SONG
    assert len(world.spotify_api.tokens) == 2


async def test_a_search_asks_for_korea_and_never_for_more_than_ten(api: SpotifyApi, world: World) -> None:
    found = await api.search("  소나기   ", limit=50)
    assert len(found) == 10
    assert all("소나기" in track.title for track in found)
    assert world.spotify_api.requests[-1].query == {
        "q": "소나기",
        "limit": "10",
        "market": "KR",
        "offset": "0",
        "type": "track",
    }


async def test_a_search_may_pass_over_the_best(api: SpotifyApi, world: World) -> None:
    world.spotify_api.genres["soul"] = [invented_id(number) for number in range(1, 14)]
    pages = [await api.search('genre:"soul"', offset=offset) for offset in (0, 10, 20)]
    assert [[track.id for track in page] for page in pages] == [
        [invented_id(number) for number in range(1, 11)],
        [invented_id(number) for number in range(11, 14)],
        [],
    ]
    assert world.spotify_api.requests[-1].query["q"] == 'genre:"soul"'


async def test_a_search_for_nothing_asks_no_service(api: SpotifyApi, world: World) -> None:
    assert await api.search(" \n ") == []
    assert not world.spotify_api.requests


async def test_odd_rows_of_a_search_are_left_out(api: SpotifyApi, world: World) -> None:
    odd = [None, 7, {}, {"id": 5, "name": "x"}, {"id": SONG.id, "name": ""}, track_object(SONG)]
    world.spotify_api.search_page = {"tracks": {"items": odd}}
    assert await api.search("x") == [SONG]


@pytest.mark.parametrize("page", [{"tracks": None}, {"tracks": {"items": None}}, {"other": 1}, [1]])
async def test_a_search_of_another_shape_is_broken(page: object, api: SpotifyApi, world: World) -> None:
    world.spotify_api.search_page = page
    with pytest.raises(SourceUnavailable) as failure:
        await api.search("x")
    assert failure.value.trouble == Trouble.BROKEN


async def test_features_come_from_those_who_may_have_them(api: SpotifyApi, world: World) -> None:
    world.spotify_api.features_allowed = True
    del world.spotify_api.features[invented_id(2)]
    found = await api.audio_features([invented_id(number) for number in (3, 2, 1)])
    assert set(found) == {invented_id(1), invented_id(3)}
    assert found[invented_id(3)].tempo == invented_features(3)["tempo"]
    assert found[invented_id(3)].source == "spotify"


async def test_features_are_asked_for_in_batches_of_a_hundred(api: SpotifyApi, world: World) -> None:
    world.spotify_api.features_allowed = True
    await api.audio_features([invented_id(number) for number in range(150)])
    asked = [request.query["ids"].split(",") for request in world.spotify_api.requests[1:]]
    assert [len(batch) for batch in asked] == [100, 50]


async def test_after_one_403_features_are_never_asked_for_again_and_one_warning_says_so(
    api: SpotifyApi, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [invented_id(number) for number in range(150)]
    assert await api.audio_features(ids) == {}
    asked_before = len(world.spotify_api.requests)
    world.spotify_api.features_allowed = True
    assert await api.audio_features(ids) == {}
    assert len(world.spotify_api.requests) == asked_before == 2
    ours = [record for record in caplog.records if record.name == "bot.sources.spotify_api"]
    assert [record.levelname for record in ours] == ["WARNING"]
    assert await api.track(SONG.id) == SONG


@pytest.mark.parametrize(
    "fault", [Fault.ERROR, Fault.BUSY, Fault.DROPPED], ids=lambda fault: fault.name.lower()
)
async def test_another_failure_does_not_switch_the_features_off(
    fault: Fault, api: SpotifyApi, world: World
) -> None:
    world.spotify_api.features_allowed = True
    world.spotify_api.retry_after = ""
    world.spotify_api.fault = fault
    with pytest.raises(SourceUnavailable):
        await api.audio_features([SONG.id])
    world.spotify_api.fault = Fault.NONE
    assert set(await api.audio_features([SONG.id])) == {SONG.id}


async def test_a_403_for_the_token_does_not_switch_the_features_off(api: SpotifyApi, world: World) -> None:
    world.spotify_api.fail(Fault.REFUSED, times=1)
    world.spotify_api.features_allowed = True
    with pytest.raises(SourceUnavailable) as failure:
        await api.audio_features([SONG.id])
    assert failure.value.trouble == Trouble.REFUSED
    assert set(await api.audio_features([SONG.id])) == {SONG.id}


async def test_wrong_keys_are_refused_with_the_names_of_the_settings(api: SpotifyApi, world: World) -> None:
    world.spotify_api.client_secret = "another-secret"
    for ask in (api.track(SONG.id), api.search("x"), api.audio_features([SONG.id])):
        with pytest.raises(SourceUnavailable) as failure:
            await ask
        assert failure.value.trouble == Trouble.REFUSED
        assert "SPOTIFY_CLIENT_SECRET" in failure.value.detail


async def test_a_used_up_quota_stops_all_calls(api: SpotifyApi, world: World) -> None:
    world.spotify_api.quota_used_up = True
    with pytest.raises(SourceUnavailable) as failure:
        await api.search("x")
    assert failure.value.trouble == Trouble.QUOTA
    asked_before = len(world.spotify_api.requests)
    with pytest.raises(SourceUnavailable) as failure:
        await api.track(SONG.id)
    assert failure.value.trouble == Trouble.QUOTA
    assert failure.value.retry_after == pytest.approx(3600, abs=60)
    assert len(world.spotify_api.requests) == asked_before


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
async def test_neither_secret_nor_token_is_ever_said(
    fault: Fault, world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    assert settings.spotify_client_id is not None
    caplog.set_level(logging.DEBUG)
    address = world.spotify_api.url
    policy = CallPolicy(connect=1.0, total=0.3, retry=SOON)
    api = SpotifyApi(settings.spotify_client_id, SECRET, f"{address}/v1", address, "Jangreu", policy=policy)
    for name in ("spotipy", "spotipy.client", "spotipy.oauth2"):
        caplog.set_level(logging.DEBUG, logger=name)
    said = ""
    for _ in range(2):
        try:
            await api.track(SONG.id)
        except SourceUnavailable as failure:
            logging.getLogger("test").exception("the operator reads this")
            said += repr(failure) + repr(failure.__dict__)
        world.spotify_api.fault = fault
    await api.aclose()
    said += caplog.text
    token = world.spotify_api.tokens[0]
    authorization = world.spotify_api.requests[0].headers["Authorization"].removeprefix("Basic ")
    assert [word for word in (SECRET, token, authorization) if word in said] == []


async def test_more_results_than_spotify_allows_would_be_an_error_that_stops_nothing(
    api: SpotifyApi, world: World
) -> None:
    with pytest.raises(SourceUnavailable) as failure:
        await api._ask(lambda spotify: spotify.search("소나기", limit=11))
    assert (failure.value.trouble, failure.value.detail) == (Trouble.BROKEN, "400")
    assert len(await api.search("소나기", limit=11)) == 10
    assert world.spotify_api.requests[-1].query["limit"] == "10"


async def test_a_403_for_a_search_names_the_reason_and_stops_nothing(api: SpotifyApi, world: World) -> None:
    await api.track(SONG.id)
    world.spotify_api.fail(Fault.REFUSED, times=1)
    with pytest.raises(SourceUnavailable) as failure:
        await api.search("소나기")
    assert failure.value.trouble == Trouble.REFUSED
    assert "403" in failure.value.detail
    assert await api.search("소나기")


async def test_slow_header_bytes_hold_no_call_beyond_its_time_and_delay_no_end(policy: CallPolicy) -> None:
    async with slow_headers() as url:
        api = SpotifyApi("id", SECRET, f"{url}/v1", url, "Jangreu/test", policy=replace(policy, total=0.3))
        api._token._token, api._token._good_until = "made-up-token", float("inf")
        calls = (api.track(invented_id(number)) for number in range(1, 9))
        failures = await asyncio.gather(*calls, return_exceptions=True)
        await api.aclose()
    troubles = {failure.trouble for failure in failures if isinstance(failure, SourceUnavailable)}
    assert (troubles, len(failures)) == ({Trouble.TIMEOUT}, 8)


async def test_a_call_that_is_given_up_frees_its_thread_at_once(
    policy: CallPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def never(*_: object, **__: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    patient = replace(policy, total=600, queue=600, at_once=1)
    api = SpotifyApi("id", SECRET, "http://unused.invalid", "http://unused.invalid", "x", policy=patient)
    monkeypatch.setattr(api._api, "get_json", never)
    api._token._token, api._token._good_until = "made-up-token", float("inf")
    for number in (1, 2, 3):
        call = asyncio.create_task(api.track(invented_id(number)))
        await asked.wait()  # in the one thread, which the call before has left
        asked.clear()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    await api.aclose()
    for thread in api._threads._threads:
        await asyncio.to_thread(thread.join)
