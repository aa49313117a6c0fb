"""Artists: on a fresh bot, by link, and in the order in which people know the songs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.songs.replies.artist import MOST_LISTED
from model.music import SongCollection, Track
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.reccobeats import artist_id
from tests.standins.stand_in import Fault
from tests.standins.world import World

BAND = "NewJeans"


@pytest.fixture
def songs(world: World) -> list[Track]:
    """Let ReccoBeats know thirty songs of a band; the later ones are the better known ones."""
    known = [
        replace(
            invented_track(number), artists=(BAND,), title=f"Petal {chr(97 + place % 26) * (1 + place // 26)}"
        )
        for place, number in enumerate(range(300, 330))
    ]
    for place, track in enumerate(known):
        world.reccobeats.songs[track.id] = track
        world.reccobeats.features[track.id] = invented_features(300 + place)
        world.reccobeats.popularity[track.id] = place
    return known


def linked(world: World, songs: list[Track], name: str = BAND) -> str:
    """Let Spotify have a page of the artist with the first three songs; return its link."""
    spotify_id = artist_id((name, ""))
    world.spotify_web.lists[spotify_id] = SongCollection(
        "artist", spotify_id, name, "Top tracks", tuple(songs[:3]), whole=True
    )
    for track in songs[:3]:
        world.spotify_web.songs[track.id] = track
    return f"https://open.spotify.com/artist/{spotify_id}"


@pytest.mark.parametrize("name", [BAND, "뉴진스", f"/artist {BAND}"])
async def test_a_fresh_bot_lists_the_twenty_best_known_songs(
    started: StartedBot, songs: list[Track], name: str
) -> None:
    async with started() as chat:
        reply = await chat.answer(name)
    listed = [line for line in reply.plain().splitlines() if line[:1].isdigit()]
    assert len(listed) == MOST_LISTED
    assert songs[-1].title in listed[0]
    assert next(span.says for span in reply.text if span.says) == f"spotify:track:{songs[-1].id}"
    assert songs[-2].title in listed[1]
    assert reply.picture is not None
    assert "Of 30 songs whose sound I know" in reply.plain()


@pytest.mark.usefixtures("songs")
async def test_an_artist_costs_the_services_nothing_the_second_time(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        first = await chat.says(BAND)
        asked = len(world.reccobeats.requests)
        assert await chat.says(BAND) == first
    assert len(world.reccobeats.requests) == asked


async def test_spotifys_link_of_an_artist_is_answered_the_same(
    world: World, started: StartedBot, songs: list[Track]
) -> None:
    async with started(with_keys=True) as chat:
        reply = await chat.answer(linked(world, songs))
    assert reply.plain().startswith(f"{BAND} <https://open.spotify.com/artist/")
    assert songs[-1].title in reply.plain().splitlines()[3]
    assert not [request for request in world.spotify_api.requests if "artists" in request.path]


async def test_an_artist_of_whom_only_spotifys_page_tells_is_answered_with_what_it_shows(
    world: World, started: StartedBot, songs: list[Track]
) -> None:
    link = linked(world, songs)
    for track in songs[3:]:
        del world.reccobeats.songs[track.id]
        del world.reccobeats.features[track.id]
    async with started() as chat:
        said = await chat.says(link)
    assert "Of 3 songs whose sound I know" in said


async def test_a_link_that_leads_to_no_artist_is_told(started: StartedBot) -> None:
    async with started() as chat:
        said = await chat.says(f"https://open.spotify.com/artist/{invented_id(9)}")
    assert said.startswith("That link does not lead to")


async def test_where_no_service_answers_it_is_said_which_one_does_not(
    world: World, started: StartedBot
) -> None:
    world.reccobeats.fault = world.deezer.fault = world.itunes.fault = Fault.CLOSED
    async with started() as chat:
        for asked in (BAND, f"/artist {BAND}", "/artist qxzwvu"):
            assert (await chat.says(asked)).startswith("I cannot look that up: ")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "I found no artist called"), ("ko", "가수를 찾지 못했어요")]
)
async def test_a_name_that_no_service_knows_is_no_artists(
    started: StartedBot, language: str, said: str
) -> None:
    async with started() as chat:
        assert said in await chat.says("/artist qxzwvu", language=language)


async def test_skits_remixes_and_live_recordings_come_behind_all_songs(
    world: World, started: StartedBot, songs: list[Track]
) -> None:
    asides = (
        "Skit: One Night",
        "Petal b (Instrumental)",
        "Lantern - Remix",
        "Ember (Live)",
        "Brook (Japanese Ver.)",
    )
    for place, title in enumerate(asides):
        track = replace(songs[place], title=title)
        world.reccobeats.songs[track.id] = track
        world.reccobeats.popularity[track.id] = 90 + place
    async with started() as chat:
        said = await chat.says(BAND)
    listed = [line for line in said.splitlines() if line[:1].isdigit()]
    assert len(listed) == MOST_LISTED
    assert not [line for line in listed for title in asides if title in line]


async def test_famous_songs_come_first_where_no_service_tells_what_people_know(
    world: World, started: StartedBot
) -> None:
    titles = ("Anpanman", "Jamais Vu", "Home", "Spring Day", "Dynamite")
    for place, title in enumerate(titles):
        track = replace(invented_track(300 + place), artists=("BTS",), title=title)
        world.spotify_web.songs[track.id] = track
        world.reccobeats.features[track.id] = invented_features(300 + place)
    async with started() as chat:
        for place in range(len(titles)):
            await chat.says(f"spotify:track:{invented_id(300 + place)}")
        said = await chat.says("BTS")
    listed = [line for line in said.splitlines() if line[:1].isdigit()]
    assert {line.split(" ")[1] for line in listed[:2]} == {"Spring", "Dynamite:"}
