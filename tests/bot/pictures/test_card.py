from __future__ import annotations

import pytest

from bot.picture_values import Bar, BarChart
from bot.pictures import bars
from bot.pictures.card import SMALLEST, Card
from tests.bot.pictures.examples import image


def test_a_title_of_nothing_but_emoji_leaves_its_line_empty() -> None:
    assert image(BarChart("🌸", "🌸", (Bar("dance", "🌸", 1),), "🌸", "alt")).width == 1080


def test_a_text_that_is_too_long_is_cut_where_its_room_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(bars.Card, "bar", lambda *_: None)
    text = bars.Card.text

    def noted(card: bars.Card, at: tuple[float, float], words: str, size: int, **how: object) -> float:
        width = text(card, at, words, size, **how)  # type: ignore[arg-type]
        if words.startswith("아주"):
            drawn.append(card.axes.texts[-1].get_text())
            assert width <= 1080
        return width

    monkeypatch.setattr(bars.Card, "text", noted)
    bars.draw_bars(BarChart("아주 긴 제목 " * 30, "s", (Bar("dance", "댄스", 1),), "f", "a"))
    assert drawn[0].endswith("…")
    assert len(drawn[0]) > 20


def test_a_long_text_is_written_smaller_before_it_is_cut() -> None:
    card = Card(400, "title", "subtitle", "description")
    width = card.width("Lantern Harbour", 54)
    assert card._fitted("Lantern Harbour", 54, width, bold=False) == ("Lantern Harbour", 54)
    text, size = card._fitted("Lantern Harbour", 54, 0.8 * width, bold=False)
    assert text == "Lantern Harbour"
    assert SMALLEST <= size < 54
    text, size = card._fitted("Lantern Harbour", 54, 0.3 * width, bold=False)
    assert text.endswith("…")
    assert size >= SMALLEST
    assert card.width(text, size) <= 0.3 * width


def test_a_text_is_as_wide_as_it_says_and_starts_where_it_is_put() -> None:
    card = Card(400, "title", "subtitle", "description")
    assert card.text((100, 300), "🌸", 54) == 0
    assert card.text((100, 300), "Lantern", 54) == card.width("Lantern", 54) > 100
