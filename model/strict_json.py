"""JSON read into frozen dataclasses: every key present, none unknown, every value of its type."""

from __future__ import annotations

# ruff: noqa: ANN401 - a type hint is a value here, and so is what it describes
import dataclasses
import math
import types
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


class WrongShape(Exception):  # noqa: N818 - a fact about a document
    """A value is not of its declared type; the message begins with the place where it stands."""


def read_as(kind: type[T], value: object, place: str) -> T:
    """Return `value`, decoded JSON, as `kind`; `place` is how messages call it.

    Knows dataclasses, str, int, float, tuple[X, ...], Mapping[str, X] and X | None. Raises WrongShape.
    """
    return _read(kind, value, place)  # type: ignore[no-any-return]


def plain(value: object) -> object:
    """Return a dataclass as what json.dumps takes, its fields in their order."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _read(kind: Any, value: object, place: str) -> Any:
    origin = get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _read(get_args(kind)[0], value, place)
    if origin is tuple:
        items = _typed(list, value, place)
        return tuple(_read(get_args(kind)[0], item, f"{place}[{index}]") for index, item in enumerate(items))
    if origin is Mapping:
        entries = _typed(dict, value, place)
        return {key: _read(get_args(kind)[1], item, f"{place}.{key}") for key, item in entries.items()}
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, _typed(dict, value, place), place)
    return _number(value, place) if kind is float else _typed(kind, value, place)


def _read_dataclass(kind: Any, entries: dict[str, object], place: str) -> object:
    hints = get_type_hints(kind)
    if missing := [name for name in hints if name not in entries]:
        raise WrongShape(f"{place} has no {', '.join(missing)}")
    if unknown := [name for name in entries if name not in hints]:
        raise WrongShape(f"{place} has an unknown {', '.join(unknown)}")
    return kind(**{name: _read(hint, entries[name], f"{place}.{name}") for name, hint in hints.items()})


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WrongShape(f"{place} is no number")
    return float(value)


def _typed(kind: Any, value: object, place: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise WrongShape(f"{place} is no {_WORDS.get(kind, kind.__name__)}")
    return value


_WORDS = {list: "list", dict: "object", str: "text", int: "whole number"}
