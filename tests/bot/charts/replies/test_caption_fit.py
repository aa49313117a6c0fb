from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.replies.caption_fit import Paragraph, caption_text, full_text
from bot.messages.reply import Span


def paragraph(weight: int, *lines: str, shrink: bool = False) -> Paragraph:
    return Paragraph(tuple((Span(line),) for line in lines), weight, shrink)


def plain(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_what_fits_is_left_as_it_is() -> None:
    paragraphs = [paragraph(2, "title"), paragraph(1, "one", "two")]
    assert caption_text(paragraphs) == full_text(paragraphs)
    assert plain(full_text(paragraphs)) == "title\none\ntwo"


def test_the_paragraph_of_the_lowest_weight_goes_first() -> None:
    paragraphs = [paragraph(3, "title"), paragraph(1, "least"), paragraph(2, "more")]
    assert plain(caption_text(paragraphs, limit=len("title\nmore"))) == "title\nmore"


def test_a_paragraph_that_may_shrink_loses_lines_from_its_end_and_then_goes_at_once() -> None:
    songs = paragraph(1, "one", "two", "three", "four", "five", shrink=True)
    paragraphs = [paragraph(2, "title"), songs]
    assert plain(caption_text(paragraphs, limit=24)) == "title\none\ntwo\nthree\nfour"
    assert plain(caption_text(paragraphs, limit=18)) == "title"


def test_the_most_important_paragraph_stays_even_where_it_is_too_long() -> None:
    assert plain(caption_text([paragraph(2, "a long title"), paragraph(1, "x")], limit=3)) == "a long title"


def test_letters_outside_the_basic_plane_count_twice() -> None:
    paragraphs = [paragraph(2, "🎵🎵"), paragraph(1, "x")]
    assert plain(caption_text(paragraphs, limit=6)) == "🎵🎵\nx"
    assert plain(caption_text(paragraphs, limit=5)) == "🎵🎵"


@given(
    st.lists(
        st.builds(
            Paragraph,
            st.lists(st.builds(lambda text: (Span(text),), st.text(max_size=20)), max_size=6).map(tuple),
            st.integers(0, 9),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 80),
)
def test_a_caption_fits_or_is_one_paragraph(paragraphs: list[Paragraph], limit: int) -> None:
    caption = plain(caption_text(paragraphs, limit))
    fits = len(caption.encode("utf-16-le", "surrogatepass")) // 2 <= limit
    assert fits or any(caption == plain(full_text([one])) for one in paragraphs)
