"""How the pictures looked when they were last looked at: small copies in `goldens/`, and how far one is off.

`scripts/python -m tests.bot.pictures.goldens` draws them again; look at each before it is committed.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image

from bot.messages.picture_values import Picture
from bot.pictures import canvas_of
from bot.pictures.letters import font_files
from tests.bot.pictures.examples import EXAMPLES, LANGUAGES

GOLDENS = Path(__file__).with_name("goldens")
_WIDTH = 216  # a fifth
_COLOURS = 96
_BLOCK = 6


def small(picture: Picture) -> Image.Image:
    """Return a picture at a fifth of its size."""
    svg = canvas_of(picture).svg().decode()
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg, skip_system_fonts=True, font_files=font_files(), width=_WIDTH
    )
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far the most different part of two pictures is apart, from 0 to 255; 255 for other sizes.

    Parts are squares of six pixels, and their means are compared: other edges of letters do not count.
    """
    if one.size != other.size:
        return 255
    return float(np.abs(_means(one) - _means(other)).max())


def golden(name: str, language: str) -> Image.Image:
    """Return a picture as it is kept."""
    return Image.open(GOLDENS / f"{name}.{language}.png").convert("RGB")


def _means(image: Image.Image) -> np.ndarray:
    pixels = np.asarray(image, dtype=float)
    rows, columns = (length // _BLOCK for length in pixels.shape[:2])
    whole = pixels[: rows * _BLOCK, : columns * _BLOCK]
    means: np.ndarray = whole.reshape(rows, _BLOCK, columns, _BLOCK, 3).mean(axis=(1, 3))
    return means


def main() -> None:
    """Write all pictures."""
    GOLDENS.mkdir(exist_ok=True)
    for name, example in EXAMPLES.items():
        for language in LANGUAGES:
            picture = small(example(language))
            reduced = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, 3, dither=Image.Dither.NONE)
            reduced.save(GOLDENS / f"{name}.{language}.png", optimize=True)


if __name__ == "__main__":
    main()
