"""How long a song is looked up, by its id and by its name, in libraries of several sizes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bot.songs import matching
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.benchmarks.figures import Figure, median, milliseconds
from tests.benchmarks.processes import fill
from tests.standins.invented import invented_id, invented_track

SIZES = (10_000, 100_000, 1_000_000)
ASKED = 100


async def figures(sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    """Measure each size."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "jangreu.db"
            began = time.perf_counter()
            fill(database, size)
            filled = time.perf_counter() - began
            engine = open_database(f"sqlite:///{database}")
            library = SongLibrary(engine)
            by_id, by_name = [], []
            for number in range(1, size, size // ASKED):
                track = invented_track(number)
                began = time.perf_counter()
                library.known([invented_id(number)], "none", "none")
                between = time.perf_counter()
                library.candidates(*matching.name_searches(f"{track.title} {track.artists[0]}"))
                by_id.append(between - began)
                by_name.append(time.perf_counter() - between)
            engine.dispose()
        told = f"{milliseconds(median(by_id))} by id, {milliseconds(median(by_name))} by name"
        found.append(Figure(f"library of {size:,} songs", f"{told}, loaded in {filled:.0f} s"))
    return found
