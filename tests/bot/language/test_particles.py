from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.particles import Ending, ending, with_particles
from bot.language.words import GENRES, LOCALES, Words

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
PAIRS = ["은(는)", "이(가)", "을(를)", "과(와)", "(으)로", "이에요(예요)"]
BARE = re.compile(r"\}[”’\"']?(은|는|이|가|을|를|과|와|로|으로|예요|이에요)(?![가-힣(])")


@pytest.mark.parametrize(
    ("word", "topic", "way"),
    [
        ("밤", "밤은", "밤으로"),
        ("발라드", "발라드는", "발라드로"),
        ("일렉트로닉", "일렉트로닉은", "일렉트로닉으로"),
        ("서울", "서울은", "서울로"),
        ("펑크(funk)", "펑크(funk)는", "펑크(funk)로"),
        ("칠(chill)", "칠(chill)은", "칠(chill)로"),
        ("봄날 (Spring Day) [Inst.]", "봄날 (Spring Day) [Inst.]은", "봄날 (Spring Day) [Inst.]로"),
        ("R&B", "R&B는", "R&B로"),
        ("BTS", "BTS는", "BTS로"),
        ("EDM", "EDM은", "EDM으로"),
        ("LightGBM", "LightGBM은", "LightGBM으로"),
        ("XGBoost", "XGBoost는", "XGBoost로"),
        ("Apple Music", "Apple Music은", "Apple Music으로"),
        ("Circle", "Circle은", "Circle로"),
        ("IVE", "IVE는", "IVE로"),
        ("IZ*ONE", "IZ*ONE은", "IZ*ONE으로"),
        ("NewJeans", "NewJeans는", "NewJeans로"),
        ("Beyoncé", "Beyoncé는", "Beyoncé로"),
        ("DAY6", "DAY6는", "DAY6로"),
        ("GOT7", "GOT7은", "GOT7으로"),
        ("Top 100", "Top 100은", "Top 100으로"),
        ("1", "1은", "1로"),
        ("37 %", "37 %는", "37 %로"),
        ("“밤”", "“밤”은", "“밤”으로"),
        ("夜", "夜은(는)", "夜(으)로"),
        ("", "은(는)", "(으)로"),
        ("!!!", "!!!은(는)", "!!!(으)로"),
    ],
)
def test_a_particle_follows_the_words_sound(word: str, topic: str, way: str) -> None:
    assert word + with_particles("은(는)", word) == topic
    assert word + with_particles("(으)로", word) == way


@given(st.text(), SYLLABLES, st.sampled_from(PAIRS))
def test_after_hangul_the_final_consonant_decides(before: str, syllable: str, pair: str) -> None:
    last = unicodedata.normalize("NFD", syllable)[-1]
    has_final = "\u11a8" <= last <= "\u11c2"
    said = with_particles(pair + " 끝", before + syllable)
    long = {"(으)로": "으로", "이에요(예요)": "이에요"}.get(pair, pair[0])
    short = {"(으)로": "로", "이에요(예요)": "예요"}.get(pair, pair[2:3])
    closed = has_final and not (pair == "(으)로" and last == "\u11af")
    assert said == (long if closed else short) + " 끝"


@given(st.text())
def test_any_text_has_an_ending_or_none_and_never_breaks_a_sentence(text: str) -> None:
    assert ending(text) is None or isinstance(ending(text), Ending)
    said = with_particles("”이(가) 아니에요", "“" + text)
    assert said in {"”이 아니에요", "”가 아니에요", "”이(가) 아니에요"}


def test_a_value_is_never_read_as_a_particle() -> None:
    said = Words("ko").text("{a}{b}", a="밤", b="은(는)")
    assert said == "밤은(는)"


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_a_known_ending(genre: str) -> None:
    assert ending(Words("ko").genre(genre)) is not None


def test_no_translation_writes_one_form_where_the_word_before_may_change() -> None:
    texts = (LOCALES / "ko" / "LC_MESSAGES" / "jangreu.po").read_text(encoding="utf-8").replace('"\n"', "")
    offenders = [line for line in texts.splitlines() if line.startswith("msgstr") and BARE.search(line)]
    assert not offenders, "write both forms: {genre}(으)로"
