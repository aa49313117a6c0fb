"""The audio features of tracks: from the sources in order, then of the same recordings under other ids."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from bot.errors import SourceUnavailable
from bot.sources import FeatureSource, Sources
from bot.sources.in_order import FirstFailure
from bot.sources.reccobeats import ReccoBeats
from model.features import AudioFeatures
from model.music import Track

_Ask = Callable[[Mapping[str, Track]], Awaitable[Mapping[str, AudioFeatures]]]


class FeatureSearch:
    """Asks for audio features."""

    def __init__(self, sources: Sources) -> None:
        by_id: tuple[_Ask, ...] = tuple(partial(_by_id, source) for source in sources.features)
        self._sources: tuple[_Ask, ...] = (*by_id, partial(_by_same_recording, sources.recordings))

    async def features(self, tracks: Sequence[Track]) -> dict[str, AudioFeatures | SourceUnavailable | None]:
        """Return the features of each track, by id.

        None where no source has them, SourceUnavailable where one that did not answer may have them.
        """
        missing = {track.id: track for track in tracks}
        found: dict[str, AudioFeatures] = {}
        failure = FirstFailure(SourceUnavailable)
        for ask in self._sources:
            if missing:
                with failure:
                    for track_id, features in (await ask(missing)).items():
                        if track := missing.pop(track_id, None):
                            found[track_id] = features.with_duration(track.duration_ms)
        return {**dict.fromkeys(missing, failure.first), **found}


async def _by_id(source: FeatureSource, tracks: Mapping[str, Track]) -> Mapping[str, AudioFeatures]:
    return await source.audio_features(list(tracks))


async def _by_same_recording(
    recordings: ReccoBeats, tracks: Mapping[str, Track]
) -> Mapping[str, AudioFeatures]:
    """Return the features of the recordings of these ISRCs, whatever their ids."""
    isrcs = [track.isrc for track in tracks.values() if track.isrc]
    found = await recordings.features_by_isrc(isrcs) if isrcs else {}
    return {
        track_id: found[track.isrc]
        for track_id, track in tracks.items()
        if track.isrc and track.isrc in found
    }
