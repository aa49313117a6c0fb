from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.database import open_database
from storage.song_library import SongLibrary

CHECKOUT = Path(__file__).resolve().parents[2]


def test_the_command_copies_a_database_and_says_so(tmp_path: Path) -> None:
    addresses = [f"sqlite:///{tmp_path}/{name}.db" for name in ("from", "to")]
    open_database(addresses[0]).dispose()
    command = [sys.executable, "scripts/move_database.py", *addresses]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)  # noqa: S603
    assert "tracks: 0 rows, equal" in done.stderr
    assert SongLibrary(open_database(addresses[1])).count() == 0
