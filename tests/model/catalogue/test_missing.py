from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from model.catalogue.missing import BATCH, Found, Unmeasured
from model.catalogue.plan import Wanted
from model.catalogue.results import Output
from model.catalogue.run import classify
from model.catalogue.store import Store
from tests.model.catalogue.tables import IN_ORDER, Rows, invented, read
from tests.model.shipped import FOLDER, songs


class Library:
    """Knows the features of songs whose title is a number below a hundred; fails after so many questions."""

    def __init__(self, questions: int = 1_000) -> None:
        self.asked: list[Unmeasured] = []
        self.questions = questions
        self.silent: set[str] = set()

    def find(self, wanted: Sequence[Unmeasured]) -> list[Found]:
        if not self.questions:
            raise KeyboardInterrupt
        self.questions -= 1
        self.asked += wanted
        return [self.answer(song) for song in wanted]

    def answer(self, song: Unmeasured) -> Found:
        title = song.title or "7"
        if title in self.silent:
            return Found(reason="no-answer", final=False)
        if int(title) >= 100:
            return Found(reason="no-match")
        return Found(f"{title:0>22}", title, ("Artist",), tuple(songs(100)[int(title)].row()))


def run(rows: Rows, out: Path, library: Library) -> Rows:
    path = out.with_name("in.csv")
    columns = list(rows[0])
    lines = [
        ",".join(str(row[name]) for name in columns)
        for row in [dict(zip(columns, columns, strict=True)), *rows]
    ]
    if not path.exists():  # a file that is written again counts as another one
        path.write_text("\n".join(lines))
    classify(
        Wanted([str(path)], FOLDER, "soft", 100),
        Output(str(out)),
        Store(f"{out}.work"),
        IN_ORDER,
        lambda *_: None,
        library.find,
    )
    return read(out)


def named(count: int, start: int = 0) -> Rows:
    return [{"title": str(number), "artist": "Artist"} for number in range(start, start + count)]


def test_songs_without_features_are_asked_for_once_and_count_as_the_tables_own(tmp_path: Path) -> None:
    library = Library()
    found = run([*named(3), *named(2, 1), *named(1, 500)], tmp_path / "out.parquet", library)
    assert [song.title for song in library.asked] == ["0", "1", "2", "500"]
    assert [row["level"] for row in found] == ["sound and artist"] * 5 + ["artist"]
    assert [row["other_songs"] for row in found] == [2] * 5 + [3]


def test_what_an_id_means_is_named_by_what_was_found(tmp_path: Path) -> None:
    rows: Rows = [{"track_id": f"{7:022}"}, {"track_id": f"{7:022}"}]
    library = Library()
    assert [row["voting"] is not None for row in run(rows, tmp_path / "out.parquet", library)] == [True, True]
    assert library.asked == [Unmeasured(f"{7:022}", None, None, ())]


def test_a_song_that_is_not_found_says_why(tmp_path: Path) -> None:
    rows: Rows = [{"title": "500", "artist": "A"}, {"title": "1", "artist": "B"}]
    library = Library()
    library.silent = {"1"}
    found = run(rows, tmp_path / "out.parquet", library)
    assert [(row["voting"], row["without"]) for row in found] == [(None, "no-match"), (None, "no-answer")]


def test_what_was_asked_before_an_interruption_is_not_asked_again(tmp_path: Path) -> None:
    rows = named(99)
    first = Library(questions=2)
    first.silent = {"3"}
    with pytest.raises(KeyboardInterrupt):
        run(rows, tmp_path / "out.parquet", first)
    assert len(first.asked) == 2 * BATCH
    second = Library()
    run(rows, tmp_path / "out.parquet", second)
    asked_again = [song.title for song in second.asked]
    assert asked_again == [str(number) for number in (*range(BATCH), *range(2 * BATCH, 99))], (
        "only the batch with a song to which no service had answered"
    )


def test_a_table_with_features_asks_nothing(tmp_path: Path) -> None:
    library = Library()
    rows = [{**row, "artist": "Artist"} for row in invented(3)]
    run(rows, tmp_path / "out.parquet", library)
    assert not library.asked
