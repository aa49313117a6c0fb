#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Compare libraries that draw pictures: time, memory and installed size for a card of 1080 by 1350."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from bot.pictures.letters import FOLDER
from scripts.command_line import command_line, parser_of, say

_EXPLANATION = """\
Each draws a ground with a gradient, fifteen bars and fifteen lines in Korean, in a process of its own. What
is not installed is left out: uv pip install resvg-py skia-python pictex matplotlib (the bot needs the first).
"""
_ROUNDS: Final = 7
_COMMON: Final = """
import io, resource, sys, time
FONT, ROUNDS = sys.argv[1], int(sys.argv[2])
LINES = [(70 * n + 200, 40 * n + 100, f"봄날 방탄소년단 Spring Day {n}") for n in range(15)]
"""
_MEASURED: Final = """
draw()
seconds = []
for _ in range(ROUNDS):
    start = time.process_time(); draw(); seconds.append(time.process_time() - start)
print(*seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_DRAWINGS: Final = {
    "resvg-py": """
import resvg_py
def draw():
    rows = "".join(
        f'<rect x="60" y="{y + 8}" width="{w}" height="12" rx="6" fill="#ff6f9c"/>'
        f'<text x="60" y="{y}" font-size="40" font-family="Pretendard" font-weight="700" '
        f'fill="#fff">{t}</text>'
        for y, w, t in LINES)
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1350"><defs><linearGradient id="g" '
        'x2="1" y2="1"><stop offset="0" stop-color="#ff6f9c"/><stop offset="1" stop-color="#101116"/>'
        f'</linearGradient></defs><rect width="1080" height="1350" fill="url(#g)"/>{rows}</svg>')
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[FONT])
""",
    "skia-python": """
import skia
def draw():
    surface = skia.Surface(1080, 1350)
    face = skia.Typeface.MakeFromFile(FONT)
    font = skia.Font(face, 40)
    with surface as canvas:
        shader = skia.GradientShader.MakeLinear(
            points=[(0, 0), (1080, 1350)], colors=[0xFFFF6F9C, 0xFF101116])
        canvas.drawRect(skia.Rect(0, 0, 1080, 1350), skia.Paint(Shader=shader))
        white = skia.Paint(Color=0xFFFFFFFF, AntiAlias=True)
        pink = skia.Paint(Color=0xFFFF6F9C, AntiAlias=True)
        for y, w, t in LINES:
            canvas.drawRoundRect(skia.Rect.MakeXYWH(60, y + 8, w, 12), 6, 6, pink)
            canvas.drawString(t, 60, y, font, white)
    return bytes(surface.makeImageSnapshot().encodeToData())
""",
    "pictex": """
from pictex import Canvas, Column, LinearGradient, Row, Text
def draw():
    rows = [part for _, w, t in LINES for part in (
        Text(t).font_family(FONT).font_size(40).color("white"),
        Row().size(w, 12).background_color("#ff6f9c").border_radius(6))]
    ground = LinearGradient(["#ff6f9c", "#101116"])
    image = Canvas().size(1080, 1350).background_color(ground).render(Column(*rows))
    image.to_pillow().save(io.BytesIO(), "PNG")
""",
    "matplotlib": """
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch
def draw():
    figure = Figure(figsize=(10.8, 13.5), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1)); axes.set_axis_off(); axes.set_xlim(0, 1080); axes.set_ylim(1350, 0)
    axes.imshow([[0, .5], [.5, 1]], extent=(0, 1080, 1350, 0), aspect="auto", interpolation="bicubic")
    for y, w, t in LINES:
        style = "round,pad=0,rounding_size=6"
        axes.add_patch(FancyBboxPatch((60, y + 8), w, 12, boxstyle=style, fc="#ff6f9c"))
        axes.text(60, y, t, color="w", fontproperties=FontProperties(fname=FONT, size=40 * .72))
    out = io.BytesIO(); figure.savefig(out, format="png")
    return out.getvalue()
""",
}
"""By the name of the package, a Python program that draws the card."""


@command_line(subprocess.CalledProcessError)
def main() -> None:
    """Run the command line."""
    parser_of(__doc__, _EXPLANATION).parse_args()
    print("| library | a picture | memory | installed |\n| --- | --- | --- | --- |")
    for package, drawing in _DRAWINGS.items():
        try:
            size = sum(map(_size, _with_requirements(package, set())))
        except PackageNotFoundError:
            say(f"{package} is not installed")
            continue
        program = _COMMON + drawing + _MEASURED
        font = str(FOLDER / "Pretendard-Bold.otf")
        told = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, "-c", program, font, str(_ROUNDS)], capture_output=True, check=True, text=True
        ).stdout.split()
        seconds, memory = statistics.median(map(float, told[:-1])), int(told[-1]) / 1024
        print(f"| {package} | {1000 * seconds:.0f} ms | {memory:.0f} MB | {size / 2**20:.0f} MB |")


def _with_requirements(package: str, found: set[str]) -> set[str]:
    """Return a package and all that it needs; what only extras need is left out."""
    if package not in found:
        found.add(package)
        for line in distribution(package).requires or ():
            if ";" not in line and (name := re.match(r"[\w.-]+", line)):
                _with_requirements(name[0], found)
    return found


def _size(package: str) -> int:
    files = distribution(package).files or ()
    paths = (Path(file.locate()) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
