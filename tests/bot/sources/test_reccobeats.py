from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources import Sources
from bot.sources.call_policy import CallPolicy
from bot.sources.http import ServiceClient
from bot.sources.reccobeats import ReccoBeats
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.reccobeats import artist_id, as_told, own_id
from tests.standins.world import World

TODAY = date(2026, 11, 20)
ONE, TWO = invented_id(1), invented_id(2)


@pytest.fixture
def reccobeats(sources: Sources) -> ReccoBeats:
    found = sources.features[-1]
    assert isinstance(found, ReccoBeats)
    return found


def row(track_id: object, **values: object) -> dict[str, object]:
    return {"href": f"https://open.spotify.com/track/{track_id}", "energy": 0.5, **values}


async def test_features_come_back_under_the_song_they_belong_to(reccobeats: ReccoBeats) -> None:
    numbers = [3, 1, 2]
    found = await reccobeats.audio_features([invented_id(number) for number in numbers])
    assert len(found) == 3
    for number in numbers:
        features = found[invented_id(number)]
        assert features.tempo == invented_features(number)["tempo"]
        assert (features.source, features.time_signature, features.duration_ms) == ("reccobeats", None, None)


async def test_unknown_songs_are_absent(reccobeats: ReccoBeats, world: World) -> None:
    del world.reccobeats.features[ONE]
    assert set(await reccobeats.audio_features([ONE, TWO])) == {TWO}


async def test_rows_that_were_not_asked_for_are_ignored(reccobeats: ReccoBeats, world: World) -> None:
    world.reccobeats.extra_rows = [row(invented_id(50)), row(ONE + "x"), {}, None, 7, {"href": 3}]
    assert set(await reccobeats.audio_features([ONE])) == {ONE}


async def test_a_hundred_songs_are_asked_for_in_batches_of_forty_each_once(
    reccobeats: ReccoBeats, world: World
) -> None:
    ids = [invented_id(number) for number in range(1, 101)]
    found = await reccobeats.audio_features([*ids, *ids])
    assert set(found) == set(ids)
    asked = [request.query["ids"].split(",") for request in world.reccobeats.requests]
    assert [len(batch) for batch in asked] == [40, 40, 20]


@pytest.mark.parametrize("ids", [[], ["", "short", "a,b", f"{ONE}&ids={TWO}", "가" * 22]])
async def test_what_cannot_be_an_id_is_not_asked_for(
    ids: list[str], reccobeats: ReccoBeats, world: World
) -> None:
    assert await reccobeats.audio_features(ids) == {}
    assert not world.reccobeats.requests


async def test_a_track_can_be_had_where_spotify_cannot(reccobeats: ReccoBeats) -> None:
    assert await reccobeats.track(ONE) == as_told(invented_track(1))


async def test_an_unknown_track_is_none_and_no_verdict(reccobeats: ReccoBeats) -> None:
    assert await reccobeats.track(invented_id(9999)) is None
    assert await reccobeats.track("no id") is None


@pytest.mark.parametrize("path", ["/v2", ""])
async def test_an_address_that_is_gone_is_broken(path: str, world: World, policy: CallPolicy) -> None:
    client = ServiceClient("ReccoBeats", world.reccobeats.url + path, "Jangreu/test", policy=policy)
    with pytest.raises(SourceUnavailable) as failure:
        await ReccoBeats(client, lambda: TODAY).audio_features([ONE])
    assert failure.value.trouble == Trouble.BROKEN
    await client.aclose()


async def test_a_recording_is_found_by_its_isrc_as_all_of_its_tracks(
    reccobeats: ReccoBeats, world: World
) -> None:
    again = replace(invented_track(1), id=invented_id(500), title="같은 노래")
    world.songs[again.id] = again
    found = await reccobeats.tracks_by_isrc(["KRA000000001", "KRA000000002", "KRZ999999999"])
    assert {code: {track.id for track in tracks} for code, tracks in found.items()} == {
        "KRA000000001": {ONE, again.id},
        "KRA000000002": {TWO},
    }
    assert len(world.reccobeats.requests) == 1


