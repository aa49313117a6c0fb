from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pytest

from model.strict_json import WrongShape, plain, read_as


@dataclass(frozen=True, slots=True)
class Inner:
    """A value inside."""

    size: float
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outer:
    """A value with others inside."""

    name: str
    inner: Inner
    by_name: Mapping[str, Inner]
    perhaps: Inner | None


GOOD = {
    "name": "봄",
    "inner": {"size": 1, "counts": [1, 2]},
    "by_name": {"a": {"size": 0.5, "counts": []}},
    "perhaps": None,
}


def test_what_is_written_is_read_again_and_lists_are_tuples() -> None:
    read = read_as(Outer, GOOD, "it")
    assert read == Outer("봄", Inner(1.0, (1, 2)), {"a": Inner(0.5, ())}, None)
    assert json.loads(json.dumps(plain(read))) == GOOD
    assert list(plain(read)) == list(GOOD)  # type: ignore[call-overload]
    assert plain(MappingProxyType({"a": (1, 2)})) == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": 1}, "it.name is no text"),
        ({"extra": 1}, "it has an unknown extra"),
        ({"inner": {"size": 1}}, "it.inner has no counts"),
        ({"inner": {"size": "1", "counts": []}}, "it.inner.size is no number"),
        ({"inner": {"size": True, "counts": []}}, "it.inner.size is no number"),
        ({"inner": {"size": float("inf"), "counts": []}}, "it.inner.size is no number"),
        ({"inner": {"size": 1, "counts": [1, 2.0]}}, r"it.inner.counts\[1\] is no whole number"),
        ({"inner": {"size": 1, "counts": [True]}}, r"it.inner.counts\[0\] is no whole number"),
        ({"inner": {"size": 1, "counts": 3}}, "it.inner.counts is no list"),
        ({"by_name": []}, "it.by_name is no object"),
        ({"by_name": {"b": {"size": None, "counts": []}}}, "it.by_name.b.size is no number"),
        ({"perhaps": 3}, "it.perhaps is no object"),
        ({"name": "\ud800"}, "it is no JSON that can be read"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(change: dict[str, object], said: str) -> None:
    with pytest.raises(WrongShape, match=f"^{said}$"):
        read_as(Outer, GOOD | change, "it")


@pytest.mark.parametrize("value", [None, [], 3, "{}"])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(WrongShape, match=r"^it is no object$"):
        read_as(Outer, value, "it")


def test_what_is_no_number_is_written_as_none() -> None:
    assert plain({"areas": (0.5, float("nan"))}) == {"areas": [0.5, None]}
