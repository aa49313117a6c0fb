"""Copies of the tiny model, and ways to spoil them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[dict[str, Any]], None]


def change_card(folder: Path, change: Change) -> None:
    path = folder / "card.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def replace_trees(folder: Path, member: int, content: bytes) -> None:
    """Put other content in the place of a member's trees, with the checksum made to fit."""

    def change(card: dict[str, Any]) -> None:
        card["members"][member]["trees_sha256"] = hashlib.sha256(content).hexdigest()
        (folder / card["members"][member]["trees"]).write_bytes(content)

    change_card(folder, change)
