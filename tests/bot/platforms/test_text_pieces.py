from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.language.plain_text import units
from bot.messages.reply import Span
from bot.platforms.telegram.html import to_html
from bot.platforms.text_pieces import ELLIPSIS, pieces, truncated
from tests.standins.telegram_markup import parse_html

SPANS = st.lists(
    st.builds(
        Span,
        st.text(alphabet="ab<&\">' \n\n악🎵", max_size=12),
        bold=st.booleans(),
        link=st.sampled_from([None, 'https://example.org/?a=1&b="2"']),
    ),
    max_size=12,
).map(tuple)


def plain(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_length_is_counted_in_utf_16_units() -> None:
    assert [units(text) for text in ("abc", "악", "🎵", "")] == [3, 1, 2, 0]


def test_a_text_that_just_fits_is_one_piece_and_one_more_is_two() -> None:
    assert len(pieces((Span("🎵" * 2048),), 4096)) == 1
    assert len(pieces((Span("🎵" * 2048 + "a"),), 4096)) == 2


def test_text_is_split_at_line_ends_with_the_markup_whole() -> None:
    spans = (Span("first line\nsecond line\nthird", bold=True), Span(" line"))
    assert pieces(spans, 22) == [
        (Span("first line\nsecond line", bold=True),),
        (Span("third", bold=True), Span(" line")),
    ]


def test_a_long_line_is_split_at_a_space_and_a_long_word_where_it_must() -> None:
    assert pieces((Span("aaa bbb ccc"),), 8) == [(Span("aaa bbb"),), (Span("ccc"),)]
    assert pieces((Span("aaaaaa"),), 4) == [(Span("aaaa"),), (Span("aa"),)]


def test_blank_text_makes_no_piece() -> None:
    assert pieces((Span(" \n"), Span("")), 10) == []
    assert pieces((), 10) == []


def test_what_does_not_fit_is_cut_at_a_line_end_with_an_ellipsis() -> None:
    assert truncated((Span("one\n"), Span("two\nthree", bold=True)), 10) == (
        Span("one\n"),
        Span("two", bold=True),
        Span("\n" + ELLIPSIS),
    )


def test_what_fits_is_left_alone() -> None:
    assert truncated((Span("one\ntwo"),), 7) == (Span("one\ntwo"),)


@given(SPANS, st.integers(min_value=2, max_value=40))
def test_pieces_fit_lose_no_word_and_are_telegrams_html(spans: tuple[Span, ...], limit: int) -> None:
    found = pieces(spans, limit)
    for piece in found:
        text = parse_html(to_html(piece)).text
        assert text == plain(piece) == plain(piece).strip()
        assert 0 < units(text) <= limit
    assert "".join("".join(plain(piece) for piece in found).split()) == "".join(plain(spans).split())


@given(SPANS, st.integers(min_value=4, max_value=40))
def test_a_truncated_text_fits(spans: tuple[Span, ...], limit: int) -> None:
    short = truncated(spans, limit)
    assert units(parse_html(to_html(short)).text) <= limit
