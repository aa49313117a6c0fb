"""The one door for every chat platform: a message in, a reply out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import replies
from bot.chart_reader import ChartReader
from bot.digest import make_digest
from bot.errors import CannotAnswer, LinkNotUnderstood
from bot.genre_finder import GenreFinder
from bot.memory import remembered
from bot.message import Message, Progress
from bot.reply import Reply, Span
from bot.song_request import (
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
        charts: ChartReader,
        library: SongLibrary,
        language: str,
        now: Callable[[], datetime],
    ) -> None:
        self._tracks = tracks
        self._genres = genres
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
        return await self._songs(_for_us(requests, message), message, words)

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
        command, _, rest = message.text[1:].partition(" ")
        match command.lower():
            case "start" | "help":
                return Reply(replies.help_lines(words))
            case "chart":
                return await self._chart(message, words, progress)
            case "genre":
                requests = song_requests(rest, message.links)
                return await self._songs(requests, message, words) or Reply(replies.hint_lines(words))
            case _:
                return Reply(replies.help_lines(words)) if message.private else None

    async def _chart(self, message: Message, words: Words, progress: Progress) -> Reply:
        async def looked_up(done: int, of: int) -> None:
            if done % 10 == 0 or done == of:
                await progress(words.text(N_("Looking up songs: {done} of {of}"), done=done, of=of))

        chart = await self._charts.read(looked_up)
        await self._note(message, "chart", chart.problem.trouble if chart.problem else "answered")
        return replies.chart_reply(chart, words)

    async def _songs(self, requests: tuple[SongRequest, ...], message: Message, words: Words) -> Reply | None:
        """Answer for each song in turn; one that cannot be answered does not silence the others."""
        if not requests:
            return None
        answers = [await self._song(request, message, words) for request in requests[:MOST_SONGS]]
        text = [span for answer in answers for span in (_GAP, *answer.text)][1:]
        if len(requests) > MOST_SONGS:
            more = words.say(
                N_("That is as many songs as I answer at once ({number}). Please send the others again."),
                number=MOST_SONGS,
            )
            text += [_GAP, *more]
        return Reply(tuple(text), choices=tuple(choice for answer in answers for choice in answer.choices))

    async def _song(self, request: SongRequest, message: Message, words: Words) -> Reply:
        kind = type(request).__name__
        try:
            track = await self._track(request)
            song = await self._genres.genre(track)
        except CannotAnswer as problem:
            await self._note(message, kind, type(problem).__name__)
            return Reply(replies.sorry(problem, words), choices=replies.choices(problem, words))
        await self._note(message, kind, "answered", track.id)
        return Reply(replies.song_lines(song, words))

    async def _track(self, request: SongRequest) -> Track:
        match request:
            case TrackLink(track_id):
                return await self._tracks.by_id(track_id)
            case ShortLink():
                return await self._track(await self._tracks.behind(request))
            case SongLink():
                return await self._tracks.by_link(request)
            case SongName(text):
                return await self._tracks.by_name(text)
            case UnreadableLink(kind):
                raise LinkNotUnderstood(kind)

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
            return kind != "other"
        case _:
            return True


async def _unseen(_done: int, _of: int) -> None:
    """Nobody watches a digest being made."""
