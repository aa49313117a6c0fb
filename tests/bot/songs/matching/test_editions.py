from __future__ import annotations

import pytest

from bot.songs.matching.editions import same_song, same_title
from model.music import Track


def track(title: str, *artists: str) -> Track:
    return Track("x" * 22, title, artists)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lantern", "Lantern - Remastered 2021"),
        ("Lantern", "Lantern - 2011 Remaster"),
        ("Lantern", "Lantern (Remastered)"),
        ("Lantern", "Lantern - Single Version"),
        ("Lantern", "Lantern (Album Version)"),
        ("Lantern", "Lantern - 30th Anniversary Edition"),
        ("Lantern", "Lantern (feat. Another)"),
        ("종이등 (Paper Lantern)", "Paper Lantern"),
        ("종이등 (Paper Lantern)", "종이등"),
        ("다시 만난 세계", "Into The New World"),
    ],
)
def test_two_editions_are_one_song(one: str, other: str) -> None:
    assert same_song(track(one, "소녀시대"), track(other, "Girls' Generation"))
    assert same_song(track(other, "소녀시대"), track(one, "Girls' Generation"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lantern", "Lantern (Live)"),
        ("Lantern", "Lantern - Remix"),
        ("Lantern", "Lantern 2"),
        ("Lantern (Part 1)", "Lantern (Part 2)"),
        ("Lantern", "Paper Lantern"),
        ("다시 만난 세계 (Live)", "Into The New World"),
    ],
)
def test_two_songs_or_versions_are_not_one(one: str, other: str) -> None:
    assert not same_song(track(one, "소녀시대"), track(other, "소녀시대"))


def test_a_cover_is_another_song() -> None:
    assert not same_song(track("Lantern", "Moon Club"), track("Lantern - Remastered 2021", "Sun Club"))


def test_versions_of_a_song_have_one_title() -> None:
    assert same_title(track("Lantern (Live)", "Moon Club"), track("Lantern - Remix", "Moon Club"))
    assert not same_title(track("Lantern (Live)", "Moon Club"), track("Lantern", "Sun Club"))
