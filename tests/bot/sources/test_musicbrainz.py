"""MusicBrainz's words for a recording, else for its artist."""

from __future__ import annotations

import pytest

from bot.sources import Sources, open_sources
from bot.sources.musicbrainz import MusicBrainz, OthersWords, agent, commonest
from bot.start.settings import Settings
from tests.standins.musicbrainz import ARTIST
from tests.standins.policies import PATIENT, for_all
from tests.standins.world import World

ISRC = "KRA302600001"


@pytest.fixture
def service(sources: Sources) -> MusicBrainz:
    assert isinstance(sources.others_words, MusicBrainz)
    return sources.others_words


async def test_the_commonest_genres_of_the_recording_come_first_with_their_page_and_licence(
    service: MusicBrainz, world: World
) -> None:
    world.musicbrainz.recordings[ISRC] = {"dance-pop": 2, "k-pop": 5, "refused": 0, "trap": -1}
    page = f"https://musicbrainz.org/isrc/{ISRC}"
    words = OthersWords("MusicBrainz", ("k-pop", "dance-pop"), False, page, "CC BY-NC-SA 3.0")  # noqa: FBT003
    assert await service.words(ISRC) == words
    (asked,) = world.musicbrainz.requests
    assert asked.headers["User-Agent"].startswith("Jangreu/")


async def test_a_recording_without_genres_has_those_of_its_artist(service: MusicBrainz, world: World) -> None:
    world.musicbrainz.recordings[ISRC] = {}
    assert await service.words(ISRC) is None
    world.musicbrainz.artist = {"k-pop": 1}
    words = await service.words(ISRC)
    assert words is not None
    assert (words.genres, words.of_artist) == (("k-pop",), True)
    assert words.page == f"https://musicbrainz.org/artist/{ARTIST}"


@pytest.mark.parametrize("code", [ISRC, "", "../artist", "KR A3", "x" * 5000])
async def test_an_unknown_recording_has_no_words_and_what_is_no_isrc_is_not_asked_for(
    service: MusicBrainz, world: World, code: str
) -> None:
    assert await service.words(code) is None
    assert len(world.musicbrainz.requests) == (code == ISRC)


async def test_an_operator_may_do_without_it(
    settings: Settings,
) -> None:
    sources = open_sources(settings.model_copy(update={"musicbrainz_genres": False}), for_all(PATIENT))
    assert sources.others_words is None
    await sources.aclose()


def test_what_is_no_genre_is_left_out_and_no_more_than_five_are_kept() -> None:
    odd = [
        None,
        {},
        {"name": "x" * 41, "count": 9},
        {"name": "\u202ek-pop", "count": 2},
        {"name": 7, "count": 1},
    ]
    assert commonest([*odd, {"name": "k-pop", "count": 1}]) == ("k-pop",)
    assert len(commonest([{"name": f"genre {number}", "count": 1} for number in range(9)])) == 5


@pytest.mark.parametrize(
    ("ours", "named"),
    [
        ("Mozilla/5.0 (compatible; Jangreu/1.0; +https://a.example)", "Jangreu/1.0 ( https://a.example )"),
        ("MyBot/2 (me@a.example)", "MyBot/2 (me@a.example)"),
    ],
)
def test_the_bot_names_itself_as_musicbrainz_asks(ours: str, named: str) -> None:
    assert agent(ours) == named
