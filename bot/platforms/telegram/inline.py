"""Inline mode: songs to pick while a person types "@bot butter" in any chat."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import telegram
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.language.words import shortened
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.messages.suggestion import Suggestion
from bot.platforms.telegram.chats import PLATFORM, person_of
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.html import MESSAGE_LIMIT, unlinked
from bot.platforms.telegram.outgoing import Sender
from bot.platforms.telegram.posts import Place
from bot.platforms.text_pieces import truncated

log = logging.getLogger(__name__)

MOST_WAITING: Final = 1_000
"""So many people's queries wait; of more, the oldest stay without an answer."""
_AT_ONCE: Final = 4
_ANYWHERE: Final = Place(0)
"""A picked song is posted in a chat of which nothing is known."""
_CACHE_SECONDS: Final = 300
_LONGEST_LINE: Final = 100
_LONGEST_BUTTON: Final = 64
_ASKED_IN_PRIVATE: Final = "inline"
"""What the button above the results starts the bot with."""

Suggest = Callable[[Message], Awaitable[Sequence[Suggestion]]]
InPrivate = Callable[[str | None], str]
"""Returns the words of the button that leads to the private chat, in a language."""


class InlineQueries:
    """Answers the last query of each person, in turn; what was typed before it needs no answer any more."""

    def __init__(self, bot: telegram.Bot, sender: Sender, suggest: Suggest, in_private: InPrivate) -> None:
        self._bot = bot
        self._sender = sender
        self._suggest = suggest
        self._in_private = in_private
        self._waiting: OrderedDict[int, telegram.InlineQuery] = OrderedDict()
        self._changed = asyncio.Event()

    def put(self, query: telegram.InlineQuery) -> None:
        """Let a query wait for the turn of its person, in the place of the last one."""
        self._waiting[query.from_user.id] = query
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        self._changed.set()

    async def run(self) -> None:
        """Answer queries until this is cancelled."""
        async with asyncio.TaskGroup() as workers:
            for _ in range(_AT_ONCE):
                workers.create_task(self._answer_in_turn())

    async def _answer_in_turn(self) -> None:
        while True:
            while not self._waiting:
                self._changed.clear()
                await self._changed.wait()
            _, query = self._waiting.popitem(last=False)
            try:
                await self._answer(query)
            except TelegramError as problem:  # the person has typed on, as a rule
                log.info("an inline query was not answered (%s)", describe(problem))
            except Exception:
                log.exception("an inline query could not be answered")

    async def _answer(self, query: telegram.InlineQuery) -> None:
        """Offer the songs whose genre is known; the words are in the person's language, so only for them."""
        language = query.from_user.language_code
        asked = Message(
            query.query,
            private=False,
            language=language,
            platform=PLATFORM,
            user=person_of(query.from_user.id),
        )
        songs = [(song, song.answer) for song in await self._suggest(asked)]
        button = telegram.InlineQueryResultsButton(
            shortened(self._in_private(language), _LONGEST_BUTTON), start_parameter=_ASKED_IN_PRIVATE
        )
        await self._bot.answer_inline_query(
            query.id,
            [self._result(song, answer) for song, answer in songs if answer is not None],
            cache_time=_CACHE_SECONDS if query.query.strip() else 0,
            is_personal=True,
            button=button,
        )

    def _result(self, song: Suggestion, answer: Reply) -> telegram.InlineQueryResultArticle:
        content = telegram.InputTextMessageContent(
            self._sender.html(truncated(unlinked(answer.text), MESSAGE_LIMIT)),
            parse_mode=ParseMode.HTML,
            link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
        )
        keyboard = self._sender.keyboard(_ANYWHERE, answer.choices, answer.language)
        return telegram.InlineQueryResultArticle(
            song.key,
            shortened(song.title, _LONGEST_LINE),
            content,
            reply_markup=telegram.InlineKeyboardMarkup.de_json(keyboard, self._bot) if keyboard else None,
            description=shortened(song.about, _LONGEST_LINE),
            thumbnail_url=song.cover,
        )
