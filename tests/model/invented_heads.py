"""Heads with weights that a reader can work out by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from model.card import CARD_FORMAT, Calibration, Thresholds
from model.derived_features import Matrix
from model.heads import BASES, HEADS_FILE, HeadNumbers, KoreanView, LinearHead, Sureness, View
from model.melon_genres import nearest_genres
from model.strict_json import plain
from model.taxonomy import taxonomy

GENRES = taxonomy().genres
WORDS = ("댄스", "발라드")
NEAREST = {word: nearest_genres()[word] for word in WORDS}
_LIMITS = Thresholds(likely=0.7, open=0.4, likely_coverage=None, open_coverage=None)
SURENESS = Sureness(
    calibration=Calibration(raw=(0.0, 1.0), shown=(0.0, 1.0)), thresholds={"study": _LIMITS, "soft": _LIMITS}
)


def invented_heads(*, korean: bool = True) -> HeadNumbers:
    """The general view adds the context to the song; Melon's words are the sums over their nearest genres."""
    same = np.eye(len(GENRES))
    to_words = np.array([[float(genre in NEAREST[word]) for word in WORDS] for genre in GENRES])
    return HeadNumbers(
        general=_view(same, ("both", "others")),
        korean=KoreanView(view=_view(to_words, BASES), nearest=NEAREST, share_of_others=0.25, sharpness=1.0)
        if korean
        else None,
    )


def _view(weights: Matrix, bases: tuple[str, ...]) -> View:
    nothing = np.zeros((1, weights.shape[1]))
    rows = {"song": [weights], "both": [weights, weights, nothing], "others": [weights, nothing]}
    heads = {
        basis: LinearHead(
            weights=tuple(map(tuple, np.concatenate(rows[basis]).tolist())),
            intercepts=(0.0,) * weights.shape[1],
        )
        for basis in bases
    }
    return View(
        shrinkage=2.0, centre=(0.0,) * len(GENRES), heads=heads, sureness=dict.fromkeys(bases, SURENESS)
    )


def put_heads(folder: Path, numbers: HeadNumbers) -> None:
    """Write heads into a model folder, and their checksum into its card."""
    content = json.dumps(plain(numbers), ensure_ascii=False).encode()
    (folder / HEADS_FILE).write_bytes(content)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["format"] = CARD_FORMAT
    card["heads"] = {
        "file": HEADS_FILE,
        "sha256": hashlib.sha256(content).hexdigest(),
        "command": "none",
        "scores": [],
        "korean": [],
    }
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
