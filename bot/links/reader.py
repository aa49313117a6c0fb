"""The shapes of links to songs, albums and playlists, and what each one names; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bot.links.shapes import (
    GATES,
    MELON_GATE,
    NUMBER,
    PORTAL_PATH,
    PORTAL_SERVICES,
    PORTALS,
    SERVICES,
    SHAPES,
)


@dataclass(frozen=True, slots=True)
class TrackLink:
    """A link to one Spotify track."""

    track_id: str


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link to a Spotify album, artist or playlist, as `kind` says."""

    kind: str
    list_id: str


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A short link of Spotify's, Deezer's or Kakao's, which only they can resolve."""

    url: str


@dataclass(frozen=True, slots=True)
class SongLink:
    """A link to a song at another service: "melon", "melon-album", "apple", "deezer" or "youtube".

    `song_id` is that service's own; `country` is the store that the link names, in small letters.
    """

    service: str
    song_id: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableLink:
    """A link that names no single track.

    `kind` is "album", "artist", "playlist", "episode", "show", "bad-id", "page" (another page of Spotify's),
    "song" (of a service whose songs the bot cannot read) or "other" (another address, which names no song);
    `service` is the name of the service that it belongs to, where the bot knows it.
    """

    kind: str
    service: str = field(default="", compare=False)


Link = TrackLink | ListLink | ShortLink | SongLink | UnreadableLink

_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}(?![0-9A-Za-z])")  # a particle may follow: "...를 들어 봐"
_ADDRESS: Final = re.compile(
    r"""
    https?://(?:(?!https?://)[^\s<>"])+                              # any web address; two may touch
    | \bspotify:[a-z]+(?::[^\s<>":]*)+                              # Spotify's own form
    | (?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,5}                       # as people copy it, without https://
      (?:com|kr|link|be|to|co|net|org|io|fm|tv|me|app|page)/[^\s<>"]+
    | \b[a-z][a-z0-9+.-]{1,20}://[^\s<>"]+                         # any other scheme
    | \b(?:mailto|tel|tg|intent|javascript|data|itmss?|market|melonapp|vnd\.youtube):[^\s<>"]+
    """,
    flags=re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_TRAILING: Final = ".,;:!?)]}'*_~|"
_MOST: Final = 100  # addresses of a text: each is compared with all others
_SONG_HOSTS: Final = {"open.spotify.com", "play.spotify.com"}
_SHORT_HOSTS: Final = {"spotify.link", "spotify.app.link", "link.deezer.com", "kko.to"}
_LISTS: Final = {"album", "artist", "playlist"}
_KINDS: Final = {"album", "artist", "playlist", "episode", "show"}
_LOCALE: Final = re.compile(r"intl-[a-z]{2,3}(-[a-z]{2,4})?", flags=re.IGNORECASE | re.ASCII)


def links_in(text: str, links: Iterable[str] = ()) -> Iterator[Link]:
    """Return what each address in a text and among other addresses names, in their order.

    Left out are an address that is only the beginning of another one, which is how an application shows it,
    and what leads to the address that follows without a space: "https://song.link/https://...".
    """
    found = list(islice(_ADDRESS.finditer(text), _MOST))
    leading = {one.start() for one, other in pairwise(found) if one.end() == other.start()}
    written = [(match.group().rstrip("…"), _written, match.start() in leading) for match in found]
    addresses = [*written, *((address, link_request, False) for address in links)]
    whole = [address for address, _, _ in addresses]
    for address, read, leads_on in addresses:
        if not any(len(other) > len(address) and other.startswith(address) for other in whole):
            link = read(address)
            if not (leads_on and link == UnreadableLink("other")):
                yield link


def without_addresses(text: str) -> str:
    """Return a text without the addresses in it."""
    return _ADDRESS.sub(" ", text)


def _written(address: str) -> Link:
    """Return what an address in a text asks for: signs at its end are the text's, or part of a video's id."""
    request = link_request(address.rstrip(_TRAILING))
    if request != UnreadableLink("other"):
        return request
    return link_request(address.rstrip(_TRAILING.replace("_", "")))


def link_request(address: str) -> Link:
    """Return what one address asks for."""
    if address.lower().startswith("spotify:"):
        return _named(*_without_owner(address.split(":")[1:]))
    parts = _split(address)
    host = (parts.hostname or "").lower().removeprefix("www.") if parts else ""
    if parts is None or parts.scheme not in {"http", "https"}:
        return UnreadableLink("other")
    if host not in _SONG_HOSTS | _SHORT_HOSTS:
        return _elsewhere(host, parts)
    segments = [segment for segment in parts.path.split("/") if segment]
    if host in _SHORT_HOSTS or (segments and segments[0].lower() == "s"):
        return ShortLink(parts._replace(scheme="https", netloc=host, fragment="").geturl())
    while segments and (segments[0].lower() == "embed" or _LOCALE.fullmatch(segments[0])):
        segments.pop(0)
    return _named(*_without_owner(segments))


def _without_owner(segments: list[str]) -> tuple[str, str]:
    """Return the kind and the id in a path, also of an old playlist's, "user/NAME/playlist/ID"."""
    if len(segments) > 3 and segments[0].lower() == "user":  # noqa: PLR2004 - the four of the docstring
        segments = segments[2:]
    kind, spotify_id = (*segments, "", "")[:2]
    return kind.lower(), spotify_id


def _elsewhere(host: str, parts: SplitResult) -> Link:
    """Return what a link of another service names."""
    if host in PORTALS:
        return _behind_portal(host, parts)
    if MELON_GATE.fullmatch(host + parts.path):
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        gate, song_id = GATES.get(query.get("type", "").lower()), query.get("sId", "")
        return SongLink(gate, song_id) if gate and re.fullmatch(NUMBER, song_id) else _unreadable(host, parts)
    return _by_shape(host, parts)


def _behind_portal(host: str, parts: SplitResult) -> Link:
    """Return what a page for all services names: by the address or by one service's id in its path."""
    inside = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path).lstrip("/")
    if inside.lower().startswith(("http://", "https://", "spotify:")):
        return _unreadable(host, parts) if any(map(inside.count, PORTALS)) else link_request(inside)
    found = PORTAL_PATH.fullmatch(parts.path)
    if found is None:
        return _unreadable(host, parts)
    kind, song_id = found["service"].lower(), found["id"]
    if kind == "s":
        return _named("album" if host == "album.link" else "track", song_id)
    service, form = PORTAL_SERVICES.get(kind, ("", ""))
    if host == "album.link" or not service or not re.fullmatch(form, song_id, flags=re.ASCII):
        return _unreadable(host, parts)
    return SongLink(service, song_id, "us" if service == "apple" else "")


