"""What the command lines share: how they end, the arguments that several of them take, and progress.

The interpreter that `scripts/python` starts finds the packages of this checkout by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, Never, Self

if TYPE_CHECKING:
    from tqdm import tqdm

from model.card import ARTIFACTS, SHIPPED_MODEL

REPORTS: Final = Path(__file__).resolve().parent.parent / "model" / "report"
INTERRUPTED: Final = 130  # what a shell reports of a command that Ctrl-C ended
Main = Callable[[], int | None]


def command_line(*expected: type[Exception], interrupted: str = "") -> Callable[[Main], Callable[[], int]]:
    """Make a function the main function of a command: it then returns the exit code.

    An expected error is printed as its one sentence and ends with 1, and so does an operating system's error;
    Ctrl-C ends with 130 and says what `interrupted` says became of the work.
    """

    def decorate(main: Main) -> Callable[[], int]:
        @wraps(main)
        def run() -> int:
            try:
                return main() or 0
            except expected as problem:
                say(str(problem))
            except OSError as problem:
                say(_sentence(problem))
            except KeyboardInterrupt:
                say("\nInterrupted" + (f": {interrupted}" if interrupted else "."))
                return INTERRUPTED
            return 1

        return run

    return decorate


def parser_of(description: str | None, explanation: str) -> argparse.ArgumentParser:
    """Return a parser whose help ends with an explanation, its lines as they are."""
    return argparse.ArgumentParser(
        description=description, epilog=explanation, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def add_dataset(parser: argparse.ArgumentParser) -> None:
    """Add --dataset, the public data set."""
    parser.add_argument(
        "--dataset",
        type=Path,
        metavar="PATH",
        help="the data set, CSV or Parquet; by default it is downloaded once from DATASET_URL",
    )


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add --seed, which decides everything random."""
    parser.add_argument(
        "--seed",
        type=whole_number(0, 2**32 - 1),
        default=0,
        metavar="N",
        help="of everything random (default: %(default)s)",
    )


def add_long_run(parser: argparse.ArgumentParser, name: str, written: str) -> None:
    """Add --seed, --cache, the folder that keeps a long run's results, and --output of what is written."""
    add_seed(parser)
    base = os.environ.get("XDG_CACHE_HOME")
    parser.add_argument(
        "--cache",
        type=Path,
        default=(Path(base) if base else Path.home() / ".cache") / "jangreu" / name,
        metavar="DIR",
        help=f"where results are kept (default: jangreu/{name} in the user's cache folder)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help=f"where {written} goes (default: model/report; with --quick the cache folder)",
    )


def add_artifact(parser: argparse.ArgumentParser, meaning: str) -> None:
    """Add the model folder that a command is about, by default the shipped one."""
    parser.add_argument(
        "artifact",
        nargs="?",
        type=Path,
        default=ARTIFACTS / SHIPPED_MODEL,
        metavar="ARTIFACT",
        help=f"{meaning} (default: the shipped {SHIPPED_MODEL})",
    )


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return a type of argument: whole numbers from `least` to `most`."""

    def number(text: str) -> int:
        digits = text.isascii() and text.isdigit()
        if not digits or int(text) < least or (most is not None and int(text) > most):
            limits = f"from {least} on" if most is None else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number {limits}")
        return int(text)

    return number


def recorded_command(script: str, arguments: argparse.Namespace, *options: str) -> str:
    """Return a command as pages and cards record it: files by their bare names, wherever they lie here.

    `options` are the names of arguments; one that is None, False or an empty list is left out.
    """
    words = [f"scripts/{Path(script).name}"]
    for option in options:
        value = getattr(arguments, option)
        if value is None or value is False or value == []:
            continue
        given = [] if value is True else value if isinstance(value, list) else [value]
        words.append(f"--{option.replace('_', '-')}")
        words += [one.name if isinstance(one, Path) else str(one) for one in given]
    return " ".join(words)


def say(line: str) -> None:
    """Write a line to standard error at once."""
    print(line, file=sys.stderr, flush=True)


def say_count(line: str, *, last: bool = False) -> None:
    """Say how far the work is: in place on a terminal, else a line each time."""
    start, end = ("\r", "\n" if last else "") if sys.stderr.isatty() else ("", "\n")
    print(f"{start}{line}", end=end, file=sys.stderr, flush=True)


class Bars:
    """Progress bars on standard error, one a stage; rarely renewed where that is no terminal."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` units of a stage are done; None where there may be any number."""
        from tqdm import tqdm  # noqa: PLC0415 - only the commands for training have it

        if self._bar is None or self._bar.desc != stage:
            self.__exit__()
            interval = 0.1 if sys.stderr.isatty() else 10
            self._bar = tqdm(desc=stage, total=total, unit=self._unit, mininterval=interval, file=sys.stderr)
        self._bar.update(done - self._bar.n)


def _sentence(problem: OSError) -> str:
    if problem.filename is None:
        return str(problem)
    return f"{problem.filename} cannot be read or written: {problem.strerror}."
