"""The names in a title or an artist's name, each as plain words; pure.

The words are compared after Unicode's NFKC, without case, marks and brackets. What stands in the brackets
of "다정히 내 이름을 부르면 (Call My Name)" or "BTS (방탄소년단)" is a name of its own, and so is the Korean
half of "나쁜 남자 Bad Man". Guests ("feat. ...") belong to no name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_BRACKETS: Final = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_UNCLOSED: Final = re.compile(r"[(\[{<][^()\[\]{}<>]*$")
_GUESTS: Final = re.compile(
    r"(?<!\w)(?:feat|ft|featuring|prod|produced by|duet with)(?!\w).*$", flags=re.IGNORECASE
)
_GUESTS_IN_BRACKETS: Final = re.compile(
    rf"(?:with|vocals?|narr|duet\.|w/)(?!\w)|{_GUESTS.pattern}", flags=re.IGNORECASE
)
_GUEST_WORDS: Final = frozenset(
    "feat ft featuring prod produced by with w vocal vocals narr duet and of".split()  # noqa: SIM905
)
_YEAR: Final = r"(?:(?:19|20)\d\d(?:'s)?\s+)?"
_REISSUED: Final = (
    rf"{_YEAR}(?:digital(?:ly)?\s+)?(?:remaster(?:ed|ing)?|re-?issue|리마스터(?:링|드)?|"
    r"(?:single|album|original|deluxe)(?:\s+(?:version|ver\.?|edition|edit))?|radio edit|title track|"
    r"(?:\d+(?:th|st|nd|rd)\s+)?anniversary(?:\s+edition)?|expanded edition|mono|stereo)"
    r"(?:\s+(?:version|ver\.?|edition|(?:in\s+)?(?:19|20)\d\d))?"
)
_REISSUE: Final = re.compile(
    rf"\s*(?:[(\[]\s*{_REISSUED}\s*[)\]]|\s[-–—/]\s*{_REISSUED}\s*$)", flags=re.IGNORECASE
)
_HANGUL: Final = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_BOUNDARY: Final = re.compile(r"(?<=[가-힣])(?=[A-Za-z])|(?<=[A-Za-z])(?=[가-힣])")
_LATIN: Final = re.compile(r"[a-z]")

_CERTAIN_VERSIONS: Final = re.compile(
    r"\b(remix|rmx|inst|instrumental|karaoke|sped up|speed up|slowed|nightcore|a ?capp?ella|리믹스|"
    r"(?:\w+ )?(?:ver|version|버전))\b"
)
_VERSIONS_ASIDE: Final = re.compile(
    r"\b(live|라이브|mr|acoustic|unplugged|demo|piano|orchestra|orchestral|band|reprise|"
    r"(?:\w+ )?(?:mix|edit|track)|"
    r"japanese|jpn|english|eng|chinese|chn|korean|kor)\b"
)
_NO_SONG: Final = re.compile(
    r"\b(?:skit|voice ?mail|voice message|narration|interview|commentary|medley|스킷|나레이션|메들리)\b"
)
_SAME_VERSION: Final = {
    "inst": "instrumental",
    "mr": "instrumental",
    "리믹스": "remix",
    "rmx": "remix",
    "라이브": "live",
    "speed up": "sped up",
    "acappella": "a cappella",
    "acapella": "a cappella",
    "a capella": "a cappella",
    "jpn": "japanese",
    "jp": "japanese",
    "jap": "japanese",
    "일본어": "japanese",
    "eng": "english",
    "영어": "english",
    "kor": "korean",
    "kr": "korean",
    "한국어": "korean",
    "chn": "chinese",
    "mandarin": "chinese",
    "중국어": "chinese",
    "orchestral": "orchestra",
}
# The same recording, by another name.
_NO_VERSION: Final = {
    "",
    "original mix",
    "radio edit",
    "title track",
    "original",
    "album",
    "single",
    "title",
    "full",
    "remaster",
    "remastered",
}

_IN_BRACKETS: Final = 0.96
ONE_SCRIPT: Final = 0.95
"""What the Korean or the Latin words of a name that has both may count."""


@lru_cache(maxsize=50_000)
def normalized(text: str) -> str:
    """Return the text as plain words: NFKC, no case, no punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub(r"['’`´′‘]", "", folded)).split())


def typed_words(name: str) -> str:
    """Return what a person typed as plain words without guests, the Korean and the Latin ones apart."""
    return normalized(_BOUNDARY.sub(" ", without_guests(name))) or normalized(name)


def together(name: str) -> str:
    """Return plain words without the spaces between them."""
    return name.replace(" ", "")


