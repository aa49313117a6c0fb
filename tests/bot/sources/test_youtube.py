from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import LinkReader, Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.youtube import song_of_video
from tests.standins.stand_in import Fault
from tests.standins.world import World

VIDEO = SongLink("youtube", "abcdefghijk")


@pytest.fixture
def youtube(sources: Sources) -> LinkReader:
    return sources.links["youtube"]


@pytest.mark.parametrize(
    ("title", "channel", "song", "artists"),
    [
        ("밤의 산책", "은하식당 - Topic", "밤의 산책", ("은하식당",)),
        ("PAPER (종이) 'Moon Walk' Official MV", "PAPER LABEL", "Moon Walk", ("PAPER (종이)",)),
        ("paper 페이퍼 ‘Moon Walk’ MV", "PAPER LABEL", "Moon Walk", ("paper 페이퍼",)),
        ('[MV] PAPER "Moon Walk" Performance Video', "LABEL", "Moon Walk", ("PAPER",)),
        ("[MV] PAPER(페이퍼) _ Moon Walk(달 산책)", "1theX", "PAPER Moon Walk", ()),
        ("PAPER - Moon Walk (Official Music Video)", "PAPER", "PAPER Moon Walk", ()),
        ("PAPER – Don't Walk M/V", "PAPER", "PAPER Don't Walk", ()),
        ("달 산책 가사 | Lyrics", "a channel", "달 산책", ()),
        ("[MV]", "a channel", "[MV]", ()),
        ("'Moon Walk' MV", "PAPER", "Moon Walk", ()),
    ],
)
def test_a_videos_title_is_read_as_people_write_it(
    title: str, channel: str, song: str, artists: tuple[str, ...]
) -> None:
    assert song_of_video(title, channel) == ForeignSong("YouTube", song, artists)


def test_both_scripts_and_each_of_several_artists_are_names() -> None:
    assert {"paper", "페이퍼"} <= set(ForeignSong("YouTube", "x", ("paper 페이퍼",)).singers)
    assert {"PAPER (종이)", "종이"} <= set(ForeignSong("YouTube", "x", ("PAPER (종이)",)).singers)
    assert {"IU & SUGA", "IU", "SUGA"} <= set(ForeignSong("Apple Music", "x", ("IU & SUGA",)).singers)


async def test_the_video_is_named_as_youtube_names_it(youtube: LinkReader, world: World) -> None:
    world.youtube.videos["abcdefghijk"] = ("밤의 산책", "은하식당 - Topic")
    assert await youtube.linked(VIDEO) == ForeignSong("YouTube", "밤의 산책", ("은하식당",))
    assert world.youtube.requests[0].path == "/oembed"
    assert world.youtube.requests[0].query == {
        "url": "https://www.youtube.com/watch?v=abcdefghijk",
        "format": "json",
    }


async def test_an_unknown_a_private_and_an_impossible_video_are_no_songs(
    youtube: LinkReader, world: World
) -> None:
    world.youtube.private.add("privatevide")
    for video in ("abcdefghijk", "privatevide", "short"):
        assert await youtube.linked(SongLink("youtube", video)) is None


async def test_a_bot_that_is_not_let_in_says_so(youtube: LinkReader, world: World) -> None:
    world.youtube.fault = Fault.REFUSED
    with pytest.raises(SourceUnavailable) as failure:
        await youtube.linked(VIDEO)
    assert failure.value.trouble == Trouble.REFUSED


async def test_an_answer_without_a_title_is_broken(youtube: LinkReader, world: World) -> None:
    world.youtube.videos["abcdefghijk"] = ("", "")
    with pytest.raises(SourceUnavailable) as failure:
        await youtube.linked(VIDEO)
    assert failure.value.trouble == Trouble.BROKEN


def test_quotes_around_nothing_hold_no_title() -> None:
    song = song_of_video('IU: " "', "1theK")
    assert song.title.startswith("IU")
    assert song.artists == ()
