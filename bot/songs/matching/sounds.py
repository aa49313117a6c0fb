"""How a name sounds, written so that a Korean and a Latin spelling of it come out alike; pure.

Only consonants are kept, and only those differences between them that both scripts have: 폴킴 and Paul Kim
are both "prkm", 스트로베리 and strawberry both "strpr". Names that sound alike share a key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Revised Romanisation of the letters of a syllable, in Unicode's order; "." stands for silence.
_FIRST: Final = "g kk n d tt r m b pp s ss . j jj ch k t p h".split()  # noqa: SIM905 - a table
_VOWEL: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()  # noqa: SIM905
_LAST: Final = ". k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()  # noqa: SIM905
_FIRST_SYLLABLE, _LAST_SYLLABLE = ord("가"), ord("힣")

# In the order in which they are applied to each Latin word.
_RULES: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:lee|li|yi|rhee|yee)$", ""),  # 이
        (r"^(?:lim|rim|im|yim)$", "m"),  # 임
        (r"ng(?![aeiou])", "n"),
        (r"(?:tion|sion)", "sn"),
        (r"ph", "f"),
        (r"(?<=[a-z])th", "s"),
        (r"tch|ch", "j"),
        (r"sch|sh", "s"),
        (r"gh(?![aeiou])", ""),
        (r"^kn", "n"),
        (r"c(?=[eiy])", "s"),
        (r"(?<=[a-z])ge$|dg", "j"),
        (r"ck|[cqg]", "k"),
        (r"x", "ks"),
        (r"z", "j"),
        (r"[bfv]", "p"),
        (r"d", "t"),
        (r"(?<=[aeiou])r(?![aeiouyr])", ""),  # Korean does not hear it
        (r"l", "r"),
        (r"[^jkmnprst0-9]", ""),
    )
)


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """Return the consonants that one hears in plain words, Korean or Latin, and its digits."""
    spoken = "".join(map(_spoken, name.split()))
    return re.sub(r"(\D)\1+", r"\1", spoken)


@lru_cache(maxsize=50_000)
def romanised(name: str) -> str:
    """Return plain words with their Hangul in Latin letters, syllable by syllable (Revised Romanisation)."""
    return "".join(map(_roman, name))


def _spoken(word: str) -> str:
    if word.isascii():
        return _consonants(word)
    return "".join(_consonants(_roman(character)) for character in word)


@lru_cache(maxsize=20_000)
def _consonants(latin: str) -> str:
    for pattern, replacement in _RULES:
        latin = pattern.sub(replacement, latin)
    return latin


def _roman(character: str) -> str:
    number = ord(character) - _FIRST_SYLLABLE
    if not 0 <= number <= _LAST_SYLLABLE - _FIRST_SYLLABLE:
        return character
    rest, last = divmod(number, len(_LAST))
    first, vowel = divmod(rest, len(_VOWEL))
    return f"{_FIRST[first]}{_VOWEL[vowel]}{_LAST[last]}".replace(".", "")
