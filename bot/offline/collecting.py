"""Collecting tracks by genre seed, as the study of 2021 did: Spotify's search, then ReccoBeats' features."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol, TypeVar

from bot.errors import SourceUnavailable
from bot.offline.collection_journal import CollectionJournal, SeedProgress
from bot.offline.retry import Retrying
from bot.sources import FeatureSource
from model.features import AudioFeatures
from model.music import Track

T = TypeVar("T")

TRACKS_PER_SEED: Final = 1000  # what the study collected, and as far as Spotify's search goes
PAGE: Final = 10
BATCH: Final = 40


class Search(Protocol):
    """Spotify's search."""

    async def search(self, text: str, limit: int = PAGE, offset: int = 0) -> list[Track]:
        """Return a page of results; raises SourceUnavailable."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the journal holds: rows are pairs of track and seed."""

    found: int
    tracks: int
    repeated: int
    without_features: int
    not_asked: int
    seeds_done: int


@dataclass(frozen=True, slots=True)
class Collector:
    """Goes through the seeds one after the other; whatever is learnt is in the journal at once.

    `say` is told a line for each seed and for each wait. After a failure that may pass, `collect` asks again
    under the policy `COLLECTING`; `sleep` is how it waits.
    """

    search: Search
    features: FeatureSource
    journal: CollectionJournal
    say: Callable[[str], None]
    limit: int = TRACKS_PER_SEED
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def collect(self, seeds: Sequence[str]) -> None:
        """Collect what is still missing.

        Raises SourceUnavailable where it is of no use to go on now. Where it is the search that fails, the
        features of what was found are asked for first.
        """
        for seed in seeds:
            try:
                await self._search(seed)
            except SourceUnavailable:
                await self._ask_features()
                raise
            await self._ask_features()
            self.say(self._line(seed))

    def done(self, seed: str) -> bool:
        """Say whether there is nothing more to search for a seed."""
        progress = self.journal.progress(seed)
        return progress.ended or progress.passed >= self.limit

    def summary(self, seeds: Sequence[str]) -> Summary:
        """Count what there is of these seeds."""
        known = [self.journal.progress(seed) for seed in seeds]
        ids = [track_id for progress in known for track_id in progress.tracks]
        features = self.journal.features
        return Summary(
            found=len(ids),
            tracks=len(set(ids)),
            repeated=sum(progress.repeated for progress in known),
            without_features=sum(features.get(track_id, ...) is None for track_id in set(ids)),
            not_asked=sum(track_id not in features for track_id in set(ids)),
            seeds_done=sum(self.done(seed) for seed in seeds),
        )

    def rows(self, seeds: Sequence[str]) -> Iterator[tuple[Track, AudioFeatures, str]]:
        """Yield the tracks with features, seed by seed, a track once for each seed."""
        for seed in seeds:
            for track in self.journal.progress(seed).tracks.values():
                features = self.journal.features.get(track.id)
                if features is not None:
                    yield track, features, seed

    async def _search(self, seed: str) -> None:
        while not self.done(seed):
            passed = self.journal.progress(seed).passed
            step = min(PAGE, self.limit - passed)
            page = await self._patiently(partial(self.search.search, f'genre:"{seed}"', step, passed))
            self.journal.keep_page(seed, page, step)

    async def _ask_features(self) -> None:
        known = self.journal.features
        missing = [
            track_id
            for progress in self.journal.seeds.values()
            for track_id in progress.tracks
            if track_id not in known
        ]
        asked = list(dict.fromkeys(missing))
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            found = await self._patiently(partial(self.features.audio_features, batch))
            self.journal.keep_features(batch, found)

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        return await Retrying(self.say, sleep=self.sleep).ask(ask)

    def _line(self, seed: str) -> str:
        progress = self.journal.progress(seed)
        return f"{seed}: {len(progress.tracks):,} tracks, {self._known(progress):,} with features"

    def _known(self, progress: SeedProgress) -> int:
        return sum(self.journal.features.get(track_id) is not None for track_id in progress.tracks)
