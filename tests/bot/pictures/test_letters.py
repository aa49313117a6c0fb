from __future__ import annotations

import unicodedata

import pytest

from bot.language.words import GENRES, MELON_WORDS, Words
from bot.pictures import letters
from bot.pictures.letters import Run, Weight, cut, drawable, font_files, runs, width


def test_there_is_a_letter_for_all_that_the_bot_says_and_most_songs_are_called() -> None:
    texts = [Words(language).genre(genre) for language in ("en", "ko") for genre in (*GENRES, *MELON_WORDS)]
    texts += ["▲▼…–=·%•", "봄날 방탄소년단 뷁", "Déjà Vu Sigur Rós", "ROSÉ", "YOASOBI アイドル ｱｲﾄﾞﾙ", "Тату"]
    texts += ["夜に駆ける", "愛", "戀愛", "恋爱", "♥♡☆★♪♫✿❤⭐☾♀♂→∞①", "Ωμέγα", "รักเธอ", "Trịnh", "½ ™ ©"]
    assert [text for text in texts if drawable(text) != unicodedata.normalize("NFC", text)] == []


def test_letters_that_no_font_has_are_left_out_instead_of_drawn_as_boxes() -> None:
    assert drawable("봄 🌸\n桜 날 👨‍👩‍👧 ❤️ 👍🏽!") == "봄 桜 날 ❤ !"
    assert drawable("🌸") == ""


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\u200b", "\u202e", "\ufeff", "\u2028", "\ud800", "\uffff"])
def test_what_cannot_be_seen_or_written_in_xml_is_left_out(hidden: str) -> None:
    assert drawable(f"a{hidden}b") in {"ab", "a b"}


def test_letters_in_parts_are_put_together() -> None:
    assert drawable(unicodedata.normalize("NFD", "봄날 é")) == "봄날 é"


def test_a_text_is_split_by_the_font_of_its_letters() -> None:
    assert runs("夜 Night") == [Run("Noto Sans CJK JP", "夜"), Run("Pretendard", " Night")]
    assert "".join(run.text for run in runs("a♀b駆c")) == "a♀b駆c"


def test_a_text_is_as_wide_as_its_letters_and_its_size() -> None:
    assert width("", 40, Weight.BOLD) == 0
    assert width("봄날", 40, Weight.BOLD) == pytest.approx(2 * width("봄", 40, Weight.BOLD), rel=0.05)
    assert width("Spring", 80, Weight.BOLD) == pytest.approx(2 * width("Spring", 40, Weight.BOLD))
    assert width("Spring", 40, Weight.EXTRA_BOLD) > width("Spring", 40, Weight.MEDIUM)


@pytest.mark.parametrize("text", ["Lantern Harbour", "봄날의 항구", "夜に駆ける", "g̈g̈g̈g̈g̈", "กำกำกำกำ"])
def test_a_text_is_cut_between_graphemes_where_its_room_ends(text: str) -> None:
    whole = width(drawable(text), 40, Weight.BOLD)
    for share in (0.9, 0.5, 0.3):
        shown = cut(drawable(text), 40, Weight.BOLD, share * whole)
        assert shown.endswith("…")
        assert width(shown, 40, Weight.BOLD) <= share * whole + 1
        rest = drawable(text)[len(shown.removesuffix("…")) :].lstrip()
        assert not unicodedata.combining(rest[0]), "an accent was cut from its letter"
    assert cut("abc", 40, Weight.BOLD, 1) == "…"


def test_the_fonts_are_there_with_their_licences_and_small() -> None:
    files = list(letters.FOLDER.iterdir())
    assert {str(file) for file in files if file.suffix in {".otf", ".ttf"}} == set(font_files())
    assert sum(file.name.startswith("LICENSE") for file in files) == 2
    assert sum(file.stat().st_size for file in files) < 10_000_000
