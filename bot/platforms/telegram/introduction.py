"""What Telegram shows of the bot before anything is said: its commands and its descriptions."""

from __future__ import annotations

import logging
from typing import Final

import telegram
from telegram.error import TelegramError

from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.conversation import TelegramConversation

log = logging.getLogger(__name__)

_DEFAULT_LANGUAGE: Final = "en"  # for people whose language we do not speak


async def introduce(bot: telegram.Bot, conversation: TelegramConversation) -> None:
    """Set commands and descriptions in each language, those that differ alone; the bot works without, too."""
    spoken = [(None, _DEFAULT_LANGUAGE), *((language, language) for language in conversation.languages)]
    try:
        for code, language in spoken:
            await _introduce(bot, conversation, code, language)
    except TelegramError as problem:
        log.warning("Telegram did not take the commands and descriptions (%s)", describe(problem))


async def _introduce(
    bot: telegram.Bot, conversation: TelegramConversation, code: str | None, language: str
) -> None:
    commands = [telegram.BotCommand(*command) for command in conversation.commands(language)]
    if list(await bot.get_my_commands(language_code=code)) != commands:
        await bot.set_my_commands(commands, language_code=code)
    short, long = conversation.descriptions(language)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
    if (await bot.get_my_description(language_code=code)).description != long:
        await bot.set_my_description(long, language_code=code)
