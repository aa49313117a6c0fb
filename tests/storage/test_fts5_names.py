from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event

from model.music import Track
from storage import fts5_names
from storage.database import open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(fts5_names, "_COMMON", 3)
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


def add(engine: Engine, *titles: str, start: int) -> None:
    tracks = (Track(f"{number:022d}", title, ("Lantern",)) for number, title in enumerate(titles, start))
    SongLibrary(engine).save([KnownSong(track, None, None) for track in tracks], datetime.now(UTC))


def counted(engine: Engine, name: str) -> set[str]:
    """Return the trigrams that a search for a name lets SQLite count, row by row."""
    terms: set[str] = set()

    def note(
        _connection: object, _cursor: object, statement: str, parameters: tuple[str, ...], *_: object
    ) -> None:
        if "track_names_counts" in statement:
            terms.update(parameters)

    event.listen(engine, "before_cursor_execute", note)
    found = SongLibrary(engine).candidates(name)
    event.remove(engine, "before_cursor_execute", note)
    assert found[0].title == name
    return terms


def test_what_is_common_is_counted_once_until_the_library_has_grown(engine: Engine) -> None:
    add(engine, "Road", "Roads", "Roadside", "Quartz", start=1)
    assert {" ro", "roa", "oad", "ad "} <= counted(engine, "Road")
    assert counted(engine, "Road") == {"ad "}  # which one name holds
    assert counted(engine, "Quartz") > {"qua", "uar"}
    add(engine, "Quarter", start=5)
    assert {" ro", "roa", "oad", "ad "} <= counted(engine, "Road")
