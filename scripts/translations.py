#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Brings the message catalogues up to date with the code, and compiles them."""

from __future__ import annotations

import argparse
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_BOT: Final = Path(__file__).resolve().parent.parent / "bot"
_NO_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts make the same files, whenever
_KEYWORDS: Final = {"N_": None, "say": None, "text": None}


def main() -> None:
    """Update and compile each catalogue under bot/locales."""
    parser = argparse.ArgumentParser(
        description=f"{__doc__} New texts stand in the .po files with an empty translation; fill them in "
        "and call this again. For a new language make an empty bot/locales/LANGUAGE/LC_MESSAGES/jangreu.po."
    )
    parser.parse_args()
    for path in sorted(_BOT.glob("locales/*/LC_MESSAGES/jangreu.po")):
        catalogue = updated(path)
        path.write_bytes(po_file(catalogue))
        path.with_suffix(".mo").write_bytes(mo_file(catalogue))
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path.parent.parent.name}: {len(catalogue)} texts, {len(missing)} without a translation")


def updated(path: Path) -> Catalog:
    """Return the catalogue of a .po file, with the texts that the code has now and no others."""
    template = Catalog()
    for name, line, message, _comments, context in extract_from_dir(str(_BOT), keywords=_KEYWORDS):
        del line  # it would change with every edit
        place = (Path("bot", name).as_posix(), None)
        template.add(message, locations=[place], context=context)  # type: ignore[list-item]  # it takes None, too
    language = path.parent.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain="jangreu")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.fuzzy = False
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    catalogue.obsolete.clear()
    return catalogue


def po_file(catalogue: Catalog) -> bytes:
    """Return a catalogue as people edit it."""
    catalogue.header_comment = f"# The words of the bot: {catalogue.locale}."
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, omit_header=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    kept = ("Language", "MIME", "Content", "Plural")
    return "".join(
        line
        for line in lines
        if not (line.startswith('"') and ": " in line and line.endswith('\\n"\n'))
        or line[1:].startswith(kept)
    ).encode()


def mo_file(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
