"""Discord, the only package that knows its library: hears commands and messages, answers, posts digests."""

from bot.platforms.discord.adapter import DiscordBot
from bot.platforms.discord.chats import PLATFORM
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import WrongToken
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.servers import Servers

__all__ = ["PLATFORM", "DiscordBot", "DiscordClient", "DiscordConversation", "Servers", "WrongToken"]
