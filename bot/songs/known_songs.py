"""The song library as the bot uses it: what is learned while a message is answered is written at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.answering.batches import Batches
from bot.answering.flights import look_up
from bot.answering.lookup_count import count_answer
from bot.answering.recent import Recent
from bot.answering.storage_calls import call_storage
from bot.messages.message import Message
from bot.songs.voter import SongVoter
from model.evidence import Evidence
from model.music import ServiceGenres, Track
from model.voting import GenreVote
from storage.history import KeptSong
from storage.known_song import KnownSong, NamedSongs, NameSearch, together
from storage.places import Chat, Person
from storage.song_library import SongLibrary
from storage.song_notes import Request
from storage.voter import Case

log = logging.getLogger(__name__)

WRITTEN_WITHIN: Final = timedelta(seconds=30)
MOST_REQUESTS: Final = 32
"""So many requests wait for a write that is needed anyway, and no longer than that."""
MOST_FORGOTTEN: Final = 10_000
"""Of so many chats and people it is known when they were forgotten: their answers were made long ago."""


@dataclass(slots=True)
class _News:
    """What is not written yet; `voted` is filled when it is written."""

    songs: list[KnownSong] = field(default_factory=list)
    said: dict[str, ServiceGenres] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    history: list[KeptSong] = field(default_factory=list)
    to_vote: set[str] = field(default_factory=set)
    voted: dict[str, KnownSong] = field(default_factory=dict)


class KnownSongs:
    """What is known of songs, with the model's votes; nothing here asks a service, nothing raises.

    `learn` and `note_genres` keep news in memory. `write` stores all news in one transaction, for all
    messages that are being answered. Each message ends with `note`, which writes if there is more than the
    note itself; notes alone wait for the next write, for a timer or for the end of the program.
    """

    def __init__(self, library: SongLibrary, voter: SongVoter, now: Callable[[], datetime]) -> None:
        self._library = library
        self._voter = voter
        self._votes = voter.model, voter.rule
        self._now = now
        self._news = _News()
        self._in_flight = _News()
        self._recent: Recent[str, KnownSong] = Recent(lambda: library.saves, now)
        self._verdicts: Recent[Track, GenreVote] = Recent(lambda: library.saves, now)
        self._forgotten: dict[Chat | Person, float] = {}
        self._reads = Batches(self._read)
        self._one_writer = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._late: asyncio.Task[None] | None = None

    async def by_id(self, track_ids: Iterable[str], *, again: bool = False) -> dict[str, KnownSong]:
        """Return the known ones of these songs, by id; `again`: another process may have learned of them."""
        ids = list(dict.fromkeys(track_ids))
        unwritten = [*self._in_flight.songs, *self._news.songs]
        said = self._in_flight.said | self._news.said
        known, version = self._recent.of([] if again else ids), self._recent.version
        read = await self._reads.ask([track_id for track_id in ids if track_id not in known])
        self._recent.keep(read, version)
        known |= read
        for song in unwritten:
            if (track_id := song.track.id) in ids:
                known[track_id] = known[track_id].with_news(song) if track_id in known else song
        for track_id in known.keys() & said.keys():
            known[track_id] = known[track_id].with_news(KnownSong(known[track_id].track, said=said[track_id]))
        return known

    async def one(self, track_id: str) -> KnownSong | None:
        """Return a song, an unknown one after another process that looks it up just now."""
        song = (await self.by_id([track_id])).get(track_id)
        if song is None and await look_up(f"song {track_id}"):
            song = (await self.by_id([track_id])).get(track_id)
        return song

    async def _read(self, ids: list[str]) -> dict[str, KnownSong]:
        return await call_storage(self._library.known, ids, *self._votes, self._voter, fallback={})

    async def named(self, searches: Sequence[NameSearch], *, at_once: bool = False) -> list[NamedSongs]:
        """Return what each name means among the known songs, in their order; `at_once` of the written."""
        if not searches:
            return []
        await self._write_songs(unless=at_once)  # a name is found in the database only
        find = partial(self._library.named, counting=not at_once)
        return await call_storage(find, searches, self._voter, fallback=[NamedSongs() for _ in searches])

    async def of_artist(self, names: Collection[str], most: int, *, at_once: bool = False) -> list[KnownSong]:
        """Return songs with audio features whose first artist has one of these names; `at_once` as above."""
        await self._write_songs(unless=at_once)
        return await call_storage(self._library.songs_of, names, *self._votes, most, fallback=[])

    def learn(self, songs: Iterable[KnownSong]) -> None:
        """Keep news of songs; a None erases nothing."""
        self._news.songs += songs
        self._write_soon()

    def told(self, tracks: Iterable[Track]) -> None:
        """Keep tracks as a service has just told them."""
        self.learn(KnownSong(track, told_at=self._now()) for track in tracks)

    def note_genres(self, said: Mapping[str, ServiceGenres]) -> None:
        """Keep a service's own words for the genres of known tracks."""
        self._news.said |= said
        self._write_soon()

    async def with_votes(self, songs: Sequence[KnownSong]) -> list[KnownSong]:
        """Write these songs with all other news, vote on those that are due for it, and return the songs.

        For several songs the models hear their artists' songs before, so that no writer waits for that.
        """
        if len(songs) > 1:
            await call_storage(self._library.hear, songs, self._voter, fallback=None)
        news = self._news
        news.songs += songs
        news.to_vote |= {song.track.id for song in songs if self._voter.is_due(song)}
        await self.write()
        return [news.voted.get(song.track.id, song) for song in songs]

    async def verdicts(self, tracks: Sequence[Track]) -> list[GenreVote | None]:
        """Return votes by the artists' songs on songs that are not to be kept, in their order.

        While no song is written, one who presses the buttons of a chart costs them once.
        """
        await self._write_songs()
        votes, version = self._verdicts.of(tracks), self._verdicts.version
        new = [track for track in dict.fromkeys(tracks) if track not in votes]
        if new:
            cases = await self._cases([KnownSong(track) for track in new])
            verdicts = await asyncio.to_thread(self._voter.verdicts, cases)
            cast = zip(new, verdicts, strict=True)
            voted = {track: verdict.vote for track, verdict in cast if verdict.vote}
            self._verdicts.keep(voted, version)
            votes |= voted
        return [votes.get(track) for track in tracks]

    async def evidence(self, song: KnownSong) -> Evidence:
        """Return what a vote on a song is based on."""
        return self._voter.evidence((await self._cases([song]))[0])

    async def note(
        self,
        message: Message,
        kind: str,
        outcome: str,
        track_id: str | None = None,
        vote: GenreVote | None = None,
    ) -> None:
        """Count what is asked and how it went; not who asked, nor in which words.

        A song that was answered with a `vote` is kept for the chat and the person, where they want that.
        """
        count_answer(kind, outcome, vote)
        log.debug("%s: %s, song %s, genre %s", kind, outcome, track_id, vote and vote.genre)
        requests, now = self._news.requests, self._now()
        requests.append(Request(message.platform, kind, outcome, now, track_id))
        if track_id and vote and message.remembered and message.chat and not self._is_forgotten(message):
            person = None if message.anonymous else message.user
            self._news.history.append(KeptSong(message.chat, person, track_id, vote.genre, now))
        self._write_soon()
        if self._news.songs or self._news.said:
            await self.write()
        elif len(requests) >= MOST_REQUESTS and (self._late is None or self._late.done()):
            self._write_late()  # no answer waits for records

    async def forget(self, *whose: Chat | Person) -> None:
        """Keep no song that they have asked for by now, also not where the answer is being made."""
        for each in whose:
            self._forgotten.pop(each, None)
            self._forgotten[each] = asyncio.get_running_loop().time()
        while len(self._forgotten) > MOST_FORGOTTEN:
            del self._forgotten[next(iter(self._forgotten))]
        theirs = set(whose)
        self._news.history = [
            song for song in self._news.history if theirs.isdisjoint((song.chat, song.person))
        ]
        await self.write()  # and wait for what is being written

    async def write(self) -> None:
        """Write all news in one transaction, to the end even where the caller goes away meanwhile."""
        await asyncio.shield(asyncio.create_task(self._write_all()))

    async def _write_all(self) -> None:
        async with self._one_writer:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            news, self._news = self._news, _News()
            if not (news.songs or news.said or news.requests):
                return
            self._in_flight = news
            songs = together(news.songs)
            try:
                save = partial(self._library.save, songs.values(), self._now(), news.said, news.requests)
                saving = partial(save, news.to_vote, self._voter, news.history)
                voted = await call_storage(saving, fallback=None)
                news.voted = await asyncio.to_thread(self._alone, news, songs) if voted is None else voted
            finally:
                self._in_flight = _News()

    def _is_forgotten(self, message: Message) -> bool:
        moments = (self._forgotten.get(each) for each in (message.chat, message.user) if each)
        return any(moment is not None and message.asked_at <= moment for moment in moments)

    async def _write_songs(self, *, unless: bool = False) -> None:
        if not unless and (self._news.songs or self._in_flight.songs):
            await self.write()

    async def _cases(self, songs: Sequence[KnownSong]) -> list[Case]:
        await self._write_songs()
        alone = [Case(song) for song in songs]
        return await call_storage(self._library.cases, songs, self._voter, fallback=alone)

    def _alone(self, news: _News, songs: Mapping[str, KnownSong]) -> dict[str, KnownSong]:
        """Vote where the database does not work: on what the songs' own sound says."""
        voting = [songs[track_id] for track_id in news.to_vote]
        verdicts = self._voter.verdicts([Case(song) for song in voting])
        return {
            song.track.id: replace(song, vote=verdict.vote)
            for song, verdict in zip(voting, verdicts, strict=True)
        }

    def _write_soon(self) -> None:
        if self._timer is None:
            later = asyncio.get_running_loop().call_later
            self._timer = later(WRITTEN_WITHIN.total_seconds(), self._write_late)

    def _write_late(self) -> None:
        self._late = asyncio.ensure_future(self.write())
