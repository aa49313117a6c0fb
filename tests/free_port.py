"""A port that another process can listen on."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Return a port of loopback on which nothing listened a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
