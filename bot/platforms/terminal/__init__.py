"""The terminal: one person in a private chat, who needs no account; what is posted is printed."""

from bot.platforms.terminal.adapter import TerminalBot, TerminalConversation
from bot.platforms.terminal.client import HERE, PERSON, PLATFORM, TerminalClient

__all__ = ["HERE", "PERSON", "PLATFORM", "TerminalBot", "TerminalClient", "TerminalConversation"]
