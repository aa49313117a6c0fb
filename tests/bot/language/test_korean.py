"""The Korean catalogue: one word for each thing, and particles that fit what stands before them."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from bot.language.particles import ending, with_particles
from bot.language.words import LOCALES, Words
from bot.talk import help as help_texts

VARIANTS = {
    "가수": "아티스트",
    "노래 제목": "곡 이름|노래 이름|곡 제목",
    "제목이나 링크": "이름이나 링크",
    "채팅방": r"(?<!1:1 )채팅(?!방)|1:1 대화",
    "명령어": "명령(?!어)",
    "K-pop": "K-POP|케이팝",
    "Spotify": "스포티파이",
    "Apple Music": "애플 ?뮤직",
    "YouTube": "유튜브",
    "Deezer": "디저",
    "측정값": "오디오 특성",
    "저장": "데이터베이스가 안|저장소",
    "팔로우": "끊어",
    "본인만": "나만 볼",
    "소리가 비슷한": "비슷하게 들리는|모델이 듣기에",
}
"""The word for a thing, and others that are not used for it."""
WITH_PARTICLE = re.compile(r"([A-Za-z0-9/@%+]+) ?(이라고|라고|을|를|은|는|이|가|과|와|으로|로)(?![가-힣(])")
AFTER_A_CONSONANT = {"이라고", "을", "은", "이", "과", "으로"}
CATALOGUE = LOCALES / "ko" / "LC_MESSAGES" / "jangreu.po"
OF_THE_BOT_ALONE = frozenset({"명령어", "측정값"})
"""Words of which the README uses others, of shells and of the study."""
README = LOCALES.parents[1] / "README.ko.md"


def texts() -> list[str]:
    with CATALOGUE.open("rb") as file:
        return [str(message.string) for message in read_po(file) if message.id]


@pytest.mark.parametrize(("word", "others"), VARIANTS.items())
def test_there_is_one_word_for_each_thing(word: str, others: str) -> None:
    said = texts() if word in OF_THE_BOT_ALONE else [*texts(), README.read_text(encoding="utf-8")]
    assert [re.findall(others, text) for text in said if re.search(others, text)] == []
    assert any(word in text for text in said)


def test_particles_that_are_written_out_fit_the_latin_word_or_number_before_them() -> None:
    checked = 0
    for text in texts():
        for word, particle in WITH_PARTICLE.findall(text):
            sound = ending(word)
            as_consonant = sound is not None and with_particles("(으)로", word) == "으로"
            if particle not in {"으로", "로"}:
                as_consonant = with_particles("은(는)", word) == "은"
            assert (particle in AFTER_A_CONSONANT) == as_consonant, text
            checked += 1
    assert checked >= 5


@pytest.mark.parametrize(
    ("number", "particle"),
    [
        ("0", "이라고"), ("1", "이라고"), ("2", "라고"), ("3", "이라고"), ("4", "라고"), ("5", "라고"),
        ("6", "이라고"), ("7", "이라고"), ("8", "이라고"), ("9", "라고"), ("10", "이라고"), ("24", "라고"),
        ("100", "이라고"), ("999", "라고"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_koreans_read_it(number: str, particle: str) -> None:
    said = "".join(span.text for span in help_texts.no_such_number(number, Words("ko")))
    assert f"/genre {number} {particle} " in said
