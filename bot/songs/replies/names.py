"""Names and titles as the reader knows them: Korean ones for Koreans, official Latin ones for all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.language.words import N_, Words, shortened
from bot.songs.matching import title_in_script
from model.artist_names import artist_spellings

_HANGUL: Final = re.compile("[\u3131-\u318e\uac00-\ud7a3]")
_IN_BRACKETS: Final = re.compile(r"(\S.*?)\s*\(([^()]+)\)")
_READERS_OF_HANGUL: Final = "ko"
_WRITTEN_IN_LATIN: Final = ("엔시티", "에이치오티")
"""Koreans write NCT and H.O.T., whatever the table can read."""
_ANY_CASE: Final = "\0"


def shown_artists(artists: Sequence[str], words: Words, most: int) -> str:
    """Name the artists of a song, in at most so many characters."""
    names = ", ".join(shown_artist(artist, words) for artist in artists)
    return shortened(names, most) or words.text(N_("unknown artist"))


def shown_artist(artist: str, words: Words) -> str:
    """Return an artist's name in the reader's script where that is known, else as the service writes it."""
    hangul = words.language == _READERS_OF_HANGUL
    both = _IN_BRACKETS.fullmatch(artist)
    parts = (artist, *(both.groups() if both else ()))
    known = next((spellings for part in parts if (spellings := _spellings(part))), ())
    if not known and _has_two_scripts(parts) and not hangul:
        known = parts[1:]
    shown = next((name for name in known if bool(_HANGUL.search(name)) is hangul), artist)
    return artist if hangul and shown.startswith(_WRITTEN_IN_LATIN) else shown


def shown_title(title: str, artists: Sequence[str], words: Words) -> str:
    """Return a song's title in the reader's script where that is known, else as the service writes it."""
    return title_in_script(title, artists, hangul=words.language == _READERS_OF_HANGUL)


def _has_two_scripts(parts: Sequence[str]) -> bool:
    return len({bool(_HANGUL.search(part)) for part in parts[1:]}) > 1


def _spellings(name: str) -> tuple[str, ...]:
    """Return the spellings of an artist; case counts, since LiSA is not LISA, but not in "bts"."""
    known = _known()
    return known.get(name) or (known.get(f"{_ANY_CASE}{name}", ()) if name == name.casefold() else ())


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Return the table's spellings by each of them, as it is and in any case; none that two artists share."""
    written = [
        (key, spellings)
        for spellings in artist_spellings()
        for key in dict.fromkeys(key for name in spellings for key in (name, f"{_ANY_CASE}{name.casefold()}"))
    ]
    times = Counter(name for name, _ in written)
    return {name: spellings for name, spellings in written if times[name] == 1}
