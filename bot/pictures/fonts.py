"""The letters of the pictures: Nanum Gothic, and for what it lacks DejaVu Sans; never an empty box.

Nanum Gothic (SIL Open Font License) comes with koreanize-matplotlib, DejaVu Sans with Matplotlib.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Final

from matplotlib import get_data_path
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.ft2font import FT2Font

_NANUM: Final = "Nanum Gothic of a package"  # whatever else is installed
_FAMILIES: Final = (_NANUM, "DejaVu Sans")  # a letter is taken from the first that has it
_WEIGHTS: Final = (400, 700)  # told, since Matplotlib guesses 600 for one of them


@lru_cache(256)
def font(points: float, *, bold: bool) -> FontProperties:
    """Return the letters of a size."""
    _install()
    return FontProperties(family=list(_FAMILIES), size=points, weight=_WEIGHTS[bold])


def drawable(text: str) -> str:
    """Return the text without the letters that no font has: emoji, say, or rare Chinese characters."""
    known = _letters()
    return " ".join("".join(letter for letter in text if letter == " " or ord(letter) in known).split())


def can_draw(text: str) -> bool:
    """Tell whether every letter of a text can be drawn."""
    return drawable(text) == " ".join(text.split())


@lru_cache
def _letters() -> frozenset[int]:
    """Return the letters that there are in both weights."""
    plain, bold = (
        {code for path in (nanum, dejavu) for code in FT2Font(path).get_charmap()}
        for nanum, dejavu in zip(_nanum(), _dejavu(), strict=True)
    )
    return frozenset(plain & bold)


@lru_cache
def _install() -> None:
    fontManager.ttflist += [
        FontEntry(fname=str(path), name=_NANUM, style="normal", weight=weight, size="scalable")
        for path, weight in zip(_nanum(), _WEIGHTS, strict=True)
    ]


def _nanum() -> tuple[Path, Path]:
    package = importlib.util.find_spec("koreanize_matplotlib")  # not imported: that changes global settings
    if package is None or package.origin is None:
        raise FileNotFoundError("the package koreanize-matplotlib, which brings the Korean font, is missing")
    fonts = Path(package.origin).parent / "fonts"
    return fonts / "NanumGothic.ttf", fonts / "NanumGothicBold.ttf"


def _dejavu() -> tuple[Path, Path]:
    fonts = Path(get_data_path()) / "fonts" / "ttf"
    return fonts / "DejaVuSans.ttf", fonts / "DejaVuSans-Bold.ttf"
