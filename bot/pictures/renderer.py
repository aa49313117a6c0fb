"""Renders the SVG on standard input to a PNG on standard output; the arguments are font files.

A program of its own, because resvg keeps Python's global lock until it is done: in a thread it would stop
everything else that the bot does, for a fifth of a second.
"""

from __future__ import annotations

import sys

import resvg_py


def main() -> None:
    """Render one picture."""
    svg = sys.stdin.buffer.read().decode()
    drawn: bytes = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=sys.argv[1:])
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