def _unreadable(host: str, parts: SplitResult, kind: str = "other") -> UnreadableLink:
    """Return a link that names no song that the bot could read, with the name of its service."""
    for end, service, songs in SERVICES:
        if host == end or host.endswith(f".{end}"):
            is_song = kind == "other" and songs and songs in f"{parts.path.lower()}/"
            return UnreadableLink("song" if is_song else kind, service)
    return UnreadableLink(kind)


def _by_shape(host: str, parts: SplitResult) -> Link:
    """Look a link of another service up in the table."""
    for what, address, key, form in SHAPES:
        found = address.fullmatch(host + parts.path.rstrip("/"))
        if found is None:
            continue
        groups = found.groupdict()
        song_id = groups.get("id") or parse_qs(parts.query).get(key, [""])[0]
        if form.fullmatch(song_id) is None:
            continue
        if what in _KINDS:
            return _unreadable(host, parts, what)
        return SongLink(what, song_id, (groups.get("country") or "").lower())
    return _unreadable(host, parts)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        _ = parts.hostname
    except ValueError:  # an unclosed IPv6 bracket, for one
        return None
    return parts


def _named(kind: str, spotify_id: str) -> Link:
    if kind not in {"track", *_LISTS}:
        return UnreadableLink(kind if kind in _KINDS else "page", "Spotify")
    found = _SPOTIFY_ID.match(spotify_id)
    if found is None:
        return UnreadableLink("bad-id")
    return TrackLink(found[0]) if kind == "track" else ListLink(kind, found[0])
