"""JSON read into frozen dataclasses: every key present, none unknown, every value of its type."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, to_jsonable_python

T = TypeVar("T")

_EXACT: Final = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
_SENTENCES: Final = {
    "float_type": "is no number",
    "finite_number": "is no number",
    "int_type": "is no whole number",
    "string_type": "is no text",
    "tuple_type": "is no list",
    "dict_type": "is no object",
    "dataclass_type": "is no object",
}
_OF_A_KEY: Final = {"missing": "has no", "unexpected_keyword_argument": "has an unknown"}


class WrongShape(Exception):  # noqa: N818 - a fact about a document
    """A value is not of its declared type; the message begins with the place where it stands."""


def read_as(kind: type[T], value: object, place: str) -> T:
    """Return `value`, decoded JSON, as `kind`; `place` is how messages call it. Raises WrongShape."""
    reader: TypeAdapter[Any] = TypeAdapter(list[kind], config=_EXACT)  # type: ignore[valid-type]  # a list takes a configuration, a dataclass does not
    try:
        (read,) = reader.validate_json(json.dumps([value]))
    except ValidationError as error:
        raise WrongShape(_sentence(error.errors()[0], place)) from None
    return read  # type: ignore[no-any-return]


def plain(value: object) -> object:
    """Return a dataclass as what json.dumps takes, its fields in their order; NaN becomes None."""
    return to_jsonable_python(value, inf_nan_mode="null", fallback=dict)  # a mappingproxy is no dict to it


def _sentence(error: ErrorDetails, place: str) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"][1:]]
    if error["type"] in _OF_A_KEY:
        return f"{place}{''.join(steps[:-1])} {_OF_A_KEY[error['type']]} {error['loc'][-1]}"
    return f"{place}{''.join(steps)} {_SENTENCES.get(error['type'], 'is no JSON that can be read')}"
