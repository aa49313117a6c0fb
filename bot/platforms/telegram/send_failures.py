"""What a failed send means: not taken, perhaps taken, or a chat that is gone."""

from __future__ import annotations

from aiohttp import ClientConnectorError, ConnectionTimeoutError, InvalidURL
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.platforms.telegram.connection import NotTelegramsAnswer, describe
from bot.platforms.telegram.rate_limits import FloodTooLong

_NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)
"""Causes after which nothing can have left this machine."""

_GONE = (
    "chat not found",
    "peer_id_invalid",
    "chat_id_invalid",
    "group chat was deactivated",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
_FORBIDDEN = (
    "not enough rights to send text",
    "have no rights to send a message",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_admin_required",
    "chat_restricted",
    "user_banned_in_channel",
    *_GONE,
)


def send_failure(problem: Exception) -> ChatGone | NotDelivered | DeliveryUnknown:
    """Say whether the message was certainly not taken, perhaps, or never will be."""
    words = (
        f"{type(problem).__name__}: {problem}"
        if isinstance(problem, BadRequest | Forbidden)
        else describe(problem)
    )
    if is_gone(problem):
        return ChatGone(words)
    if isinstance(problem, NotTelegramsAnswer):
        taken = not 400 <= problem.status < 500  # noqa: PLR2004 - who answers 4xx has not passed it on
    elif type(problem) in (NetworkError, TimedOut) and problem.__cause__ is not None:
        taken = not isinstance(problem.__cause__, _NEVER_LEFT)
    else:  # the other kinds are made from Telegram's own refusal
        taken = not isinstance(problem, TelegramError)
    if taken:
        return DeliveryUnknown(words)
    return NotDelivered(words, problem.seconds if isinstance(problem, FloodTooLong) else 0.0)


def is_gone(problem: Exception) -> bool:
    """Say whether the chat, or the topic, cannot be written to any more."""
    if isinstance(problem, Forbidden):
        return True
    return isinstance(problem, BadRequest) and any(sign in str(problem).lower() for sign in _GONE)


def lacks_permission(problem: Exception) -> bool:
    """Say whether the bot may not write there at all; a group that takes no pictures may still take text."""
    if isinstance(problem, Forbidden):
        return True
    return isinstance(problem, BadRequest) and any(sign in str(problem).lower() for sign in _FORBIDDEN)
