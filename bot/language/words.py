"""The words of one language, from the gettext catalogues in `locales/`; English is the source language."""

from __future__ import annotations

import gettext
import re
import string
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.language.particles import with_particles
from bot.language.plain_text import units, within_units
from bot.messages.reply import Span

LOCALES: Final = Path(__file__).parent.parent / "locales"
_DOMAIN: Final = "jangreu"
SOURCE_LANGUAGE: Final = "en"

Value = Span | str | int | tuple[Span, ...]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogues that is translated where it is used."""
    return message


GENRES: Final = {
    "acoustic": N_("acoustic"),
    "alternative": N_("alternative"),
    "blues": N_("blues"),
    "chill": N_("chill"),
    "classical": N_("classical"),
    "club": N_("club"),
    "country": N_("country"),
    "dance": N_("dance"),
    "disco": N_("disco"),
    "drum-and-bass": N_("drum-and-bass"),
    "electronic": N_("electronic"),
    "folk": N_("folk"),
    "funk": N_("funk"),
    "gospel": N_("gospel"),
    "hip-hop": N_("hip-hop"),
    "indie": N_("indie"),
    "jazz": N_("jazz"),
    "metal": N_("metal"),
    "new-age": N_("new-age"),
    "opera": N_("opera"),
    "pop": N_("pop"),
    "punk": N_("punk"),
    "r-n-b": N_("R&B"),
    "reggae": N_("reggae"),
    "rock": N_("rock"),
    "rock-n-roll": N_("rock-n-roll"),
    "singer-songwriter": N_("singer-songwriter"),
    "soul": N_("soul"),
}


MELON_WORDS: Final = {
    "발라드": N_("ballad"),
    "댄스": N_("dance"),
    "랩/힙합": N_("rap / hip-hop"),
    "R&B/Soul": N_("R&B / soul"),
    "록/메탈": N_("rock / metal"),
    "인디음악": N_("indie"),
    "포크/블루스": N_("folk / blues"),
    "성인가요/트로트": N_("trot"),
    "POP": N_("international pop"),
    "일렉트로니카": N_("electronica"),
    "재즈": N_("jazz"),
}
"""What Melon calls its genres."""
_LONG_TIMES: Final = (
    (365, N_("a year"), N_("{number} years")),
    (30, N_("a month"), N_("{number} months")),
)
_COMMAND: Final = re.compile(r"(?<![\w/])/([a-z]+)\b")
_GENRE_NAMES: Final = {**GENRES, **MELON_WORDS}


class Words:
    """What the bot says, in one language; `commands` are what commands are called where it is said."""

    def __init__(self, language: str, commands: Mapping[str, str] = MappingProxyType({})) -> None:
        self.language = language
        self._commands = commands
        self._catalogue = gettext.translation(
            _DOMAIN, LOCALES, [language], fallback=language == SOURCE_LANGUAGE
        )

    def say(self, message: str, /, **values: Value) -> tuple[Span, ...]:
        """Translate a message and fill its `{places}`; a value is never read as a message or as markup."""
        said = self._catalogue.gettext(message)
        if self._commands:
            said = _COMMAND.sub(lambda found: f"/{self.command(found[1])}", said)
        return _filled(said, values)

    def text(self, message: str, /, **values: Value) -> str:
        """Translate as `say` does, and return the text alone."""
        return "".join(span.text for span in self.say(message, **values))

    def command(self, name: str) -> str:
        """Return what a command is called here."""
        return self._commands.get(name, name)

    def genre(self, genre: str) -> str:
        """Return the name of a genre, ours or Melon's; another is shown as the model names it."""
        return self._catalogue.gettext(_GENRE_NAMES[genre]) if genre in _GENRE_NAMES else genre

    def days(self, number: int) -> str:
        """Return a time as people say it: in years or months where it is a whole number of these."""
        for unit, one, several in _LONG_TIMES:
            count, rest = divmod(number, unit)
            if count and not rest:
                return self.text(one if count == 1 else several, number=count)
        return self.text(N_("a day") if number == 1 else N_("{number} days"), number=number)

    def day(self, day: date) -> str:
        """Return a day as people write it."""
        return self.text(N_("{year}-{month}-{day}"), year=day.year, month=f"{day:%m}", day=f"{day:%d}")


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are folders for, English first."""
    found = {path.parent.name for path in LOCALES.glob("*/input_words.toml")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


@lru_cache
def words_for(language: str | None, otherwise: str) -> Words:
    """Return the words of a language tag such as "ko" or "ko-KR", or those of `otherwise`."""
    return Words(spoken(language) or otherwise)


def spoken(tag: str | None) -> str | None:
    """Return the language of a tag such as "ko" or "ko-KR" if there are words in it."""
    primary = (tag or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in languages() else None


def percent(probability: float) -> str:
    """Return a probability as a whole percentage, as both languages write it."""
    return f"{round(100 * probability)}%"


def shortened(text: str, most: int) -> str:
    """Cut a text to at most so many UTF-16 units, with an ellipsis where it was cut.

    It is cut between words, except where this would leave less than a third of what fits.
    """
    if units(text) <= most:
        return text
    cut = within_units(text, most - 1)
    words = cut if text[len(cut)].isspace() else cut.rpartition(" ")[0]
    kept = words if 3 * len(words) >= most else cut
    return (kept.rstrip(" ,.-–·&/([{") or cut) + "…"


def lines(parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """Join texts with line breaks."""
    joined: list[Span] = []
    for part in parts:
        joined += [Span("\n"), *part] if joined else part
    return tuple(joined)


def _filled(message: str, values: dict[str, Value]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for literal, place, _, _ in string.Formatter().parse(message):
        if literal:
            before = "".join(span.text for span in spans)
            spans.append(Span(with_particles(literal, before)))
        if place is not None:
            value = values[place]
            spans += (
                value
                if isinstance(value, tuple)
                else [value if isinstance(value, Span) else Span(str(value))]
            )
    return tuple(spans)
