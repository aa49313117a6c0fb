from __future__ import annotations

from model.genre_averages import AVERAGED, genre_averages
from model.taxonomy import taxonomy


def test_every_genre_has_its_averages_and_they_sound_like_it() -> None:
    averages = genre_averages()
    assert tuple(averages) == taxonomy().genres
    assert all(0 <= averages[genre][name] <= 1 for genre in averages for name in AVERAGED)
    assert averages["metal"]["energy"] > averages["acoustic"]["energy"]
    assert averages["acoustic"]["acousticness"] > averages["metal"]["acousticness"]
