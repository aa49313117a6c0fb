"""Telegram: the only place that knows its library; polls for messages, answers them, delivers digests."""

from bot.platforms.telegram.adapter import Conversing, TelegramBot
from bot.platforms.telegram.connection import WrongToken

__all__ = ["Conversing", "TelegramBot", "WrongToken"]
