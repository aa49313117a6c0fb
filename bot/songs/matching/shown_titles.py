"""The title of a well-known song as its reader knows it: Hangul for Koreans, else the official Latin one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from bot.songs.matching.likeness import letters_alike
from bot.songs.matching.names import is_korean, is_latin, normalized
from bot.songs.matching.singers import artist_names
from bot.songs.matching.song_names import songs_called
from bot.songs.matching.sounds import sound

_SAME_CONSONANTS: Final = 0.85
_SPELT_OUT: Final = 1.1
"""From so much on for consonants and letters together, or nearly the same consonants, Hangul only spells an
English title out: 하입 보이 is no Korean title, 눈 beside "SNOW" is one."""


def title_in_script(title: str, artists: Sequence[str], *, hangul: bool) -> str:
    """Return the title in that script where the table has it, else as it is."""
    return _in_script(title, tuple(artists), hangul)


@lru_cache(maxsize=20_000)
def _in_script(title: str, artists: tuple[str, ...], hangul: bool) -> str:  # noqa: FBT001 - cached by it
    plain = normalized(title)
    if not (is_latin(plain) if hangul else is_korean(plain)):
        return title
    wanted = is_korean if hangul else is_latin
    singers = frozenset[str]().union(*map(artist_names, artists))
    for song in songs_called(title):
        if plain in map(normalized, song.names) and singers & artist_names(song.artist):
            named = next((name for name in song.names if wanted(normalized(name))), title)
            return title if hangul and _spells_out(named, plain) else named
    return title


def _spells_out(korean: str, latin: str) -> bool:
    native = normalized(korean)
    consonants = fuzz.ratio(sound(native), sound(latin)) / 100
    return consonants >= _SAME_CONSONANTS or consonants + letters_alike(native, latin) >= _SPELT_OUT
