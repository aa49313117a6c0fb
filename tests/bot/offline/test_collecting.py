from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.offline.collecting import Collector
from bot.offline.collection_journal import CollectionJournal
from bot.sources import Sources, open_sources
from bot.sources.reccobeats import ReccoBeats
from bot.start.settings import load_settings
from tests.standins.invented import invented_features, invented_id
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World

SEEDS = ("blues", "soul")


@pytest.fixture
async def sources(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sources]:
    for name, value in world.settings_environment(with_keys=True).items():
        monkeypatch.setenv(name, value)
    world.spotify_api.genres = {
        "blues": [invented_id(number) for number in range(1, 26)],
        "soul": [invented_id(number) for number in range(21, 33)],
    }
    opened = open_sources(load_settings(), for_all(PATIENT))
    yield opened
    await opened.aclose()


class Collection:
    """One collection on disk, which may be run again and again; `waits` are the pauses that it made."""

    def __init__(self, sources: Sources, path: Path) -> None:
        self.sources = sources
        self.path = path
        self.said: list[str] = []
        self.waits: list[float] = []

    async def run(self, limit: int = 1000) -> Collector:
        async def wait(seconds: float) -> None:
            self.waits.append(seconds)

        assert self.sources.search is not None
        with CollectionJournal(self.path) as journal:
            collector = Collector(
                self.sources.search,
                reccobeats(self.sources),
                journal,
                self.said.append,
                limit=limit,
                sleep=wait,
            )
            await collector.collect(SEEDS)
            return collector


@pytest.fixture
def collection(sources: Sources, tmp_path: Path) -> Collection:
    return Collection(sources, tmp_path / "journal")


def reccobeats(sources: Sources) -> ReccoBeats:
    return next(source for source in sources.features if isinstance(source, ReccoBeats))


def searches(world: World) -> list[tuple[str, str]]:
    return [
        (asked.query["q"], asked.query["offset"])
        for asked in world.spotify_api.requests
        if asked.path == "/v1/search"
    ]


async def test_each_seed_is_searched_to_its_end_and_its_tracks_get_features(
    collection: Collection, world: World
) -> None:
    collector = await collection.run()
    rows = list(collector.rows(SEEDS))
    assert [(track.id, seed) for track, _, seed in rows] == [
        *((invented_id(number), "blues") for number in range(1, 26)),
        *((invented_id(number), "soul") for number in range(21, 33)),
    ]
    assert all(features.source == "reccobeats" for _, features, _ in rows)
    assert rows[0][1].energy == invented_features(1)["energy"]
    assert searches(world)[:4] == [('genre:"blues"', offset) for offset in ("0", "10", "20", "30")]
    assert world.spotify_api.requests[-1].query["market"] == "KR"
    assert collection.said == [
        "blues: 25 tracks, 25 with features",
        "soul: 12 tracks, 12 with features",
    ]


async def test_features_are_asked_for_once_a_track_in_batches_of_forty(
    collection: Collection, world: World
) -> None:
    world.spotify_api.genres["blues"] = [invented_id(number) for number in range(1, 51)]
    await collection.run()
    asked = [request.query["ids"].split(",") for request in world.reccobeats.requests]
    assert list(map(len, asked)) == [40, 10]


async def test_a_collection_that_is_complete_asks_no_service(collection: Collection, world: World) -> None:
    first = (await collection.run()).summary(SEEDS)
    before = len(world.spotify_api.requests), len(world.reccobeats.requests)
    assert (await collection.run()).summary(SEEDS) == first
    assert (len(world.spotify_api.requests), len(world.reccobeats.requests)) == before


async def test_the_summary_counts_what_was_found_what_came_twice_and_what_has_no_features(
    collection: Collection, world: World
) -> None:
    world.spotify_api.genres["soul"].append(invented_id(32))
    del world.reccobeats.features[invented_id(3)]
    summary = (await collection.run()).summary(SEEDS)
    assert (summary.found, summary.tracks, summary.repeated) == (37, 32, 1)
    assert (summary.without_features, summary.not_asked, summary.seeds_done) == (1, 0, 2)


async def test_no_more_is_searched_than_was_asked_for(collection: Collection, world: World) -> None:
    collector = await collection.run(limit=15)
    assert collector.summary(SEEDS).found == 15 + 12
    limits = [asked.query["limit"] for asked in world.spotify_api.requests if "limit" in asked.query]
    assert limits == ["10", "5", "10", "5"]
    assert (await collection.run(limit=25)).summary(SEEDS).found == 25 + 12


async def test_a_quota_that_is_used_up_ends_it_with_features_of_what_was_found_and_it_goes_on_later(
    collection: Collection, world: World, tmp_path: Path
) -> None:
    world.spotify_api.quota_used_up = True
    with pytest.raises(SourceUnavailable) as ended:
        await collection.run()
    assert ended.value.trouble == Trouble.QUOTA
    assert not collection.waits

    world.spotify_api.quota_used_up = False
    assert collection.sources.search is not None
    fresh = open_sources(load_settings(), for_all(PATIENT))
    tomorrow = Collection(fresh, tmp_path / "journal")
    assert (await tomorrow.run()).summary(SEEDS).found == 37
    await fresh.aclose()


async def test_what_was_found_before_the_search_failed_gets_its_features(
    collection: Collection, world: World
) -> None:
    await collection.run(limit=10)
    world.reccobeats.requests.clear()
    world.spotify_api.fault = Fault.REFUSED
    with CollectionJournal(collection.path) as journal:
        journal.features.pop(invented_id(1))
        assert collection.sources.search is not None
        collector = Collector(collection.sources.search, reccobeats(collection.sources), journal, print)
        with pytest.raises(SourceUnavailable):
            await collector.collect(SEEDS)
    assert [asked.query["ids"] for asked in world.reccobeats.requests] == [invented_id(1)]


@pytest.mark.parametrize(
    ("service", "fault"),
    [
        ("spotify_api", Fault.ERROR),
        ("spotify_api", Fault.HALF),
        ("reccobeats", Fault.DROPPED),
        ("reccobeats", Fault.HTML),
    ],
)
async def test_a_failure_that_passes_costs_a_wait_and_nothing_else(
    service: str, fault: Fault, collection: Collection, world: World
) -> None:
    getattr(world, service).fail(fault, times=2)
    assert (await collection.run()).summary(SEEDS).found == 37
    assert collection.waits[0] == 10.0
    assert "asking again in 10 s" in collection.said[0]


async def test_a_failure_that_stays_is_given_up_on(collection: Collection, world: World) -> None:
    world.reccobeats.fault = Fault.REFUSED
    with pytest.raises(SourceUnavailable):
        await collection.run()
    world.reccobeats.fault = Fault.NONE
    assert (await collection.run()).summary(SEEDS).not_asked == 0


async def test_a_service_that_wants_hours_is_not_waited_for(collection: Collection, world: World) -> None:
    world.spotify_api.retry_after = "7200"
    world.spotify_api.fault = Fault.BUSY
    with pytest.raises(SourceUnavailable) as ended:
        await collection.run()
    assert ended.value.retry_after == pytest.approx(7200, abs=5)
    assert not collection.waits
