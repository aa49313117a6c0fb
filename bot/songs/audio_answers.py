"""Answers for sound files and voice messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.audio.heard import Heard
from bot.audio.kinds import MOST_BYTES
from bot.audio.listener import Listener
from bot.errors import CannotAnswer, NotHeard, SoundNotHeard
from bot.hearing import Hearing
from bot.message import Message, Sound
from bot.reply import Reply
from bot.songs import replies as song_replies
from bot.songs.genre_finder import GenreFinder
from bot.songs.song_genre import SongGenre
from bot.songs.track_finder import TrackFinder
from bot.sources.json_values import name
from bot.storage_calls import remembered
from bot.words import Words
from model.levels import Level
from model.music import Track
from storage.song_library import SongLibrary

_SAME_LENGTH: Final = 5.0
"""Seconds by which a file may be longer or shorter than the song that it says it is."""


class AudioAnswers:
    """Answers what is sent as sound: by the song's name where the file tells it, else by listening.

    `listener` is None where sound files are not listened to.
    """

    def __init__(
        self,
        tracks: TrackFinder,
        genres: GenreFinder,
        listener: Listener | None,
        hearing: Hearing,
        library: SongLibrary,
        now: Callable[[], datetime],
    ) -> None:
        self._tracks = tracks
        self._genres = genres
        self._listener = listener
        self._hearing = hearing
        self._library = library
        self._now = now

    async def heard(self, sound: Sound, message: Message, words: Words) -> Reply:
        """Answer a sound: a measured answer beats an estimate."""
        try:
            reply, track = await self._answered(sound, words)
        except CannotAnswer as problem:
            await self._note(message, type(problem).__name__)
            return Reply(song_replies.sorry(problem, words))
        await self._note(message, "answered", track.id if track else None)
        return reply

    async def _answered(self, sound: Sound, words: Words) -> tuple[Reply, Track | None]:
        """Return the answer, and the track that it is about, if it is one that is known."""
        track = await self._named(sound)
        if track is not None and (song := await self._known(track)):
            return Reply(song_replies.song_lines(song, words)), track
        heard = await self._listened(sound)
        if track is None and not sound.recorded:
            sound = _with_tags(sound, heard)
            track = await self._named(sound)
            if track is not None and (song := await self._known(track)):
                return Reply(song_replies.song_lines(song, words)), track
        found = self._hearing.genre(heard, "voice" if sound.recorded else "file")
        if found is None:
            raise SoundNotHeard(NotHeard.SILENT)
        return Reply(song_replies.sound_lines(found, sound, track, words)), track

    async def _named(self, sound: Sound) -> Track | None:
        """Return the one song that title and performer certainly mean and that is as long as the file."""
        if not sound.title or not sound.performer:
            return None
        try:
            track = await self._tracks.in_library(sound.title, [sound.performer])
            track = track or await self._tracks.by_name(f"{sound.title} {sound.performer}")
        except CannotAnswer:
            return None
        return track if _as_long(track, sound) else None

    async def _known(self, track: Track) -> SongGenre | None:
        """Return what is known of the song; None where the file may tell more: not of a measured song."""
        try:
            song = await self._genres.genre(track)
        except CannotAnswer:
            if self._listener is None:
                raise
            return None
        tells_more = self._listener is not None and self._hearing.tells_genres
        return None if song.level is Level.ARTIST and tells_more else song

    async def _listened(self, sound: Sound) -> Heard:
        if self._listener is None:
            raise SoundNotHeard(NotHeard.OFF)
        if (sound.size or 0) > MOST_BYTES:
            raise SoundNotHeard(NotHeard.TOO_LARGE)
        return await self._listener.listen(await sound.read())

    async def _note(self, message: Message, outcome: str, track_id: str | None = None) -> None:
        await remembered(
            lambda: self._library.record_request(message.platform, "Sound", outcome, self._now(), track_id),
            otherwise=None,
        )


def _with_tags(sound: Sound, heard: Heard) -> Sound:
    """Return the sound as the file's own tags call it, where the platform did not say."""
    if sound.title:
        return sound
    return replace(sound, title=name(heard.title), performer=name(heard.performer), seconds=heard.seconds)


def _as_long(track: Track, sound: Sound) -> bool:
    """Say whether the file may be this recording; where a length is unknown, it may."""
    if track.duration_ms is None or sound.seconds is None:
        return True
    return abs(track.duration_ms / 1000 - sound.seconds) <= _SAME_LENGTH
