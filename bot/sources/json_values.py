"""Reading values out of a foreign body, in which anything may be missing, odd or hostile; pure."""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterable
from typing import Final

from bot.language.plain_text import shows_anything, visible, within_normalized
from bot.sources.field_counts import note_field

LONGEST_NAME: Final = 500  # characters; Spotify's longest real titles have about 300
MOST_ARTISTS: Final = 20
MOST_LISTED_ARTISTS: Final = 100
MOST_ROWS: Final = 1_000
"""More than any service sends at once; what follows is not read."""
ONE_DAY_MS: Final = 24 * 60 * 60 * 1000

_LOST: Final = "\ufffd"  # what stands in the place of bytes that make no sense
_ENTITY: Final = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TRACK_ID: Final = re.compile(r"[0-9A-Za-z]{22}")
_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def at(value: object, *keys: str) -> object:
    """Return what lies under the keys, one object inside the other, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    note_field(".".join(keys), found=value is not None)
    return value


def rows(value: object, *keys: str) -> list[object] | None:
    """Return the first thousand rows of the list under the keys, or None where there is no list."""
    found = at(value, *keys)
    return found[:MOST_ROWS] if isinstance(found, list) else None


def name(value: object) -> str | None:
    """Return a title or a name on one line, without what cannot be seen; None where nothing is left of it.

    It has at most 500 characters, also after Unicode's NFKC.
    """
    if not isinstance(value, str):
        return None
    text = " ".join(visible(_CONTROLS.sub(" ", value[: 4 * LONGEST_NAME])).split())
    kept = within_normalized(text, LONGEST_NAME).strip()
    return kept if shows_anything(kept) else None


def whole_name(value: object) -> str | None:
    """Return a name as `name` does; None where bytes were lost in it: half a name would be a wrong one."""
    return name(value) if isinstance(value, str) and _LOST not in value else None


def unescaped_name(value: object) -> str | None:
    """Return a name as `whole_name` does, with the HTML entities resolved that a service left in its data."""
    if not isinstance(value, str):
        return None
    return whole_name(_ENTITY.sub(_resolved, value[: 8 * LONGEST_NAME]))


def unescaped_names(values: Iterable[object]) -> tuple[str, ...]:
    """Return the names among these as `unescaped_name` does, each once, in order, and not too many."""
    return tuple(dict.fromkeys(found for value in values if (found := unescaped_name(value))))[:MOST_ARTISTS]


def whole_number(value: object) -> int | None:
    """Return a number that is written as a number or as a text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return int(value) if re.fullmatch(r"[+-]?[0-9]{1,15}", str(value).strip(), re.ASCII) else None


def digits(value: object) -> str | None:
    """Return a service's id of digits, written as a number or as a text, or None."""
    found = whole_number(value)
    return str(found) if found is not None and found > 0 else None


def artist_names(value: object) -> tuple[str, ...]:
    """Return the names in a list of objects with a `name`, each once, in order, and not too many."""
    listed = value[:MOST_LISTED_ARTISTS] if isinstance(value, list) else ()
    found = (name(at(artist, "name")) for artist in listed)
    return tuple(dict.fromkeys(artist for artist in found if artist))[:MOST_ARTISTS]


def artist_ids(value: object) -> tuple[str, ...]:
    """Return Spotify's ids in a list of artists, in their order; none where one of them is missing."""
    ids = [at(artist, "id") for artist in value[:MOST_ARTISTS]] if isinstance(value, list) else []
    return tuple(map(str, ids)) if all(is_track_id(each) for each in ids) else ()


def milliseconds(value: object) -> int | None:
    """Return a duration between one millisecond and a day, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 1 <= value <= ONE_DAY_MS else None


def isrc(value: object) -> str | None:
    """Return an International Standard Recording Code without dashes (ISO 3901), or None."""
    code = value.replace("-", "").upper() if isinstance(value, str) else ""
    return code if _ISRC.fullmatch(code) else None


def search_words(text: str, most: int) -> str:
    """Return a text for a search, at most so many characters: its words, without signs that stand alone."""
    kept = (word for word in text.split() if any(character.isalnum() for character in word))
    return " ".join(kept)[:most].strip()


def is_track_id(value: object) -> bool:
    """Say whether this can be Spotify's id of a track: 22 digits of base 62."""
    return isinstance(value, str) and _TRACK_ID.fullmatch(value) is not None


def _resolved(entity: re.Match[str]) -> str:
    """Return what a whole entity stands for; the library would take "&nothing;" for "&not" and "hing;"."""
    known = entity[1].startswith("#") or f"{entity[1]};" in html.entities.html5
    return html.unescape(entity[0]) if known else entity[0]
