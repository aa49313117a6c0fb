from __future__ import annotations

import pytest

from bot.picture_values import Bar, BarChart
from bot.pictures import draw, fonts
from bot.pictures.fonts import can_draw, drawable
from bot.words import GENRES, Words


def test_there_is_a_letter_for_all_that_the_bot_says_and_most_songs_are_called() -> None:
    texts = [Words(language).genre(genre) for language in ("en", "ko") for genre in GENRES]
    texts += ["▲▼…=·%", "봄날 방탄소년단 뷁", "Déjà Vu Sigur Rós", "ROSÉ", "YOASOBI アイドル", "Тату", "愛"]
    assert [text for text in texts if not can_draw(text)] == []


def test_letters_that_no_font_has_are_left_out_instead_of_drawn_as_boxes() -> None:
    assert drawable("봄 🌸\n桜 날") == "봄 날"
    assert not can_draw("夜に駆ける")


@pytest.mark.filterwarnings("error")
def test_every_letter_is_drawn_from_a_font_that_has_it(caplog: pytest.LogCaptureFixture) -> None:
    draw(BarChart("뷁 é ▲ Ж 🌸", "$x_1$ $", (Bar("dance", "é 댄스", 1, 0),), "a\nb", "alt"))
    assert not caplog.records  # Matplotlib would say which letter or weight it did not find


def test_without_the_korean_font_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FileNotFoundError, match="koreanize-matplotlib"):
        fonts._nanum()
