"""Public pages as trees of elements, bounded in size, depth and attributes: reading one takes little time.

Whatever is in a page, it must cost about as much as a real one. libxml2 stops at a depth of 256 and takes
time in proportion to the length, but for the attributes of one element; their number is bounded here. A
search goes down from one element once, never from each of many.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, Self

from lxml import etree

from bot.errors import SourceUnavailable
from bot.sources.chart_checks import page_changed
from bot.sources.field_counts import note_field

LARGEST_PAGE: Final = 2_000_000
MOST_TAGS: Final = 80_000
"""Start and end tags; a chart of a hundred songs has about 15,000."""
MOST_ATTRIBUTES: Final = 200
"""Of one element."""
DEEPEST: Final = 120

_BLANK: Final = r"[ \t\n\f\r]"
_ATTRIBUTE: Final = (
    rf"(?:{_BLANK}|/)*+[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)?+)?+"
)
_TOO_MANY_ATTRIBUTES: Final = re.compile(
    rf"<[a-zA-Z][^ \t\n\f\r/>]*+(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES + 1}}}"
)
_SCRIPT: Final = re.compile(r"<(script|style)(?=[ \t\n\f\r/>])", flags=re.IGNORECASE)
_SIMPLE: Final = re.compile(r"([a-z][a-z0-9]*)?((?:\.[A-Za-z_][\w-]*)*)")


class PageElement:
    """An element of a page, or the whole page.

    A selector is a tag, classes, or both: "tr.lst50". Selections are of what lies within, in document order.
    """

    def __init__(self, element: Any) -> None:  # noqa: ANN401 - lxml has no types
        self._element = element

    def all(self, *selectors: str, most: int | None = None) -> list[Self]:
        """Return the elements that one of the selectors names, at most so many."""
        condition = " or ".join(map(_condition, selectors))
        only = "" if most is None else f"[position() <= {most}]"
        found = self._found(f"descendant::*[{condition}]{only}")
        note_field(" or ".join(selectors), found=bool(found))
        return found

    def outermost(self, *selectors: str, most: int) -> list[Self]:
        """Return the elements as `all` does, without those that lie inside another one of them."""
        condition = " or ".join(map(_condition, selectors))
        found = self._found(f"descendant::*[{condition}][not(ancestor::*[{condition}])]")[:most]
        note_field(" or ".join(selectors), found=bool(found))
        return found

    def first(self, *path: str) -> Self | None:
        """Return the first element that the first selector names, in it the first of the next, and so on."""
        element = self
        for selector in path:
            found = element.all(selector, most=1)
            if not found:
                return None
            element = found[0]
        return element

    def children(self, selector: str) -> list[Self]:
        """Return the children that a selector names."""
        return self._found(f"child::*[{_condition(selector)}]")

    def following(self, selector: str) -> list[Self]:
        """Return the siblings behind it that a selector names."""
        return self._found(f"following-sibling::*[{_condition(selector)}]")

    def attribute(self, name: str) -> str:
        """Return an attribute's value, "" where there is none."""
        note_field(name, found=name in self._element.attrib)
        return str(self._element.get(name, ""))

    def text(self, between: str = "") -> str:
        """Return all text within, with this between the pieces."""
        return between.join(self._element.itertext())

    def own_text(self) -> str:
        """Return the text that lies in no element within it."""
        return "".join([self._element.text or "", *(child.tail or "" for child in self._element)])

    def _found(self, path: str) -> list[Self]:
        return [type(self)(found) for found in _search(path)(self._element)]


def read_page(service: str, html: str) -> PageElement:
    """Return a page's tree, without its scripts and comments; raises SourceUnavailable (BROKEN)."""
    if len(html) > LARGEST_PAGE:
        raise _unreadable(service, "is too long")
    plain = _without_scripts(html)
    if plain.count("<") > MOST_TAGS:
        raise _unreadable(service, "has too many tags")
    if _TOO_MANY_ATTRIBUTES.search(plain):
        raise _unreadable(service, "has too many attributes")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(plain.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:  # nothing but blanks and comments
        root = etree.Element("html")
    if root.xpath(f"boolean(descendant::*[count(ancestor::*) > {DEEPEST}])"):
        raise _unreadable(service, "is nested too deeply")
    return PageElement(root)


def _without_scripts(html: str) -> str:
    """Cut scripts and styles out: what looks like a tag in them is none."""
    kept = []
    at = 0
    while opened := _SCRIPT.search(html, at):
        kept.append(html[at : opened.start()])
        closed = _closing(opened[1].lower()).search(html, opened.end())
        if closed is None:
            return "".join(kept)
        at = closed.end()
    return "".join([*kept, html[at:]])


@lru_cache(maxsize=4)
def _closing(tag: str) -> re.Pattern[str]:
    return re.compile(rf"</{tag}[^>]*>?", flags=re.IGNORECASE)


@lru_cache(maxsize=200)
def _search(path: str) -> etree.XPath:
    return etree.XPath(path)


@lru_cache(maxsize=200)
def _condition(selector: str) -> str:
    simple = _SIMPLE.fullmatch(selector)
    if not selector or simple is None:
        raise ValueError(f"no simple selector: {selector!r}")
    tag, classes = simple[1], simple[2].split(".")[1:]
    said = [f"self::{tag}"] if tag else []
    said += [f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in classes]
    return "(" + " and ".join(said) + ")"


def _unreadable(service: str, why: str) -> SourceUnavailable:
    return page_changed(service, f"it {why}")
