"""Keeps the bot token, people's words and floods of tracebacks out of the logs."""

from __future__ import annotations

import logging

# What httpx and httpcore say at INFO and DEBUG holds the full URL, and with it the token; telegram's DEBUG
# holds the messages. telegram.ext and its Updater log a traceback for each failed poll:
# `connection` says the same in one line. Application must still be able to complain about its handlers.
# What ExtBot and BaseRequest say of an answer that they cannot read holds the whole of it: people's messages.
_LEVELS = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.ext": logging.CRITICAL,
    "telegram.ext.Application": logging.WARNING,
    "telegram.ext.Updater": logging.CRITICAL,
    "telegram.ext.ExtBot": logging.CRITICAL + 1,
    "telegram.request.BaseRequest": logging.CRITICAL + 1,
}


_SHORTEST_SECRET = 8  # a shorter one would black out half of every line


class _Redaction(logging.Filter):
    """Blacks out secrets, in messages and in tracebacks; one that is part of another one comes after it."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: list[str] = []

    def add(self, secret: str) -> None:
        self._secrets = sorted({*self._secrets, secret}, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without the secrets."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # not well formed: the handler itself says so
            return True
        if (shown := self._without_secrets(message)) != message:
            record.msg, record.args = shown, None
        if record.exc_info and record.exc_info[0] is not None:
            said = record.exc_text or logging.Formatter().formatException(record.exc_info)
            if (shown := self._without_secrets(said)) != said:
                record.msg, record.args = f"{record.getMessage()}\n{shown}", None
                record.exc_info, record.exc_text = None, None  # a formatter would render it again
        return True

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


_REDACTION = _Redaction()


def redact_token(token: str) -> None:
    """Quieten the libraries, and black out the token in every handler installed by now; may be repeated."""
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    secret = token.partition(":")[2]  # the part before the colon is the bot's public id
    if len(secret) < _SHORTEST_SECRET:
        secret = token
    if secret:
        _REDACTION.add(secret)
    for handler in (*logging.getLogger().handlers, *filter(None, [logging.lastResort])):
        handler.addFilter(_REDACTION)
