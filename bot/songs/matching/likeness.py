"""How alike two names are, as plain words; pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from bot.songs.matching.names import is_korean, is_latin, together
from bot.songs.matching.sounds import romanised, sound

OTHER_SCRIPT: Final = 0.78
"""What 밤편지 and "Through the Night" get: nothing speaks for it, and nothing against it."""
_MORE_WORDS: Final = 0.85
"""The most that a name gets that goes on where the other ends, or has other numbers: plausible only."""
_SPELT_ALIKE: Final = (0.6, 0.5, 0.4, 0.57)
"""How alike the letters must be by the consonants, 0, 1, 2 or more: 아름다워 is not "Remedy" (.46)."""
_HEARD_ALIKE: Final = str.maketrans("lcvfz", "rkbpj", " ")


def alike(one: str, other: str) -> float:
    """Return how alike two names are letter by letter, 0 to 1; spaces and the words' order matter little."""
    if one == other:
        return 1.0
    a, b = together(one), together(other)
    if a == b:
        return 1.0
    score = (
        max(fuzz.token_sort_ratio(one, other), fuzz.ratio(a, b), fuzz.ratio(_letters(a), _letters(b))) / 100
    )
    if score <= _MORE_WORDS:
        return score
    another = _digits(a) != _digits(b) or a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)
    return _MORE_WORDS if another else score


def of_two_scripts(one: str, other: str) -> bool:
    """Tell whether one name is Korean and the other Latin."""
    return (is_korean(one) and is_latin(other)) or (is_latin(one) and is_korean(other))


def same_sound(one: str, other: str, least: int) -> bool:
    """Tell whether two names sound the same: by at least so many consonants, or as they are romanised."""
    heard = sound(one)
    if len(heard) >= least and heard == sound(other):
        return True
    latin = together(romanised(one))
    return len(latin) > least and latin == together(romanised(other))


def spelt_alike(one: str, other: str) -> bool:
    """Tell whether a Korean and a Latin name are one by their sound, short ones, too: 훗 and "hoot".

    The consonants must be the same and the letters alike; that says enough only where a singer is known.
    """
    heard = sound(one)
    if not of_two_scripts(one, other) or heard != sound(other):
        return False
    return letters_alike(one, other) >= _SPELT_ALIKE[min(len(heard), len(_SPELT_ALIKE) - 1)]


def letters_alike(one: str, other: str) -> float:
    """Return how alike two names are in Latin letters, 0 to 1, those that sound alike taken for one."""
    a, b = (romanised(name).translate(_HEARD_ALIKE).replace("eu", "") for name in (one, other))
    return fuzz.ratio(a, b) / 100


@lru_cache(maxsize=50_000)
def _letters(name: str) -> str:
    """Return a name with its Hangul syllables as letters: a wrong vowel is a third of a syllable."""
    return unicodedata.normalize("NFD", name)


def _digits(name: str) -> str:
    return "".join(sorted(filter(str.isdigit, name)))
