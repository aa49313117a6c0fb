from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.plain_text import units
from bot.messages.reply import Span
from bot.platforms.discord.markdown import cut, in_pieces, to_markdown

SPANS = st.lists(
    st.builds(
        Span,
        st.text(alphabet="ab*_`|[]()<>#-1. \n\\악🎵", max_size=12),
        bold=st.booleans(),
        link=st.sampled_from([None, "https://example.org/?a=1&b=(2)", "https://example.org/" + "x" * 600]),
    ),
    max_size=12,
).map(tuple)


def test_markup_is_made_of_styles_and_everything_else_is_escaped() -> None:
    spans = (Span("R&B *3*", bold=True), Span(" by "), Span("[IU]", link="https://example.org/a?b=1&c=2"))
    assert to_markdown(spans) == r"**R&B \*3\*** by [\[IU\]](<https://example.org/a?b=1&c=2>)"


def test_bold_words_that_follow_each_other_are_marked_together() -> None:
    assert to_markdown((Span("a", bold=True), Span("b", bold=True))) == "**ab**"


def test_spaces_stand_outside_of_what_is_bold() -> None:
    assert to_markdown((Span(" 1. ", bold=True), Span("Siren"))) == " **1.** Siren"


def test_a_mention_is_only_words() -> None:
    assert to_markdown((Span("@everyone <@5> <#6>"),)) == r"\@everyone \<\@5> \<#6>"


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("12. Siren", r"12\. Siren"),
        ("- one", r"\- one"),
        ("# loud", r"\# loud"),
        ("> said", r"\> said"),
        ("* star", r"\* star"),
        ("-# small", r"\-# small"),
        ("3.5 stars", "3.5 stars"),
        ("#1 song", "#1 song"),
    ],
)
def test_a_line_begins_no_list_heading_or_quotation(line: str, marked: str) -> None:
    assert to_markdown((Span(f"first\n{line}"),)) == f"first\n{marked}"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Free coins https://a.b/x_y", r"Free coins https\://a.b/x\_y"),
        ("HTTPS://A.B", r"HTTPS\://A.B"),
        ("steam://run", r"steam\://run"),
        ("join discord.gg/abc", r"join discord.gg\/abc"),
        ("Discord.com/invite/abc", r"Discord.com\/invite/abc"),
        ("7 rings / thank u: next", "7 rings / thank u: next"),
    ],
)
def test_an_address_in_a_text_leads_nowhere(text: str, marked: str) -> None:
    assert to_markdown((Span(text),)) == marked
    assert to_markdown((Span(text, link="https://c.d"),)) == f"[{marked}](<https://c.d>)"


def test_an_address_that_is_meant_is_shown_as_it_is() -> None:
    assert to_markdown((Span("https://a.b/x_y", link="https://a.b/x_y"),)) == "<https://a.b/x_y>"


def test_only_the_preview_shows_its_page() -> None:
    spans = (Span("one", link="https://a.b/1"), Span("two", link="https://a.b/2"))
    assert to_markdown(spans, "https://a.b/2") == "[one](<https://a.b/1>)[two](https://a.b/2)"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "example.org"])
def test_only_web_addresses_become_links(link: str) -> None:
    assert to_markdown((Span("x", link=link),)) == "x"


@given(SPANS, st.integers(min_value=40, max_value=80))
def test_pieces_fit_and_lose_no_letter(spans: tuple[Span, ...], limit: int) -> None:
    found = in_pieces(spans, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    letters = [character for span in spans for character in span.text if character in "악🎵"]
    assert [character for piece in found for character in piece if character in "악🎵"] == letters


@given(SPANS, st.integers(min_value=40, max_value=80))
def test_what_is_cut_fits(spans: tuple[Span, ...], limit: int) -> None:
    assert units(cut(spans, limit)) <= limit
