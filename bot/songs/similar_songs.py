"""Songs that the models hear as a song's like: nearest in what all members make of its sound."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.answering.storage_calls import call_storage
from bot.songs import matching
from bot.songs.artist_context import main_artist
from bot.songs.known_songs import KnownSongs
from model.music import Track
from storage.known_song import KnownSong
from storage.log_opinions import LogOpinions

MOST_COMPARED: Final = 100_000
"""So many songs are kept in memory, each with a number for each member and genre: 34 MB for three members."""
BY_OTHERS: Final = 6
BY_THE_ARTIST: Final = 2
_HEARD_AT_ONCE: Final = 500
_Roots = npt.NDArray[np.float32]
_NONE: Final[_Roots] = np.empty((0, 0), dtype=np.float32)
_TINY: Final = np.float32(1e-9)
_NEAREST: Final = 80  # songs of which the names are looked at
_READ_AGAIN: Final = timedelta(hours=6)  # a song that was measured again has other numbers


class SimilarSongs:
    """Compares known songs; what the models make of them is read once, later only what is new.

    Two songs are as near as the members' opinions of them: by the sum of their Bhattacharyya coefficients.
    """

    def __init__(
        self, opinions: LogOpinions, members: int, known: KnownSongs, now: Callable[[], datetime]
    ) -> None:
        self._opinions = opinions
        self._members = members
        self._known = known
        self._now = now
        self._ids: dict[str, int] = {}
        self._roots: _Roots = _NONE
        self._counted = 0
        self._read_at: datetime | None = None
        self._one_reader = asyncio.Lock()
        self._hearing: asyncio.Task[None] | None = None

    async def to(self, song: Track) -> list[KnownSong] | None:
        """Return the songs most like one, those by other artists first; None where its sound is not known."""
        await self._known.write()
        async with self._one_reader:
            if self._read_at is None:  # who asks first gets more than what was asked for before
                await call_storage(self._opinions.hear, _HEARD_AT_ONCE, fallback=0)
            await call_storage(self._refresh, fallback=None)
        if self._hearing is None and len(self._ids) < MOST_COMPARED:
            self._hearing = asyncio.create_task(self._hear_the_others())
        if song.id not in self._ids:
            return None
        nearest = await asyncio.to_thread(self._nearest, song.id)
        known = await self._known.by_id(nearest)
        return _chosen(song, [known[track_id] for track_id in nearest if track_id in known])

    async def close(self) -> None:
        """Hear no more songs."""
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.wait([self._hearing])

    async def _hear_the_others(self) -> None:
        """Let the models hear the known songs that were not asked about; the next questions find them."""
        heard = len(self._ids)
        while heard < MOST_COMPARED:
            more = await call_storage(self._opinions.hear, _HEARD_AT_ONCE, fallback=0)
            if not more:
                break
            heard += more
        self._hearing = None

    def _refresh(self) -> None:
        """Read what is new, or all where the last reading of all is hours ago."""
        now = self._now()
        if self._read_at is None or now - self._read_at > _READ_AGAIN:
            self._ids, self._roots, self._counted, self._read_at = {}, _NONE, 0, now
        count = self._opinions.count()
        room = MOST_COMPARED - len(self._ids)
        if count == self._counted or room <= 0:
            return
        ids, parts = list(self._ids), [self._roots] if self._ids else []
        for added in self._opinions.besides(self._ids, room):
            ids += added
            parts += [self._roots_of(added.values())] if added else []
        self._ids = {track_id: place for place, track_id in enumerate(ids)}
        self._roots, self._counted = np.concatenate(parts) if parts else _NONE, count

    def _roots_of(self, opinions: Collection[bytes]) -> _Roots:
        """Return the roots of the members' opinions, each member's of length 1, (songs, members x genres)."""
        logs = np.frombuffer(b"".join(opinions), dtype="<f4").reshape(len(opinions), self._members, -1)
        roots = np.nan_to_num(np.exp(logs / 2), nan=0.0, posinf=0.0)
        roots /= np.maximum(np.linalg.norm(roots, axis=2, keepdims=True), _TINY)
        return roots.reshape(len(opinions), -1)

    def _nearest(self, track_id: str) -> list[str]:
        ids, roots = list(self._ids), self._roots
        likeness = roots @ roots[self._ids[track_id]]
        count = min(_NEAREST + 1, len(likeness))
        nearest = np.argpartition(-likeness, count - 1)[:count]
        in_order = sorted(nearest.tolist(), key=lambda place: (-likeness[place], ids[place]))
        return [ids[place] for place in in_order if ids[place] != track_id]


def _chosen(song: Track, nearest: Sequence[KnownSong]) -> list[KnownSong]:
    """Return each song once: one song of each other artist, then some by the same one."""
    own = main_artist(song)
    others: list[KnownSong] = []
    same: list[KnownSong] = []
    heard = set(own)
    as_recorded = matching.versions(song.title)
    for each in nearest:
        if (
            matching.versions(each.track.title) - as_recorded
        ):  # a remix, an instrumental: heard but not asked for
            continue
        artist = main_artist(each.track)
        if artist & own:
            if len(same) < BY_THE_ARTIST and not _is_one_of(each.track, [song, *_tracks(same)]):
                same.append(each)
        elif not artist & heard and len(others) < BY_OTHERS:
            others.append(each)
            heard |= artist
    return [*others, *same]


def _is_one_of(track: Track, songs: Iterable[Track]) -> bool:
    titles = {matching.title_of_all_versions(song.title) for song in songs}
    return matching.title_of_all_versions(track.title) in titles


def _tracks(songs: Iterable[KnownSong]) -> list[Track]:
    return [song.track for song in songs]
