"""The one door for every chat platform: a message in, a reply out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import replies
from bot.chart_reader import ChartReader
from bot.digest import make_digest
from bot.errors import CannotAnswer, LinkNotUnderstood
from bot.genre_finder import GenreFinder
from bot.list_finder import ListFinder
from bot.memory import remembered
from bot.message import Message, Progress, SongsDone
from bot.reply import Reply, Span
from bot.song_request import (
    ListLink,
    ShortLink,
    SongLink,
    SongName,
    SongRequest,
    TrackLink,
    UnreadableLink,
    song_requests,
)
from bot.track_finder import TrackFinder
from bot.words import N_, Words, languages, words_for
from model.music import Track
from storage.song_library import SongLibrary

MOST_SONGS: Final = 5
"""The most songs that one message is answered for."""
_GAP: Final = Span("\n\n")


class Conversation:
    """Answers messages: commands, links, names."""

    def __init__(
        self,
        tracks: TrackFinder,
        genres: GenreFinder,
        lists: ListFinder,
        charts: ChartReader,
        library: SongLibrary,
        language: str,
        now: Callable[[], datetime],
    ) -> None:
        self._tracks = tracks
        self._genres = genres
        self._lists = lists
        self._charts = charts
        self._library = library
        self._language = language
        self._now = now

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        """Return the reply to a message, or None where it is not for us."""
        words = words_for(message.language, self._language)
        if message.text.startswith("/"):
            return await self._command(message, words, progress)
        requests = song_requests(message.text, message.links)
        return await self._songs(_for_us(requests, message), message, words, progress)

    async def digest(self, language: str) -> Reply:
        """Return the day's digest of the chart; raises `SourceUnavailable` while there is no current one."""
        chart = await self._charts.read(_unseen)
        if chart.problem is not None:
            raise chart.problem
        digest = make_digest(chart, await self._charts.before(chart.chart))
        return replies.digest_reply(digest, words_for(language, self._language))

    def commands(self, language: str) -> list[tuple[str, str]]:
        """Return the commands, with a few words on each."""
        return replies.command_list(words_for(language, self._language))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the bot speaks."""
        return languages()

    def apology(self, language: str | None) -> Reply:
        """Return what to say after a bug."""
        return Reply(replies.bug(words_for(language, self._language)))

    async def _command(self, message: Message, words: Words, progress: Progress) -> Reply | None:
        command, rest = (*message.text[1:].split(maxsplit=1), "", "")[:2]
        match command.lower():
            case "start" | "help":
                return Reply(replies.help_lines(words))
            case "chart":
                return await self._chart(message, words, progress)
            case "genre":
                requests = song_requests(rest, message.links)
                answer = await self._songs(requests, message, words, progress)
                return answer or Reply(replies.hint_lines(words))
            case "songs":
                return await self._page(rest, message, words, progress)
            case _:
                return Reply(replies.help_lines(words)) if message.private else None

    async def _chart(self, message: Message, words: Words, progress: Progress) -> Reply:
        chart = await self._charts.read(_in_lines(progress, words))
        await self._note(message, "chart", chart.problem.trouble if chart.problem else "answered")
        return replies.chart_reply(chart, words)

    async def _page(self, asked: str, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer /songs LINK NUMBER, which the buttons below a list say: its songs from that number on."""
        link, _, number = asked.rpartition(" ")
        (request, *_) = (*song_requests(link), None)
        if not isinstance(request, ListLink) or not number.isdecimal():
            return Reply(replies.hint_lines(words))
        return await self._answered(request, message, words, progress, first=int(number[:4]))

    async def _songs(
        self, requests: tuple[SongRequest, ...], message: Message, words: Words, progress: Progress
    ) -> Reply | None:
        """Answer each thing in turn; one that cannot be answered does not silence the others."""
        if not requests:
            return None
        answers = await asyncio.gather(
            *(self._answered(request, message, words, progress) for request in requests[:MOST_SONGS])
        )
        if len(requests) == 1:
            return answers[0]
        named = zip(requests, answers, strict=False)
        text = [span for request, answer in named for span in (_GAP, *_named(request, answer))][1:]
        if len(requests) > MOST_SONGS:
            more = words.say(
                N_("That is as many songs as I answer at once ({number}). Please send the others again."),
                number=MOST_SONGS,
            )
            text += [_GAP, *more]
        return Reply(tuple(text), choices=tuple(choice for answer in answers for choice in answer.choices))

    async def _answered(
        self, request: SongRequest, message: Message, words: Words, progress: Progress, first: int = 1
    ) -> Reply:
        """Answer one thing: a song, or a list from its song number `first` on."""
        kind = type(request).__name__
        try:
            request = await self._tracks.behind(request) if isinstance(request, ShortLink) else request
            if isinstance(request, ListLink):
                found = await self._lists.genres(request, _in_lines(progress, words))
                reply, track_id = replies.list_reply(found, first, words), None
            else:
                song = await self._genres.genre(await self._track(request))
                reply, track_id = Reply(replies.song_lines(song, words)), song.track.id
        except CannotAnswer as problem:
            await self._note(message, kind, type(problem).__name__)
            return Reply(replies.sorry(problem, words), choices=replies.choices(problem, words))
        await self._note(message, kind, "answered", track_id)
        return reply

    async def _track(self, request: SongRequest) -> Track:
        match request:
            case TrackLink(track_id):
                return await self._tracks.by_id(track_id)
            case SongLink():
                return await self._tracks.by_link(request)
            case SongName(text):
                return await self._tracks.by_name(text)
            case UnreadableLink(kind):
                raise LinkNotUnderstood(kind)
            case ListLink() | ShortLink():  # a short link to a short link; lists have their own answer
                raise LinkNotUnderstood("gone")

    async def _note(self, message: Message, kind: str, outcome: str, track_id: str | None = None) -> None:
        """Count what is asked and how it went; not who asked, nor in which words."""
        await remembered(
            lambda: self._library.record_request(message.platform, kind, outcome, self._now(), track_id),
            otherwise=None,
        )


def _for_us(requests: tuple[SongRequest, ...], message: Message) -> tuple[SongRequest, ...]:
    """Keep what is meant for us: where others talk, only the links of music services are."""
    if message.private:
        return requests
    return tuple(request for request in requests if _names_music(request))


def _names_music(request: SongRequest) -> bool:
    match request:
        case SongName():
            return False
        case SongLink(service):
            return service != "youtube"  # most videos in a group are no songs
        case UnreadableLink(kind):
            return kind not in {"other", "page"}
        case _:
            return True


def _named(request: SongRequest, answer: Reply) -> tuple[Span, ...]:
    """Say which of several links an answer is for, where the answer itself does not."""
    if not isinstance(request, TrackLink) or any(span.link for span in answer.text):
        return answer.text
    return (Span(f"https://open.spotify.com/track/{request.track_id}\n"), *answer.text)


def _in_lines(progress: Progress, words: Words) -> SongsDone:
    """Return what tells people, every ten songs, how far it is."""

    async def done(number: int, of: int) -> None:
        if number % 10 == 0 or number == of:
            await progress(words.text(N_("Looking up songs: {done} of {of}"), done=number, of=of))

    return done


async def _unseen(_done: int, _of: int) -> None:
    """Nobody watches a digest being made."""
