from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.study.plan import STEPS, Fit
from model.study.results import Results, results_for
from model.study.running import Assignment, carry_out

FITS = [Fit(setup, 0, 0) for _, setup in STEPS[:2]]


def run(assignment: Assignment, results: Results, jobs: int = 1) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    carry_out(
        FITS,
        assignment,
        results,
        jobs=jobs,
        progress=lambda done, total, _name, _seconds: seen.append((done, total)),
    )
    return seen


def test_only_what_has_no_result_is_fitted(assignment: Assignment, tmp_path: Path) -> None:
    results = results_for(tmp_path, assignment.identity)
    assert run(assignment, results) == [(1, 2), (2, 2)]
    assert run(assignment, results) == []
    (results.folder / f"{FITS[0].name}.json").unlink()
    assert run(assignment, results) == [(2, 2)]


@pytest.mark.slow
def test_two_processes_find_what_one_finds(assignment: Assignment, tmp_path: Path) -> None:
    alone, together = Results(tmp_path / "alone"), Results(tmp_path / "together")
    run(assignment, alone)
    run(assignment, together, jobs=2)
    for fit in FITS:
        one, other = alone.fold(fit), together.fold(fit)
        assert one is not None
        assert other is not None
        assert replace(one, seconds=0) == replace(other, seconds=0)


def test_the_identity_changes_with_the_data_the_seed_and_the_effort(
    assignment: Assignment, tmp_path: Path
) -> None:
    other = tmp_path / "tracks.csv"
    other.write_bytes(assignment.dataset.read_bytes() + b"\n")
    changed = [
        replace(assignment, dataset=other),
        replace(assignment, seed=1),
        replace(assignment, effort=replace(assignment.effort, rounds=5)),
        replace(assignment, ranges={**assignment.ranges, "energy": (0.0, 0.7)}),
    ]
    folders = {results_for(tmp_path, one.identity).folder for one in (assignment, *changed)}
    assert len(folders) == 5
