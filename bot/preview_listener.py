"""Features of songs that nobody has measured, from half a minute of their sound: the last resort."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.audio.listener import Listener
from bot.errors import SoundNotHeard, SourceUnavailable
from bot.hearing import Hearing
from bot.songs.single_flight import Lookups
from bot.sources.previews import Previews
from model.features import AudioFeatures
from model.music import Track

KEPT: Final = timedelta(days=7)
"""A preview sounds the same tomorrow; meanwhile somebody may measure the song."""
MOST_AT_ONCE: Final = 10
"""Each takes a second or two: of a long list the rest stays unknown for now."""


class PreviewListener:
    """A source of features as the others are; `known` returns the tracks of ids."""

    def __init__(
        self,
        previews: Previews,
        listener: Listener,
        hearing: Hearing,
        known: Callable[[Sequence[str]], Awaitable[Mapping[str, Track]]],
        now: Callable[[], datetime],
    ) -> None:
        self._previews = previews
        self._listener = listener
        self._hearing = hearing
        self._known = known
        self._heard: Lookups[str, AudioFeatures | None] = Lookups(now, KEPT)

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        """Return what could be heard; raises SourceUnavailable where that is nothing for want of answers."""
        found: dict[str, AudioFeatures] = {}
        problem: SourceUnavailable | None = None
        tracks = await self._known(ids)
        for track in list(tracks.values())[:MOST_AT_ONCE]:
            try:
                features = await self._heard.ask(track.id, partial(self._listened, track))
            except SourceUnavailable as unavailable:
                problem = problem or unavailable
                continue
            except SoundNotHeard:
                features = None
            if features is None:  # perhaps there is a better file tomorrow
                self._heard.forget(track.id)
            else:
                found[track.id] = features
        if problem is not None and not found:
            raise problem
        return found

    async def _listened(self, track: Track) -> AudioFeatures | None:
        content = await self._previews.preview(track)
        if content is None:
            return None
        features = self._hearing.features(await self._listener.listen(content), "preview")
        return features.with_duration(track.duration_ms) if features is not None else None
