from __future__ import annotations

from itertools import pairwise

import pytest

from model.study.plan import (
    FINAL_FITS,
    FULL,
    PLAIN_STEPS,
    QUICK,
    SAMPLING_THEN_SPLIT,
    SPLIT_THEN_SAMPLING,
    STEPS,
    TABLES,
    Effort,
    Fit,
    Row,
    all_fits,
)

ROWS = [row for table in TABLES for row in table]


def test_every_row_of_the_slides_is_there_with_its_figures() -> None:
    published = [(row.train_best, row.validation_best) for row in ROWS if row.train_best]
    assert published == [
        (0.4386, 0.431),
        (0.43756, 0.4345),
        (0.2826, 0.2824),
        (0.71868, 0.73967),
        (0.7234, 0.3546),
        (0.8455, 0.7500),
        (0.4343, 0.4446),
        (0.68227, 0.693644),
        (0.66903, 0.68254),
        (0.669, 0.6825),
        (0.6699, 0.6825),
        (0.881188, 0.89464),
        (0.6555, 0.6720),
        (0.7052, 0.7205),
        (0.6823, 0.6936),
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.setup.name)
def test_the_honest_twin_merges_recordings_groups_artists_and_resamples_inside_the_fold(row: Row) -> None:
    honest = row.setup.honest
    assert (honest.songs, honest.split) == ("merged", "artists")
    assert honest.place == ("none" if honest.sampling == "none" else "inside")
    assert (honest.classifier, honest.sampling, honest.subset) == (
        row.setup.classifier,
        row.setup.sampling,
        row.setup.subset,
    )


@pytest.mark.parametrize("effort", [FULL, QUICK])
def test_all_that_a_row_needs_is_fitted_and_nothing_twice(effort: Effort) -> None:
    fits = all_fits(effort)
    assert len(set(fits)) == len(fits)
    assert len({fit.name for fit in fits}) == len(fits)
    needed = {fit for row in ROWS for fit in (*row.fits(effort), *row.honest_fits(effort))}
    needed |= {fit for row in SPLIT_THEN_SAMPLING for fit in row.within_fits(effort)}
    assert needed <= set(fits)
    assert set(FINAL_FITS) <= set(fits)


def test_repeated_rows_share_their_first_folds_with_the_plain_ones() -> None:
    plain, repeated = SAMPLING_THEN_SPLIT[1:3]
    assert (plain.validation, repeated.validation) == ("KFold", "RepeatedKFold")
    assert set(plain.fits(FULL)) < set(repeated.fits(FULL))
    assert {fit.repeat for fit in repeated.fits(FULL)} == {0, 1}


def test_the_steps_lead_from_the_published_protocol_to_the_honest_one_a_change_at_a_time() -> None:
    for steps in (STEPS, PLAIN_STEPS):
        setups = [setup for _, setup in steps]
        assert setups[-1] == setups[0].honest
        for one, other in pairwise(setups):
            changes = [
                name for name in ("songs", "place", "split") if getattr(one, name) != getattr(other, name)
            ]
            assert len(changes) == 1


def test_a_fit_is_named_by_all_that_makes_it_another() -> None:
    assert Fit(STEPS[0][1], 1, 3).name == "tracks_all_lightgbm_smote-tomek_before_kfold_1_3"
