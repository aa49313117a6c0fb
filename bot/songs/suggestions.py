"""From what a person has typed so far to known songs; the library alone is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.language.plain_text import visible
from bot.language.words import Words
from bot.links.reader import TrackLink
from bot.messages.message import Message
from bot.messages.suggestion import Suggestion
from bot.songs import matching, replies
from bot.songs.artist_finder import ArtistFinder
from bot.songs.genre_finder import GenreFinder
from bot.songs.known_songs import KnownSongs
from bot.songs.requests import SongName, song_requests
from bot.songs.song_genre import SongGenre
from bot.songs.thumbnails import Thumbnails
from model.music import Track
from storage.history import History
from storage.known_song import KnownSong, NameSearch

MOST_SUGGESTED: Final = 10
LONGEST: Final = 256
"""Characters that are read of what is typed; Telegram sends no more."""


class SongSuggestions:
    """Suggests songs that are known already; no service is waited for, and nothing raises."""

    def __init__(
        self,
        known: KnownSongs,
        genres: GenreFinder,
        artists: ArtistFinder,
        thumbnails: Thumbnails,
        history: History,
    ) -> None:
        self._known = known
        self._genres = genres
        self._artists = artists
        self._thumbnails = thumbnails
        self._history = history
        self._voting: asyncio.Task[object] | None = None

    async def suggestions(
        self, message: Message, most: int, words: Words, *, answers: bool = True
    ) -> list[Suggestion]:
        """Return the songs that links mean, or a name whose end may be missing; the likeliest first.

        Where nothing is typed yet they are the last ones that the person asked for, as far as these are kept.
        Without `answers` they come faster: no vote and no write is waited for, and a genre that is not known
        yet is absent.
        """
        typed = visible(message.text)[:LONGEST]
        if not typed.strip() and message.user is not None:
            await self._known.write()
            last: list[Track] = await call_storage(self._history.latest, message.user, most, fallback=[])
            return await self._of_ids([track.id for track in last], words, answers=answers)
        requests = song_requests(typed)
        ids = [request.track_id for request in requests if isinstance(request, TrackLink)]
        if ids or not requests:
            return await self._of_ids(ids[:most], words, answers=answers)
        songs: list[KnownSong] = []
        if isinstance(requests[0], SongName):
            songs = await self._named(requests[0].text, most, at_once=not answers)
        return await self._told(songs, words, answers=answers)

    async def close(self) -> None:
        """Stop what goes on after an answer."""
        if self._voting is not None:
            await asyncio.wait([self._voting])  # it is in the middle of a write
        await self._thumbnails.close()

    async def _of_ids(self, track_ids: Collection[str], words: Words, *, answers: bool) -> list[Suggestion]:
        """Return the known ones of these songs, in their order."""
        known = await self._known.by_id(track_ids)
        songs = [known[track_id] for track_id in track_ids if track_id in known]
        return await self._told(songs, words, answers=answers)

    async def _named(self, name: str, most: int, *, at_once: bool) -> list[KnownSong]:
        """Return the best known songs of the artist of this name, then songs that are called so."""
        artist = matching.known_spellings(matching.normalized(name))
        songs = await self._artists.best_known(artist, most, at_once=at_once) if artist else []
        search = NameSearch(matching.name_searches(name), partial(_suggested, name, most))
        (called_so,) = await self._known.named([search], at_once=at_once)
        return list({song.track.id: song for song in (*songs, *called_so.certain)}.values())[:most]

    async def _told(self, songs: Sequence[KnownSong], words: Words, *, answers: bool) -> list[Suggestion]:
        if not answers:
            self._vote_later([song for song in songs if song.vote is None])
            remembered = self._genres.remembered(songs)
            return [_named(song.track, remembered.get(song.track.id), words) for song in songs]
        genres = await self._genres.voted(songs)
        return [
            _answered(
                _named(song.track, genres.get(song.track.id), words),
                genres.get(song.track.id),
                self._thumbnails.address(song.track.id),
                words,
            )
            for song in songs
        ]

    def _vote_later(self, songs: Sequence[KnownSong]) -> None:
        """Let votes be there at one of the next letters; who types fast does not make them pile up."""
        if songs and (self._voting is None or self._voting.done()):
            self._voting = asyncio.create_task(self._genres.voted(songs))


def _suggested(name: str, most: int, tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    return matching.suggested(name, tracks)[:most], []


def _named(track: Track, song: SongGenre | None, words: Words) -> Suggestion:
    return Suggestion(
        track.id,
        replies.song_name(track, words).text,
        replies.genre_in_short(song, words) if song else "",
        f"spotify:track:{track.id}",
    )


def _answered(suggestion: Suggestion, song: SongGenre | None, cover: str | None, words: Words) -> Suggestion:
    return replace(suggestion, answer=replies.song_reply(song, words) if song else None, cover=cover)
