from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from model.features import AudioFeatures
from model.music import Chart, ChartEntry, Track
from storage.chart_history import ChartHistory, ChartSong
from storage.chart_sound import FEWEST_SONGS, ChartSound
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

ASKED = ("energy", "valence")


def store(engine: Engine, now: datetime, day: date, energies: list[float | None]) -> None:
    """Store a chart of these songs; one without an energy has no audio features."""
    names = [f"{day:%d}{number:020}" for number in range(len(energies))]
    SongLibrary(engine).save(
        (
            KnownSong(
                Track(name, "Song", ("Band",)),
                None if energy is None else AudioFeatures(energy=energy, source="spotify", obtained_on=day),
            )
            for name, energy in zip(names, energies, strict=True)
        ),
        now,
    )
    entries = tuple(ChartEntry(rank, "Song", ("Band",), name) for rank, name in enumerate(names, start=1))
    history = ChartHistory(engine)
    history.save(Chart("melon-top100", day, None, now, entries))
    history.resolve("melon", [ChartSong(name, name, now) for name in names])
    history.resolve("bugs", [ChartSong(name, name, now) for name in names])


def test_the_average_is_of_the_measured_songs_of_the_latest_chart(engine: Engine, now: datetime) -> None:
    store(engine, now, date(2026, 9, 1), [0.0] * FEWEST_SONGS)
    store(engine, now, date(2026, 9, 2), [0.2, 0.4, 0.6, 0.8, 1.0, None])
    assert ChartSound(engine).average("melon-top100", ASKED) == pytest.approx({"energy": 0.6})


def test_of_few_songs_there_is_no_average(engine: Engine, now: datetime) -> None:
    assert ChartSound(engine).average("melon-top100", ASKED) == {}
    store(engine, now, date(2026, 9, 1), [0.5] * (FEWEST_SONGS - 1) + [None] * 9)
    assert ChartSound(engine).average("melon-top100", ASKED) == {}
