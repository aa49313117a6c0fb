"""Bodies from outside, bounded before they are unpacked, and read in a character set that we know; pure."""

from __future__ import annotations

import json
import zlib
from typing import Final

ACCEPTED: Final = "gzip"
"""What to ask for in Accept-Encoding: one layer of it is unpacked, and nothing else."""
MOST_PIECES: Final = 20_000
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_PLAIN: Final = frozenset({"", "identity"})
_GZIP_FORMAT: Final = 16 + zlib.MAX_WBITS

_CHARACTER_SETS: Final = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "cp949", "ms949", "windows-949"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("shift_jis", "sjis", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **{name: name for name in ("euc-jp", "big5", "iso-8859-15", "utf-16")},
}
"""Python's codec by what a header may call it; others, as "idna", decode or fail in ways of their own."""


class UnreadableBody(ValueError):  # noqa: N818 - a fact about an answer
    """The body is too large, or packed or written in a way that is not read; the message is for the log."""


class BoundedBody:
    """A body that arrives in pieces: at most so many bytes, both as it is sent and unpacked."""

    def __init__(self, encoding: str, most: int) -> None:
        """Begin a body of this Content-Encoding; raises UnreadableBody for all but one layer of gzip."""
        said = encoding.strip().lower()
        if said not in _GZIP | _PLAIN:
            raise UnreadableBody("an encoding that was not asked for")
        self._gzip = zlib.decompressobj(_GZIP_FORMAT) if said in _GZIP else None
        self._most = most
        self._sent = 0
        self._pieces = 0
        self._body = bytearray()

    def add(self, piece: bytes) -> None:
        """Take the next piece; raises UnreadableBody once it is too much, or cannot be unpacked."""
        self._sent += len(piece)
        self._pieces += 1
        if self._sent > self._most or self._pieces > MOST_PIECES:
            raise self._too_large()
        self._body += piece if self._gzip is None else self._unpacked(self._gzip, piece)
        if len(self._body) > self._most:
            raise self._too_large()

    def content(self) -> bytes:
        """Return the whole body, unpacked; raises UnreadableBody where its end is missing."""
        if self._gzip is not None and self._sent and not self._gzip.eof:
            raise UnreadableBody("half of a packed body")
        return bytes(self._body)

    def _unpacked(self, gzip: zlib._Decompress, piece: bytes) -> bytes:
        try:
            return gzip.decompress(piece, self._most - len(self._body) + 1)
        except zlib.error:
            raise UnreadableBody("a body that cannot be unpacked") from None

    def _too_large(self) -> UnreadableBody:
        return UnreadableBody(f"more than {self._most} bytes")


def text_of(body: bytes, charset: str | None) -> str:
    """Return a text in the character set that its header names, else UTF-8; wrong bytes become U+FFFD.

    Raises UnreadableBody for a character set that we do not know.
    """
    codec = _CHARACTER_SETS.get((charset or "utf-8").strip().lower())
    if codec is None:
        raise UnreadableBody("the answer names an unknown character set")
    return body.decode(codec, errors="replace")


def json_of(body: bytes) -> object:
    """Return decoded JSON; raises UnreadableBody."""
    try:
        content: object = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableBody("the answer is not JSON") from None
    return content
