from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from model.artist_context import Matrix
from model.data.artist_songs import SongNames
from model.data.dataset import Dataset
from model.data.named_songs import NamedSongs
from model.ensemble import GenreEnsemble
from model.evaluation.unseen_opinions import Lessons, learned_lessons
from model.training.recipes import Recipe


@pytest.fixture(scope="module")
def more(dataset: Dataset) -> NamedSongs:
    """One song of an artist that the data set has, and one of another."""
    names = (SongNames("Artist 7", ("A Korean song",)), SongNames("Singer", ("Another",)))
    return NamedSongs(names, dataset.recordings.features[[7, 7]])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("opinions") / "opinions.npz"


@pytest.fixture(scope="module")
def lessons(
    tiny: GenreEnsemble,
    small_recipes: Sequence[Recipe],
    dataset: Dataset,
    more: NamedSongs,
    chart_tracks: Matrix,
    cache: Path,
) -> Lessons:
    return learned_lessons(
        tiny, small_recipes, dataset.recordings, more, chart_tracks, progress=lambda *_: None, cache=cache
    )


def test_the_ensemble_is_asked_about_no_artist_that_it_learned_from(
    lessons: Lessons, tiny: GenreEnsemble, more: NamedSongs
) -> None:
    count = len(lessons.recordings)
    own = tiny.log_opinions(more.features)
    assert lessons.log_opinions.shape == (3, count + 2, 28)
    assert np.allclose(lessons.log_opinions[:, count + 1], own[:, 1], atol=1e-5)
    assert not np.allclose(lessons.log_opinions[:, count], own[:, 0], atol=1e-2)
    # The same features and the same fold's members as the recording of this artist.
    assert np.allclose(lessons.log_opinions[:, count], lessons.log_opinions[:, 7], atol=1e-5)


def test_an_artists_songs_of_both_tables_are_its_context(lessons: Lessons) -> None:
    inputs = lessons.inputs()
    own = [row for row, artist in enumerate(lessons.recordings.artists) if artist == "artist 7"]
    assert inputs.songs[-2] == len(own) - 1  # all but the one of the same analysis
    assert inputs.songs[-1] == 0


def test_opinions_that_were_kept_are_not_asked_for_again(
    lessons: Lessons, tiny: GenreEnsemble, dataset: Dataset, more: NamedSongs, cache: Path
) -> None:
    kept = learned_lessons(tiny, (), dataset.recordings, more, None, progress=lambda *_: None, cache=cache)
    assert np.array_equal(kept.log_opinions, lessons.log_opinions)


def test_opinions_of_other_songs_are_not_taken_for_these(
    lessons: Lessons, tiny: GenreEnsemble, dataset: Dataset, more: NamedSongs, cache: Path
) -> None:
    assert lessons
    renamed = NamedSongs((more.names[1], more.names[0]), more.features)
    asked: list[str] = []

    def tell(name: str, *_: object) -> None:
        asked.append(name)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learned_lessons(tiny, (), dataset.recordings, renamed, None, progress=tell, cache=cache)
    assert asked[0].startswith("fold 1")
