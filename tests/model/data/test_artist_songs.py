import numpy as np
import pytest

from model.data.artist_songs import ArtistSongs, SongNames, artist_key, bare_title
from model.derived_features import Matrix
from model.features import FEATURE_NAMES

OPINIONS = np.array([[[1.0, 0.0], [3.0, 0.0], [8.0, 2.0], [5.0, 5.0]]])


def sounds(*numbers: float) -> Matrix:
    return np.array([[number] * 13 for number in numbers], dtype=np.float64)


def others(names: list[SongNames], features: Matrix | None = None) -> tuple[Matrix, list[float]]:
    own = sounds(*range(len(names))) if features is None else features
    means, counts = ArtistSongs.of(names, own).others(OPINIONS[:, : len(names)])
    return means[0], counts.tolist()


def test_the_context_is_the_mean_of_the_artists_other_songs() -> None:
    means, counts = others(
        [SongNames("IU", (title,)) for title in ("A", "B", "C")] + [SongNames("BoA", ("A",))]
    )
    assert counts == [2, 2, 2, 0]
    assert means.tolist() == [[5.5, 1.0], [4.5, 1.0], [2.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    "version",
    [
        SongNames("IU", ("Palette (feat. G-DRAGON)",)),
        SongNames("iu", ("palette - Live",)),
        SongNames("아이유", ("팔레트", "Palette")),
        SongNames("IU", ("Something else",), "the id"),
    ],
)
def test_a_song_is_no_context_of_itself_under_another_name_or_id(version: SongNames) -> None:
    _, counts = others(
        [SongNames("IU", ("Palette",), "the id"), version, SongNames("IU", ("Lilac",), "id 2")]
    )
    assert counts == [1, 1, 1]


def test_a_song_is_no_context_of_itself_under_another_title_with_the_same_analysis() -> None:
    names = [SongNames("IU", (title,)) for title in ("Palette", "팔레트", "Lilac")]
    assert others(names, sounds(1, 1, 2))[1] == [1, 1, 1]


def test_two_recordings_of_a_song_count_once_for_another() -> None:
    means, counts = others([SongNames("IU", ("A",)), SongNames("IU", ("A (Live)",)), SongNames("IU", ("B",))])
    assert counts[2] == 1
    assert means[2].tolist() == [2.0, 0.0]


def test_a_song_without_features_has_a_context_and_is_part_of_none() -> None:
    features = sounds(0, 1, np.nan, np.nan)
    features[3, FEATURE_NAMES.index("duration_ms")] = 200_000
    means, counts = others([SongNames("IU", (title,)) for title in "ABCD"], features)
    assert counts == [1, 1, 2, 2]
    assert means.tolist() == [[3.0, 0.0], [1.0, 0.0], [2.0, 0.0], [2.0, 0.0]]


@pytest.mark.parametrize("name", ["Various Artists", "", "V.A.", "unknown artist"])
def test_various_artists_are_no_artist(name: str) -> None:
    assert others([SongNames(name, ("A",)), SongNames(name, ("B",))])[1] == [0, 0]


def test_an_artists_spellings_have_one_key() -> None:
    assert artist_key("방탄소년단") == artist_key("bts") == artist_key("BTS")
    assert artist_key("IVE") != artist_key("LIVE")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Ditto (Remix)", "ditto"),
        ("Ditto - 2023 Remaster", "ditto"),
        ("(Intro)", "intro"),
        ("봄날 [MV]", "봄날"),
    ],
)
def test_a_bare_title_has_no_brackets_and_no_dash(title: str, bare: str) -> None:
    assert bare_title(title) == bare
