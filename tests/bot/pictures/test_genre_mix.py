from __future__ import annotations

from dataclasses import replace

import pytest

from bot.pictures.genre_mix import draw_genre_mix
from tests.bot.pictures.examples import LANGUAGES, genre_mix
from tests.bot.pictures.seen import stays_inside, texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panels", [1, 2, 3, 4])
def test_every_panel_is_named_and_stays_inside(language: str, panels: int) -> None:
    mix = genre_mix(language)
    canvas = draw_genre_mix(replace(mix, panels=mix.panels[:panels]))
    assert {panel.title for panel in mix.panels[:panels]} <= set(texts(canvas))
    assert stays_inside(canvas)
    assert canvas.height == (1080 if panels == 1 else 1350)


def test_a_panel_without_songs_says_so() -> None:
    mix = genre_mix("en")
    (empty,) = [panel for panel in mix.panels if not panel.genres.counts]
    assert empty.empty in texts(draw_genre_mix(mix))
    assert draw_genre_mix(replace(mix, panels=(empty,))).height == 1080
