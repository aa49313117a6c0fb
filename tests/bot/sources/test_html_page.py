from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnavailable, Trouble
from bot.sources.html_page import DEEPEST, LARGEST_PAGE, MOST_ATTRIBUTES, MOST_TAGS, read_page

PAGE = """<!DOCTYPE html><html><head><title>t</title><script>if (a<b) document.write("<p class='x'>no</p>")
</script><style>p > .x {}</style></head><body><!-- <p class="x">no</p> -->
<ul><li class="x  first">하나 <b>둘</b> 셋<li class="x">넷</li><li class="xx"><i data-n="5">다섯</i></ul>
</body></html>"""


def texts(*found: object) -> list[str]:
    return [element.text() for element in found]  # type: ignore[attr-defined]


def test_elements_are_found_by_tag_and_by_class_in_the_order_of_the_page() -> None:
    page = read_page("S", PAGE)
    assert texts(*page.all(".x")) == ["하나 둘 셋", "넷"]
    assert texts(*page.all("li", most=1)) == ["하나 둘 셋"]
    assert texts(*page.all("li.x", "i")) == ["하나 둘 셋", "넷", "다섯"]
    assert page.all("p") == []
    first = page.first("ul", "li.first")
    assert first is not None
    assert (first.text(), first.own_text()) == ("하나 둘 셋", "하나  셋")
    assert texts(*first.following("li")) == ["넷", "다섯"]
    assert texts(*first.children("b")) == ["둘"]
    assert first.text(between="|") == "하나 |둘| 셋"
    assert page.first("ul", "p", "b") is None
    italic = page.first("i")
    assert italic is not None
    assert (italic.attribute("data-n"), italic.attribute("class")) == ("5", "")


def test_of_elements_inside_each_other_the_outermost_are_taken() -> None:
    page = read_page("S", "<div class=r>1<div class=r>2</div></div><div class=r>3</div>")
    assert texts(*page.outermost(".r", most=9)) == ["12", "3"]


@pytest.mark.parametrize("selector", ["", ".", "a b", "a[x]", "'", "*"])
def test_a_selector_is_a_tag_or_classes(selector: str) -> None:
    with pytest.raises(ValueError, match="no simple selector"):
        read_page("S", PAGE).all(selector)


@pytest.mark.parametrize(
    "page", ["", " ", "<!-- -->", "\0", "<script>", "<", "\ud800", "<?xml encoding='x'?>"]
)
def test_a_page_of_nothing_holds_nothing(page: str) -> None:
    assert read_page("S", page).all("p") == []


HOSTILE = {
    "nested": "<div>" * 400_000,
    "nested, wrongly closed": "<div></span>" * 160_000,
    "nested, a little less": "<div>" * (MOST_TAGS - 1),
    "nested lists": "<ul><li>" * 29_000,
    "nested bold": "".join(f"<b id={number}>" for number in range(1_000)) + "<p>x" * 50_000,
    "attributes": "<div " + " ".join(f"a{number}" for number in range(250_000)) + ">",
    "attributes with values": "<div " + " ".join(f'a{n}=">"' for n in range(120_000)) + ">",
    "attributes behind a quote": "<a b=\">'<div " + " ".join(f"a{n}" for n in range(200_000)) + ">",
    "attributes that never end": "<div " + "a " * 900_000,
    "too long": "x" * (LARGEST_PAGE + 1),
    "tags": "<br>" * (MOST_TAGS + 1),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_page_that_would_take_long_to_read_is_refused_or_cut_off(kind: str) -> None:
    """Each of them took seconds or minutes; the suite's own time limit fails the test if one does again."""
    try:
        page = read_page("S", HOSTILE[kind])
    except SourceUnavailable as refusal:
        assert refusal.trouble == Trouble.BROKEN  # noqa: PT017 - to be cut off is fine, too
    else:
        assert len(page.all("div", "b", "ul", "li", "p")) <= 600


def test_as_many_attributes_as_a_real_page_may_have_are_read() -> None:
    many = " ".join(f'a{number}="x > y"' for number in range(MOST_ATTRIBUTES))
    element = read_page("S", f"<p {many}>here</p>").first("p")
    assert element is not None
    assert element.attribute(f"a{MOST_ATTRIBUTES - 1}") == "x > y"
    with pytest.raises(SourceUnavailable):
        read_page("S", f"<p {many} one-more>here</p>")


def test_as_deep_as_a_real_page_may_be_is_read() -> None:
    def nested(depth: int) -> str:
        return "<div>" * depth + "here"

    assert read_page("S", nested(DEEPEST - 5)).text() == "here"
    with pytest.raises(SourceUnavailable):
        read_page("S", nested(DEEPEST + 5))


def test_a_script_full_of_comparisons_is_no_attribute() -> None:
    script = "<script>" + "if (a<b) " + "x = x + 1; " * 1_000 + "</script>"
    assert read_page("S", f"<body>{script}<p>here</p>").text() == "here"


def test_a_page_of_the_largest_size_needs_little_memory() -> None:
    tracemalloc.start()
    read_page("S", "<a>x</a>" * (MOST_TAGS // 2))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


@given(st.text(alphabet="<>/='\" \0\ud800abdivscriptl!-&;#x가", max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        page = read_page("S", text)
    except SourceUnavailable:
        return
    assert isinstance(page.text(), str)
