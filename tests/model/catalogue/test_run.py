from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from model.artist_context import context_of
from model.catalogue.plan import Wanted
from model.catalogue.results import Output
from model.catalogue.run import classify
from model.catalogue.store import Store
from model.data.table_reader import BadDataset
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.features import FEATURE_NAMES
from model.voting import GenreVote
from tests.model.catalogue.tables import OneByOne, Rows, invented, put, read, run, without_features
from tests.model.shipped import FOLDER, song

T = TypeVar("T")


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(FOLDER, "soft")


def expected(rows: Rows, place: int, ensemble: GenreEnsemble) -> GenreVote:
    """Return the bot's own vote on a row whose artist's other songs are the table's."""
    features = [
        None if row["energy"] is None else song(tuple(row[name] for name in FEATURE_NAMES))
        for row in rows  # type: ignore[misc]
    ]
    others = [
        features[other].row()  # type: ignore[union-attr]
        for other, row in enumerate(rows)
        if row["artist"] == rows[place]["artist"] and row["title"] != rows[place]["title"] and features[other]
    ]
    context = context_of(ensemble.log_opinions(np.array(others))) if others else None
    korean = rows[place]["artist"] == "아이유"
    (vote,) = ensemble.votes_on([Evidence(features[place], context, korean)])
    assert vote is not None
    return vote


def test_each_row_has_the_vote_that_the_bot_would_give(tmp_path: Path, ensemble: GenreEnsemble) -> None:
    rows = invented(20)
    rows[3] = without_features(rows[3])
    rows[6] = without_features(rows[6])  # by the Korean artist
    rows.append(invented(30)[29] | {"artist": "Another Artist"})  # an artist of one song
    assert run(put(tmp_path / "in.parquet", rows), tmp_path / "out.parquet", part_rows=7).voted == 21
    found = read(tmp_path / "out.parquet")
    assert [row["title"] for row in found] == [row["title"] for row in rows]
    for place, row in enumerate(found):
        vote = expected(rows, place, ensemble)
        assert (row["voting"], row["level"], row["other_songs"]) == (vote.genre, str(vote.level), vote.songs)
        assert [row[f"predict{number}"] for number in (1, 2, 3)] == [own.genre for own in vote.members]
        assert row["confidence"] == pytest.approx(vote.confidence, abs=1e-6)
        assert [row[f"p_{genre}"] for genre in vote.probabilities] == pytest.approx(
            list(vote.probabilities.values()), abs=1e-6
        )
        assert row["melon"] == (max(vote.melon, key=vote.melon.__getitem__) if vote.melon else None)
        assert (row["model"], row["without"]) == (vote.model, None)
    assert {row["level"] for row in found} == {"sound and artist", "artist", "measured"}


def test_the_same_song_again_is_not_the_artists_other_song(tmp_path: Path) -> None:
    first, second = invented(2)
    rows = [
        first | {"artist": "A", "title": "One"},
        first | {"artist": "A", "title": "One"},
        second | {"artist": "A", "title": "One (Remastered)"},
    ]
    run(put(tmp_path / "in.parquet", rows), tmp_path / "out.parquet")
    assert [row["level"] for row in read(tmp_path / "out.parquet")] == ["measured"] * 3


def test_a_title_in_latin_letters_is_korean_among_enough_korean_songs(tmp_path: Path) -> None:
    rows = [
        row | {"artist": "Unknown Band", "title": title}
        for row, title in zip(invented(3), ("밤", "낮", "Sea"), strict=True)
    ]
    run(put(tmp_path / "in.parquet", rows), tmp_path / "out.parquet")
    assert all(row["melon"] for row in read(tmp_path / "out.parquet"))


def test_a_song_of_which_nothing_is_known_says_why_it_has_no_vote(tmp_path: Path) -> None:
    rows = [*invented(3), without_features(invented(9)[8]) | {"artist": "Another Artist"}]
    done = run(put(tmp_path / "in.parquet", rows), tmp_path / "out.parquet")
    assert (done.rows, done.voted) == (4, 3)
    last = read(tmp_path / "out.parquet")[-1]
    assert (last["voting"], last["without"], last["p_rock"], last["other_songs"]) == (
        None,
        "no-features",
        None,
        None,
    )


