from __future__ import annotations

from datetime import UTC, datetime

from storage.database import Engine
from storage.song_pages import SongPages

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def test_the_words_of_a_page_are_kept_by_service_and_song(engine: Engine) -> None:
    pages = SongPages(engine)
    pages.note("melon", "1", ("댄스", "아이돌"), NOW)
    pages.note("melon", "2", (), NOW)
    pages.note("bugs", "3", ("락",), NOW)
    assert pages.words("melon", ["1", "2", "3"]) == {"1": ("댄스", "아이돌"), "2": ()}


def test_the_last_reading_of_a_page_counts(engine: Engine) -> None:
    pages = SongPages(engine)
    pages.note("melon", "1", ("댄스",), NOW)
    pages.note("melon", "1", ("발라드",), NOW)
    assert pages.words("melon", ["1"]) == {"1": ("발라드",)}
