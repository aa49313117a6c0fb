from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from bot.language.words import GENRES, MELON_WORDS
from bot.pictures.colours import DOWN, FAINT, GENRE_COLOURS, GROUND, INK, NEW, OTHERS, PANEL, UP, colour_of


def test_every_genre_has_a_colour_of_its_own_that_can_be_told_from_all_others() -> None:
    assert set(GENRE_COLOURS) == set(GENRES)
    nearest = min(
        combinations(GENRE_COLOURS, 2),
        key=lambda pair: _distance(GENRE_COLOURS[pair[0]], GENRE_COLOURS[pair[1]]),
    )
    # 0.02 is what an eye can just tell apart
    assert _distance(GENRE_COLOURS[nearest[0]], GENRE_COLOURS[nearest[1]]) > 0.08, nearest


@pytest.mark.parametrize("colour", [INK, FAINT, UP, DOWN, NEW])
def test_letters_stand_out_from_the_card(colour: str) -> None:
    assert min(_contrast(colour, GROUND), _contrast(colour, PANEL)) >= 4.5  # WCAG 2, for text


@pytest.mark.parametrize("genre", list(GENRES))
def test_bars_stand_out_from_the_card(genre: str) -> None:
    assert _contrast(GENRE_COLOURS[genre], PANEL) >= 3  # WCAG 2, for graphics


def _linear(colour: str) -> np.ndarray:
    part = np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(float(_linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _distance(one: str, other: str) -> float:
    """Return how far two colours are apart in OKLab."""
    to_cones = np.array(
        ((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300)), dtype=float
    )
    to_lab = np.array(((0.2105, 0.7936, -0.0041), (1.9780, -2.4286, 0.4506), (0.0259, 0.7828, -0.8087)))
    first, second = (to_lab @ np.cbrt(to_cones @ _linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


def test_each_of_melons_genres_has_a_colour_of_its_own() -> None:
    colours = {colour_of(genre) for genre in MELON_WORDS}
    assert len(colours) == len(MELON_WORDS)
    assert colours <= set(GENRE_COLOURS.values())


def test_what_is_no_genre_is_grey() -> None:
    assert len({colour_of(genre) for genre in ("", "polka")}) == 1
    assert colour_of("polka") not in GENRE_COLOURS.values()


def test_no_genre_is_grey_beside_the_others() -> None:
    nearest = min(GENRE_COLOURS, key=lambda genre: _distance(GENRE_COLOURS[genre], OTHERS))
    assert _distance(GENRE_COLOURS[nearest], OTHERS) > 0.08, nearest