@pytest.mark.parametrize("part_rows", [3, 50_000])
def test_the_size_of_the_parts_changes_no_answer(tmp_path: Path, part_rows: int) -> None:
    path = put(tmp_path / "in.parquet", invented(20))
    run(path, tmp_path / "one.parquet")
    run(path, tmp_path / "other.parquet", part_rows=part_rows)
    for one, other in zip(read(tmp_path / "one.parquet"), read(tmp_path / "other.parquet"), strict=True):
        numbers = {name for name, value in one.items() if isinstance(value, float)}
        assert {name: one[name] for name in one.keys() - numbers} == {
            name: other[name] for name in other.keys() - numbers
        }
        assert [one[name] for name in numbers] == pytest.approx([other[name] for name in numbers], abs=1e-6)


class Interrupted(OneByOne):
    """Stops after so many tasks, as a killed process does."""

    def __init__(self, after: int) -> None:
        self.left = after

    def run(self, step: Callable[[T], int], tasks: Sequence[T]) -> Iterator[int]:
        for task in tasks:
            if not self.left:
                raise KeyboardInterrupt
            self.left -= 1
            yield step(task)


@pytest.mark.parametrize("after", [0, 7, 17])  # of twenty: five parts, four steps
def test_a_run_that_was_interrupted_goes_on_and_ends_with_the_same(tmp_path: Path, after: int) -> None:
    path, out = put(tmp_path / "in.parquet", invented(20)), tmp_path / "out.parquet"
    work = tmp_path / "out.parquet.work"
    with pytest.raises(KeyboardInterrupt):
        run(path, out, part_rows=4, runner=Interrupted(after))
    assert not out.exists()
    written = {file: file.stat().st_ino for file in work.rglob("*") if file.is_file()}
    with pytest.raises(KeyboardInterrupt):
        run(path, out, part_rows=4, runner=Interrupted(after))
    assert all(file.stat().st_ino == number for file, number in written.items()), "something was done twice"
    run(path, out, part_rows=4)
    run(path, tmp_path / "whole.parquet", part_rows=4)
    assert read(out) == read(tmp_path / "whole.parquet")
    assert not work.exists()


def test_another_table_of_the_same_name_begins_from_the_start(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(put(tmp_path / "in.parquet", invented(20)), tmp_path / "out.parquet", runner=Interrupted(1))
    run(put(tmp_path / "in.parquet", invented(5)), tmp_path / "out.parquet")
    assert len(read(tmp_path / "out.parquet")) == 5


def test_a_process_that_goes_on_asks_the_model_of_each_run(tmp_path: Path) -> None:
    path, work = put(tmp_path / "in.parquet", invented(60)), Store(str(tmp_path / "work"))
    for rule in ("soft", "study"):
        output = Output(str(tmp_path / f"{rule}.parquet"))
        classify(Wanted([str(path)], FOLDER, rule), output, work, OneByOne(), lambda *_: None)
    run(path, tmp_path / "alone.parquet", voting_rule="study")
    soft, study, alone = (
        [row["voting"] for row in read(tmp_path / f"{name}.parquet")] for name in ("soft", "study", "alone")
    )
    assert study == alone != soft


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.parquet").write_bytes(b"mine")
    with pytest.raises(BadDataset, match="is there already"):
        run(put(tmp_path / "in.parquet", invented(2)), tmp_path / "out.parquet")
    assert (tmp_path / "out.parquet").read_bytes() == b"mine"


def test_a_part_may_be_empty_or_have_only_rows_that_are_none(tmp_path: Path) -> None:
    sounds = ("loud", "0.5", "0.5", "loud")
    lines = [*(f"Song {place},A,{sound}" for place, sound in enumerate(sounds)), "x,y,loud", "x,y,loud"]
    (tmp_path / "in.csv").write_text("\n".join(["title,artist,energy", *lines]))
    done = run(tmp_path / "in.csv", tmp_path / "out.parquet", part_rows=2)
    assert (done.rows, done.voted, done.rejected) == (2, 2, 4)
    assert [row["title"] for row in read(tmp_path / "out.parquet")] == ["Song 1", "Song 2"]


def test_a_table_of_rows_that_are_none_has_an_empty_result(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("title,artist,energy\nA,B,loud\n")
    done = run(tmp_path / "in.csv", tmp_path / "out.parquet")
    assert (done.rows, done.voted, done.rejected) == (0, 0, 1)
    assert read(tmp_path / "out.parquet") == []
