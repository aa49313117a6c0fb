from __future__ import annotations

import re

import pytest

from bot.language.plain_text import visible
from bot.messages.reply import Span
from bot.platforms.telegram.html import to_html, unlinked


def test_markup_is_made_of_styles_and_everything_else_is_escaped() -> None:
    spans = (Span("R&B <3", bold=True), Span(" by "), Span('"IU"', link="https://example.org/a?b=1&c=2"))
    assert to_html(spans) == (
        '<b>R&amp;B &lt;3</b> by <a href="https://example.org/a?b=1&amp;c=2">&quot;IU&quot;</a>'
    )


def test_a_bold_link_is_both() -> None:
    assert to_html((Span("x", bold=True, link="https://a.b"),)) == '<b><a href="https://a.b">x</a></b>'


@pytest.mark.parametrize("link", ["javascript:alert(1)", "tg://user?id=1", "", "example.org"])
def test_only_web_addresses_become_links(link: str) -> None:
    assert to_html((Span("x", link=link),)) == "x"


def test_words_to_pick_lead_to_the_bots_private_chat_where_they_can_be_said_by_a_link() -> None:
    song = Span("Savage", says="spotify:track:abc")
    assert to_html((song,), "a_bot") == ('<a href="https://t.me/a_bot?start=spotify--track--abc">Savage</a>')
    assert to_html((song,)) == "Savage"
    assert to_html((Span("Savage", says="/unsubscribe 3"),), "a_bot") == "Savage"


def test_an_empty_span_leaves_no_empty_tag() -> None:
    assert to_html((Span("", bold=True), Span("a"))) == "a"


def test_half_a_surrogate_pair_from_outside_can_be_sent() -> None:
    assert to_html((Span("a\ud83d"),)).encode() == "a\ufffd".encode()


@pytest.mark.parametrize(
    "name",
    [
        "t.me/free_coins",
        "FREE COINS at example.com",
        "https://example.org/x",
        "tg://user?id=1",
        "@another_person",
        "a.b@example.com",
        "한글.한국",
        "example。com",
        "I.U.com/x",
    ],
)
def test_telegram_finds_no_link_in_words(name: str) -> None:
    (span,) = unlinked((Span(name),))
    assert not re.search(r"\w[.。．｡]\w*[^\W\d_]|://|@\w", span.text)
    assert visible(span.text) == visible(name), "what is copied from it is the name"


@pytest.mark.parametrize("name", ["G.I.D.L.E", "Vol. 2", "1.5 %", "Mr. Mr.", "R&B: soul"])
def test_words_without_links_look_as_they_did(name: str) -> None:
    (span,) = unlinked((Span(name),))
    assert visible(span.text) == name


def test_what_is_a_link_stays_as_it_is() -> None:
    link = Span("https://open.spotify.com/track/x", link="https://open.spotify.com/track/x")
    assert unlinked((link, Span("plain"))) == (link, Span("plain"))
