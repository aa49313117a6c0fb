"""What stands in the terminal: replies with numbers to pick from, and the files of what cannot be printed."""

from __future__ import annotations

import itertools
import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol, TextIO

from bot.messages.picture_values import Picture
from bot.messages.reply import Choice, Reply

_NUMBER: Final = re.compile(r"(\d{1,3})\.", re.ASCII)
log = logging.getLogger(__name__)


class Wording(Protocol):
    """The words around replies."""

    def invitation(self, language: str | None) -> Reply:
        """Return what to say above the numbers to pick from."""

    def file_line(self, file: str, language: str | None) -> Reply:
        """Return what to say of a picture or a text that is in a file."""


class Screen:
    """Prints replies, and knows what the numbers in them say that can be picked.

    A song in a line that begins with its number has that number; all else that can be picked is listed below
    with the next ones. Pictures and documents are written to files of a folder of their own.
    """

    def __init__(self, shown: TextIO, draw: Callable[[Picture], bytes], wording: Wording) -> None:
        self._shown = shown
        self._wording = wording
        self._files = _Files(draw)
        self._picks: dict[int, str] = {}

    def says(self, number: int) -> str | None:
        """Return what a person says who picks a number, None where nothing has it."""
        return self._picks.get(number)

    def show(self, reply: Reply, *, asked: bool = True) -> None:
        """Print a reply; its numbers replace those before it, where it has any.

        The numbers of what was not `asked` for go on behind those that are there.
        """
        in_lines, listed = _pickable(reply, by_line=asked)
        if not asked or not (in_lines or listed):
            in_lines = self._picks
        numbered = dict(enumerate(listed, start=max(in_lines, default=0) + 1))
        self._picks = in_lines | {number: choice.says for number, choice in numbered.items()}
        said = [reply.plain()]
        if numbered:
            said += ["", self._wording.invitation(reply.language).plain()]
            said += [f"  {number}. {choice.label}" for number, choice in numbered.items()]
        self.print("\n".join(said))
        for file in self._files.of(reply):
            self.print(self._wording.file_line(str(file), reply.language).plain())

    def print(self, text: str) -> None:
        """Print a text and an empty line."""
        print(text, end="\n\n", file=self._shown, flush=True)

    def prompt(self) -> None:
        """Show that a line may be typed."""
        print("> ", end="", file=self._shown, flush=True)

    def leave_prompt(self) -> None:
        """Begin a line of its own for what follows."""
        print(file=self._shown, flush=True)


class _Files:
    """Writes what cannot be printed; what cannot be drawn or written is logged, and the text stands."""

    def __init__(self, draw: Callable[[Picture], bytes]) -> None:
        self._draw = draw
        self._folder: Path | None = None
        self._numbers = itertools.count(1)

    def of(self, reply: Reply) -> Iterator[Path]:
        """Write the picture and the document of a reply."""
        try:
            if reply.picture is not None:
                yield self._written("picture.png", self._draw(reply.picture))
            if reply.document is not None:
                yield self._written(reply.document.name, reply.document.content.encode())
        except Exception:
            log.exception("A picture or a file could not be drawn or written")

    def _written(self, name: str, content: bytes) -> Path:
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="jangreu-"))
        file = self._folder / f"{next(self._numbers)}-{name}"
        file.write_bytes(content)
        return file


def _pickable(reply: Reply, *, by_line: bool) -> tuple[dict[int, str], list[Choice]]:
    """Return what the numbers at the beginning of lines say, and what is to be listed below.

    Not `by_line`, all that can be picked is listed.
    """
    numbered: dict[int, str] = {}
    listed: list[Choice] = []
    line = ""
    for span in reply.text:
        number = _NUMBER.match(line)
        if span.says and by_line and number and int(number[1]) not in numbered:
            numbered[int(number[1])] = span.says
        elif span.says:
            listed.append(Choice(span.text, span.says))
        line = (line + span.text).rpartition("\n")[2]
    return numbered, [*listed, *(choice for choice in reply.choices if not choice.pictured)]
