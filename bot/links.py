"""The shapes of links to songs, albums and playlists, and what each one names; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit


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
    """A short link of Spotify's, which only Spotify can resolve."""

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

    `kind` is "album", "artist", "playlist", "episode", "show", "bad-id", "page" (another page of Spotify's)
    or "other" (another address, which names no song).
    """

    kind: str


Link = TrackLink | ListLink | ShortLink | SongLink | UnreadableLink

_SPOTIFY_ID: Final = re.compile(r"[0-9A-Za-z]{22}(?![0-9A-Za-z])")  # a particle may follow: "...를 들어 봐"
_ADDRESS: Final = re.compile(
    r"""
    https?://(?:(?!https?://)[^\s<>"])+                              # any web address; two may touch
    | \bspotify:[a-z]+(?::[^\s<>":]*)+                              # Spotify's own form
    | (?<![\w.@/-])                                                 # as people copy it, without https://
      (?:open\.spotify\.com|spotify(?:\.app)?\.link|(?:www\.|m2?\.)?melon\.com|music\.apple\.com
        |(?:www\.)?deezer\.com|(?:www\.|m\.|music\.)?youtube\.com|youtu\.be)/[^\s<>"]+
    """,
    flags=re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_TRAILING: Final = ".,;:!?)]}'*_~|"
_SONG_HOSTS: Final = {"open.spotify.com", "play.spotify.com"}
_SHORT_HOSTS: Final = {"spotify.link", "spotify.app.link"}
_LISTS: Final = {"album", "artist", "playlist"}
_KINDS: Final = {"album", "artist", "playlist", "episode", "show"}
_LOCALE: Final = re.compile(r"intl-[a-z]{2,3}(-[a-z]{2,4})?", flags=re.IGNORECASE | re.ASCII)

_MELON: Final = r"(?:m2?\.)?melon\.com"
_APPLE: Final = r"(?:geo\.)?(?:music|itunes)\.apple\.com/(?P<country>[a-z]{2})"
_DEEZER: Final = r"deezer\.com(?:/[a-z]{2})?"
_YOUTUBE: Final = r"(?:m\.|music\.)?youtube(?:-nocookie)?\.com"
_NUMBER: Final = r"[0-9]{1,15}"
_VIDEO: Final = r"[\w-]{11}"

_SHAPES: Final = (
    # what it is, its host and path (`id` may stand there), or else the parameter with the id, the id's form
    ("melon", rf"{_MELON}/song/(?:detail|lyrics)\.htm", "songId", _NUMBER),
    ("melon-album", rf"{_MELON}/album/(?:detail|music)\.htm", "albumId", _NUMBER),
    ("apple", rf"{_APPLE}/song/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", _NUMBER),
    ("apple", rf"{_APPLE}/album/(?:[^/]+/)?[^/]+", "i", _NUMBER),
    ("album", rf"{_APPLE}/album/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", _NUMBER),
    ("artist", rf"{_APPLE}/artist/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", _NUMBER),
    ("playlist", rf"{_APPLE}/playlist/(?:[^/]+/)?(?P<id>[^/]+)", "", r".+"),
    ("deezer", rf"{_DEEZER}/track/(?P<id>[^/]+)", "", _NUMBER),
    ("album", rf"{_DEEZER}/album/(?P<id>[^/]+)", "", _NUMBER),
    ("artist", rf"{_DEEZER}/artist/(?P<id>[^/]+)", "", _NUMBER),
    ("playlist", rf"{_DEEZER}/playlist/(?P<id>[^/]+)", "", _NUMBER),
    ("youtube", rf"{_YOUTUBE}/watch", "v", _VIDEO),
    ("youtube", rf"{_YOUTUBE}/(?:shorts|live|embed|v)/(?P<id>[^/]+)", "", _VIDEO),
    ("youtube", r"youtu\.be/(?P<id>[^/]+)", "", _VIDEO),
)
_READ_SHAPES: Final = tuple(
    (what, re.compile(address, flags=re.IGNORECASE | re.ASCII), key, re.compile(form, flags=re.ASCII))
    for what, address, key, form in _SHAPES
)


def links_in(text: str) -> Iterator[Link]:
    """Return what each address in a text names, in the order of the text."""
    return (_written(match.group()) for match in _ADDRESS.finditer(text))


def _written(address: str) -> Link:
    """Return what an address in a text asks for: signs at its end are the text's, or part of a video's id."""
    request = link_request(address.rstrip(_TRAILING))
    if request != UnreadableLink("other"):
        return request
    return link_request(address.rstrip(_TRAILING.replace("_", "")))


def link_request(address: str) -> Link:
    """Return what one address asks for."""
    if address.lower().startswith("spotify:"):
        _, kind, *rest = address.split(":")
        return _named(kind.lower(), rest[0] if rest else "")
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
    kind, track_id = (*segments, "", "")[:2]
    return _named(kind.lower(), track_id)


def _elsewhere(host: str, parts: SplitResult) -> Link:
    """Look a link of another service up in the table."""
    for what, address, key, form in _READ_SHAPES:
        found = address.fullmatch(host + parts.path.rstrip("/"))
        if found is None:
            continue
        groups = found.groupdict()
        song_id = groups.get("id") or parse_qs(parts.query).get(key, [""])[0]
        if form.fullmatch(song_id) is None:
            continue
        if what in _KINDS:
            return UnreadableLink(what)
        return SongLink(what, song_id, (groups.get("country") or "").lower())
    return UnreadableLink("other")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        _ = parts.hostname
    except ValueError:  # an unclosed IPv6 bracket, for one
        return None
    return parts


def _named(kind: str, spotify_id: str) -> Link:
    if kind not in {"track", *_LISTS}:
        return UnreadableLink(kind if kind in _KINDS else "page")
    found = _SPOTIFY_ID.match(spotify_id)
    if found is None:
        return UnreadableLink("bad-id")
    return TrackLink(found[0]) if kind == "track" else ListLink(kind, found[0])
