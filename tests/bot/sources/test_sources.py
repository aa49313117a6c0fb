from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import Sources, musicbrainz, open_sources
from bot.sources.billboard import BILLBOARD
from bot.sources.bugs import BUGS
from bot.sources.circle import CIRCLE
from bot.sources.flo import FLO
from bot.sources.genie import GENIE
from bot.sources.melon import MELON_DAILY, MELON_TOP_100, MELON_WEEKLY
from bot.sources.reccobeats import ReccoBeats
from bot.sources.spotify_pages import SpotifyPages
from bot.sources.vibe import VIBE
from bot.start.settings import Settings
from tests.standins.deezer import artist_number
from tests.standins.invented import invented_id
from tests.standins.policies import PATIENT, for_all
from tests.standins.reccobeats import own_id
from tests.standins.stand_in import Fault
from tests.standins.world import World

ID = invented_id(1)


async def _search(sources: Sources) -> object:
    assert sources.search is not None
    return await sources.search.search("새벽")


async def _search_deezer(sources: Sources) -> object:
    return await sources.names[0].search("소나기")


async def _search_apple(sources: Sources) -> object:
    return await sources.names[1].search("소나기")


async def _deezer_link(sources: Sources) -> object:
    return await sources.links["deezer"].linked(SongLink("deezer", "1"))


async def _apple_link(sources: Sources) -> object:
    return await sources.links["apple"].linked(SongLink("apple", "1", "kr"))


async def _melon_link(sources: Sources) -> object:
    return await sources.links["melon"].linked(SongLink("melon", "30000001"))


async def _artist_page(sources: Sources) -> object:
    return (await sources.recordings.artist_page(own_id(("은하식당", "")), 0)).tracks


async def _top_songs(sources: Sources) -> object:
    return await sources.top_lists.top_songs(str(artist_number("은하식당")))


async def _others_words(sources: Sources) -> object:
    assert sources.others_words is not None
    return await sources.others_words.words("KRA000000001")


async def _video(sources: Sources) -> object:
    return await sources.links["youtube"].linked(SongLink("youtube", "abcdefghijk"))


@pytest.fixture(autouse=True)
def _known_everywhere(world: World) -> None:
    world.deezer.songs = world.itunes.songs = world.songs
    world.melon.songs["30000001"] = ("달빛 산책", ("은하식당",))
    world.musicbrainz.recordings["KRA000000001"] = {"k-pop": 3}
    world.youtube.videos["abcdefghijk"] = ("달빛 산책", "은하식당 - Topic")


CALLS: dict[str, tuple[str, str, Callable[[Sources], Awaitable[object]]]] = {
    "Spotify's API, a track": ("spotify_api", "Spotify", lambda sources: sources.catalogues[0].track(ID)),
    "Spotify's API, a search": ("spotify_api", "Spotify", _search),
    "Spotify's pages": ("spotify_web", "Spotify", lambda sources: sources.catalogues[1].track(ID)),
    "ReccoBeats": ("reccobeats", "ReccoBeats", lambda sources: sources.features[1].audio_features([ID])),
    "ReccoBeats, by ISRC": (
        "reccobeats",
        "ReccoBeats",
        lambda sources: sources.recordings.tracks_by_isrc(["KRA000000001"]),
    ),
    "ReccoBeats, an artist": ("reccobeats", "ReccoBeats", lambda s: s.recordings.artists_of_track(ID)),
    "ReccoBeats, artists": ("reccobeats", "ReccoBeats", lambda s: s.recordings.artists_named("은하식당")),
    "ReccoBeats, an artist's tracks": ("reccobeats", "ReccoBeats", _artist_page),
    "Melon": ("melon", "Melon", lambda sources: sources.charts[MELON_TOP_100]()),
    "Bugs": ("bugs", "Bugs", lambda sources: sources.charts[BUGS.kind.name]()),
    "Genie": ("genie", "Genie", lambda sources: sources.charts[GENIE.kind.name]()),
    "VIBE": ("vibe", "VIBE", lambda sources: sources.charts[VIBE.kind.name]()),
    "FLO": ("flo", "FLO", lambda sources: sources.charts[FLO.kind.name]()),
    "Circle": ("circle", "Circle Chart", lambda sources: sources.charts[CIRCLE.kind.name]()),
    "Billboard": ("billboard", "Billboard", lambda sources: sources.charts[BILLBOARD.kind.name]()),
    "Melon, a day": ("melon", "Melon", lambda sources: sources.charts[MELON_DAILY]()),
    "Melon, a week": ("melon", "Melon", lambda sources: sources.charts[MELON_WEEKLY]()),
    "Melon, a link": ("melon", "Melon", _melon_link),
    "Deezer, a search": ("deezer", "Deezer", _search_deezer),
    "Deezer, a link": ("deezer", "Deezer", _deezer_link),
    "Deezer, artists": ("deezer", "Deezer", lambda s: s.top_lists.artists_named("은하식당")),
    "Deezer, a top list": ("deezer", "Deezer", _top_songs),
    "iTunes, a search": ("itunes", "Apple Music", _search_apple),
    "iTunes, a link": ("itunes", "Apple Music", _apple_link),
    "MusicBrainz": ("musicbrainz", "MusicBrainz", _others_words),
    "YouTube": ("youtube", "YouTube", _video),
}
MEANINGS = {
    Fault.CLOSED: Trouble.UNREACHABLE,
    Fault.SLOW: Trouble.TIMEOUT,
    Fault.DRIBBLE: Trouble.TIMEOUT,
    Fault.BUSY: Trouble.BUSY,
    Fault.ERROR: Trouble.BROKEN,
    Fault.HTML: Trouble.BROKEN,
    Fault.EMPTY: Trouble.BROKEN,
    Fault.HALF: Trouble.BROKEN,
    Fault.DROPPED: Trouble.BROKEN,
    Fault.REFUSED: Trouble.REFUSED,
    Fault.BLOCKED: Trouble.REFUSED,
    Fault.REDIRECT: Trouble.BROKEN,
    Fault.HUGE: Trouble.BROKEN,
}


