"""The real services, once each; run with --live to learn whether they still are as we know them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import load_settings
from bot.sources import Sources, open_sources

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


async def test_melon_has_a_chart(real: Sources) -> None:
    chart = await real.melon.top_100()
    assert len(chart.entries) == 100
    assert chart.hour is not None


async def test_spotify_finds_a_name(real: Sources) -> None:
    if real.search is None:
        pytest.skip("needs SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET")
    assert SONG in {track.id for track in await real.search.search("aespa Savage")}
