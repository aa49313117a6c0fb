"""Which genre a song has to a person: asked, noted and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.answering.storage_calls import call_storage
from bot.language.words import Words
from bot.messages.message import Message, author_of
from bot.messages.reply import Reply
from bot.songs import replies
from bot.songs.genre_finder import GenreFinder
from bot.songs.known_songs import KnownSongs
from bot.songs.replies.opinions import TAKEN_BACK
from bot.songs.song_genre import SongGenre
from bot.sources.json_values import is_track_id
from bot.talk import help as help_texts
from storage.opinions import NONE_OF_THESE, Opinion, Opinions
from storage.places import Person


class GenreOpinions:
    """Asks for a song's genre and notes what a person says; `names` are the genres of the model."""

    def __init__(
        self,
        genres: GenreFinder,
        known: KnownSongs,
        opinions: Opinions,
        names: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._genres = genres
        self._known = known
        self._opinions = opinions
        self._names = names
        self._now = now

    async def question(self, song: SongGenre, message: Message, page: int, words: Words) -> Reply:
        """Ask the person who wrote for a song's genre; page 0 has the likeliest ones."""
        people: dict[str, int] = await call_storage(self._opinions.on, song.track.id, fallback={})
        said: list[Opinion] = await call_storage(self._opinions.of_person, author_of(message), fallback=[])
        own = next((each.genre for each in said if each.track_id == song.track.id), None)
        return replies.opinion_reply(song, people, own, page, self._names, words)

    async def noted(self, said: str, message: Message, words: Words) -> Reply:
        """Note what a button says: a known song's id, and its genre to the person who pressed it."""
        track_id, _, genre = said.partition(" ")
        if not is_track_id(track_id) or genre not in {*self._names, NONE_OF_THESE, TAKEN_BACK}:
            return help_texts.hint(words, "wrong")
        song = (await self._genres.known([track_id])).get(track_id)
        if song is None:  # a button is below a song that was known: the database does not work
            return replies.not_noted(words)
        await self._known.write()  # an opinion refers to a song that is written
        opinion = Opinion(track_id, genre, song.vote.genre, song.vote.model, self._now())
        noted = await call_storage(self._note, author_of(message), opinion, fallback=False)
        return await self.question(song, message, 0, words) if noted else replies.not_noted(words)

    def _note(self, person: Person, opinion: Opinion) -> bool:
        if opinion.genre == TAKEN_BACK:
            self._opinions.take_back(person, opinion.track_id)
        else:
            self._opinions.say(person, opinion)
        return True
