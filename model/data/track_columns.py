"""Which column of a table of songs is which: by the names that people give it, else by Exportify's order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from model.data.table_reader import BadDataset, Table, plain_name
from model.features import FEATURE_NAMES, plausible

IDS: Final = ("track_id", "spotify_id", "track_uri", "spotify_uri", "spotify_track_id", "uri", "id")
TITLES: Final = (
    *("title", "song", "track_name", "song_title", "song_name", "track_title", "track"),
    *("곡명", "곡", "제목", "노래", "노래_제목"),
    *("spotify_title", "melon_title", "name"),
)
ARTISTS: Final = (
    *("artist", "artists", "artist_name_s", "artist_name", "artist_names", "singer"),
    *("track_artist", "track_artists", "track_artist_s", "artist_s", "artist_s_name"),
    "performer",
    *("spotify_artist", "melon_artist"),
    *("가수", "가수명", "아티스트", "아티스트명"),
)
LINKS: Final = (
    *("link", "url", "track_link", "track_url", "song_url", "spotify_link", "spotify_url"),
    *("external_urls_spotify", "melon_url", "링크", "주소"),
)
_ALSO_CALLED: Final = {
    "duration_ms": (
        *("duration_ms", "track_duration_ms", "durationms", "length_ms", "duration", "track_duration"),
        *("duration_s", "duration_sec", "duration_seconds", "length"),
    ),
    "tempo": ("tempo", "bpm", "track_tempo"),
    "time_signature": ("time_signature", "timesignature", "time_sig"),
}
_PREFIXES: Final = ("", "track_", "audio_features_", "features_")
"""What stands before a name where one object holds the track and another its features."""
_ID: Final = re.compile(
    r"(?:spotify:track:|https?://open\.spotify\.com/(?:[a-z-]+/)?track/)?([0-9A-Za-z]{22})(?:\?\S*)?",
    re.ASCII,
)
_TRACK: Final = ("spotify:track:", "spotify:local:", "spotify:episode:")
_ARTIST: Final = ("spotify:artist:",)
_LOOKED_AT: Final = 20  # rows
_EXPORTIFYS: Final = tuple(name for name in FEATURE_NAMES if name != "duration_ms")


def track_id(value: object) -> str | None:
    """Return the id in an id, an address or a link of one of Spotify's tracks; None where there is none."""
    found = _ID.fullmatch(value) if isinstance(value, str) else None
    return found and found[1]


def artist_names(value: object, *, commas: bool) -> tuple[str, ...]:
    r"""Return the artists of a field: parted by semicolons, with `commas` by these where there are none.

    Exportify writes a comma that belongs to a name as "\,".
    """
    if not isinstance(value, str):
        return ()
    parts = re.split(r"(?<!\\),", value) if commas and ";" not in value else value.split(";")
    return tuple(name for part in parts if (name := part.replace("\\,", ",").strip()))


def column_of(table: Table, names: Sequence[str], path: Path) -> int | None:
    """Return the place of the first of these columns, None where there is none.

    Upper case and signs do not matter. Raises BadDataset where a column of that name stands twice.
    """
    present = [plain_name(name) for name in table.column_names]
    name = next((name for name in names if name in present), None) or next(
        (f"{start}{name}" for name in names for start in _PREFIXES if f"{start}{name}" in present), None
    )
    if name is None:
        return None
    exact = Counter(table.column_names)
    if exact[called := table.column_names[present.index(name)]] > 1:
        raise BadDataset(f"{path.name} has the column {called} more than once.")
    return present.index(name)


def text_columns(table: Table, path: Path) -> tuple[int | None, int | None, int | None]:
    """Return the places of the ids, the titles and the artists, None for what is not there.

    In a header of another language they are found as Exportify puts them: titles stand behind the tracks'
    addresses, artists behind those of the artists.
    """
    ids, titles, artists = (column_of(table, names, path) for names in (IDS, TITLES, ARTISTS))
    if titles is None or artists is None:
        tracks, by = _addresses(table, _TRACK), _addresses(table, _ARTIST)
        last = table.num_columns - 1
        ids = tracks if ids is None else ids
        titles = tracks + 1 if titles is None and tracks is not None and tracks < last else titles
        artists = by + 1 if artists is None and by is not None and by < last else artists
    return ids, titles, artists


def feature_columns(table: Table, path: Path) -> dict[str, int]:
    """Return the place of each audio feature that is there.

    In a header of another language they are found as Exportify puts them, all but the duration side by side.
    """
    found = {name: column_of(table, _ALSO_CALLED.get(name, (name,)), path) for name in FEATURE_NAMES}
    places = {name: place for name, place in found.items() if place is not None}
    if _EXPORTIFYS[0] not in places and _addresses(table, _TRACK) is not None:
        first = next((place for place in range(table.num_columns) if _are_features(table, place)), None)
        if first is not None:
            places |= {name: first + after for after, name in enumerate(_EXPORTIFYS)}
    return places


def _addresses(table: Table, starts: tuple[str, ...]) -> int | None:
    """Return the first column in which most of the first values are such addresses."""
    for place in range(table.num_columns):
        values = [value for value in table.column(place).slice(0, _LOOKED_AT).to_pylist() if value]
        if sum(isinstance(value, str) and value.startswith(starts) for value in values) * 2 > len(values):
            return place
    return None


def _are_features(table: Table, first: int) -> bool:
    """Tell whether the columns from this one on hold what Exportify's features can be."""
    if first + len(_EXPORTIFYS) > table.num_columns:
        return False
    return all(
        _in_range(table.column(first + after).slice(0, _LOOKED_AT).to_pylist(), name)
        for after, name in enumerate(_EXPORTIFYS)
    )


def _in_range(values: Sequence[object], feature: str) -> bool:
    numbers = [number(value) for value in values if value not in {None, ""}]
    return bool(numbers) and all(plausible(feature, value) is not None for value in numbers)


def number(value: object) -> float | None:
    """Return the number that a value says, with a point or a comma; None where it says none."""
    if isinstance(value, float):
        return value
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None
