"""The shapes of links to songs at services other than Spotify: tables of hosts and paths."""

from __future__ import annotations

import re
from typing import Final

_MELON: Final = r"(?:m2?\.|m\.app\.)?melon\.com"
_APPLE: Final = r"(?:geo\.)?(?:music|itunes)\.apple\.com/(?P<country>[a-z]{2})"
_DEEZER: Final = r"deezer\.com(?:/[a-z]{2})?"
_YOUTUBE: Final = r"(?:m\.|music\.)?youtube(?:-nocookie)?\.com"
NUMBER: Final = r"[0-9]{1,15}"
_VIDEO: Final = r"[\w-]{11}"

_WRITTEN: Final = (
    # what it is, its host and path (`id` may stand there), or else the parameter with the id, the id's form
    ("melon", rf"{_MELON}/song/(?:detail|lyrics)\.htm", "songId", NUMBER),
    ("melon-album", rf"{_MELON}/album/(?:detail|music)\.htm", "albumId", NUMBER),
    ("apple", rf"{_APPLE}/song/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", NUMBER),
    ("apple", rf"{_APPLE}/album/(?:[^/]+/)?[^/]+", "i", NUMBER),
    ("album", rf"{_APPLE}/album/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", NUMBER),
    ("artist", rf"{_APPLE}/artist/(?:[^/]+/)?(?:id)?(?P<id>[^/]+)", "", NUMBER),
    ("playlist", rf"{_APPLE}/playlist/(?:[^/]+/)?(?P<id>[^/]+)", "", r".+"),
    ("deezer", rf"{_DEEZER}/track/(?P<id>[^/]+)", "", NUMBER),
    ("album", rf"{_DEEZER}/album/(?P<id>[^/]+)", "", NUMBER),
    ("artist", rf"{_DEEZER}/artist/(?P<id>[^/]+)", "", NUMBER),
    ("playlist", rf"{_DEEZER}/playlist/(?P<id>[^/]+)", "", NUMBER),
    ("youtube", rf"{_YOUTUBE}/watch", "v", _VIDEO),
    ("youtube", rf"{_YOUTUBE}/(?:shorts|live|embed|v)/(?P<id>[^/]+)", "", _VIDEO),
    ("youtube", r"youtu\.be/(?P<id>[^/]+)", "", _VIDEO),
)
MELON_GATE: Final = re.compile(rf"{_MELON}/pda/msvc/snsGatePage\.jsp", flags=re.IGNORECASE)
GATES: Final = {"son": "melon", "alb": "melon-album"}
PORTALS: Final = {"song.link", "album.link", "odesli.co"}
"""They have one page for a song at all services."""
PORTAL_PATH: Final = re.compile(
    r"/(?:[a-z]{2}/)?(?P<service>[a-z])/(?P<id>[\w-]{1,30})/?", flags=re.IGNORECASE
)
PORTAL_SERVICES: Final = {"i": ("apple", NUMBER), "d": ("deezer", NUMBER), "y": ("youtube", _VIDEO)}
SERVICES: Final = (
    # the end of a host, the service's name, and which of its pages are songs that the bot cannot read
    ("melon.com", "Melon", ""),
    ("apple.com", "Apple Music", ""),
    ("deezer.com", "Deezer", ""),
    ("youtube.com", "YouTube", ""),
    ("youtu.be", "YouTube", ""),
    ("bugs.co.kr", "Bugs", "/track/"),
    ("genie.co.kr", "Genie", "/detail/songinfo"),
    ("vibe.naver.com", "VIBE", "/track/"),
    ("music-flo.com", "FLO", "/detail/track/"),
    ("soundcloud.com", "SoundCloud", ""),
    ("tidal.com", "TIDAL", "/track/"),
    ("music.amazon.com", "Amazon Music", ""),
    ("music.amazon.co.jp", "Amazon Music", ""),
    ("music.amazon.co.uk", "Amazon Music", ""),
    ("music.amazon.de", "Amazon Music", ""),
    ("pandora.com", "Pandora", ""),
    ("qobuz.com", "Qobuz", "/track/"),
    ("bandcamp.com", "Bandcamp", "/track/"),
    ("audiomack.com", "Audiomack", "/song/"),
    ("shazam.com", "Shazam", "/song/"),
    ("kkbox.com", "KKBOX", "/song/"),
    ("joox.com", "JOOX", "/single/"),
    ("music.163.com", "NetEase Cloud Music", "/song"),
    ("y.qq.com", "QQ Music", "/songdetail/"),
    ("song.link", "song.link", ""),
    ("odesli.co", "song.link", ""),
)
SHAPES: Final = tuple(
    (what, re.compile(address, flags=re.IGNORECASE | re.ASCII), key, re.compile(form, flags=re.ASCII))
    for what, address, key, form in _WRITTEN
)
