"""A song as a service other than Spotify names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from model.music import ServiceGenres, Track

_BETWEEN_SINGERS: Final = re.compile(r"\s*(?:,|&|/| x | and )\s*", flags=re.IGNORECASE)
_BRACKETS: Final = re.compile(r"[(\[{<][^()\[\]{}<>]*[)\]}>]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+(?: [\uac00-\ud7a3]+)*")


@dataclass(frozen=True, slots=True)
class ForeignSong:
    """A recording without Spotify's id; `artists` is empty where the title may hold them too (a video's).

    `genres` are the service's own words, empty where it has none.
    """

    service: str
    title: str
    artists: tuple[str, ...]
    duration_ms: int | None = None
    isrc: str | None = None
    genres: tuple[str, ...] = ()

    @property
    def said(self) -> ServiceGenres | None:
        """What the service calls the song's genre."""
        return ServiceGenres(self.service.lower(), self.genres) if self.genres else None

    @property
    def name(self) -> str:
        """Title and artists, as a person would type them."""
        return " ".join((self.title, *self.artists))

    @property
    def query(self) -> str:
        """The words to search for: the title and the first artist, without what stands in brackets."""
        title = " ".join(_BRACKETS.sub(" ", self.title).split()) or self.title
        first = _BETWEEN_SINGERS.split(_BRACKETS.sub(" ", self.artists[0]).strip())[0] if self.artists else ""
        return f"{title} {first}".strip()

    @property
    def singers(self) -> tuple[str, ...]:
        """The artists, and the names that stand together in one text: "IU & SUGA", "aespa 에스파"."""
        together = [part for artist in self.artists for part in _BETWEEN_SINGERS.split(artist)]
        scripts = [_HANGUL.sub(" ", part) for part in together if _HANGUL.search(part)]
        hangul = [name for part in together for name in _HANGUL.findall(part)]
        names = (" ".join(name.split()) for name in (*self.artists, *together, *scripts, *hangul))
        return tuple(dict.fromkeys(name for name in names if any(map(str.isalnum, name))))

    def to_compare(self, number: int) -> Track:
        """Return it in the form that songs are compared in, with a number for an id; never to be kept."""
        return Track(str(number), self.title, self.singers, self.duration_ms, self.isrc)
