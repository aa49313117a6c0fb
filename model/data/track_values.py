"""The values of audio features as tables write them: numbers, percentages, names of keys, minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute

from model.data.table_reader import plain_name
from model.derived_features import Matrix
from model.features import FEATURE_RANGES

_KEYS: Final = {
    "C": 0,
    "C#": 1,
    "DB": 1,
    "D": 2,
    "D#": 3,
    "EB": 3,
    "E": 4,
    "F": 5,
    "F#": 6,
    "GB": 6,
    "G": 7,
    "G#": 8,
    "AB": 8,
    "A": 9,
    "A#": 10,
    "BB": 10,
    "B": 11,
}
_MODES: Final = {"MAJOR": 1, "MAJ": 1, "MINOR": 0, "MIN": 0}
_MINUTES: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_NO_VALUE: Final = frozenset({"", "NAN", "NONE", "NULL", "NA", "N/A", "-"})
_LONGEST_IN_SECONDS: Final = 7_200
"""A duration up to here that does not name its unit is one of seconds; shorter sounds are no songs."""


def feature_values(feature: str, column: str, values: Any) -> tuple[Matrix, list[int]]:  # noqa: ANN401 - Arrow
    """Return an Arrow column as numbers in the feature's unit, NaN where there is none, and what is no value.

    The latter are the places of texts that say nothing that the feature can be; a number that it cannot be
    counts as missing. A percentage is known by the column's name: "danceability_%".
    """
    numbers, wrong = _numbers(feature, values)
    if "%" in column and feature not in {"duration_ms", "tempo", "loudness"}:
        numbers = numbers / 100
    if feature == "duration_ms" and not plain_name(column).endswith("ms"):
        numbers = np.where(numbers <= _LONGEST_IN_SECONDS, numbers * 1_000, numbers)
    low, high = FEATURE_RANGES[feature]
    return np.where((numbers >= low) & (numbers <= high), numbers, np.nan), wrong


def _numbers(feature: str, values: Any) -> tuple[Matrix, list[int]]:  # noqa: ANN401 - Arrow
    try:
        numbers = compute.cast(values, pa.float64())
    except pa.ArrowException:
        return _read_one_by_one(feature, values.to_pylist())
    return numbers.to_numpy(zero_copy_only=False).astype(np.float64), []


def _read_one_by_one(feature: str, values: list[object]) -> tuple[Matrix, list[int]]:
    said = _SAID.get(feature, _plain_number)
    wrong: list[int] = []
    numbers = np.full(len(values), np.nan)
    for place, value in enumerate(values):
        text = "" if value is None else str(value).strip().upper()
        if text in _NO_VALUE:
            continue
        try:
            numbers[place] = said(text)
        except (ValueError, KeyError):
            wrong.append(place)
    return numbers, wrong


def _plain_number(text: str) -> float:
    return float(text.rstrip("%").replace(",", "."))


def _key(text: str) -> float:
    """Read the number or name of a pitch class: 1, C#, C♯/D♭, "C# minor"."""
    name = text.replace("♯", "#").replace("♭", "B").split("/")[0].split(" ")[0]
    return float(_KEYS[name]) if name in _KEYS else _plain_number(text)


def _mode(text: str) -> float:
    return float(_MODES[text]) if text in _MODES else _plain_number(text)


def _time_signature(text: str) -> float:
    return _plain_number(text.removesuffix("/4").removesuffix("/8"))


def _duration(text: str) -> float:
    """Read a number, or hours, minutes and seconds, which are returned as milliseconds."""
    clock = _MINUTES.fullmatch(text)
    if clock is None:
        return _plain_number(text)
    hours, minutes, seconds = (int(part or 0) for part in clock.groups())
    return float(((hours * 60 + minutes) * 60 + seconds) * 1_000)


_SAID: Final[Mapping[str, Callable[[str], float]]] = {
    "key": _key,
    "mode": _mode,
    "time_signature": _time_signature,
    "duration_ms": _duration,
}
