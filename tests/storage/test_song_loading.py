"""Loading a whole file of songs into the library."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from model.features import AudioFeatures
from model.music import Track
from storage.database import open_database, reading
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from storage.song_notes import MissingFeatures

MODEL, RULE = "trio@0123abcd", "study"
Songs = Callable[..., KnownSong]


def recall(library: SongLibrary, song: KnownSong) -> KnownSong | None:
    return library.known([song.track.id], MODEL, RULE).get(song.track.id)


def rows(songs: Songs, numbers: range, **changes: object) -> list[tuple[Track, AudioFeatures]]:
    made = [songs(number) for number in numbers]
    return [(song.track, replace(song.features, **{"source": "dataset"} | changes)) for song in made]


def contents(engine: Engine) -> list[object]:
    tables = ("tracks", "track_names", "features")
    with reading(engine) as connection:
        return [connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables]  # noqa: S608


def test_a_second_load_changes_nothing(
    engine: Engine, library: SongLibrary, song: Songs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.song_library._BATCH", 100)
    reported: list[int] = []
    assert library.add(rows(song, range(250)), reported.append) == 250
    assert reported == [100, 200, 250]
    before = contents(engine)
    assert library.add(rows(song, range(250), obtained_on=song().features.obtained_on + timedelta(1))) == 0
    assert contents(engine) == before


def test_a_load_counts_a_song_that_comes_twice_once(library: SongLibrary, song: Songs) -> None:
    assert library.add(rows(song, range(3)) + rows(song, range(5))) == 5


def test_a_load_keeps_features_of_another_source(library: SongLibrary, song: Songs, now: datetime) -> None:
    library.save([song(1)], now)
    library.add(rows(song, range(1, 3), energy=0.01))
    assert recall(library, song(1)) == song(1)
    assert library.known([song(2).track.id], MODEL, RULE).get(song(2).track.id).features.energy == 0.01


def test_a_load_corrects_features_of_its_own_source(library: SongLibrary, song: Songs) -> None:
    library.add(rows(song, range(2)))
    library.add(rows(song, range(2), energy=0.01))
    assert recall(library, song(1)).features.energy == 0.01


def test_a_load_gives_features_to_a_track_that_had_none(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song(features=None, vote=None, missing=MissingFeatures(now, now))], now)
    assert library.add(rows(song, range(1, 2))) == 0
    assert recall(library, song()).features.source == "dataset"
    assert recall(library, song()).missing is None


def test_a_known_track_keeps_its_title_and_is_found_by_the_loaded_one(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song(track=replace(song().track, title="등불", duration_ms=None))], now)
    library.add(rows(song, range(1, 2)))
    (found,) = library.candidates("lantern")
    assert (found.title, found.duration_ms) == ("등불", 200_001)
    assert found.other_names == ("Lantern 1 Paper Moon Club 하늘다리",)


def test_a_killed_load_keeps_what_it_reported(
    file_url: str, python: Callable[..., subprocess.Popen[str]]
) -> None:
    process = python(
        "import itertools\nfrom model.features import AudioFeatures\nfrom model.music import Track\n"
        "from storage import song_library\nfrom storage.database import open_database\n"
        "song_library._BATCH = 20\n"
        "features = AudioFeatures(energy=0.5, source='dataset', obtained_on=date(2026, 1, 1))\n"
        "endless = ((Track(f'{n:022d}', f'Lantern {n}', ('Moon',)), features) for n in itertools.count())\n"
        "library = song_library.SongLibrary(open_database(sys.argv[1]))\n"
        "library.add(endless, lambda done: print(done, flush=True))\n",
        file_url,
    )
    reported = [int(process.stdout.readline()) for _ in range(5)][-1]
    process.kill()
    process.wait()
    library = SongLibrary(open_database(file_url))
    assert reported == 100
    assert library.count() >= reported
    assert library.count() % 20 == 0
    assert len(library.candidates("lantern moon", limit=1_000)) >= reported
