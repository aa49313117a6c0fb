"""Answers for songs: links, names, albums and playlists."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Final

from bot.answering.deadline import Deadline, can_say
from bot.answering.flights import Flights
from bot.errors import CannotAnswer, NameIsArtist, SourceUnavailable
from bot.language.words import N_, Words
from bot.links.reader import ListLink, ShortLink, TrackLink
from bot.messages.message import Message, Progress
from bot.messages.reply import Reply, Span
from bot.songs import matching, replies
from bot.songs.finders import SongFinders
from bot.songs.progress import in_lines
from bot.songs.requests import SongRequest, names_beside_links, requests_for_us, song_requests
from bot.songs.song_answer import Length, SongAnswer
from bot.songs.song_genre import SongGenre
from bot.songs.typed_names import names_no_song
from bot.talk import help as help_texts

MOST_SONGS: Final = 5
"""The most songs that one message is answered for."""
_GAP: Final = Span("\n\n")


class SongAnswers:
    """Answers what is asked about songs."""

    def __init__(
        self, songs: SongFinders, song: SongAnswer, deadline: Deadline, flights: Flights | None
    ) -> None:
        self._flights = flights.of_message if flights else nullcontext
        self._songs = songs
        self._song = song
        self._deadline = deadline

    def concerns(self, message: Message) -> bool:
        """Tell whether a message names songs that `said` would answer."""
        return bool(requests_for_us(message))

    async def expect(self, messages: Iterable[Message]) -> None:
        """Begin to ask for what the links in messages need that will be answered soon."""
        requests = (request for message in messages for request in requests_for_us(message))
        ids = dict.fromkeys(request.track_id for request in requests if isinstance(request, TrackLink))
        if ids:
            await self._songs.genres.expect(ids.keys())

    async def said(self, message: Message, words: Words, progress: Progress) -> Reply | None:
        """Answer the songs that a message names; None where it is not for us."""
        if not (message.to_us or message.links_answered):
            return None
        if message.to_us and not message.links and names_no_song(message.text):
            return await self.named(message.text, message, words, progress)
        requests = requests_for_us(message)
        if names := names_beside_links(message) if message.to_us else ():
            answer = await self._all(names, message, words, progress)
            if answer is not None and not answer.refusal:
                return answer
        return await self._all(requests, message, words, progress)

    async def named(self, text: str, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer /genre TEXT, or the links behind its words; this song is that of the message answered."""
        if unnamed := names_no_song(text):
            text = message.about
        answer = await self._all(song_requests(text, message.links), message, words, progress)
        return answer or help_texts.hint(words, "this" if unnamed else "genre")

    async def command(
        self, name: str, asked: str, message: Message, words: Words, progress: Progress
    ) -> Reply:
        """Answer /artist or /songs."""
        if name == "artist":
            return await self._deadline.answer(lambda _: self.artist(asked, message, words), words, progress)
        return await self.page(asked, message, words, progress)

    async def page(self, asked: str, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer /songs LINK NUMBER, which the buttons below a list say: its songs from that number on."""
        link, _, number = asked.rpartition(" ")
        (request, *_) = (*song_requests(link), None)
        if not isinstance(request, ListLink) or not number.isdecimal():
            return help_texts.hint(words, "songs")
        return await self._answered(request, message, words, progress, first=int(number[:4]))

    async def artist(self, name: str, message: Message, words: Words) -> Reply:
        """Answer /artist NAME: the songs of the artist of this name, also where a song is called so."""
        if not name.strip():
            return help_texts.hint(words, "artist")
        names = matching.artist_names(name) or {name}
        try:
            found = await self._songs.artists.by_name(name, names)
        except SourceUnavailable as problem:
            await self._songs.known.note(message, "Artist", type(problem).__name__)
            return Reply(replies.song_sorry(problem, words), refusal=True)
        if not found.songs and not matching.known_spellings(matching.normalized(name)):
            await self._songs.known.note(message, "Artist", "NameNotFound")
            return replies.no_such_artist(name, words)
        await self._songs.known.note(message, "Artist", "answered")
        return replies.artist_reply(found, (), words)

    async def _all(
        self, requests: tuple[SongRequest, ...], message: Message, words: Words, progress: Progress
    ) -> Reply | None:
        """Answer each thing in turn; one that cannot be answered does not silence the others."""
        if not requests:
            return None
        if len(requests) == 1:
            length = Length.SHORT if message.brief else Length.LONG
            return await self._answered(requests[0], message, words, progress, length=length)
        several = requests[:MOST_SONGS]
        answers = await asyncio.gather(
            *(
                self._answered(request, message, words, progress, length=Length.AMONG_OTHERS)
                for request in several
            )
        )
        together = _together(requests, answers, words)
        if not any(answer.later for answer in answers):
            return together

        async def better() -> Reply | None:
            later = await asyncio.gather(*map(_later_of, answers))
            if not any(later):
                return None
            return _together(requests, [new or old for new, old in zip(later, answers, strict=True)], words)

        return replace(together, later=better)

    async def _answered(
        self,
        request: SongRequest,
        message: Message,
        words: Words,
        progress: Progress,
        first: int = 1,
        *,
        length: Length = Length.LONG,
    ) -> Reply:
        """Answer one thing in time: a song, or a list from song number `first` on."""

        async def work(heard: Progress) -> Reply:
            async with self._flights():
                return await self._worked_on(request, message, words, heard, first, length)

        return await self._deadline.answer(work, words, progress)

    async def _worked_on(
        self,
        request: SongRequest,
        message: Message,
        words: Words,
        progress: Progress,
        first: int,
        length: Length,
    ) -> Reply:
        kind = type(request).__name__
        try:
            request = await self._songs.tracks.behind(request) if isinstance(request, ShortLink) else request
            reply, song = await self._found(request, words, progress, first, length)
        except CannotAnswer as problem:
            await self._songs.known.note(message, kind, type(problem).__name__)
            return self._song.sorry(problem, request, words, length)
        track_id, vote = (song.track.id or None, song.vote) if song else (None, None)
        await self._songs.known.note(message, kind, "answered", track_id, vote)
        return reply

    async def _found(
        self, request: SongRequest, words: Words, progress: Progress, first: int, length: Length
    ) -> tuple[Reply, SongGenre | None]:
        """Return the answer, and the song where it is for one; raises CannotAnswer."""
        if isinstance(request, ListLink) and request.kind == "artist":
            artist = await self._songs.artists.by_link(request)
            return replies.artist_reply(artist, (), words), None
        if isinstance(request, ListLink):
            return await self._listed(request, first, words, progress), None
        try:
            return await self._song.answer(request, words, length)
        except NameIsArtist as artist:
            known = await self._songs.artists.by_name(artist.name, artist.names)
            return replies.artist_reply(known, artist.tracks, words), None

    async def _listed(self, link: ListLink, first: int, words: Words, progress: Progress) -> Reply:
        songs = await self._songs.collections.songs(link)

        async def so_far() -> Reply:
            return replies.collection_reply(await self._songs.collections.known(songs), first, words)

        can_say(so_far)
        found = await self._songs.collections.learned(songs, in_lines(progress, words))
        return replies.collection_reply(found, first, words)


def _together(requests: Sequence[SongRequest], answers: Sequence[Reply], words: Words) -> Reply:
    """Return one reply to several requests, of which the first ones are answered."""
    named = zip(requests, answers, strict=False)
    text = [span for request, answer in named for span in (_GAP, *_named(request, answer))][1:]
    if len(requests) > MOST_SONGS:
        more = words.say(
            N_("That is as many songs as I answer at once ({number}). Please send the others again."),
            number=MOST_SONGS,
        )
        text += [_GAP, *more]
    return Reply(tuple(text), choices=tuple(choice for answer in answers for choice in answer.choices))


async def _later_of(answer: Reply) -> Reply | None:
    return await answer.later() if answer.later else None


def _named(request: SongRequest, answer: Reply) -> tuple[Span, ...]:
    """Say which of several links an answer is for, where the answer itself does not."""
    if not isinstance(request, TrackLink) or any(span.link for span in answer.text):
        return answer.text
    address = f"https://open.spotify.com/track/{request.track_id}"
    return (Span(address, link=address), Span("\n"), *answer.text)
