"""The real services, once each; run with --live to learn whether they still are as we know them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.chart_menu import CHART_MENU, MELON_TOP_100, ChartKind
from bot.links.reader import SongLink
from bot.sources import Sources, open_sources
from bot.sources.circle import CIRCLE
from bot.start.settings import load_settings

pytestmark = pytest.mark.live

SONG = "3dbLT62Cvs46Ju7a8gpr36"  # Savage by aespa, one of the study's ten


@pytest.fixture
async def real() -> AsyncIterator[Sources]:
    opened = open_sources(load_settings())
    yield opened
    await opened.aclose()


async def test_every_catalogue_knows_a_famous_song(real: Sources) -> None:
    for catalogue in real.catalogues:
        track = await catalogue.track(SONG)
        assert track is not None
        assert (track.title.casefold(), len(track.artists)) == ("savage", 1)


async def test_reccobeats_has_its_features(real: Sources) -> None:
    features = (await real.features[-1].audio_features([SONG]))[SONG]
    assert features.tempo is not None


@pytest.mark.parametrize("kind", CHART_MENU, ids=lambda kind: kind.name)
async def test_every_chart_can_be_read(kind: ChartKind, real: Sources) -> None:
    chart = await real.charts[kind.name]()
    assert len(chart.entries) >= 99
    assert timedelta(0) <= datetime.now(UTC).date() + timedelta(days=7) - chart.day < timedelta(days=30)
    assert any(entry.previous_rank for entry in chart.entries) or kind.name == CIRCLE.kind.name


async def test_spotify_finds_a_name(real: Sources) -> None:
    if real.search is None:
        pytest.skip("needs SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET")
    assert SONG in {track.id for track in await real.search.search("aespa Savage")}


async def test_deezer_and_apple_find_a_name_and_reccobeats_its_track(real: Sources) -> None:
    deezer, apple = real.names
    songs = await deezer.search("aespa Savage")
    isrcs = [song.isrc for song in songs if song.isrc and "aespa" in song.artists]
    assert isrcs
    assert await real.recordings.tracks_by_isrc(isrcs[:40])
    assert "aespa" in {artist for song in await apple.search("에스파 Savage") for artist in song.singers}


async def test_youtube_and_melon_name_the_songs_behind_their_links(real: Sources) -> None:
    video = await real.links["youtube"].linked(SongLink("youtube", "WPdWvnAAurg"))  # Savage, the video
    assert video is not None
    assert "savage" in video.title.casefold()
    top = (await real.charts[MELON_TOP_100]()).entries[0]
    song = await real.links["melon"].linked(SongLink("melon", top.song_id))
    assert song is not None
    assert (song.title, song.artists) == (top.title, top.artists)
