"""Albums and playlists: the genres of all their songs."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from bot.messages.picture_values import CollectionCard
from model.music import LeftOut, SongCollection
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import PATIENT
from tests.standins.stand_in import NEVER, Fault
from tests.standins.world import World

ALBUM = "albumalbumalbumalbum01"
PLAYLIST = "playlistplaylistplay01"


def songs(kind: str, list_id: str, size: int) -> SongCollection:
    tracks = tuple(invented_track(number) for number in range(1, size + 1))
    return SongCollection(kind, list_id, f"모음집 {size}", "한걸음 & Co.", tracks)


@pytest.fixture(name="with_lists")
def _with_lists(world: World) -> World:
    for service in (world.spotify_web, world.spotify_api):
        service.lists[ALBUM] = songs("album", ALBUM, 12)
        service.lists[PLAYLIST] = songs("playlist", PLAYLIST, 70)
    return world


async def album(chat: Chat, **how: str) -> str:
    return await chat.says(f"https://open.spotify.com/album/{ALBUM}?si=1", **how)


@pytest.mark.parametrize("with_keys", [False, True])
async def test_an_album_is_answered_with_the_genres_of_all_its_songs(
    with_lists: World,
    started: StartedBot,
    with_keys: bool,  # noqa: FBT001
) -> None:
    async with started(with_keys=with_keys) as chat:
        reply = await chat.answer(f"https://open.spotify.com/album/{ALBUM}")
    said = reply.plain().splitlines()
    assert said[0].startswith("모음집 12 <https://open.spotify.com/album/")
    assert said[1] == "Album by 한걸음 & Co."
    assert "%" in said[2]
    assert said[4].startswith("1. 여름 산책 1 by ")
    assert said[13].startswith("10. ")
    assert reply.picture is not None
    assert "12 of 12 songs" in reply.picture.known
    assert [(choice.label, choice.says) for choice in reply.choices] == [
        ("Songs 11 to 12", f"/songs spotify:album:{ALBUM} 11")
    ]
    features = [asked for asked in with_lists.reccobeats.requests if "audio-features" in asked.path]
    assert len(features) == 1


async def test_a_page_is_turned_on_and_back_at_no_cost(with_lists: World, started: StartedBot) -> None:
    async with started() as chat:
        first = await chat.answer(f"spotify:album:{ALBUM}")
        for service in with_lists.services:
            service.requests.clear()
        second = await chat.answer(first.choices[0].says)
        assert [line[:4] for line in second.plain().splitlines()[4:]] == ["11. ", "12. "]
        assert second.picture == first.picture
        (back,) = second.choices
        assert (back.label, back.says) == ("Songs 1 to 10", f"/songs spotify:album:{ALBUM} 1")
        assert await chat.reply(back.says) == first
    assert not [asked for service in with_lists.services for asked in service.requests]


@pytest.mark.usefixtures("with_lists")
async def test_a_playlist_that_the_keys_do_not_open_is_read_from_its_page(started: StartedBot) -> None:
    async with started(with_keys=True) as chat:
        said = await chat.says(f"https://open.spotify.com/playlist/{PLAYLIST}")
    assert "Playlist by 한걸음 & Co." in said
    assert "the first 50 songs that Spotify shows" in said


async def test_a_long_album_is_read_page_by_page_with_progress(
    with_lists: World, started: StartedBot
) -> None:
    with_lists.spotify_api.lists[ALBUM] = songs("album", ALBUM, 100)
    async with started(with_keys=True) as chat:
        reply = await chat.answer(f"spotify:album:{ALBUM}")
    assert reply.picture is not None
    assert "100 of 100 songs" in reply.picture.known
    assert chat.progress == [
        "Looking up songs: 40 of 100",
        "Looking up songs: 80 of 100",
        "Looking up songs: 100 of 100",
    ]


async def test_songs_without_a_genre_are_counted_with_the_reason(
    with_lists: World, started: StartedBot
) -> None:
    del with_lists.reccobeats.features[invented_id(6)]
    async with started() as chat:
        said = await album(chat)
    assert "Without a genre: 1 of 12 (no service has their audio features)." in said
    assert any(line.startswith("6. ") and line.endswith(": genre not known") for line in said.splitlines())


async def test_a_list_is_shown_even_where_no_genre_can_be_asked_for(
    with_lists: World, started: StartedBot
) -> None:
    with_lists.reccobeats.fault = Fault.CLOSED
    async with started() as chat:
        reply = await chat.answer(f"spotify:album:{ALBUM}")
    assert "Without a genre: 12 of 12 (ReccoBeats cannot be reached" in reply.plain()
    assert reply.picture is None


@pytest.mark.parametrize("fault", sorted(set(Fault) - {Fault.NONE}, key=str))
async def test_a_list_that_cannot_be_read_gets_a_clear_reply(
    with_lists: World, started: StartedBot, fault: Fault
) -> None:
    with_lists.spotify_web.fault = fault
    policy = replace(PATIENT, total=0.5) if fault in NEVER else PATIENT
    async with started(policy=policy) as chat:
        assert (await album(chat)).startswith("I cannot look that up: Spotify ")


@pytest.mark.parametrize("with_keys", [False, True])
async def test_a_list_that_is_not_there_is_said_so(
    started: StartedBot,
    with_keys: bool,  # noqa: FBT001
) -> None:
    async with started(with_keys=with_keys) as chat:
        assert "That link does not lead to a song (any more)." in await album(chat)
        assert "That link is not complete." in await chat.says("https://open.spotify.com/album/short")


@pytest.mark.parametrize(
    "asked", ["/songs", "/songs 3", "/songs spotify:album:x 1", f"/songs spotify:album:{ALBUM} -1"]
)
async def test_a_page_that_makes_no_sense_is_told_how_to_ask(started: StartedBot, asked: str) -> None:
    async with started() as chat:
        assert "the link of an album or a playlist" in await chat.says(asked)


@pytest.mark.usefixtures("with_lists")
async def test_a_page_beyond_the_end_is_the_first(started: StartedBot) -> None:
    async with started() as chat:
        assert await chat.says(f"/songs spotify:album:{ALBUM} 9999") == await album(chat)


@pytest.mark.usefixtures("with_lists")
async def test_in_korean_too(started: StartedBot) -> None:
    async with started() as chat:
        said = await album(chat, language="ko")
    assert "한걸음 & Co.의 앨범" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Left out (podcast episodes: 2, local files: 1, removed tracks: 3)."),
        (
            "ko",
            "장르를 알 수 없는 항목은 뺐어요(팟캐스트 에피소드 2개, 내 파일 1개, 삭제된 곡 3곡).",
        ),
    ],
)
async def test_what_is_no_song_is_left_out_and_counted(
    world: World, started: StartedBot, language: str, said: str
) -> None:
    left_out = LeftOut(episodes=2, local=1, removed=3)
    world.spotify_web.lists[PLAYLIST] = replace(songs("playlist", PLAYLIST, 2), left_out=left_out)
    async with started() as chat:
        reply = await chat.answer(f"https://open.spotify.com/playlist/{PLAYLIST}", language=language)
    assert said in reply.plain().splitlines()
    assert [line[:2] for line in reply.plain().splitlines()[-2:]] == ["1.", "2."]
    assert isinstance(reply.picture, CollectionCard)
    assert sum(count.count for count in reply.picture.genres.counts) == 2


async def test_an_empty_list_without_any_label_says_so(world: World, started: StartedBot) -> None:
    world.spotify_web.lists[PLAYLIST] = SongCollection(
        "playlist", PLAYLIST, "", "", (), left_out=LeftOut(episodes=1)
    )
    async with started() as chat:
        reply = await chat.reply(f"https://open.spotify.com/playlist/{PLAYLIST}")
        korean = await chat.says(f"https://open.spotify.com/playlist/{PLAYLIST}", language="ko")
    assert reply is not None
    assert reply.plain().splitlines() == [
        f"A list without a name <https://open.spotify.com/playlist/{PLAYLIST}>",
        "Playlist",
        "There is no song in it.",
        "Left out (podcast episodes: 1).",
    ]
    assert (reply.picture, reply.choices) == (None, ())
    assert "담긴 노래가 없어요." in korean


async def test_a_song_that_stands_three_times_counts_three_times(world: World, started: StartedBot) -> None:
    one, other = invented_track(1), invented_track(2)
    del world.reccobeats.features[other.id]
    world.spotify_web.lists[PLAYLIST] = SongCollection(
        "playlist", PLAYLIST, "LILAC", "나", (one, one, other, one)
    )
    async with started() as chat:
        reply = await chat.answer(f"https://open.spotify.com/playlist/{PLAYLIST}")
    said = reply.plain().splitlines()
    assert said[2].endswith(" 100% (3)")
    assert "Without a genre: 1 of 4 (no service has their audio features)." in said
    assert isinstance(reply.picture, CollectionCard)
    assert "3 of 4 songs" in reply.picture.known


async def test_the_picture_of_a_list_has_its_cover_and_the_day_and_a_second_page_costs_no_request(
    world: World, started: StartedBot
) -> None:
    number = "ab67706f00000002" + "8c9dc68bd893f9232ac4ec29"
    written = io.BytesIO()
    Image.new("RGB", (300, 300), "#ff0000").save(written, "JPEG")
    world.spotify_web.lists[PLAYLIST] = songs("playlist", PLAYLIST, 12)
    world.spotify_web.covers[PLAYLIST] = f"https://image-cdn-ak.spotifycdn.com/image/{number}"
    world.spotify_web.images[number] = written.getvalue()
    async with started() as chat:
        reply = await chat.reply(f"https://open.spotify.com/playlist/{PLAYLIST}")
        asked = len(world.spotify_web.requests)
        await chat.reply(f"/songs spotify:playlist:{PLAYLIST} 11")
        assert len(world.spotify_web.requests) == asked
    assert reply is not None
    assert isinstance(reply.picture, CollectionCard)
    assert reply.picture.cover is not None
    assert Image.open(io.BytesIO(reply.picture.cover)).getpixel((240, 240)) == pytest.approx(
        (254, 0, 0), abs=4
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", reply.picture.day)
