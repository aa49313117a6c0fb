"""The page on the heads: what an artist's other songs add, and the recipes that were tried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from model.data.markdown import filled, table
from model.evaluation.head_trials import GeneralOutcome, KoreanOutcome
from model.evaluation.melon_word_figures import WORD_FIGURES
from model.heads_card import ContextScore

_TEMPLATE: Final = Path(__file__).with_name("heads_template.txt")


def heads_page(
    command: str,
    by_count: Sequence[ContextScore],
    general: Iterable[GeneralOutcome],
    korean: Iterable[KoreanOutcome],
) -> str:
    """Return the page in Markdown."""
    page = filled(
        _TEMPLATE,
        command=command,
        by_count=_by_count(by_count),
        general=table(
            ["recipe", "any", "any of 3", "log-loss", "apart", "agree", "largest"],
            [_general_row(row) for row in general],
        ),
        korean=table(
            ["recipe", "word", "macro F1", "AUC", "ECE", "Brier", "agree", "coherent", "largest"],
            [_korean_row(row) for row in korean],
        ),
    )
    return f"{page}\n"


def _by_count(scores: Sequence[ContextScore]) -> str:
    found = {tuple(score.basis.split("; ")): score for score in scores}
    counts = dict.fromkeys(score.basis.split("; ")[0] for score in scores)
    rows = [
        [
            count,
            f"{found[count, 'song'].recordings:,}",
            *(
                f"{found[count, basis].any_hit:.3f}" if (count, basis) in found else ""
                for basis in ("song", "both", "others")
            ),
        ]
        for count in counts
    ]
    return table(["other songs", "recordings", "any: sound alone", "both", "other songs alone"], rows)


def _general_row(row: GeneralOutcome) -> list[str]:
    korean = row.korean
    return [
        row.says,
        f"{row.any_hit:.4f}",
        f"{row.any_top3:.4f}",
        f"{row.log_loss:.3f}",
        f"{row.apart:+.4f} ({row.better}/5)" if row.apart else "",
        f"{korean.agreement:.3f}" if korean else "",
        f"{korean.largest_share:.2f}" if korean else "",
    ]


def _korean_row(row: KoreanOutcome) -> list[str]:
    cells = (f"{row.figures[name]:.3f}" for name in (*WORD_FIGURES, "agreement", "coherence"))
    return [row.says, *cells, f"{row.figures['largest_share']:.2f}"]
