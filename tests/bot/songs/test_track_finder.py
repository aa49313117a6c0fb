"""Songs by name and by other services' links, as people ask for them; without keys unless said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.call_policy import CallPolicy
from bot.start import bootstrap as start
from model.music import Track
from tests.bot.conftest import StartedBot
from tests.eventually import eventually
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.policies import SOON
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_track(4)
NAME = f"{SONG.title} {SONG.artists[0]}"
WITHOUT_FEATURES = "I know this song by its name, but no service that I asked has its audio features"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the time, in a list so that a test can set it."""
    time = [datetime.now(UTC)]
    monkeypatch.setattr(start, "_now", lambda: time[0])
    return time


@pytest.fixture(autouse=True)
def _known_everywhere(world: World) -> None:
    world.deezer.songs = world.itunes.songs = world.songs


@pytest.fixture
def patience() -> CallPolicy:
    return CallPolicy(retry=SOON)


def asked(world: World) -> dict[str, int]:
    """Return how many requests each service got, without those that got none."""
    counts = {type(service).__name__: len(service.requests) for service in world.services}
    return {name: count for name, count in counts.items() if count}


async def test_a_name_works_without_keys_and_costs_three_requests_once(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        said = await chat.says(NAME)
        assert said.startswith(SONG.title)
        assert "from ReccoBeats" in said
        assert await chat.says(f"https://open.spotify.com/track/{SONG.id}") == said
    async with started() as chat:
        assert await chat.says(NAME) == said
    assert asked(world) == {"Deezer": 1, "ReccoBeats": 2}


async def test_ten_people_who_ask_for_one_new_song_cost_the_requests_of_one(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        said = await asyncio.gather(*(chat.says(NAME) for _ in range(10)))
    assert len(set(said)) == 1
    assert said[0].startswith(SONG.title)
    assert asked(world) == {"Deezer": 1, "ReccoBeats": 2}


async def test_ten_people_who_send_one_new_link_cost_the_requests_of_one(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        said = await asyncio.gather(*(chat.says(f"spotify:track:{SONG.id}") for _ in range(10)))
    assert len(set(said)) == 1
    assert asked(world) == {"SpotifyWeb": 1, "ReccoBeats": 1}


async def test_the_sound_of_an_unknown_link_is_asked_for_while_spotify_says_what_song_it_is(
    world: World, started: StartedBot
) -> None:
    world.spotify_web.held = asyncio.Event()
    async with started() as chat:
        saying = asyncio.create_task(chat.says(f"https://open.spotify.com/track/{SONG.id}"))
        await eventually(lambda: bool(world.reccobeats.requests))
        assert not saying.done()
        world.spotify_web.held.set()
        assert (await saying).startswith(SONG.title)


async def test_a_name_that_deezer_does_not_know_is_found_through_apple_and_then_by_its_very_name(
    world: World, started: StartedBot
) -> None:
    without_spaces = f"{SONG.title.replace(' ', '')} {SONG.artists[0].replace(' ', '')}"
    world.itunes.songs = {"1": replace(SONG, other_names=(without_spaces,))}
    async with started() as chat:
        assert (await chat.says(without_spaces)).startswith(SONG.title)
    assert asked(world) == {"Deezer": 2, "ITunes": 1, "ReccoBeats": 2}
    assert world.deezer.requests[1].query["q"] == f"{SONG.title} {SONG.artists[0]}"


async def test_a_title_in_another_script_is_known_from_then_on(world: World, started: StartedBot) -> None:
    english = replace(SONG, title="Wall Clock Waltz", artists=("Paper Tigers",))
    world.deezer.songs = {"1": english}
    async with started() as chat:
        said = await chat.says("paper tigers - wall clock waltz")
        assert said.startswith(SONG.title), "ReccoBeats' title, Spotify's own"
        before = asked(world)
        assert await chat.says("wall clock waltz paper tigers") == said
    assert asked(world) == before


async def test_of_several_editions_all_are_asked_for_at_once(world: World, started: StartedBot) -> None:
    album = replace(SONG, id=invented_id(500), isrc="KRZ000000500")
    world.deezer.songs = {"album": album, "single": SONG}
    async with started() as chat:
        assert (await chat.says(NAME)).startswith(SONG.title)
    assert world.reccobeats.requests[0].query == {"ids": f"KRZ000000500,{SONG.isrc}"}


async def test_a_song_that_reccobeats_does_not_know_is_said_to_be_known_by_name(
    world: World, started: StartedBot
) -> None:
    world.deezer.songs = {"new": Track(invented_id(900), "새 노래", ("은하식당",), 1000, "KRA002600900")}
    async with started() as chat:
        for text in ("새 노래 은하식당", "새 노래 - 은하식당"):
            said = await chat.says(text)
            assert said.startswith(f"새 노래 by 은하식당: {WITHOUT_FEATURES}")
    assert asked(world) == {"Deezer": 1, "ReccoBeats": 1}


async def test_an_unknown_name_is_looked_for_again_after_an_hour(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started() as chat:
        for minutes in (0, 30, 31):
            clock[0] += timedelta(minutes=minutes)
            assert "I found no song called" in await chat.says("zzzz qqqq xxxx")
    assert asked(world) == {"Deezer": 2, "ITunes": 4}


async def test_a_link_to_nothing_is_asked_about_again_after_an_hour(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started() as chat:
        for minutes in (0, 30, 31):
            clock[0] += timedelta(minutes=minutes)
            assert "Spotify has no song with the id" in await chat.says(f"spotify:track:{'x' * 22}")
    assert asked(world)["SpotifyWeb"] == 2


async def test_songs_of_the_same_title_elsewhere_are_offered_and_known_from_then_on(
    world: World, started: StartedBot
) -> None:
    one, other = (
        replace(invented_track(number), title="같은 제목", artists=(band,))
        for number, band in ((5, "한걸음"), (6, "은하식당"))
    )
    world.songs.update({one.id: one, other.id: other})
    async with started() as chat:
        reply = await chat.answer("같은 제목")
        assert "Did you mean one of these?" in reply.plain()
        assert len(reply.choices) == 2
        before = asked(world)
        assert (await chat.says("같은 제목 은하식당")).startswith("같은 제목 by 은하식당")
    assert before == {"Deezer": 1, "ReccoBeats": 1}
    assert asked(world) == {"Deezer": 1, "ReccoBeats": 2}


@pytest.mark.parametrize("fault", [Fault.CLOSED, Fault.BUSY, Fault.ERROR, Fault.HTML], ids=lambda f: f.name)
async def test_without_deezer_a_name_is_a_reason_or_an_answer_and_is_found_afterwards(
    world: World, started: StartedBot, fault: Fault
) -> None:
    world.deezer.fault = fault
    async with started() as chat:
        assert (await chat.says(NAME)).startswith("I cannot look that up: ")
    world.deezer.fault = Fault.NONE
    async with started() as chat:
        assert (await chat.says(NAME)).startswith(SONG.title)


async def test_suggestions_for_want_of_an_answer_are_not_kept(world: World, started: StartedBot) -> None:
    near = replace(SONG, id=invented_id(501), title=f"{SONG.title} (Remix)", isrc=None)
    world.songs[near.id] = near
    world.deezer.fault = Fault.REFUSED
    async with started() as chat:
        await chat.says(f"spotify:track:{near.id}")
        assert not (await chat.says(NAME)).startswith(f"{SONG.title} by")
        world.deezer.fault = Fault.NONE
        assert (await chat.says(NAME)).startswith(f"{SONG.title} by")


async def test_with_keys_spotify_is_asked_first_and_the_others_only_for_what_it_lacks(
    world: World, started: StartedBot
) -> None:
    new = Track(invented_id(900), "새 노래", ("은하식당",), 1000, SONG.isrc)
    world.deezer.songs = {"new": new}
    async with started(with_keys=True) as chat:
        assert (await chat.says(NAME)).startswith(SONG.title)
        assert not world.deezer.requests
        assert (await chat.says("새 노래 은하식당")).startswith(SONG.title), "the same recording, by its ISRC"
    assert len(world.deezer.requests) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://www.melon.com/song/detail.htm?songId=7",
        "https://www.melon.com/album/detail.htm?albumId=1",
        "https://music.apple.com/kr/album/x/1?i=4",
        "https://www.deezer.com/en/track/4",
        "https://music.youtube.com/watch?v=topic______",
        "https://youtu.be/anyvideo___",
        "https://youtu.be/quotedtitle",
        "https://spotify.link/abc",
    ],
)
@pytest.mark.parametrize("with_keys", [False, True], ids=["without keys", "with keys"])
async def test_every_services_link_is_answered_and_its_song_known_from_then_on(
    world: World,
    started: StartedBot,
    link: str,
    with_keys: bool,  # noqa: FBT001
) -> None:
    singer = SONG.artists[0]
    world.melon.songs["7"] = (SONG.title, SONG.artists)
    world.melon.albums["1"] = ["7"]
    world.youtube.videos |= {
        "topic______": (SONG.title, f"{singer} - Topic"),
        "anyvideo___": (f"[MV] {singer} _ {SONG.title}", "1theX"),
        "quotedtitle": (f"{singer} '{SONG.title}' Official MV", "LABEL"),
    }
    world.short_links.redirects["/abc"] = f"https://open.spotify.com/track/{SONG.id}?si=1"
    async with started(with_keys=with_keys) as chat:
        said = await chat.says(link)
        assert said.startswith(SONG.title)
        before = asked(world)
        assert await chat.says(link) == said
        assert await chat.says(NAME) == said
    assert asked(world) == before


async def test_a_short_link_that_led_nowhere_once_is_followed_again(
    world: World, started: StartedBot
) -> None:
    world.short_links.pages["/abc"] = "<h1>We are working on it</h1>"
    async with started() as chat:
        assert (await chat.says("https://spotify.link/abc")).startswith("That short link does not lead")
        world.short_links.redirects["/abc"] = f"https://open.spotify.com/track/{SONG.id}"
        assert (await chat.says("https://spotify.link/abc")).startswith(SONG.title)


async def test_a_melon_album_of_several_songs_is_said_to_be_an_album(
    world: World, started: StartedBot
) -> None:
    world.melon.albums["1"] = ["7", "8"]
    async with started() as chat:
        said = await chat.says("https://www.melon.com/album/detail.htm?albumId=1")
    assert "album" in said.split(";")[0]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://www.melon.com/song/detail.htm?songId=404", "That link does not lead to a song"),
        ("https://music.apple.com/kr/album/x/1?i=404", "That link does not lead to a song"),
        ("https://www.deezer.com/en/track/404", "That link does not lead to a song"),
        ("https://youtu.be/nothinghere", "That link does not lead to a song"),
        ("https://spotify.link/nothing", "That short link does not lead to a song"),
        ("https://www.deezer.com/en/album/404", "That is an album on Deezer"),
        ("https://youtube.com/@someone", "That link to YouTube names no song"),
    ],
)
async def test_a_link_that_leads_nowhere_is_said_so_and_what_works(
    started: StartedBot, link: str, said: str
) -> None:
    async with started() as chat:
        answer = await chat.says(link)
    assert answer.startswith(said)
    assert "What works: " in answer


async def test_a_melon_song_that_has_no_spotify_track_is_known_by_name(
    world: World, started: StartedBot
) -> None:
    world.melon.songs["7"] = ("아무도 모르는 노래", ("은하식당",))
    async with started() as chat:
        said = await chat.says("https://www.melon.com/song/detail.htm?songId=7")
    assert said.startswith(f"아무도 모르는 노래 by 은하식당: {WITHOUT_FEATURES}")


async def test_groups_are_answered_the_links_of_music_services_but_no_videos(
    world: World, started: StartedBot
) -> None:
    world.melon.songs["7"] = (SONG.title, SONG.artists)
    world.youtube.videos["topic______"] = (SONG.title, f"{SONG.artists[0]} - Topic")
    world.short_links.redirects["/abc"] = f"https://open.spotify.com/track/{SONG.id}"
    async with started() as chat:
        for link in (
            "https://www.melon.com/song/detail.htm?songId=7",
            "https://music.apple.com/kr/album/x/1?i=4",
            "https://www.deezer.com/en/track/4",
            "https://spotify.link/abc",
        ):
            assert (await chat.says(f"들어 봐 {link}", private=False)).startswith(SONG.title), link
        for link in (
            "https://youtu.be/topic______",
            "https://music.youtube.com/watch?v=topic______",
            "https://example.org/",
            "https://www.melon.com/chart/index.htm",
        ):
            assert await chat.reply(f"들어 봐 {link}", private=False) is None, link
    assert not world.youtube.requests


async def test_features_known_under_another_id_of_the_same_recording_are_the_songs(
    world: World, started: StartedBot
) -> None:
    again = replace(SONG, id=invented_id(500))
    world.songs[again.id] = again
    del world.reccobeats.features[SONG.id]
    world.reccobeats.features[again.id] = invented_features(4)
    async with started(with_keys=True) as chat:
        said = await chat.says(f"spotify:track:{SONG.id}")
    assert "from ReccoBeats" in said


async def test_features_are_asked_for_again_after_a_year_and_kept_where_no_service_answers(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    link = f"spotify:track:{SONG.id}"
    async with started() as chat:
        first = await chat.says(link)
        clock[0] += timedelta(days=300)
        assert await chat.says(link) == first
        assert len(world.reccobeats.requests) == 1
        clock[0] += timedelta(days=70)
        world.reccobeats.fault = Fault.REFUSED
        assert await chat.says(link) == first
        assert len(world.reccobeats.requests) == 2
        world.reccobeats.fault = Fault.NONE
        del world.reccobeats.features[SONG.id]
        assert await chat.says(link) == first
        assert await chat.says(link) == first
        assert len(world.reccobeats.requests) == 3, "asked once without result, and not again on the same day"
        clock[0] += timedelta(days=2)
        world.reccobeats.features[SONG.id] = invented_features(14)
        assert (await chat.says(link)).splitlines()[0] == first.splitlines()[0]
        assert len(world.reccobeats.requests) == 4


async def test_what_a_song_is_called_is_asked_for_again_after_a_month_and_kept_without_an_answer(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    link = f"spotify:track:{SONG.id}"
    async with started() as chat:
        assert (await chat.says(link)).startswith(SONG.title)
        world.songs[SONG.id] = replace(SONG, title="새 이름")
        clock[0] += timedelta(days=29)
        assert (await chat.says(link)).startswith(SONG.title)
        clock[0] += timedelta(days=2)
        world.spotify_web.fault = world.reccobeats.fault = Fault.CLOSED
        assert (await chat.says(link)).startswith(SONG.title)
        del world.songs[SONG.id]
        world.spotify_web.fault = world.reccobeats.fault = Fault.NONE
    async with started() as chat:
        assert (await chat.says(link)).startswith(SONG.title), "gone from Spotify, still known to us"
        world.songs[SONG.id] = replace(SONG, title="새 이름")
        clock[0] += timedelta(hours=2)
        assert (await chat.says(link)).startswith("새 이름")


async def test_a_new_song_without_features_is_asked_for_four_times_a_day(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    link, features = f"spotify:track:{SONG.id}", world.reccobeats.features.pop(SONG.id)
    async with started() as chat:
        assert "has its audio features" in await chat.says(link)
        asked_before = asked(world)["ReccoBeats"]
        clock[0] += timedelta(hours=5)
        assert "has its audio features" in await chat.says(link)
        assert asked(world)["ReccoBeats"] == asked_before
        clock[0] += timedelta(hours=1)
        world.reccobeats.features[SONG.id] = features
        assert "from ReccoBeats" in await chat.says(link)
