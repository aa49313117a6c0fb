"""What a drawing shows, read from its SVG: cheaper than pixels, and exact."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str


def texts(canvas: Canvas) -> list[str]:
    """Return the lines of text, in the order in which they were drawn."""
    return ["".join(element.itertext()) for element in _elements(canvas, "text")]


def boxes(canvas: Canvas, fill: str = "") -> list[Box]:
    """Return the filled rectangles, of one colour or of all."""
    found = [
        Box(*(float(each.get(name, "0")) for name in ("x", "y", "width", "height")), each.get("fill", ""))
        for each in _elements(canvas, "rect")
        if each.get("x") is not None
    ]
    return [box for box in found if fill in ("", box.fill)]


def bottom(canvas: Canvas) -> float:
    """Return how far down the lowest box reaches that is no ground."""
    return max(box.y + box.height for box in boxes(canvas) if box.width < WIDTH)


def stays_inside(canvas: Canvas) -> bool:
    """Tell whether nothing leaves the margins and nothing runs into the last line."""
    inside = [box for box in boxes(canvas) if box.width < WIDTH]
    foot = canvas.height - 100
    lines = [float(line.get("y", "0")) for line in _elements(canvas, "text")]
    return (
        all(box.x >= MARGIN - 1 and box.x + box.width <= MARGIN + INNER + 1 for box in inside)
        and all(y < foot or y == canvas.height - 56 for y in lines)
        and all(box.y + box.height <= foot for box in inside if box.y < foot)
    )


def _elements(canvas: Canvas, kind: str) -> list[ET.Element]:
    root = ET.fromstring(canvas.svg())  # noqa: S314 - what we have written
    return list(root.iter(f"{{http://www.w3.org/2000/svg}}{kind}"))
