"""Korean particles by the final sound of the word before them; pure.

A translation writes both forms: "{genre}(으)로", "{artist}은(는)". Letters, digits and signs count as Koreans
read them: "R&B" ends in 비, "Top 100" in 백, "Music" in 직.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Final


class Ending(Enum):
    """The final sound of a word."""

    VOWEL = "vowel"
    RIEUL = "ㄹ"
    CONSONANT = "another consonant"


_FORMS: Final = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "이에요(예요)": ("이에요", "예요"),
    "(이)": ("이", ""),
}
"""Each pair's form after a consonant, and that after a vowel."""
_PAIR: Final = re.compile("|".join(map(re.escape, _FORMS)))
_IN_BRACKETS: Final = re.compile(r"(?<=\S)\s*[(\[（][^()\[\]（）]*[)\]）]\s*$")
_LETTERS: Final = re.compile(r"[a-z]+$")
_CAPITALS: Final = re.compile(r"[A-Z]{2,}$")
_ENGLISH_DIGIT: Final = re.compile(r"[A-Za-z]\d$")
_READINGS: Final = {
    # Korean digits: 영 일 이 삼 사 오 육 칠 팔 구; ten, hundred, thousand end like 영
    **dict.fromkeys("036", Ending.CONSONANT),
    **dict.fromkeys("178", Ending.RIEUL),
    **dict.fromkeys("2459", Ending.VOWEL),
    **dict.fromkeys("%+@*$€", Ending.VOWEL),
    **dict.fromkeys("&ん", Ending.CONSONANT),
}
_ENGLISH_DIGITS: Final = {
    "1": Ending.CONSONANT,
    "7": Ending.CONSONANT,
    "8": Ending.CONSONANT,
    "9": Ending.CONSONANT,
}
"""원, 세븐, 에잇, 나인; the others end in a vowel: DAY6 is 데이식스."""
_LETTER_NAMES: Final = {"l": Ending.RIEUL, "r": Ending.RIEUL, "m": Ending.CONSONANT, "n": Ending.CONSONANT}
_SPELLINGS: Final = (
    (re.compile(r"(l|ll|[^aeiou]le|[aeiou]le)$"), Ending.RIEUL),  # 필, 써클, 스타일
    (re.compile(r"([mn]|ng|[aeiouy][mn]e)$"), Ending.CONSONANT),  # 멜론, 송, 게임
    (re.compile(r"(^|[^aeiou])[aeiou](b|c|ck|k|p|pp|t|tt)$"), Ending.CONSONANT),  # 클럽, 뮤직, 록, 팝, 캣
    (re.compile(r"oo[kp]$"), Ending.CONSONANT),  # 북, 룹
)


def with_particles(literal: str, before: str) -> str:
    """Return a text's literal part with each pair of particles decided by what stands before it.

    A pair stays as it is after a word whose reading is not known.
    """
    done = ""
    end = 0
    for pair in _PAIR.finditer(literal):
        done += literal[end : pair.start()]
        done += _form(pair[0], ending(before + done))
        end = pair.end()
    return done + literal[end:]


def ending(text: str) -> Ending | None:
    """Return the sound that a text ends in as Koreans read it, brackets and marks aside; None if unknown."""
    word = text
    while (shorter := _IN_BRACKETS.sub("", word)) != word:
        word = shorter
    word = re.sub(r"[^\w%+@*$€&]+$", "", unicodedata.normalize("NFKC", word)).rstrip("_")
    if not word:
        return None
    last = word[-1]
    if "가" <= last <= "힣":
        return _hangul_ending(last)
    if _ENGLISH_DIGIT.search(word):
        return _ENGLISH_DIGITS.get(last, Ending.VOWEL)
    if last in _READINGS:
        return _READINGS[last]
    if "ぁ" <= last <= "ヿ":
        return Ending.CONSONANT if last == "ン" else Ending.VOWEL
    return _latin_ending(word)


def _hangul_ending(syllable: str) -> Ending:
    final = (ord(syllable) - ord("가")) % 28
    return {0: Ending.VOWEL, 8: Ending.RIEUL}.get(final, Ending.CONSONANT)


def _latin_ending(word: str) -> Ending | None:
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    capitals = _CAPITALS.search(plain)
    letters = _LETTERS.search((capitals[0] if capitals else plain).casefold())
    if letters is None:
        return None
    spoken = letters[0]
    if len(spoken) == 1 or not re.search(r"[aeiouy]", spoken):  # BTS and LightGBM are spelled out
        return _LETTER_NAMES.get(spoken[-1], Ending.VOWEL)
    return next((sound for spelling, sound in _SPELLINGS if spelling.search(spoken)), Ending.VOWEL)


def _form(pair: str, sound: Ending | None) -> str:
    if sound is None:
        return pair
    after_consonant, after_vowel = _FORMS[pair]
    as_vowel = sound is Ending.VOWEL or (sound is Ending.RIEUL and pair == "(으)로")
    return after_vowel if as_vowel else after_consonant
