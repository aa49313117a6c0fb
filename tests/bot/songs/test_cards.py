from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.language.words import Words
from bot.messages.picture_values import SongCard
from bot.songs.cards import SongCards
from storage.chart_sound import ChartSound
from storage.database import open_database
from tests.bot.songs.replies.test_card import SONG


@dataclass
class Covers:
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def cover(self, kind: str, spotify_id: str) -> bytes | None:
        self.asked.append((kind, spotify_id))
        return b"jpeg"


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


async def test_a_card_has_the_songs_cover_and_the_day_in_korea(engine: Engine) -> None:
    covers = Covers()
    cards = SongCards(covers, ChartSound(engine), lambda: datetime(2026, 11, 22, 18, tzinfo=UTC))
    reply = await cards.reply(SONG, Words("en"))
    assert isinstance(reply.picture, SongCard)
    assert covers.asked == [("track", SONG.track.id)]
    assert reply.picture.cover == b"jpeg"
    assert reply.picture.day == "2026-11-23"
    assert reply.plain() == f"Lantern by Kite <https://open.spotify.com/track/{SONG.track.id}>"


async def test_a_card_does_without_a_database(engine: Engine) -> None:
    engine.dispose()
    broken = open_database("sqlite://")
    with broken.begin() as connection:
        connection.exec_driver_sql("DROP TABLE features")
    reply = await SongCards(Covers(), ChartSound(broken), lambda: datetime.now(UTC)).reply(SONG, Words("en"))
    assert isinstance(reply.picture, SongCard)
    assert all(bar.of_chart is None for bar in reply.picture.bars)
    broken.dispose()
