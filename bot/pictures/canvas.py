"""A card to draw on: an SVG, in pixels from its upper left corner; resvg renders it in its own process.

Texts from outside enter the SVG only through ElementTree, which escapes them. No letter is smaller than 30
pixels, ten on a phone of 360.
"""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from bot.pictures.colours import GROUND, INK
from bot.pictures.letters import Weight, cut, drawable, font_files, runs, width

WIDTH: Final = 1080
MARGIN: Final = 64
INNER: Final = WIDTH - 2 * MARGIN
SMALLEST: Final = 30
_LEAST_SHRUNK: Final = 0.72
_LONGEST: Final = 400  # letters that are looked at; no line has room for more
_RENDERER: Final = Path(__file__).with_name("renderer.py")
_LONGEST_RENDERING: Final = 30  # seconds, a hundred times what it takes
_PNG_HEAD: Final = 33  # bytes: the signature and the first chunk


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its size in pixels, weight, colour, and at which end of it the point is."""

    size: float
    weight: Weight = Weight.MEDIUM
    colour: str = INK
    align: str = "start"

    def inked(self, colour: str) -> Type:
        """Return the same in another colour."""
        return replace(self, colour=colour)

    def scaled(self, times: float) -> Type:
        """Return the same so many times as large."""
        return replace(self, size=self.size * times)

    def ending(self) -> Type:
        """Return the same, with its end at the point."""
        return replace(self, align="end")


class Canvas:
    """A picture that is being drawn."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._root = ET.Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", "width": str(WIDTH), "height": str(height)}
        )
        self._definitions = ET.SubElement(self._root, "defs")
        self.rect(0, 0, WIDTH, height, GROUND)

    def text(self, x: float, y: float, text: str, type_: Type, within: float | None = None) -> float:
        """Write a line with its baseline at y, and return how wide it is.

        What is wider than `within` is written smaller, and if need be cut.
        """
        shown, size = fitted(text, type_, within)
        if not shown:
            return 0
        line = self._add(
            "text",
            x=x,
            y=y,
            font_size=size,
            font_weight=int(type_.weight),
            fill=type_.colour,
            text_anchor=type_.align,
        )
        line.set("xml:space", "preserve")
        for run in runs(shown):
            ET.SubElement(line, "tspan", {"font-family": run.family}).text = run.text
        return width(shown, size, type_.weight)

    def width_of(self, text: str, type_: Type, within: float | None = None) -> float:
        """Return how wide `text` will make a line."""
        shown, size = fitted(text, type_, within)
        return width(shown, size, type_.weight)

    def rect(
        self, x: float, y: float, wide: float, high: float, fill: str, *, corner: float = 0, alpha: float = 1
    ) -> None:
        """Fill a rectangle; `y` is its upper edge."""
        self._add(
            "rect",
            x=x,
            y=y,
            width=max(wide, 0),
            height=high,
            rx=min(corner, wide / 2, high / 2),
            fill=fill,
            fill_opacity=alpha,
        )

    def outline(self, x: float, y: float, wide: float, high: float, colour: str, corner: float) -> None:
        """Draw the edge of a rectangle."""
        self._add(
            "rect", x=x, y=y, width=wide, height=high, rx=corner, fill="none", stroke=colour, stroke_width=2
        )

    def hatched(self, x: float, y: float, wide: float, high: float, colour: str, corner: float) -> None:
        """Fill a rectangle with slanted lines and give it an edge: a bar for what is not known."""
        name = self._define(
            "pattern", width=14, height=14, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
        )
        ET.SubElement(self._definitions[-1], "rect", {"width": "5", "height": "14", "fill": colour})
        corner = min(corner, wide / 2)
        self.rect(x, y, wide, high, f"url(#{name})", corner=corner, alpha=0.55)
        self.outline(x + 1, y + 1, max(wide - 2, 1), high - 2, colour, corner)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """Fill a circle around a point."""
        self._add("circle", cx=x, cy=y, r=radius, fill=fill)

    def line(
        self, points: list[tuple[float, float]], colour: str, thick: float, *, dashes: str = "none"
    ) -> None:
        """Draw a line through points."""
        self._add(
            "polyline",
            points=_joined(points),
            fill="none",
            stroke=colour,
            stroke_width=thick,
            stroke_linejoin="round",
            stroke_linecap="round",
            stroke_dasharray=dashes,
        )

    def area(self, points: list[tuple[float, float]], fill: str, alpha: float = 1) -> None:
        """Fill what the points surround."""
        self._add("polygon", points=_joined(points), fill=fill, fill_opacity=alpha)

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
        """Tint the card around a point."""
        name = self._define("radialGradient")
        for offset, opacity in ((0, alpha), (0.55, alpha / 3), (1, 0)):
            stop = {"offset": str(offset), "stop-color": colour, "stop-opacity": f"{opacity:.3f}"}
            ET.SubElement(self._definitions[-1], "stop", stop)
        self._add("circle", cx=x, cy=y, r=radius, fill=f"url(#{name})")

    def fade(self, x: float, y: float, wide: float, high: float, colours: tuple[str, str]) -> None:
        """Fill a rectangle with a colour that becomes another one down to its lower right corner."""
        name = self._define("linearGradient", x1=0, y1=0, x2=1, y2=1)
        for offset, colour in enumerate(colours):
            ET.SubElement(self._definitions[-1], "stop", {"offset": str(offset), "stop-color": colour})
        self.rect(x, y, wide, high, f"url(#{name})", corner=28)

    def jpeg(self, x: float, y: float, side: float, content: bytes) -> None:
        """Draw a square JPEG with round corners."""
        name = self._define("clipPath")
        corner = {"x": x, "y": y, "width": side, "height": side, "rx": 28}
        ET.SubElement(self._definitions[-1], "rect", _attributes(corner))
        address = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
        self._add("image", x=x, y=y, width=side, height=side, href=address, clip_path=f"url(#{name})")

    def svg(self) -> bytes:
        """Return what was drawn as an SVG."""
        return ET.tostring(self._root)

    def png(self, description: str) -> bytes:
        """Return what was drawn, with a description inside."""
        drawn = subprocess.run(  # noqa: S603 - our own program; nothing from outside is among its arguments
            [sys.executable, "-I", str(_RENDERER), *font_files()],
            input=self.svg(),
            capture_output=True,
            timeout=_LONGEST_RENDERING,
            check=True,
        ).stdout
        return drawn[:_PNG_HEAD] + _description_chunk(description) + drawn[_PNG_HEAD:]

    def _define(self, kind: str, **attributes: object) -> str:
        name = f"d{len(self._definitions)}"
        ET.SubElement(self._definitions, kind, {"id": name, **_attributes(attributes)})
        return name

    def _add(self, kind: str, **attributes: object) -> ET.Element:
        return ET.SubElement(self._root, kind, _attributes(attributes))


_ROUNDING: Final = 0.01
"""Pixels; a text that was made smaller so that it just fits is not cut for the sum's rounding."""


def fitted(text: str, type_: Type, within: float | None) -> tuple[str, float]:
    """Return what of a text has room, and the size to write it in."""
    shown = drawable(text[:_LONGEST])
    measured = partial(width, shown, weight=type_.weight)
    if within is None or (whole := measured(size=type_.size)) <= within:
        return shown, type_.size
    smaller = min(type_.size, max(type_.size * max(within / whole, _LEAST_SHRUNK), SMALLEST))
    if measured(size=smaller) <= within + _ROUNDING:
        return shown, smaller
    return cut(shown, smaller, type_.weight, within), smaller


def _joined(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _attributes(values: Mapping[str, object]) -> dict[str, str]:
    return {
        name if name in _CAMEL else name.replace("_", "-"): f"{value:.2f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else str(value)
        for name, value in values.items()
    }


_CAMEL: Final = frozenset({"patternUnits", "patternTransform"})


def _description_chunk(description: str) -> bytes:
    """Return the PNG chunk that says what a picture shows: "iTXt", whose text is UTF-8."""
    body = b"iTXtDescription\0\0\0\0\0" + description.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