async def test_features_of_a_recording_come_from_whichever_track_has_them(
    reccobeats: ReccoBeats, world: World
) -> None:
    again = replace(invented_track(1), id=invented_id(500))
    world.songs[again.id] = again
    world.reccobeats.features[again.id] = invented_features(7)
    del world.reccobeats.features[ONE]
    found = await reccobeats.features_by_isrc(["KRA000000001", "KRZ999999999"])
    assert set(found) == {"KRA000000001"}
    assert found["KRA000000001"].tempo == invented_features(7)["tempo"]


@pytest.mark.parametrize("isrcs", [[], ["", "KR", ONE, "KRA000000001,KRA000000002"]])
async def test_what_cannot_be_an_isrc_is_not_asked_for(
    isrcs: list[str], reccobeats: ReccoBeats, world: World
) -> None:
    assert await reccobeats.tracks_by_isrc(isrcs) == {}
    assert await reccobeats.features_by_isrc(isrcs) == {}
    assert not world.reccobeats.requests


async def test_too_many_ids_would_be_an_error_and_are_never_sent(
    reccobeats: ReccoBeats, world: World
) -> None:
    isrcs = [f"KRA{number:09}" for number in range(1, 101)]
    assert len(await reccobeats.tracks_by_isrc(isrcs)) == 100
    assert [request.query["ids"].count(",") for request in world.reccobeats.requests] == [39, 39, 19]


async def test_a_known_track_names_its_artists_with_both_ids(reccobeats: ReccoBeats) -> None:
    first, second = await reccobeats.artists_of_track(invented_id(4))
    assert (first.name, second.name) == invented_track(4).artists
    assert first.id == own_id((first.name, ""))
    assert first.spotify_id == artist_id((first.name, ""))
    assert await reccobeats.artists_of_track(invented_id(9999)) == []
    assert await reccobeats.artists_of_track("no id") == []


async def test_an_artist_is_found_by_spotifys_id_and_by_words(reccobeats: ReccoBeats) -> None:
    tigers = await reccobeats.artist(artist_id(("Paper Tigers & Co.", "")))
    assert tigers is not None
    assert tigers.name == "Paper Tigers & Co."
    assert await reccobeats.artists_named(" Paper   Tigers\n") == [tigers]
    assert await reccobeats.artist("a" * 22) is None
    assert await reccobeats.artist("no id") is None


@pytest.mark.parametrize("words", ["", "IU", " ?! ", "\n"])
async def test_words_that_are_too_short_for_a_search_are_not_sent(
    words: str, reccobeats: ReccoBeats, world: World
) -> None:
    assert await reccobeats.artists_named(words) == []
    assert not world.reccobeats.requests


async def test_an_artists_tracks_come_in_pages_of_fifty(reccobeats: ReccoBeats, world: World) -> None:
    for number in range(200, 270):
        world.songs[invented_id(number)] = replace(invented_track(number), artists=("HAEUN",))
    world.reccobeats.popularity[invented_id(269)] = 77
    haeun = own_id(("HAEUN", ""))
    pages = [await reccobeats.artist_page(haeun, page) for page in (0, 1)]
    assert [len(page.tracks) for page in pages] == [50, 20]
    assert {page.pages for page in pages} == {2}
    assert {each.artist for page in pages for each in page.tracks} == {haeun}
    first = pages[0].tracks[0]
    assert (first.track.id, first.popularity) == (invented_id(269), 77)


async def test_songs_that_many_ask_for_at_the_same_time_cost_one_call(
    reccobeats: ReccoBeats, world: World
) -> None:
    ids = [invented_id(number) for number in range(1, 31)]
    by_isrc = reccobeats.features_by_isrc(["KRA000000031"])
    answers = await asyncio.gather(*(reccobeats.audio_features([track_id]) for track_id in ids), by_isrc)
    assert [set(answer) for answer in answers] == [*({track_id} for track_id in ids), {"KRA000000031"}]
    assert len(world.reccobeats.requests) == 1


async def test_a_hundred_songs_that_are_expected_cost_three_calls_whenever_they_are_asked_for(
    reccobeats: ReccoBeats, world: World
) -> None:
    ids = [invented_id(number) for number in range(1, 101)]
    reccobeats.expect([*ids, "no id"])
    for track_id in ids:
        assert set(await reccobeats.audio_features([track_id])) == {track_id}
    assert len(world.reccobeats.requests) == 3
