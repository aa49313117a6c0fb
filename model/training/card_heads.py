"""What a model card for people says of the heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from model.data.markdown import filled, table
from model.heads_card import ContextScore, HeadsCard, MelonScore

TEXTS: Final = Path(__file__).with_name("card_texts")
"""The sentences of cards, which hold for every model, with gaps for the figures."""
_WITHOUT_KOREAN: Final = (
    "There is no Korean view: Korean songs are judged like all others, and nothing is said in Melon's words."
)


def heads_section(heads: HeadsCard | None) -> str:
    """Return the section's text."""
    if heads is None:
        return (
            "There are none: a vote is by the song's sound alone, without a correction for Korean songs and"
            " without\nMelon's words. `scripts/fit_heads.py` fits them."
        )
    return filled(
        TEXTS / "heads.txt",
        command=heads.command,
        scores=_context_table(heads.scores),
        korean=filled(TEXTS / "melon.txt", table=_korean_table(heads.korean))
        if heads.korean
        else _WITHOUT_KOREAN,
    )


def _context_table(scores: Sequence[ContextScore]) -> str:
    rows = [
        [
            score.basis,
            score.rule,
            f"{score.recordings:,}",
            *(
                f"{getattr(score, name):.3f} ± {score.spread[name]:.3f}"
                for name in ("any_hit", "any_top3", "log_loss")
            ),
            f"{score.ece:.4f}",
        ]
        for score in scores
    ]
    return table(["what is looked at", "rule", "recordings", "any", "any of 3", "log-loss", "ECE"], rows)


def _korean_table(scores: Sequence[MelonScore]) -> str:
    heads = ["what is looked at", "rule", "songs", "word", "macro F1", "AUC", "ECE", "by chance"]
    rows = [
        [
            score.basis,
            score.rule,
            f"{score.songs:,}",
            *(f"{getattr(score, name):.3f}" for name in ("accuracy", "macro_f1", "auc")),
            f"{score.ece:.3f} ± {score.ece_within:.3f}",
            f"{score.perfect_ece:.3f}",
            f"{score.brier:.3f} ± {score.brier_within:.3f}",
            f"{score.agreement:.3f}",
            f"{score.coherence:.2f}",
            f"{score.largest_share:.2f}",
        ]
        for score in scores
    ]
    return table([*heads, "Brier", "agree", "coherent", "largest"], rows)
