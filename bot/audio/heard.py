"""What was heard in a sound file, as the child process tells it."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields

from model.features import FEATURE_NAMES, plausible


class NothingHeard(ValueError):  # noqa: N818 - a fact about what the child said
    """The child's words are no finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The findings on one file; None where the sound does not tell.

    `seconds` is the file's length, of which the first `listened` were analysed. Units are those of
    `AudioFeatures`; loudness is the integrated loudness of EBU R 128, in LUFS. `descriptors` are those of
    bot.audio.descriptors, in its order; empty where there was too little to describe. `title` and `performer`
    are what the file's own tags say, whatever that is.
    """

    seconds: float
    listened: float
    tempo: float | None
    key: float | None
    mode: float | None
    loudness: float | None
    descriptors: tuple[float, ...]
    title: str = ""
    performer: str = ""

    def to_json(self) -> str:
        """Return the text that `from_json` reads."""
        return json.dumps(asdict(self), allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Heard:
        """Read what the child wrote and trust none of it; raises NothingHeard."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise NothingHeard("not JSON") from None
        if not isinstance(said, dict) or set(said) != {field.name for field in fields(cls)}:
            raise NothingHeard("other fields")
        numbers = [said["seconds"], said["listened"], *_list(said["descriptors"])]
        if not all(_is_number(number) for number in numbers):
            raise NothingHeard("no numbers")
        if not all(isinstance(said[tag], str) for tag in ("title", "performer")):
            raise NothingHeard("no texts")
        measured = {name: plausible(name, said[name]) for name in FEATURE_NAMES if name in said}
        return cls(**{**said, **measured, "descriptors": tuple(said["descriptors"])})


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise NothingHeard("no list")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
