"""The seal on what a button says, which tells the bot's own buttons from data that a client made up."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

_SEPARATOR: Final = "\x1f"
_SEAL_BYTES: Final = 6  # eight characters


class Seal:
    """Seals with a key that is made of the bot's token: a seal holds across restarts."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.sha256(b"buttons " + token.encode()).digest()

    def sealed(self, says: str) -> str:
        """Return the data of a button that says this."""
        return f"{says}{_SEPARATOR}{self._seal(says)}"

    def opened(self, data: str) -> str | None:
        """Return what the data of a button say; None where they do not carry our seal."""
        says, _, seal = data.partition(_SEPARATOR)
        return says if hmac.compare_digest(seal.encode(), self._seal(says).encode()) else None

    def _seal(self, says: str) -> str:
        digest = hmac.digest(self._key, says.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_SEAL_BYTES]).decode()


def without_seal(data: str) -> str:
    """Return what the data of a button say, whether or not they carry a seal."""
    return data.partition(_SEPARATOR)[0]
