"""A disk that is soon full: a file system of a few megabytes, which only root can make."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int, owner: str = "root") -> Iterator[Path]:
    """Give a new folder with so much room; where that cannot be made, the test is skipped."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("only root can make a small disk")
    try:
        shutil.chown(folder, owner)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


def fill(disk: Path) -> Path:
    """Fill a disk to the last block with a file; deleting it makes room again."""
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as filling:
        try:
            while filling.write(bytes(512)):
                pass
        except OSError:
            return rest
    raise AssertionError("the disk takes everything")
