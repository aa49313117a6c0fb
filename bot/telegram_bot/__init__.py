"""Telegram: the only place that knows its library; polls for messages, answers them, delivers digests."""

from bot.telegram_bot.adapter import Conversing, TelegramBot
from bot.telegram_bot.connection import WrongToken

__all__ = ["Conversing", "TelegramBot", "WrongToken"]
