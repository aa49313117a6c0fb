"""Two processes on one database post digests: each once, also where they are killed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.chart_menu import MELON_TOP_100
from bot.sources.melon import SERVICE
from model.features import AudioFeatures
from storage.chart_history import ChartHistory, ChartSong
from storage.database import Engine, open_database, reading
from storage.digest_log import State
from storage.places import Chat
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions, SubscriptionTerms
from storage.tables import DIGESTS
from tests.eventually import eventually
from tests.postgresql import DatabaseMaker, database_maker
from tests.standins.invented import invented_chart, invented_features, invented_id, invented_track
from tests.standins.telegram import Fault, TelegramStandIn
from tests.standins.world import World, stand_ins
from tests.test_end_to_end import NOWHERE
from tests.worker_processes import Worker, workers

pytestmark = pytest.mark.slow

CHATS = 20
ADMIN = 7
# The bot as it is, but for how soon it looks for what is due and takes over from a process that died.
PROGRAM = """
from datetime import timedelta
from bot.digests.alarm_clock import AlarmClock
from bot.digests.batch import PostingLimits
AlarmClock.__init__.__defaults__ = (timedelta(seconds=0.2),)
make, send, _, _, at_once = PostingLimits.__init__.__defaults__
PostingLimits.__init__.__defaults__ = (make, send, timedelta(seconds=3), timedelta(seconds=3), at_once)
from bot.__main__ import main
raise SystemExit(main())
"""


@pytest.fixture(scope="module")
def databases() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


@dataclass(frozen=True)
class Setup:
    """Two processes and what is around them."""

    telegram: TelegramStandIn
    world: World
    engine: Engine
    both: list[Worker]

    def subscribe(self, chats: range) -> None:
        """Let chats subscribe to a digest that is due already."""
        day = datetime.now(UTC) - timedelta(days=1)
        for chat in chats:
            terms = SubscriptionTerms(Chat("telegram", str(-chat)), MELON_TOP_100, time(0), "UTC")
            Subscriptions(self.engine).subscribe(terms, None, day)

    def posts(self) -> Counter[int]:
        """Return how often each chat got a digest."""
        return Counter(-int(sent.chat) for sent in self.telegram.sent if int(sent.chat) < 0)

    def digests(self, *states: State) -> int:
        """Count the digests in these states."""
        with reading(self.engine) as connection:
            count = select(func.count()).select_from(DIGESTS).where(DIGESTS.c.state.in_(states))
            return int(connection.execute(count).scalar_one())

    async def kill_both(self) -> None:
        """Kill one after the other, and start each again."""
        for worker in self.both:
            await worker.kill()
            await worker.start()


@pytest.fixture
async def setup(databases: DatabaseMaker, tmp_path: Path) -> AsyncIterator[Setup]:
    address = databases.migrated()
    engine = open_database(address)
    know_the_chart(engine)
    async with stand_ins() as world, TelegramStandIn() as telegram:
        # The other songs of the artists would be asked for at ReccoBeats' rate.
        settings = {**world.settings_environment(), "RECCOBEATS_API_URL": NOWHERE, "ADMIN_CHAT": str(ADMIN)}
        program = ("-c", PROGRAM)
        async with workers(telegram, address, tmp_path, program=program, **settings) as both:
            yield Setup(telegram, world, engine, both)
    engine.dispose()


def know_the_chart(engine: Engine) -> None:
    """Let the database know the songs of the chart, so that no service need be asked for them."""
    day = date(2026, 1, 1)
    SongLibrary(engine).add(
        (
            invented_track(number),
            AudioFeatures(**invented_features(number), source="dataset", obtained_on=day),
        )
        for number in range(1, 101)
    )
    found = [
        ChartSong(entry.song_id, invented_id(entry.rank), datetime(2026, 1, 1, tzinfo=UTC))
        for entry in invented_chart()
    ]
    ChartHistory(engine).resolve(SERVICE, found)


async def test_what_a_killed_process_was_making_another_posts_once(setup: Setup) -> None:
    setup.world.melon.held = asyncio.Event()
    setup.subscribe(range(1, CHATS + 1))
    await eventually(lambda: setup.digests(State.CLAIMED) == CHATS)
    await setup.kill_both()
    setup.world.melon.held.set()
    await setup.telegram.wait_until(lambda: len(setup.posts()) == CHATS)
    await eventually(lambda: setup.digests(State.SENT) == CHATS)
    assert set(setup.posts().values()) == {1}


async def test_what_a_killed_process_was_sending_is_reported_and_the_others_are_posted_once(
    setup: Setup,
) -> None:
    setup.telegram.fail("sendPhoto", *[Fault(accepted=True, pause=1e6)] * CHATS)
    setup.telegram.fail("sendMessage", *[Fault(accepted=True, pause=1e6)] * CHATS)
    setup.subscribe(range(1, 2))
    await setup.telegram.wait_until(lambda: len(setup.posts()) == 1)
    setup.telegram.faults.clear()
    await setup.kill_both()
    await setup.telegram.wait_until(lambda: any(sent.chat == ADMIN for sent in setup.telegram.sent))
    assert setup.digests(State.IN_DOUBT) == 1
    setup.subscribe(range(2, CHATS + 1))
    await setup.telegram.wait_until(lambda: len(setup.posts()) == CHATS)
    await eventually(lambda: setup.digests(State.SENT) == CHATS - 1)
    assert [await worker.stop() for worker in setup.both] == [0, 0]
    assert set(setup.posts().values()) == {1}
