"""A reply as a value: text in spans and, perhaps, a picture; no platform's markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style; line breaks are in the text. `link` is a web address."""

    text: str
    bold: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture to be drawn: one bar a genre. `bars` are (genre key, label, count), in drawing order."""

    title: str
    subtitle: str
    bars: tuple[tuple[str, str, int], ...]
    footnote: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the person may say next, ready to be picked: `says` is a message of at most 64 bytes."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said; `picture` and `choices` are shown in the way of each platform."""

    text: tuple[Span, ...]
    picture: BarChart | None = None
    choices: tuple[Choice, ...] = ()

    def plain(self) -> str:
        """Return the text alone; a link follows its words in angle brackets."""
        return "".join(f"{span.text} <{span.link}>" if span.link else span.text for span in self.text)
