"""When a song is Korean: a pure rule over what the services tell of it.

Names alone decide most songs: Hangul, a table of artists, and the shape of a romanised Korean name. The
artists who stand in `artist_names.csv` are Korean; `korean_artists.csv` adds those whom only a Latin name
tells, and says where a name is an ordinary word: "exact" counts only letter by letter (LISA, not LiSA), and
"never" does not count without further evidence.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from model.artist_names import artist_spellings
from model.music import ChartEntry, Track

_TABLE: Final = Path(__file__).with_name("korean_artists.csv")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]")
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_PARTS: Final = re.compile(r"\s*[,;&/×+()\[\]]\s*|\s+[xX]\s+")
_KOREAN_ISRC: Final = "KR"
_ENOUGH_OTHERS: Final = 0.25
Counts = Any  # a number, or a NumPy array of them
_KOREAN_WORDS: Final = frozenset(
    [
        "발라드",
        "댄스",
        "트로트",
        "성인가요",
        "성인가요/트로트",
        "인디음악",
        "인디",
        "포크/블루스",
        "국내드라마",
        "국내영화",
    ]
)
"""Korean services' words for the genres that only Korean songs have; 랩/힙합 is said of any country's."""

# A family name that no Chinese or Japanese name has, then two syllables; or, apart, after any family name.
_ONLY_KOREAN: Final = (
    "kim park jung jeong choi yoon kwon seo jang baek heo huh noh roh hwang kang cho shin ahn yoo ryu bae "
    "jeon moon chun byun kwak uhm"
)
_FAMILY_TOO: Final = "lee lim im han hong oh ha min woo joo cha ko son shim sim na jo yu an nam gong pyo"
_SYLLABLE: Final = (
    "hyun hyeon hyuk hyeok hyung hyeong hye hee hui heui hyo ho hoon hun hwa hwan ha hae han heon seung "
    "sung seong seul seo sol so soo su sook suk seok sik sin shin sang san se sun seon si shi joon jun "
    "joo ju jong jung jeong jin ji jae jai je ja jang kyung kyoung gyeong kyun kyu gyu gi ki kwang gwang "
    "kwan gwan kwon gun geon keun geun gu guk kook kang dong do dae deok duk da dan tae taek min mi myung "
    "myeong moon bo bin bum beom byung byeong byul bi na nam nae rae ran ri rin rim ryul yoon yun young "
    "yeong yong yeon ye yeol yul yoo yu ya yang eun eum il im ah an woo wook uk won weon wan ok chan "
    "chang chae chul cheol chun hong"
)


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that count however they are written, folded, and names that count letter by letter."""

    loose: frozenset[str]
    exact: frozenset[str]


def is_korean(
    track: Track,
    *,
    charted: Iterable[ChartEntry] = (),
    words: Iterable[str] = (),
    others: Sequence[bool] = (),
) -> bool:
    """Tell whether a song is Korean.

    It is where its title is written in Hangul, its first artist is known to be Korean, its ISRC is Korean, or
    a Korean service says a genre that only Korean songs have; else where more than a quarter of `others`, the
    other songs of its first artist, are Korean: many Korean songs have a Latin title, and hardly any foreign
    artist has one in Hangul. `charted` are the song's places on Korean charts, `words` what Korean services
    call it. To stand on a Korean chart is no evidence in itself: such a chart writes Korean names in Hangul,
    and what it writes otherwise is foreign but for the artists that are known.
    """
    entries = tuple(charted)
    titles = (track.title, *_titles(track), *(entry.title for entry in entries))
    singers = [name for (name, *_) in filter(None, (track.artists, *(entry.artists for entry in entries)))]
    said = {*words, *(word for entry in entries for word in entry.genres)}
    return (
        any(map(is_korean_artist, singers))
        or has_hangul(_BRACKETS.sub(" ", title) for title in titles)  # 怪物 (괴물) is a translation
        or (track.isrc or "").upper().startswith(_KOREAN_ISRC)
        or not said.isdisjoint(_KOREAN_WORDS)
        or bool(enough_others(sum(others), len(others)))
    )


def enough_others(korean: Counts, songs: Counts) -> Counts:
    """Tell by how many of an artist's other songs are Korean, of how many, whether a song is; by element."""
    return korean > _ENOUGH_OTHERS * songs


def _titles(track: Track) -> Iterator[str]:
    """Return the track's other names without the artists: a guest's name in Hangul is no evidence."""
    first = track.artists[0] if track.artists else ""
    for name in track.other_names:
        yield name.partition(f" {first}")[0] if first else name


def has_hangul(texts: Iterable[str]) -> bool:
    """Tell whether Hangul stands in one of the texts."""
    return any(_HANGUL.search(text) for text in texts)


@lru_cache(maxsize=50_000)
def is_korean_artist(name: str) -> bool:
    """Tell whether an artist's name is known to be Korean; of several in one text the first decides.

    What stands in the brackets of "Solji (EXID)" counts too, but for several words of Hangul: some services
    write foreign artists as "Charlie Puth(찰리 푸스)".
    """
    whole = unicodedata.normalize("NFKC", name).strip()
    first, *others = _PARTS.split(whole)
    if _is_korean_name(first) or _is_known(whole):
        return True
    return "(" in whole and any(
        _is_known(part) or (has_hangul([part]) and " " not in part) for part in others
    )


def _is_korean_name(name: str) -> bool:
    return has_hangul([name]) or _is_known(name) or _is_romanised(name)


def _is_known(name: str) -> bool:
    names = _names()
    return name in names.exact or _folded(name) in names.loose


def _is_romanised(name: str) -> bool:
    """Tell whether a name has the shape of "Jung Seung Hwan", "Jang Beom-june" or "Yerin Baek"."""
    return _romanised().fullmatch(name.casefold()) is not None


@cache
def _romanised() -> re.Pattern[str]:
    only, too, syllable = (
        f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"
        for words in (_ONLY_KOREAN, _FAMILY_TOO, _SYLLABLE)
    )
    given = f"{syllable}-?{syllable}"
    return re.compile(
        f"{only} (?:{given}|{syllable} {syllable})|{too} {syllable}[ -]{syllable}|{given} {only}"
    )


@cache
def _names() -> _Names:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row["match"] for row in csv.DictReader(file)}
    careful = {_folded(name) for name, match in rows.items() if match}
    spelt = {_folded(name) for row in artist_spellings() for name in row if not has_hangul([name])}
    loose = {_folded(name) for name, match in rows.items() if not match}
    exact = {unicodedata.normalize("NFKC", name) for name, match in rows.items() if match == "exact"}
    return _Names(frozenset((spelt - careful) | loose), frozenset(exact))


def _folded(name: str) -> str:
    """Return the letters and digits of a name, without case."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", "and")
    return "".join(filter(str.isalnum, text))
