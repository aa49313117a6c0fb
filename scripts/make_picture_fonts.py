#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Make the fonts of the bot's pictures: bot/pictures/fonts."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError

from scripts.command_line import command_line, parser_of

FONTS: Final = Path(__file__).resolve().parent.parent / "bot" / "pictures" / "fonts"
_EXPLANATION = """\
PRETENDARD is the unpacked npm package pretendard (npm pack pretendard), NOTO the unpacked Debian packages
fonts-noto-cjk and fonts-noto-core (apt-get download, dpkg -x PACKAGE NOTO). Pretendard is copied as it is,
since its licence keeps its name for the unchanged files. Of Noto only what Pretendard lacks is taken.
"""
_WEIGHTS: Final = ("Medium", "Bold", "ExtraBold")
_JAPANESE_FACE: Final = 0  # of the collection, which has one face for each country's way to write Han letters
_CHARACTER_SETS: Final = ("euc_jp", "euc_kr", "gb2312")
"""Han letters that are in common use in Japan, Korea and mainland China."""
_SYMBOLS: Final = (
    *range(0x2190, 0x2200),
    *range(0x2300, 0x2400),
    *range(0x2460, 0x27C0),
    *range(0x2900, 0x2980),
    *range(0x2B00, 0x2C00),
)
_THAI: Final = (*range(0x0E00, 0x0E80),)


@command_line(TTLibError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight in _WEIGHTS:
        found = arguments.pretendard / "dist" / "public" / "static" / f"Pretendard-{weight}.otf"
        shutil.copyfile(found, FONTS / found.name)
    shutil.copyfile(arguments.pretendard / "dist" / "LICENSE.txt", FONTS / "LICENSE-Pretendard.txt")
    there = set(TTFont(FONTS / f"Pretendard-{_WEIGHTS[0]}.otf").getBestCmap())
    noto = arguments.noto / "usr" / "share" / "fonts"
    for source, wanted in (
        (noto / "opentype" / "noto" / "NotoSansCJK-Bold.ttc", _han_letters()),
        (noto / "truetype" / "noto" / "NotoSansSymbols-Bold.ttf", _SYMBOLS),
        (noto / "truetype" / "noto" / "NotoSansSymbols2-Regular.ttf", _SYMBOLS),
        (noto / "truetype" / "noto" / "NotoSansThai-Bold.ttf", _THAI),
    ):
        there |= _write_part(source, set(wanted) - there)
    documents = arguments.noto / "usr" / "share" / "doc" / "fonts-noto-cjk" / "copyright"
    shutil.copyfile(documents, FONTS / "LICENSE-Noto.txt")


def _write_part(source: Path, wanted: set[int]) -> set[int]:
    """Write the part of a font that has the wanted characters, and return those that it has."""
    font = TTFont(source, fontNumber=_JAPANESE_FACE)
    options = Options(hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6, 13, 14])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "MATH"]
    part = Subsetter(options)
    part.populate(unicodes=wanted)
    part.subset(font)
    font.flavor = None
    kind = ".otf" if "CFF " in font else ".ttf"
    font.save(FONTS / f"{source.stem}-part{kind}")
    return set(font.getBestCmap())


def _han_letters() -> Iterable[int]:
    """Return the Han letters of the character sets, with the kana of half width and compatibility forms."""
    pairs = [bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
    for character_set in _CHARACTER_SETS:
        for pair in pairs:
            yield from map(ord, pair.decode(character_set, errors="ignore"))
    yield from range(0xFF00, 0xFFF0)
    yield from range(0x3000, 0x3400)


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("pretendard", type=Path, metavar="PRETENDARD", help="the unpacked npm package")
    parser.add_argument("noto", type=Path, metavar="NOTO", help="the unpacked Debian packages")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
