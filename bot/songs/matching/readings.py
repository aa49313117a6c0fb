"""How a text that a person typed may be read as a title and its singers; pure.

"Rising tripleS (트리플에스)" does not say where one ends and the other begins, "TOMBOY by (G)I-DLE" and
"아이유의 밤편지" do. What a reading calls a title or a singer is text as it was typed, brackets and all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.songs.matching.names import normalized, outside_brackets
from bot.songs.matching.singers import known_spellings, spellings, typed_spellings
from bot.songs.matching.song_names import NamedSong, songs_called

_BOUNDARY: Final = re.compile(r"(?<=[가-힣])(?=[A-Za-z(\[])|(?<=[A-Za-z])(?=[가-힣])|(?<=[)\]])(?=[가-힣])")
_TOKEN: Final = re.compile(r"[(\[{<][^()\[\]{}<>]*[)\]}>][^\s()\[\]{}<>]*|[^\s()\[\]{}<>]+|[()\[\]{}<>]")
_ASIDE: Final = re.compile(r"[(\[{<][^()\[\]{}<>]*[)\]}>]")
"""Brackets that stand alone say something of what is before them."""
_BRACKETS_OF_THE_EAST: Final = str.maketrans("【】「」『』〈〉《》〔〕", "[][][]<><>[]")
_TITLE_FIRST: Final = re.compile(
    r"\s(?:(?:song|track|노래|곡)\s)?(?:(?:sung|performed|made|covered)\s)?(?:by|from)\s", flags=re.IGNORECASE
)
_SINGER_FIRST: Final = re.compile(
    r"\s?(?:이|가|께서|님이)?\s(?:부른|부르는|불렀던|노래한)\s(?:노래\s|곡\s)?"
    r"|\s?의\s(?:노래\s|곡\s)?|\s(?:노래|곡)\s|['’`]s?\s"
)
_REMASTERED: Final = re.compile(
    r"\b(?:(?:19|20)\d\d\s+)?remaster(?:ed)?(?:\s+(?:19|20)\d\d)?\b", flags=re.IGNORECASE
)
_MOST_CUTS: Final = 12
_MOST_JOINTS: Final = 3

Reading = tuple[str, str]
"""A title, and the singers that stand beside it."""


@lru_cache(maxsize=5_000)
def spaced(name: str) -> str:
    """Return a typed text with ordinary brackets, its Korean and Latin words apart, "remastered" left out."""
    folded = unicodedata.normalize("NFKC", name).translate(_BRACKETS_OF_THE_EAST)
    apart = _BOUNDARY.sub(" ", folded)
    return " ".join((_REMASTERED.sub(" ", apart).strip() or apart).split())


@lru_cache(maxsize=5_000)
def readings(name: str) -> tuple[Reading, ...]:
    """Return each title with its singers that a text may mean; those that joining words tell come first."""
    text = spaced(name)
    return tuple(dict.fromkeys((*joined(text), *_cut(text))))


@lru_cache(maxsize=5_000)
def translated(name: str) -> tuple[Reading, ...]:
    """Return the readings of a text in which a famous song has another of its names than was typed."""
    return tuple(dict.fromkeys((title, singer) for _, singer, song in famous(name) for title in song.names))


@lru_cache(maxsize=5_000)
def famous(name: str) -> tuple[tuple[str, str, NamedSong], ...]:
    """Return each title and singer that a text may mean of a famous song, and the song."""
    text = spaced(name)
    alone = [(text, song.artist, song) for song in songs_called(text)]
    sung = [
        (title, singer, song)
        for title, singer in readings(name)
        for song in songs_called(title)
        if not typed_spellings(singer).isdisjoint(spellings(song.artist))
    ]
    return (*alone, *sung)


def joined(text: str) -> Iterator[Reading]:
    """Return the readings that the joining words in a spaced text tell."""
    for pattern, title_first in ((_TITLE_FIRST, True), (_SINGER_FIRST, False)):
        for number, joint in enumerate(pattern.finditer(text)):
            before, after = text[: joint.start()], text[joint.end() :]
            if number < _MOST_JOINTS and before and after:
                yield (before, after) if title_first else (after, before)


def _cut(text: str) -> Iterator[Reading]:
    tokens = list(_TOKEN.finditer(text))
    starts = [token.start() for token in tokens[1:] if token is tokens[-1] or not _ASIDE.fullmatch(token[0])]
    for start in (*starts[:_MOST_CUTS], *starts[_MOST_CUTS:][-_MOST_CUTS:]):
        before, after = text[:start].strip(" -–—_|/:,·~"), text[start:].strip(" -–—_|/:,·~")
        if before and after:
            yield before, after
            if outside_brackets(after) or known_spellings(normalized(before)):
                yield after, before
