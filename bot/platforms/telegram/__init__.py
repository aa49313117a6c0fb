"""Telegram, the only package that knows its library: takes messages, answers them, delivers digests."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at each flood wait

from bot.platforms.telegram.adapter import TelegramBot
from bot.platforms.telegram.chats import PLATFORM
from bot.platforms.telegram.client import TelegramClient
from bot.platforms.telegram.connection import WrongToken
from bot.platforms.telegram.conversation import TelegramConversation
from bot.platforms.telegram.webhook_address import WebhookAddress

__all__ = [
    "PLATFORM",
    "TelegramBot",
    "TelegramClient",
    "TelegramConversation",
    "WebhookAddress",
    "WrongToken",
]
