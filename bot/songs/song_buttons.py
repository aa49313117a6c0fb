"""What the buttons below a song ask: why it has its genre, others like it, its card, a person's opinion."""

from __future__ import annotations

from typing import Final

from bot.answering.deadline import Deadline
from bot.errors import CannotAnswer, NameIsArtist, SourceUnavailable
from bot.language.words import Words
from bot.links.reader import ListLink
from bot.messages.message import Message, Progress
from bot.messages.reply import Reply
from bot.songs import replies
from bot.songs.cards import SongCards
from bot.songs.finders import SongFinders
from bot.songs.genre_opinions import GenreOpinions
from bot.songs.requests import SongRequest, song_requests
from bot.songs.similar_songs import SimilarSongs
from bot.songs.song_answer import Length, SongAnswer
from bot.songs.song_genre import SongGenre
from bot.talk import help as help_texts
from storage.known_song import KnownSong

SONG_BUTTONS: Final = frozenset({"why", "similar", "card", "versions", "wrong", "is"})
"""The commands that this module answers."""
_LONGEST_PAGE: Final = 2  # digits of a page's number
_MOST_SONGS: Final = 5


class SongButtons:
    """Answers /why, /similar, /card, /versions, /wrong and /is."""

    def __init__(
        self,
        songs: SongFinders,
        song: SongAnswer,
        deadline: Deadline,
        similar: SimilarSongs,
        cards: SongCards,
        opinions: GenreOpinions,
    ) -> None:
        self._songs = songs
        self._song = song
        self._deadline = deadline
        self._similar = similar
        self._cards = cards
        self._opinions = opinions

    async def command(
        self, name: str, asked: str, message: Message, words: Words, progress: Progress
    ) -> Reply:
        """Answer one of the commands; `asked` is what follows it."""
        if name == "is":
            return await self._opinions.noted(asked, message, words)
        asked, page = _paged(asked) if name == "wrong" else (asked, 0)
        request = next(iter(song_requests(asked, message.links)), None)
        if request is None or isinstance(request, ListLink):
            return help_texts.hint(words, name)

        async def work(_: Progress) -> Reply:
            return await self._answered(name, request, page, message, words)

        return await self._deadline.answer(work, words, progress)

    async def close(self) -> None:
        """Stop what goes on after an answer."""
        await self._similar.close()

    async def _answered(
        self, name: str, request: SongRequest, page: int, message: Message, words: Words
    ) -> Reply:
        kind = name.capitalize()
        try:
            song = (await self._song.find(request)).song
            reply = await self._about(name, song, page, message, words)
        except CannotAnswer as problem:
            await self._songs.known.note(message, kind, type(problem).__name__)
            which = await self._with_songs(problem) if isinstance(problem, NameIsArtist) else problem
            return self._song.sorry(which, request, words, Length.LONG, name)
        await self._songs.known.note(message, kind, "answered", song.track.id)
        return reply

    async def _about(self, name: str, song: KnownSong, page: int, message: Message, words: Words) -> Reply:
        if name == "why":
            return await self._song.why(song, words)
        if name == "versions":
            return await self._song.versions(song, words)
        voted = await self._songs.genres.genre(song)
        if name == "similar":
            return await self._like(voted, words)
        if name == "card":
            return await self._cards.reply(voted, words)
        return await self._opinions.question(voted, message, page, words)

    async def _with_songs(self, artist: NameIsArtist) -> CannotAnswer:
        """Return the problem that a name is an artist's, with the best known songs to pick from."""
        try:
            known = await self._songs.artists.by_name(artist.name, artist.names)
        except SourceUnavailable as problem:
            return artist if artist.tracks else problem
        best = tuple(song.track for song in known.songs[:_MOST_SONGS])
        return NameIsArtist(known.name, artist.names, artist.tracks or best)

    async def _like(self, song: SongGenre, words: Words) -> Reply:
        similar = await self._similar.to(song.track)
        if similar is None:
            return replies.similar_reply(song.track, None, words)
        voted = await self._songs.genres.voted(similar)
        return replies.similar_reply(song.track, list(voted.values()), words)


def _paged(asked: str) -> tuple[str, int]:
    """Take the number of a page from the end of a request for a song."""
    link, _, page = asked.rpartition(" ")
    return (link, int(page)) if link and page.isdecimal() and len(page) <= _LONGEST_PAGE else (asked, 0)
