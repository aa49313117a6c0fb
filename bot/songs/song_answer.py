"""The answer for one song, which may come again when more songs of its artist are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from functools import partial
from typing import Final

from bot.answering.deadline import can_say
from bot.answering.recent import MOST_KEPT
from bot.errors import CannotAnswer, LinkNotUnderstood, NoAudioFeatures, NotOnSpotify
from bot.language.words import Words
from bot.links.reader import ListLink, ShortLink, SongLink, TrackLink, UnreadableLink
from bot.messages.reply import Reply
from bot.songs import replies
from bot.songs.artist_gathering import ENOUGH, ArtistGathering
from bot.songs.genre_finder import GenreFinder
from bot.songs.others_words import OthersSay
from bot.songs.requests import SongName, SongRequest
from bot.songs.song_genre import SongGenre
from bot.songs.track_finder import Named, TrackFinder
from bot.sources.foreign_song import ForeignSong
from model.music import Track
from storage.known_song import KnownSong

WAIT_FOR_ARTIST: Final = timedelta(seconds=15)
"""An answer comes again when more of the artist's songs are known within this time."""


class Length(Enum):
    """How much is said of a song: all, two lines with the same buttons, or two lines beside other songs'."""

    LONG = auto()
    SHORT = auto()
    AMONG_OTHERS = auto()


class SongAnswer:
    """Finds one song and says its genre."""

    def __init__(
        self, tracks: TrackFinder, genres: GenreFinder, artists: ArtistGathering, others: OthersSay
    ) -> None:
        self._tracks = tracks
        self._genres = genres
        self._artists = artists
        self._others = others
        self._said: dict[tuple[str, Words, bool, bool], tuple[SongGenre, Reply]] = {}

    async def answer(
        self, request: SongRequest, words: Words, length: Length = Length.LONG
    ) -> tuple[Reply, SongGenre]:
        """Return what to say of a song, and its genre; raises CannotAnswer."""
        try:
            named = await self.find(request)
            can_say(partial(self._so_far, named.song, words))
            found = await self._genres.genre(named.song)
        except NotOnSpotify as unknown:
            found, named = await self._by_artist(unknown), None
        by_name = isinstance(request, SongName)
        versions = named is not None and named.has_versions
        reply = self._reply(found, words, named=by_name, versions=versions)
        if length is Length.SHORT:
            reply = replace(reply, text=replies.song_in_brief(found, words))
        elif length is Length.AMONG_OTHERS:
            reply = Reply(replies.song_in_brief(found, words))
        else:
            reply = replies.with_artist(reply, named.artist if named else None, words)
        if found.vote.songs < ENOUGH:
            reply = self._improvable(reply, found.track, request, words, length)
        return reply, found

    async def why(self, song: KnownSong, words: Words) -> Reply:
        """Return why a song has its genre; raises CannotAnswer."""
        why = await self._genres.why(song)
        known = await self._others.about(song.track) if self._others.has_asked(song.track) else None
        reply = Reply(replies.why_lines(why, song.said, known, words))
        if known is None and self._others.may_know(song.track):

            async def better() -> Reply | None:
                said = await self._others.about(song.track)
                return Reply(replies.why_lines(why, song.said, said, words)) if said else None

            reply = replace(reply, later=better)
        return reply

    async def versions(self, song: KnownSong, words: Words) -> Reply:
        """Return which other versions of a song are known, to pick from."""
        return replies.versions_reply(song.track, await self._tracks.versions(song.track), words)

    def sorry(
        self, problem: CannotAnswer, request: SongRequest, words: Words, length: Length, command: str = ""
    ) -> Reply:
        """Return what to say instead of an answer; one for want of audio features may still come.

        A song that is picked instead is asked for by the same `command`.
        """
        choices = replies.choices(problem, words, command)
        reply = Reply(replies.song_sorry(problem, words), choices=choices, refusal=not choices)
        if isinstance(problem, NoAudioFeatures):
            return self._improvable(reply, problem.track, request, words, length)
        if isinstance(problem, NotOnSpotify):
            track = Track("", problem.title, problem.artists)
            return self._improvable(reply, track, request, words, length)
        return reply

    async def _so_far(self, song: KnownSong, words: Words) -> Reply:
        """Say which song is meant, and the genre of its artist's other songs where they are known."""
        track = song.track
        (found,) = await self._genres.by_artists([ForeignSong("", track.title, track.artists)])
        if found is None:
            return Reply((replies.song_name(track, words),))
        return Reply(replies.song_in_brief(replace(found, track=track), words))

    def _reply(self, song: SongGenre, words: Words, *, named: bool, versions: bool) -> Reply:
        """Return what to say of a song, as it was made the last time where that was about the very same."""
        key = (song.track.id, words, named, versions)
        kept = self._said.pop(key, None)
        if kept is None or kept[0] != song:
            kept = song, replies.song_reply(song, words, named=named, versions=versions)
        self._said[key] = kept
        if len(self._said) > MOST_KEPT:
            del self._said[next(iter(self._said))]
        return kept[1]

    def _improvable(
        self, reply: Reply, track: Track, request: SongRequest, words: Words, length: Length
    ) -> Reply:
        async def better() -> Reply | None:
            if not await self._artists.learn([track], WAIT_FOR_ARTIST):
                return None
            try:
                again, _ = await self.answer(request, words, length)
            except CannotAnswer:
                return None
            return replace(again, later=None) if again != reply else None

        return replace(reply, later=better)

    async def _by_artist(self, unknown: NotOnSpotify) -> SongGenre:
        """Return the genre of a song that is not on Spotify; raises NotOnSpotify where no song tells it."""
        (found,) = await self._genres.by_artists([ForeignSong("", unknown.title, unknown.artists)])
        if found is None:
            raise unknown
        return replace(found, said=unknown.said)

    async def find(self, request: SongRequest) -> Named:
        """Return the song that is meant; raises CannotAnswer, LinkNotUnderstood where no song is meant."""
        request = await self._tracks.behind(request) if isinstance(request, ShortLink) else request
        match request:
            case TrackLink(track_id):
                return Named(await self._tracks.by_id(track_id))
            case SongLink():
                return Named(await self._tracks.by_link(request))
            case SongName(text):
                return await self._tracks.by_name(text)
            case UnreadableLink(kind, service):
                raise LinkNotUnderstood(kind, service)
            case ListLink() | ShortLink():  # a short link to a short link; lists have their own answer
                raise LinkNotUnderstood("gone")
