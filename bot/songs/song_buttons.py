"""What the buttons below a song ask: songs like it, its card, and which genre it has to a person."""

from __future__ import annotations

from typing import Final

from bot.errors import CannotAnswer
from bot.language.words import Words
from bot.links.reader import ListLink
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.songs import replies
from bot.songs.cards import SongCards
from bot.songs.genre_finder import GenreFinder
from bot.songs.genre_opinions import GenreOpinions
from bot.songs.known_songs import KnownSongs
from bot.songs.requests import SongRequest, song_requests
from bot.songs.similar_songs import SimilarSongs
from bot.songs.song_answer import Length, SongAnswer
from bot.songs.song_genre import SongGenre
from bot.talk import help as help_texts

SONG_BUTTONS: Final = frozenset({"similar", "card", "wrong", "is"})
"""The commands that this module answers."""
_LONGEST_PAGE: Final = 2  # digits of a page's number


class SongButtons:
    """Answers /similar, /card, /wrong and /is."""

    def __init__(
        self,
        song: SongAnswer,
        genres: GenreFinder,
        known: KnownSongs,
        similar: SimilarSongs,
        cards: SongCards,
        opinions: GenreOpinions,
    ) -> None:
        self._song = song
        self._genres = genres
        self._known = known
        self._similar = similar
        self._cards = cards
        self._opinions = opinions

    async def command(self, name: str, asked: str, message: Message, words: Words) -> Reply:
        """Answer one of the commands; `asked` is what follows it."""
        if name == "is":
            return await self._opinions.noted(asked, message, words)
        link, _, page = asked.rpartition(" ") if name == "wrong" else (asked, "", "")
        paged = page.isdecimal() and len(page) <= _LONGEST_PAGE and link != ""
        request = next(iter(song_requests(link if paged else asked, message.links)), None)
        if request is None or isinstance(request, ListLink):
            return Reply(help_texts.hint_lines(words, name))
        try:
            song = await self._found(request)
        except CannotAnswer as problem:
            await self._known.note(message, name.capitalize(), type(problem).__name__)
            return self._song.sorry(problem, request, words, Length.LONG)
        await self._known.note(message, name.capitalize(), "answered", song.track.id)
        if name == "similar":
            return await self._like(song, words)
        if name == "card":
            return await self._cards.reply(song, words)
        return await self._opinions.question(song, message, int(page) if paged else 0, words)

    async def close(self) -> None:
        """Stop what goes on after an answer."""
        await self._similar.close()

    async def _found(self, request: SongRequest) -> SongGenre:
        return await self._genres.genre((await self._song.find(request)).song)

    async def _like(self, song: SongGenre, words: Words) -> Reply:
        similar = await self._similar.to(song.track)
        if similar is None:
            return replies.similar_reply(song.track, None, words)
        voted = await self._genres.voted(similar)
        return replies.similar_reply(song.track, list(voted.values()), words)
