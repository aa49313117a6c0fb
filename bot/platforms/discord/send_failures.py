"""What a failed request to Discord means: not taken, perhaps taken, or a place that is gone."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered

_UNKNOWN_CHANNEL: Final = 10003
_MISSING_ACCESS: Final = 50001
_EMPTY: Final = 50006
_NO_PRIVATE_MESSAGES: Final = 50007
_NOT_TEXT: Final = 50008
_MISSING_PERMISSIONS: Final = 50013
_NO_SUCH_PERSON: Final = 50033  # invalid recipients
_ARCHIVED: Final = 50083
_LOCKED: Final = 160005
_UNKNOWN_GUILD: Final = 10004
_UNKNOWN_USER: Final = 10013
_GONE: Final = frozenset(
    {
        _UNKNOWN_CHANNEL,
        _UNKNOWN_GUILD,
        _UNKNOWN_USER,
        _MISSING_ACCESS,
        _NO_PRIVATE_MESSAGES,
        _NOT_TEXT,
        _MISSING_PERMISSIONS,
        _NO_SUCH_PERSON,
        _ARCHIVED,
        _LOCKED,
    }
)
_NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


def send_failure(problem: Exception) -> ChatGone | NotDelivered | DeliveryUnknown:
    """Say whether the message was certainly not taken, perhaps, or never will be."""
    if isinstance(problem, NotDelivered):
        return problem
    words = describe(problem)
    if is_gone(problem):
        return ChatGone(words)
    if isinstance(problem, discord.RateLimited):
        return NotDelivered(words, problem.retry_after)
    if isinstance(problem, discord.HTTPException):
        refused = 400 <= problem.status < 500  # noqa: PLR2004
        return NotDelivered(words) if refused else DeliveryUnknown(words)
    return NotDelivered(words) if isinstance(problem, _NEVER_LEFT) else DeliveryUnknown(words)


def is_gone(problem: Exception) -> bool:
    """Say whether the place cannot be written to any more, or not by the bot."""
    return isinstance(problem, discord.HTTPException) and problem.code in _GONE


def is_archived(problem: discord.HTTPException) -> bool:
    """Say whether the thread is archived; it may be opened again."""
    return problem.code == _ARCHIVED


def wants_it_plain(problem: Exception) -> bool:
    """Say whether Discord may take the text alone, since a picture or an embed may not be shown there."""
    return isinstance(problem, discord.HTTPException) and problem.code in (_EMPTY, _MISSING_PERMISSIONS)


def describe(problem: BaseException) -> str:
    """Return what went wrong in a few words, without addresses: those of interactions hold a secret."""
    if isinstance(problem, discord.HTTPException):
        return f"status {problem.status}, code {problem.code}"
    if isinstance(problem, discord.RateLimited):
        return f"Discord wants no message for {problem.retry_after:.0f} seconds"
    return type(problem.__cause__ or problem).__name__
