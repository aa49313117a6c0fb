"""What a person asks for, read from the text of a message and the addresses behind its words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class TrackLink:
    """A link to one Spotify track."""

    track_id: str


@dataclass(frozen=True, slots=True)
class UnreadableLink:
    """A link that names no single track.

    `kind` is "album", "artist", "playlist", "episode", "show", "short", "bad-id", "page" (some other page of
    Spotify's) or "other" (an address that is not Spotify's).
    """

    kind: str


@dataclass(frozen=True, slots=True)
class SongName:
    """A song's name as somebody typed it: a title, perhaps with artists, in any order."""

    text: str


SongRequest = TrackLink | UnreadableLink | SongName

_TRACK_ID: Final = re.compile(r"[0-9A-Za-z]{22}")
_ADDRESS: Final = re.compile(
    r"""
    https?://[^\s<>"]+                                              # any web address
    | \bspotify:[a-z]+(?::[^\s<>":]*)+                              # Spotify's own form
    | (?<![\w.@/-])(?:open\.spotify\.com|spotify\.link)/[^\s<>"]+   # as people copy it, without https://
    """,
    flags=re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_TRAILING: Final = ".,;:!?)]}'*_~|"
_SONG_HOSTS: Final = {"open.spotify.com", "play.spotify.com"}
_SHORT_HOSTS: Final = {"spotify.link", "spotify.app.link"}
_KINDS: Final = {"album", "artist", "playlist", "episode", "show"}
_LOCALE: Final = re.compile(r"intl-[a-z]{2,3}(-[a-z]{2,4})?", flags=re.IGNORECASE | re.ASCII)


def song_requests(text: str, links: Iterable[str] = ()) -> tuple[SongRequest, ...]:
    """Return what a message asks for, each thing once, in the order of the message.

    `links` are addresses that the platform knows of (behind words, say). Where there is any link the rest of
    the text is talk; without one it is a song's name; nothing but white space asks for nothing.
    """
    addresses = [match.group().rstrip(_TRAILING) for match in _ADDRESS.finditer(text)]
    requests = dict.fromkeys(_link(address) for address in (*addresses, *links))
    if requests:
        return tuple(requests)
    name = " ".join(text.replace("\0", " ").split())[:LONGEST_NAME].rstrip()
    return (SongName(name),) if name else ()


def _link(address: str) -> SongRequest:
    if address.lower().startswith("spotify:"):
        _, kind, *rest = address.split(":")
        return _named(kind.lower(), rest[0] if rest else "")
    parts = _split(address)
    host = (parts.hostname or "").lower().removeprefix("www.") if parts else ""
    if parts is None or host not in _SONG_HOSTS | _SHORT_HOSTS:
        return UnreadableLink("other")
    segments = [segment for segment in parts.path.split("/") if segment]
    if host in _SHORT_HOSTS or (segments and segments[0].lower() == "s"):
        return UnreadableLink("short")
    while segments and (segments[0].lower() == "embed" or _LOCALE.fullmatch(segments[0])):
        segments.pop(0)
    kind, track_id = (*segments, "", "")[:2]
    return _named(kind.lower(), track_id)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        _ = parts.hostname
    except ValueError:  # an unclosed IPv6 bracket, for one
        return None
    return parts


def _named(kind: str, track_id: str) -> SongRequest:
    if kind == "track":
        return TrackLink(track_id) if _TRACK_ID.fullmatch(track_id) else UnreadableLink("bad-id")
    return UnreadableLink(kind if kind in _KINDS else "page")
