"""From people's opinions in the database to rows that the models learn from."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from model.data.feedback import read_feedback
from model.features import FEATURE_NAMES, AudioFeatures
from model.music import Track
from scripts import export_feedback
from storage.database import open_database
from storage.known_song import KnownSong
from storage.opinions import Opinion, Opinions
from storage.places import Person
from storage.song_library import SongLibrary
from tests.model.invented_tracks import invented_rows
from tests.scripts.running import Run, run_script

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def run() -> Run:
    """Run the script with these arguments in this process and return its exit code."""
    return partial(run_script, export_feedback)


def filled(url: str, people: int) -> None:
    """Let so many people speak of one song, and one fewer of another."""
    engine = open_database(url)
    values = {name: invented_rows()[0][name] for name in FEATURE_NAMES}
    features = AudioFeatures(**values, source="reccobeats", obtained_on=date(2026, 11, 1))
    songs = [Track(letter * 22, f"Song {letter}", ("Kite",)) for letter in "ab"]
    SongLibrary(engine).save([KnownSong(song, features) for song in songs], NOW)
    for song, number in zip(songs, (people, people - 1), strict=True):
        for person in range(number):
            said = Opinion(song.id, "rock" if person else "none", "pop", "m@1", NOW)
            Opinions(engine).say(Person("telegram", f"person-{person}"), said)
    engine.dispose()


def test_songs_of_which_five_people_spoke_are_written_with_no_person_in_it(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, file = f"sqlite:///{tmp_path / 'j.db'}", tmp_path / "feedback.csv"
    filled(url, 5)
    assert run(file, "--database", url) == 0
    assert "1 songs, 5 opinions" in capsys.readouterr().err
    with file.open(encoding="utf-8") as rows:
        written = [
            (row["track_id"], row["model"], row["genre"], row["people"]) for row in csv.DictReader(rows)
        ]
    assert written == [("a" * 22, "m@1", "rock", "4"), ("a" * 22, "m@1", "none", "1")]
    assert "person" not in file.read_text().replace("people", "")
    learned = read_feedback(file)
    assert learned.features[0] == pytest.approx([invented_rows()[0][name] for name in FEATURE_NAMES])


def test_a_database_that_cannot_be_opened_is_one_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "f.csv", "--database", "mysql://nowhere") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
