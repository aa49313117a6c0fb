from __future__ import annotations

import asyncio
import io
import time
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from bot import pictures
from bot.pictures import bars, draw, fonts
from bot.pictures.colours import CARD, DOWN, FAINT, GENRE_COLOURS, INK, NEW, UP
from bot.pictures.fonts import can_draw, drawable
from bot.reply import Bar, BarChart, Move, Picture, TrendChart, TrendLine
from bot.words import GENRES, Words

MOVES = (
    Move("봄날 – 방탄소년단", 12, "pop"),
    Move("Déjà Vu – TXT", -9, "dance"),
    Move("새 노래", None, None),
)


def chart(*counts: tuple[str, int], moves: tuple[Move, ...] = (), chosen: str | None = None) -> BarChart:
    shown = tuple(Bar(genre, Words("ko").genre(genre), count, 1) for genre, count in counts)
    return BarChart(
        "장르로 보는 멜론 Top 100",
        "2026년 11월 22일 13시",
        shown,
        "100곡 중 65곡",
        "alt text",
        "많이 움직인 곡",
        moves,
        chosen,
    )


def trend(days: int, *genres: str) -> TrendChart:
    first = date(2026, 5, 1)
    lines = tuple(TrendLine(genre, genre, (1 / len(genres),) * days) for genre in genres)
    moments = tuple(first + timedelta(days=number) for number in range(days))
    return TrendChart("Genres of the Melon Top 100", "May", moments, lines, "shares", "alt text")


def image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture)))


def pixels(picture: Picture) -> dict[str, int]:
    """Return how many pixels there are of each colour."""
    drawn = image(picture).convert("RGB")
    return {
        "#{:02x}{:02x}{:02x}".format(*rgb): number
        for number, rgb in drawn.getcolors(maxcolors=drawn.width * drawn.height) or []
    }


EVERYTHING = (
    chart(("dance", 3)),
    chart(*[(genre, 3) for genre in GENRES], moves=MOVES),
    trend(2, "dance"),
    trend(200, *list(GENRES)[:8]),
)


@pytest.mark.parametrize("picture", EVERYTHING, ids=["sparse", "crowded", "two days", "200 days"])
def test_a_picture_is_as_wide_as_a_phone_shows_and_drawn_in_half_a_second(picture: Picture) -> None:
    draw(chart(("rock", 1)))  # the fonts are read once in a process
    pictures._drawn.cache_clear()
    started = time.process_time()
    drawn = image(picture)
    assert time.process_time() - started < 0.5
    assert drawn.width == 1080
    assert drawn.height <= 3 * drawn.width
    assert drawn.info["Description"] == "alt text"


def test_a_picture_grows_with_its_bars_and_moves() -> None:
    few, more = image(chart(("dance", 3))), image(chart(("dance", 3), ("pop", 2)))
    assert few.height < more.height < image(chart(("dance", 3), ("pop", 2), moves=MOVES)).height


def test_the_same_picture_is_the_same_file_and_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures._drawn.cache_clear()
    first = draw(EVERYTHING[0])
    pictures._drawn.cache_clear()
    assert draw(EVERYTHING[0]) == first
    monkeypatch.setattr(pictures, "draw_bars", None)
    assert draw(chart(("dance", 3))) is not None
    with pytest.raises(TypeError):
        draw(chart(("dance", 4)))


def test_only_so_many_pictures_are_kept() -> None:
    for number in range(1, 100):
        draw(chart(("dance", number)))
    assert pictures._drawn.cache_info().currsize == pictures._KEPT


async def test_many_threads_may_draw_at_once() -> None:
    pictures._drawn.cache_clear()
    wanted = [chart(("dance", number % 3 + 1), ("pop", 1)) for number in range(12)]
    drawn = await asyncio.gather(*(asyncio.to_thread(draw, each) for each in wanted))
    assert len(set(drawn)) == 3
    assert drawn == [draw(each) for each in wanted]