@pytest.mark.parametrize("fault", MEANINGS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("call", CALLS)
async def test_every_fault_of_every_service_has_one_meaning(
    call: str, fault: Fault, world: World, settings: Settings
) -> None:
    attribute, service, ask = CALLS[call]
    stand_in = getattr(world, attribute)
    stand_in.redirect_to = world.melon.url
    stand_in.fault = fault
    policy = replace(PATIENT, total=0.05) if MEANINGS[fault] == Trouble.TIMEOUT else PATIENT
    sources = open_sources(settings, for_all(policy, {}))
    try:
        with pytest.raises(SourceUnavailable) as failure:
            await ask(sources)
    finally:
        await sources.aclose()
    assert (failure.value.service, failure.value.trouble) == (service, MEANINGS[fault])
    assert failure.value.retry_after == (120 if fault is Fault.BUSY else None)


@pytest.mark.parametrize(
    "fault", [Fault.ERROR, Fault.HALF, Fault.DROPPED], ids=lambda fault: fault.name.lower()
)
@pytest.mark.parametrize("call", CALLS)
async def test_a_single_hiccup_is_not_noticed(
    call: str, fault: Fault, world: World, sources: Sources
) -> None:
    attribute, _, ask = CALLS[call]
    getattr(world, attribute).fail(fault, times=1)
    assert await ask(sources)


@pytest.mark.parametrize("call", CALLS)
async def test_a_service_that_is_closed_and_comes_back_is_asked_again(
    call: str, world: World, sources: Sources
) -> None:
    attribute, _, ask = CALLS[call]
    assert await ask(sources)
    getattr(world, attribute).fault = Fault.CLOSED
    with pytest.raises(SourceUnavailable):
        await ask(sources)
    getattr(world, attribute).fault = Fault.NONE
    assert await ask(sources)


@pytest.mark.parametrize("call", CALLS)
async def test_a_busy_service_is_left_alone_until_the_time_it_named(
    call: str, world: World, sources: Sources
) -> None:
    attribute, _, ask = CALLS[call]
    stand_in = getattr(world, attribute)
    stand_in.fault = Fault.BUSY
    with pytest.raises(SourceUnavailable):
        await ask(sources)
    stand_in.fault = Fault.NONE
    asked_before = len(stand_in.requests)
    with pytest.raises(SourceUnavailable) as failure:
        await ask(sources)
    assert failure.value.trouble == Trouble.BUSY
    assert failure.value.retry_after is not None
    assert 60 < failure.value.retry_after <= 120
    assert len(stand_in.requests) == asked_before


@pytest.mark.parametrize("call", CALLS)
async def test_a_redirect_to_another_host_is_not_followed(call: str, world: World, sources: Sources) -> None:
    attribute, _, ask = CALLS[call]
    elsewhere = world.melon if attribute != "melon" else world.reccobeats
    getattr(world, attribute).redirect_to = elsewhere.url
    getattr(world, attribute).fault = Fault.REDIRECT
    with pytest.raises(SourceUnavailable):
        await ask(sources)
    assert not elsewhere.requests


@pytest.mark.parametrize("call", CALLS)
async def test_every_request_says_who_asks(
    call: str, world: World, sources: Sources, settings: Settings
) -> None:
    attribute, _, ask = CALLS[call]
    await ask(sources)
    agents = {asked.headers["User-Agent"] for asked in getattr(world, attribute).requests}
    own = {"musicbrainz": musicbrainz.agent(settings.user_agent)}
    assert agents == {own.get(attribute, settings.user_agent)}
    assert settings.user_agent.startswith("Mozilla/5.0 (compatible; Jangreu/")


async def test_melon_is_asked_for_korean(world: World, sources: Sources) -> None:
    await sources.charts[MELON_TOP_100]()
    assert world.melon.requests[0].headers["Accept-Language"] == "ko-KR"


async def test_without_keys_there_is_no_search_and_the_pages_come_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPOTIFY_CLIENT_ID", raising=False)
    monkeypatch.delenv("SPOTIFY_CLIENT_SECRET", raising=False)
    for name, value in world.settings_environment().items():
        monkeypatch.setenv(name, value)
    sources = open_sources(Settings(_env_file=None))
    assert sources.search is None
    assert [type(catalogue) for catalogue in sources.catalogues] == [SpotifyPages, ReccoBeats]
    assert [type(source) for source in sources.features] == [ReccoBeats]
    await sources.aclose()


async def test_with_keys_spotify_itself_comes_first(sources: Sources) -> None:
    assert sources.search is not None
    assert sources.catalogues[0] is sources.search
    assert sources.features[0] is sources.search
    assert len(sources.catalogues) == 3


async def test_apple_is_asked_twenty_times_a_minute_and_no_more(
    world: World, limited_sources: Sources
) -> None:
    for _ in range(20):
        await _apple_link(limited_sources)
    with pytest.raises(SourceUnavailable) as failure:
        await _apple_link(limited_sources)
    assert (failure.value.service, failure.value.trouble) == ("Apple Music", Trouble.BUSY)
    assert failure.value.retry_after == pytest.approx(60, abs=30)
    assert len(world.itunes.requests) == 20


async def test_reccobeats_is_asked_twice_a_second(limited_sources: Sources) -> None:
    started = time.monotonic()
    await asyncio.gather(
        *(limited_sources.recordings.artist_page(own_id(("은하식당", "")), page) for page in range(4))
    )
    assert time.monotonic() - started >= 1.49
