"""What is set for a webhook; the web server itself is imported only where one is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WRITES_APART: Final = 0.01
"""Seconds; each update comes in a request of its own, and hundreds a second need no write each."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram brings the updates, what it says to be known, and where this process listens."""

    url: str
    secret: str
    host: str
    port: int
