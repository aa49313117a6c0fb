"""From what a person has typed so far to known songs; the library alone is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

    async def suggestions(self, message: Message, most: int, words: Words) -> list[Suggestion]:
        """Return the songs that links mean, or a name whose end may be missing; the likeliest first.

        Where nothing is typed yet they are the last ones that the person asked for, as far as these are kept.
        """
        typed = visible(message.text)[:LONGEST]
        if not typed.strip() and message.user is not None:
            await self._known.write()
            last: list[Track] = await call_storage(self._history.latest, message.user, most, fallback=[])
            return await self.of_ids([track.id for track in last], words)
        requests = song_requests(typed)
        ids = [request.track_id for request in requests if isinstance(request, TrackLink)]
        if ids or not requests:
            return await self.of_ids(ids[:most], words)
        songs = await self._named(requests[0].text, most) if isinstance(requests[0], SongName) else []
        return await self._told(songs, words)

    async def of_ids(self, track_ids: Collection[str], words: Words) -> list[Suggestion]:
        """Return the known ones of these songs, in their order."""
        known = await self._known.by_id(track_ids)
        return await self._told([known[track_id] for track_id in track_ids if track_id in known], words)

    async def close(self) -> None:
        """Stop what goes on after an answer."""
        await self._thumbnails.close()

    async def _named(self, name: str, most: int) -> list[KnownSong]:
        """Return the best known songs of the artist of this name, then songs that are called so."""
        artist = matching.known_spellings(matching.normalized(name))
        songs = await self._artists.best_known(artist, most) if artist else []
        search = NameSearch(matching.name_searches(name), partial(_suggested, name, most))
        (called_so,) = await self._known.named([search])
        return list({song.track.id: song for song in (*songs, *called_so.certain)}.values())[:most]

    async def _told(self, songs: Sequence[KnownSong], words: Words) -> list[Suggestion]:
        genres = await self._genres.voted(songs)
        return [
            _suggestion(song.track, genres.get(song.track.id), self._thumbnails.address(song.track.id), words)
            for song in songs
        ]


def _suggested(name: str, most: int, tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    return matching.suggested(name, tracks)[:most], []


def _suggestion(track: Track, song: SongGenre | None, cover: str | None, words: Words) -> Suggestion:
    return Suggestion(
        track.id,
        replies.song_name(track, words).text,
        replies.genre_in_short(song, words) if song else "",
        f"spotify:track:{track.id}",
        replies.song_reply(song, words) if song else None,
        cover,
    )
