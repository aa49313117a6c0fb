"""How we speak with Discord's servers: the library's client, its addresses, a token that is refused."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.errors import UNREADABLE, CannotRun
from bot.platforms.discord.library_log import quieten_library
from bot.platforms.discord.send_failures import describe

log = logging.getLogger(__name__)

API_URL: Final = "https://discord.com"
_API_PATH: Final = "/api/v10"
_TOKEN_SHAPE: Final = re.compile(r"[\x21-\x7e]{8,200}")
_FIRST_EVENT: Final = "READY"
_FIRST_PAUSE: Final = 1.0  # seconds
_LONGEST_PAUSE: Final = 30.0  # seconds between two tries to reach Discord at the start
_LONGEST_LIMIT: Final = 30.0  # seconds that a rate limit is waited for; a longer one fails the request
SERVERS_WITHIN: Final = 2.0  # seconds between two of the servers that Discord tells at the start

CONNECTION_PROBLEMS: Final = (aiohttp.ClientError, OSError, TimeoutError, discord.HTTPException)


class WrongToken(CannotRun):
    """Discord does not take the bot's token; the message names the setting and not the token."""


def wrong_token() -> WrongToken:
    """Return the sentence for the operator who set the token."""
    return WrongToken("Discord does not accept the bot token: check DISCORD_BOT_TOKEN.")


def check_token(token: str) -> None:
    """Raise WrongToken for what cannot be a token."""
    if not _TOKEN_SHAPE.fullmatch(token):
        raise wrong_token()


def new_library_client(*, read_messages: bool) -> discord.AutoShardedClient:
    """Return the library's client, which keeps neither members nor messages; `read_messages`: any contents.

    Contents of private messages, and of those that name the bot, come without that.
    """
    quieten_library()
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = read_messages
    library = discord.AutoShardedClient(
        intents=intents,
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        guild_ready_timeout=SERVERS_WITHIN,
        max_ratelimit_timeout=_LONGEST_LIMIT,
    )
    parsers = library._connection.parsers  # noqa: SLF001 - there is no other way between them and the gateway
    for event, parse in parsers.items():
        if event != _FIRST_EVENT:  # without it there is no connection
            parsers[event] = partial(_read, event, parse)
    return library


def _read(event: str, parse: Callable[[Any], object], content: Any) -> None:  # noqa: ANN401 - any JSON
    """Let the library read an event; one that it cannot read must not end the connection."""
    try:
        parse(content)
    except UNREADABLE as problem:  # whose words may be people's
        what = type(problem).__name__
        log.warning("an event of Discord's (%s) cannot be read (%s) and is left out", event, what)


def use_api(url: str) -> None:
    """Let the library speak with the API at this address, in this process.

    It has no setting for it. The first gateway comes from the API; for later ones there is a constant.
    """
    Route.BASE = f"{url.rstrip('/')}{_API_PATH}"


async def log_in(token: str, *, read_messages: bool) -> discord.AutoShardedClient:
    """Return the library's client once Discord has taken the token; raises WrongToken, and waits for it."""
    pause = _FIRST_PAUSE
    while True:
        library = new_library_client(read_messages=read_messages)
        try:
            await library.login(token)
            gateway = (await library.http.get_bot_gateway())[1]
        except discord.LoginFailure:
            await library.close()
            raise wrong_token() from None
        except asyncio.CancelledError:
            await library.close()
            raise
        except (*CONNECTION_PROBLEMS, discord.GatewayNotFound, TypeError, KeyError) as problem:
            await library.close()
            log.warning("Discord cannot be reached (%s); next try in %.0f s", describe(problem), pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
            if library.application and library.application.interactions_endpoint_url:
                log.warning(
                    "Discord sends commands to an address: empty INTERACTIONS ENDPOINT URL in its portal"
                )
            return library


def invitation(library: discord.Client) -> str:
    """Return the link that adds the bot to a server, with the permissions that it needs."""
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        attach_files=True,
    )
    return discord.utils.oauth_url(library.application_id or 0, permissions=needed)
