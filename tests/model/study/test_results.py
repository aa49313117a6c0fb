from __future__ import annotations

from pathlib import Path

import pytest

from model.study.fitting import FoldScore, SongGenres
from model.study.plan import FINAL_FITS, STEPS, Fit
from model.study.results import Results, results_for

FIT = Fit(STEPS[0][1], 0, 0)
SCORE = FoldScore(((3, 1), (0, 4)), 0.5, 100, 1.5)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return results_for(tmp_path, {"seed": 0})


def test_a_result_that_was_kept_is_there_for_the_next_run(results: Results) -> None:
    assert FIT not in results
    results.keep(FIT, SCORE)
    assert FIT in results
    assert results.fold(FIT) == SCORE
    votes = SongGenres(("dance",) * 10, 200, 2.0)
    results.keep(FINAL_FITS[0], votes)
    assert results.songs(FINAL_FITS[0]) == votes


def test_folds_are_complete_or_not_there(results: Results) -> None:
    results.keep(FIT, SCORE)
    assert results.folds([FIT]) == [SCORE]
    assert results.folds([FIT, Fit(FIT.setup, 0, 1)]) is None


@pytest.mark.parametrize("content", ["", "{", '{"confusion": [[1]]}', "[1]", '{"rows": "many"}'])
def test_a_damaged_result_is_as_good_as_none(results: Results, content: str) -> None:
    results.keep(FIT, SCORE)
    (results.folder / f"{FIT.name}.json").write_text(content, encoding="utf-8")
    assert FIT not in results


def test_whatever_a_result_depends_on_gives_it_a_place_of_its_own(tmp_path: Path) -> None:
    folders = {results_for(tmp_path, identity).folder for identity in ({"seed": 0}, {"seed": 1}, {"data": 0})}
    assert len(folders) == 3
    assert results_for(tmp_path, {"seed": 0}) == results_for(tmp_path, {"seed": 0})