@lru_cache(maxsize=50_000)
def names(text: str) -> tuple[tuple[str, float], ...]:
    """Return the names in one text with how much each may count, 1 for the whole.

    They are all of it, it without its brackets, before a dash, inside each bracket, and in one script.
    """
    plain = without_guests(text)
    outside = _UNCLOSED.sub(" ", _BRACKETS.sub(" ", plain))
    first = outside.split(" - ")[0]
    counted = {normalized(plain): 1.0}
    candidates = [(outside, 1.0), (first, 1.0)]
    candidates += [(part, _IN_BRACKETS) for part in _BRACKETS.findall(plain) if not _is_version(part)]
    candidates += [(part, ONE_SCRIPT) for part in _scripts(normalized(first))]
    for candidate, weight in candidates:
        if name := normalized(candidate):
            counted.setdefault(name, weight)
    counted.pop("", None)
    return tuple(counted.items()) or ((normalized(text), 1.0),)


def without_brackets(text: str) -> str:
    """Return the plain words of a text outside its brackets, all of them where there are none."""
    return outside_brackets(text) or normalized(text)


@lru_cache(maxsize=50_000)
def title_of_all_versions(title: str) -> str:
    """Return the plain words of a title without what stands in brackets or after a dash."""
    return without_brackets(title.split(" - ", maxsplit=1)[0])


@lru_cache(maxsize=50_000)
def outside_brackets(text: str) -> str:
    """Return the plain words of a text outside its brackets, guests left out; none where there are none."""
    return normalized(_BRACKETS.sub(" ", without_guests(text)))


@lru_cache(maxsize=50_000)
def without_reissue(title: str) -> str:
    """Return a title without what says that its recording was published again: "Remastered 2021"."""
    return _REISSUE.sub("", title).strip() or title


@lru_cache(maxsize=50_000)
def versions(title: str) -> frozenset[str]:
    """Return the words that make a recording another one than the song itself.

    "Live" or "band" say so in brackets and after a dash, "remix" and "Japanese version" wherever they stand,
    but where they are all of a title.
    """
    plain = without_guests(title)
    aside = normalized(" ".join([*_BRACKETS.findall(plain), *plain.split(" - ")[1:]]))
    is_song = _CERTAIN_VERSIONS.sub("", title_of_all_versions(title)).strip()
    found = _CERTAIN_VERSIONS.findall(normalized(plain) if is_song else aside)
    found += _VERSIONS_ASIDE.findall(aside)
    return frozenset(_one_version(match) for match in found) - _NO_VERSION


def is_aside(title: str) -> bool:
    """Tell whether a title names a remix, an instrumental, a live recording or a skit rather than a song."""
    return bool(versions(title) - {"korean"}) or bool(_NO_SONG.search(normalized(title)))


@lru_cache(maxsize=50_000)
def typed_versions(name: str) -> frozenset[str]:
    """Return the version words anywhere in a name that was typed without brackets."""
    plain = normalized(without_guests(name))
    found = _CERTAIN_VERSIONS.findall(plain) + _VERSIONS_ASIDE.findall(plain)
    return frozenset(_one_version(match) for match in found) - _NO_VERSION


def without_typed_versions(name: str) -> str:
    """Return the plain words of a typed name without those of a version: "spring day bts live"."""
    plain = normalized(without_guests(name))
    return " ".join(_VERSIONS_ASIDE.sub(" ", _CERTAIN_VERSIONS.sub(" ", plain)).split())


def without_guests(text: str) -> str:
    """Return the text without the guests and producers that it names."""
    outside = _BRACKETS.sub(lambda part: " " if _GUESTS_IN_BRACKETS.match(part[1].strip()) else part[0], text)
    return _GUESTS.sub("", outside) or text


@lru_cache(maxsize=50_000)
def guests(text: str) -> frozenset[str]:
    """Return the words that name the guests and producers in a text, "feat" itself left out."""
    inside = [part for part in _BRACKETS.findall(text) if _GUESTS_IN_BRACKETS.match(part.strip())]
    after = _GUESTS.search(_BRACKETS.sub(" ", text))
    words = normalized(" ".join([*inside, after[0] if after else ""])).split()
    return frozenset(words) - _GUEST_WORDS


def is_korean(name: str) -> bool:
    """Tell whether plain words are written in Hangul alone."""
    return bool(_HANGUL.search(name)) and not _LATIN.search(name)


def is_latin(name: str) -> bool:
    """Tell whether plain words are written in Latin letters alone."""
    return bool(_LATIN.search(name)) and not _HANGUL.search(name)


def _scripts(name: str) -> list[str]:
    """Return the Korean and the Latin words of a name that has both."""
    parts = name.split()
    korean, latin = [word for word in parts if is_korean(word)], [word for word in parts if is_latin(word)]
    if len(korean) + len(latin) < len(parts) or not korean or not latin:
        return []
    return [joined for joined in (" ".join(korean), " ".join(latin)) if len(joined) > 1]


def _is_version(part: str) -> bool:
    return bool(versions(f"({part})"))


def _one_version(match: str) -> str:
    kind = re.sub(r" ?(?:ver|version|버전)$", "", match)
    return _SAME_VERSION.get(kind, kind)
