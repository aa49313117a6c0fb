from __future__ import annotations

from datetime import date

import pytest

from bot.sources.artists import ServiceArtist
from bot.sources.reccobeats_rows import (
    artists_of,
    artists_of_track,
    features_of,
    page_of,
    rows_by_key,
    track_of,
    tracks_of,
)
from tests.standins.invented import invented_id

TODAY = date(2026, 11, 20)
ONE, TWO = invented_id(1), invented_id(2)
OWN = "0b7bd8ab-6f7e-4b8a-9a5c-0d4c4a6d8f10"


def row(track_id: object, **values: object) -> dict[str, object]:
    return {"href": f"https://open.spotify.com/track/{track_id}", "energy": 0.5, **values}


def test_odd_values_are_missing_and_the_others_stay() -> None:
    odd = row(ONE, energy=7, tempo="fast", key=None, mode=True, loudness=float("nan"), valence=0.25)
    features = features_of([odd], [ONE], TODAY)[ONE]
    assert (features.energy, features.tempo, features.key, features.mode) == (None, None, None, None)
    assert (features.loudness, features.valence, features.obtained_on) == (None, 0.25, TODAY)


def test_an_absurdly_long_number_is_missing() -> None:
    features = features_of([row(ONE, tempo=10**400)], [ONE], TODAY)[ONE]
    assert features.tempo is None


def test_a_row_without_any_plausible_value_says_nothing() -> None:
    assert features_of([row(ONE, energy=None)], [ONE], TODAY) == {}


def test_of_two_rows_for_one_song_the_first_counts() -> None:
    assert features_of([row(ONE, energy=0.1), row(ONE, energy=0.9)], [ONE], TODAY)[ONE].energy == 0.1


@pytest.mark.parametrize(
    "href",
    [f"https://open.spotify.com/track/{ONE}?si=1", f"https://open.spotify.com/track/{ONE}/", f"/track/{ONE}"],
)
def test_the_id_is_found_in_other_forms_of_the_link(href: str) -> None:
    assert set(features_of([{"href": href, "energy": 0.5}], [ONE], TODAY)) == {ONE}


@pytest.mark.parametrize(
    "content", [[], [None], [row(TWO)], [row(ONE, trackTitle=7)], [row(ONE, trackTitle=" ")]]
)
def test_no_track_is_made_of_rows_that_hold_none(content: list[object]) -> None:
    assert track_of(content, ONE) is None


def test_of_several_tracks_the_most_popular_comes_first_whatever_the_order() -> None:
    rows = [
        row(invented_id(number), trackTitle="x", isrc="KRA000000001", popularity=popularity)
        for number, popularity in ((1, 5), (2, 70), (3, None), (4, "90"), (5, True))
    ]
    for content in (rows, rows[::-1]):
        (tracks,) = tracks_of(content, ["KRA000000001"]).values()
        assert [track.id for track in tracks][:2] == [TWO, ONE]
        assert len(tracks) == 5


def test_tracks_of_another_or_no_recording_are_left_out() -> None:
    rows = [
        row(ONE, trackTitle="x", isrc="KRA000000009"),
        row(TWO, trackTitle="x"),
        row("odd", trackTitle="x", isrc="KRA000000001"),
        None,
    ]
    assert tracks_of(rows, ["KRA000000001"]) == {}


def artist_row(**values: object) -> dict[str, object]:
    href = f"https://open.spotify.com/artist/{ONE}"
    return {"id": OWN, "name": "하은", "href": href, **values}


def test_an_artist_has_reccobeats_own_id_and_spotifys_where_it_is_named() -> None:
    assert artists_of([artist_row(), artist_row(href=None)]) == [
        ServiceArtist(OWN, "하은", ONE),
        ServiceArtist(OWN, "하은", None),
    ]


@pytest.mark.parametrize(
    "odd",
    [None, 7, {}, artist_row(id="../track"), artist_row(id=7), artist_row(name=" "), artist_row(name=None)],
)
def test_rows_that_are_no_artist_are_left_out(odd: object) -> None:
    assert artists_of([odd]) == []


def test_a_link_to_a_track_is_no_artists_id() -> None:
    (artist,) = artists_of([artist_row(href=f"https://open.spotify.com/track/{ONE}")])
    assert artist.spotify_id is None


def test_the_artists_of_another_track_are_not_this_ones() -> None:
    content = [row(TWO, artists=[artist_row(name="x")]), row(ONE, artists=[artist_row(), 7])]
    assert [artist.name for artist in artists_of_track(content, ONE)] == ["하은"]
    assert artists_of_track([row(ONE, artists="x")], ONE) == []


@pytest.mark.parametrize(
    ("said", "pages"), [(3, 3), ("2", 2), (0, 1), (-4, 1), (None, 1), ("x", 1), (10**9, 1000)]
)
def test_a_page_says_how_many_there_are(said: object, pages: int) -> None:
    assert page_of({"totalPages": said}, []).pages == pages


def test_a_listed_track_names_its_first_artist_and_its_popularity() -> None:
    def listed(**values: object) -> object:
        return row(ONE, trackTitle="x", **values)

    content = [
        listed(artists=[artist_row(), artist_row(id=OWN[::-1])], popularity=54),
        listed(artists=[artist_row()], popularity=101),
        listed(artists=[artist_row()], popularity=True),
        listed(artists=[{"name": "x"}]),
        listed(artists=[]),
        listed(),
        {},
        None,
    ]
    page = page_of({}, content)
    assert [(each.artist, each.popularity) for each in page.tracks] == [
        (OWN, 54),
        (OWN, None),
        (OWN, None),
        ("", None),
    ]


def test_rows_stand_under_the_id_and_under_the_isrc_that_were_asked_for() -> None:
    one, two = row(ONE, isrc="KRA000000001"), row(TWO, isrc="KR-A00-00-00001")
    content = [one, two, row("odd"), None, 7, {"isrc": "KRA000000002"}]
    assert rows_by_key(content, [ONE, "KRA000000001", "KRA000000009"]) == {
        ONE: [one],
        "KRA000000001": [one, two],
    }


def test_a_track_has_its_artists_ids_where_all_are_named() -> None:
    one, other = artist_row(), artist_row(name="둘", href=f"https://open.spotify.com/artist/{TWO}")
    for artists, ids in (([one, other], (ONE, TWO)), ([one, artist_row(href=None)], ()), ([], ()), (7, ())):
        track = track_of([row(ONE, trackTitle="x", artists=artists)], ONE)
        assert track is not None
        assert track.artist_ids == ids
