"""What the buttons below a song ask: songs like it, and which genre it has to the person who presses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot import help as help_texts
from bot.errors import CannotAnswer
from bot.links import ListLink
from bot.message import Message
from bot.reply import Reply
from bot.songs import replies
from bot.songs.genre_finder import GenreFinder
from bot.songs.known_songs import KnownSongs
from bot.songs.replies.opinions import TAKEN_BACK
from bot.songs.requests import SongRequest, song_requests
from bot.songs.similar_songs import SimilarSongs
from bot.songs.song_answer import SongAnswer
from bot.songs.song_genre import SongGenre
from bot.storage_calls import call_storage
from bot.words import Words
from storage.opinions import NONE_OF_THESE, Opinion, Opinions
from storage.places import Person

SONG_BUTTONS: Final = frozenset({"similar", "wrong", "is"})
"""The commands that this module answers."""
_MOST_PAGES: Final = 2  # digits of a page's number


class SongButtons:
    """Answers /similar, /wrong and /is."""

    def __init__(
        self,
        song: SongAnswer,
        genres: GenreFinder,
        known: KnownSongs,
        similar: SimilarSongs,
        opinions: Opinions,
        names: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._song = song
        self._genres = genres
        self._known = known
        self._similar = similar
        self._opinions = opinions
        self._names = names
        self._now = now

    async def command(self, name: str, asked: str, message: Message, words: Words) -> Reply:
        """Answer one of the commands; `asked` is what follows it."""
        if name == "is":
            return await self._noted(asked, message, words)
        link, _, page = asked.rpartition(" ") if name == "wrong" else (asked, "", "")
        paged = page.isdecimal() and len(page) <= _MOST_PAGES and link != ""
        (request, *_) = (*song_requests(link if paged else asked, message.links), None)
        if request is None or isinstance(request, ListLink):
            return Reply(help_texts.hint_lines(words, name))
        try:
            song = await self._found(request)
        except CannotAnswer as problem:
            await self._known.note(message, name.capitalize(), type(problem).__name__)
            return self._song.sorry(problem, request, words, brief=False)
        await self._known.note(message, name.capitalize(), "answered", song.track.id)
        if name == "similar":
            return await self._like(song, words)
        return await self._asked(song, message, int(page) if paged else 0, words)

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

    async def _noted(self, asked: str, message: Message, words: Words) -> Reply:
        """Note what a button says: a known song's id, and its genre to the person who pressed it."""
        track_id, _, genre = asked.partition(" ")
        song = (await self._genres.known([track_id])).get(track_id)
        if song is None or genre not in {*self._names, NONE_OF_THESE, TAKEN_BACK}:
            return Reply(help_texts.hint_lines(words, "wrong"))
        person = _person(message)
        await self._known.write()  # an opinion refers to a song that is written
        opinion = Opinion(track_id, genre, song.vote.genre, song.vote.model, self._now())
        noted = await call_storage(self._note, person, opinion, fallback=False)
        return await self._asked(song, message, 0, words) if noted else replies.not_noted(words)

    def _note(self, person: Person, opinion: Opinion) -> bool:
        if opinion.genre == TAKEN_BACK:
            self._opinions.take_back(person, opinion.track_id)
        else:
            self._opinions.say(person, opinion)
        return True

    async def _asked(self, song: SongGenre, message: Message, page: int, words: Words) -> Reply:
        people: dict[str, int] = await call_storage(self._opinions.on, song.track.id, fallback={})
        said: list[Opinion] = await call_storage(self._opinions.of_person, _person(message), fallback=[])
        own = next((each.genre for each in said if each.track_id == song.track.id), None)
        return replies.opinion_reply(song, people, own, page, self._names, words)


def _person(message: Message) -> Person:
    """Return who speaks; a platform that knows one person only names none."""
    return message.user or Person(message.platform, "")
