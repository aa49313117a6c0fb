"""Hearing the previews of songs whose features are known, one after the other; what was heard is kept."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.audio.heard import Heard, NothingHeard
from bot.audio.listener import Listener
from bot.errors import SoundNotHeard
from bot.offline.retry import Patience
from bot.sources.previews import Previews
from model.features import AudioFeatures
from model.music import Track


class JournalProblem(Exception):  # noqa: N818 - a fact about a file
    """The journal cannot be used; the message is one sentence for the operator."""


class HearingJournal:
    """A file with a line for each song: what was heard of it, or null where it has no preview.

    `with` opens it, for one process at a time; a line that was not finished is cut off.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.heard: dict[str, Heard | None] = {}

    def __enter__(self) -> Self:
        """Read the file; raises JournalProblem."""
        try:
            self._file = self._path.open("a+b")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise JournalProblem(f"Another calibration is at work on {self._path.name}.") from None
        except OSError as error:
            raise JournalProblem(f"{self._path.name} cannot be opened: {error.strerror}.") from error
        self._file.seek(0)
        whole = 0
        for line in self._file:
            if line.endswith(b"\n"):
                self._read(line)
                whole += len(line)
        self._file.truncate(whole)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, track_id: str, heard: Heard | None) -> None:
        """Write what was heard of a song."""
        said = {track_id: None if heard is None else heard.to_json()}
        self._file.write(json.dumps(said).encode() + b"\n")
        self._file.flush()
        self.heard[track_id] = heard

    def _read(self, line: bytes) -> None:
        try:
            for track_id, said in json.loads(line).items():
                self.heard[track_id] = None if said is None else Heard.from_json(said)
        except (ValueError, AttributeError, TypeError, NothingHeard):
            self._file.close()
            raise JournalProblem(f"{self._path.name} is damaged; move the file away to begin anew.") from None


@dataclass(frozen=True, slots=True)
class Calibrator:
    """Hears songs, politely: each service at its pace, one file at a time."""

    previews: Previews
    listener: Listener
    journal: HearingJournal
    patience: Patience

    async def hear(
        self, songs: Iterable[tuple[Track, AudioFeatures]], wanted: int
    ) -> list[tuple[Track, AudioFeatures, Heard]]:
        """Return songs with what was heard of them, until it is as many as wanted.

        Raises SourceUnavailable where it is of no use to go on now; the journal keeps what there is.
        """
        found: list[tuple[Track, AudioFeatures, Heard]] = []
        for track, features in songs:
            if len(found) >= wanted:
                break
            if track.id not in self.journal.heard:
                self.journal.keep(track.id, await self._heard(track))
                self._tell()
            heard = self.journal.heard[track.id]
            if heard is not None and heard.descriptors:
                found.append((track, features, heard))
        return found

    async def _heard(self, track: Track) -> Heard | None:
        content = await self.patience.ask(lambda: self.previews.preview(track))
        if content is None:
            return None
        try:
            return await self.listener.listen(content)
        except SoundNotHeard:
            return None

    def _tell(self) -> None:
        asked = len(self.journal.heard)
        if asked % 25 == 0:
            heard = sum(each is not None for each in self.journal.heard.values())
            self.patience.say(f"{asked} songs asked for, {heard} heard")
