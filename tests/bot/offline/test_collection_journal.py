from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.offline.collection_journal import CollectionJournal, JournalProblem
from model.features import AudioFeatures
from tests.standins.invented import invented_id, invented_track

SOUND = AudioFeatures(energy=0.5, tempo=120.0, source="reccobeats", obtained_on=date(2026, 11, 22))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a journal with two pages and one batch of features."""
    path = tmp_path / "tracks.parquet.journal"
    with CollectionJournal(path) as journal:
        journal.keep_page("soul", [invented_track(1), invented_track(2)], 10)
        journal.keep_features([invented_id(1), invented_id(2)], {invented_id(1): SOUND})
        journal.keep_page("soul", [invented_track(2), invented_track(4)], 10)
    return path


def test_what_was_kept_is_read_again(path: Path) -> None:
    with CollectionJournal(path) as journal:
        soul = journal.seeds["soul"]
        assert list(soul.tracks.values()) == [invented_track(number) for number in (1, 2, 4)]
        assert (soul.passed, soul.repeated, soul.ended) == (20, 1, False)
        assert journal.features == {invented_id(1): SOUND, invented_id(2): None}


def test_an_empty_page_is_the_end_of_a_seed(path: Path) -> None:
    with CollectionJournal(path) as journal:
        journal.keep_page("soul", [], 10)
    with CollectionJournal(path) as journal:
        assert journal.seeds["soul"].ended


def test_a_line_that_was_cut_anywhere_is_forgotten_and_written_again(path: Path) -> None:
    whole = path.read_bytes()
    start = whole[:-1].rindex(b"\n") + 1
    for length in (start + 1, (start + len(whole)) // 2, len(whole) - 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with CollectionJournal(path) as journal:
            assert journal.seeds["soul"].passed == 10
            journal.keep_page("soul", [invented_track(2), invented_track(4)], 10)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"seed": "soul"}', b'{"other": 1}', b"7", b"\xff"])
def test_a_line_that_makes_no_sense_is_named_and_nothing_is_lost(path: Path, line: bytes) -> None:
    first, rest = path.read_bytes().split(b"\n", maxsplit=1)
    path.write_bytes(first + b"\n" + line + b"\n" + rest)
    before = path.read_bytes()
    with pytest.raises(JournalProblem, match=r"Line 2 of tracks\.parquet\.journal is damaged"):
        CollectionJournal(path).__enter__()
    assert path.read_bytes() == before


def test_two_processes_cannot_collect_into_one_file(path: Path) -> None:
    with (
        CollectionJournal(path),
        pytest.raises(JournalProblem, match="at work"),
        CollectionJournal(path),
    ):
        pass


def test_a_journal_that_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(JournalProblem, match="cannot be opened"):
        CollectionJournal(tmp_path / "nowhere" / "journal").__enter__()