def test_a_bar_has_its_genres_colour_and_length() -> None:
    found = pixels(chart(("dance", 30), ("jazz", 10)))
    assert found[GENRE_COLOURS["dance"]] / found[GENRE_COLOURS["jazz"]] == pytest.approx(3, rel=0.04)


def test_a_chosen_genre_alone_has_its_colour() -> None:
    found = pixels(chart(("dance", 30), ("jazz", 10), chosen="jazz"))
    assert GENRE_COLOURS["jazz"] in found
    assert GENRE_COLOURS["dance"] not in found


def test_the_bands_of_a_trend_have_the_size_of_their_shares() -> None:
    found = pixels(trend(3, "dance", "pop"))
    assert found[GENRE_COLOURS["dance"]] / found[GENRE_COLOURS["pop"]] == pytest.approx(1, rel=0.03)


def test_every_genre_has_a_colour_of_its_own_that_can_be_told_from_all_others() -> None:
    assert set(GENRE_COLOURS) == set(GENRES)
    nearest = min(
        combinations(GENRE_COLOURS, 2),
        key=lambda pair: _distance(GENRE_COLOURS[pair[0]], GENRE_COLOURS[pair[1]]),
    )
    # 0.02 is what an eye can just tell apart
    assert _distance(GENRE_COLOURS[nearest[0]], GENRE_COLOURS[nearest[1]]) > 0.08, nearest


@pytest.mark.parametrize("colour", [INK, FAINT, UP, DOWN, NEW])
def test_letters_stand_out_from_the_card(colour: str) -> None:
    assert _contrast(colour, CARD) >= 4.5  # WCAG 2, for text


@pytest.mark.parametrize("genre", list(GENRES))
def test_bars_stand_out_from_the_card(genre: str) -> None:
    assert _contrast(GENRE_COLOURS[genre], CARD) >= 3  # WCAG 2, for graphics


def test_there_is_a_letter_for_all_that_the_bot_says_and_most_songs_are_called() -> None:
    texts = [Words(language).genre(genre) for language in ("en", "ko") for genre in GENRES]
    texts += ["▲▼…=·%", "봄날 방탄소년단 뷁", "Déjà Vu Sigur Rós", "ROSÉ", "YOASOBI アイドル", "Тату", "愛"]
    assert [text for text in texts if not can_draw(text)] == []


def test_letters_that_no_font_has_are_left_out_instead_of_drawn_as_boxes() -> None:
    assert drawable("봄 🌸\n桜 날") == "봄 날"
    assert not can_draw("夜に駆ける")
    song = Move("夜に駆ける – YOASOBI", 3, "pop")
    assert draw(chart(("dance", 3), moves=(song,))) == draw(chart(("dance", 3)))


def test_a_title_of_nothing_but_emoji_leaves_its_line_empty() -> None:
    assert image(BarChart("🌸", "🌸", (Bar("dance", "🌸", 1),), "🌸", "alt")).width == 1080


@pytest.mark.filterwarnings("error")
def test_every_letter_is_drawn_from_a_font_that_has_it(caplog: pytest.LogCaptureFixture) -> None:
    draw(BarChart("뷁 é ▲ Ж 🌸", "$x_1$ $", (Bar("dance", "é 댄스", 1, 0),), "a\nb", "alt"))
    assert not caplog.records  # Matplotlib would say which letter or weight it looked for in vain


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


def test_without_the_korean_font_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FileNotFoundError, match="koreanize-matplotlib"):
        fonts._nanum()


def _linear(colour: str) -> np.ndarray:
    part = np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(float(_linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _distance(one: str, other: str) -> float:
    """Return how far two colours are apart in OKLab."""
    to_cones = np.array(
        ((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300)), dtype=float
    )
    to_lab = np.array(((0.2105, 0.7936, -0.0041), (1.9780, -2.4286, 0.4506), (0.0259, 0.7828, -0.8087)))
    first, second = (to_lab @ np.cbrt(to_cones @ _linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))
