"""The page on the heads: what an artist's other songs add, and the recipes that were tried."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from model.evaluation.head_trials import GeneralOutcome, KoreanOutcome
from model.evaluation.melon_word_figures import WORD_FIGURES
from model.heads_card import ContextScore
from model.training.card_markdown import table

_PAGE: Final = """\
# What the artist's other songs say

This page is written by `{command} --trials` and by nothing else: do not edit it. The heads that
are in force and their scores stand in the model's card; this page says how these depend on the number of
other songs, and which recipes were tried.

Protocol: the card's folds. Members and heads are scored on artists that neither had learned from; a song's
context are the other songs of its first artist in the data set, without other versions of the song, and, for
Korean artists, those of the catalogue. All figures are of the rule `soft`. This is cross-fitting, not
nesting: the members whose opinions a head learns from had learned from the fold that it is scored on.

What flatters: the data set was collected under genre seeds, so an artist's songs share a label more often
than songs of one artist do elsewhere. The recipes were chosen by looking at these folds and songs, so
what was kept is slightly kind to itself.

## By the number of other songs

{by_count}

From two other songs on these alone say more of a recording's label than its own sound does, which is the data
set's making: on Korean songs, labelled by Melon one by one, the sound and the other songs together are
clearly better than either (the card's second table).

## Recipes for the general head

The head's weights are pulled towards a factor for the song's own opinions and one for the context, both
fitted; `strength` is how hard the labels pull against that. "Apart": the mean difference in `any` from the
kept recipe, or, of the rows without context, from the sound alone, and in how many of the folds it is better.
"Agree" and "largest" are of the Korean songs, with the same heads of Melon's words.

{general}

Stacking, the study's own last proposal, is a head on the three members' pooled opinions of the song alone.
It was fitted to opinions of members that had not learned from the artists, and scored on other artists. It
does not beat the members' mean, so a song of which only the sound is known is judged without a head.

## Recipes for Melon's words

By the sound and the other songs; three splits by artist. "Coherent": the voted genre is among the nearest to
the likeliest word, so that genre and words tell one story.

{korean}

The first two rows are what the words are worth without heads: one word for all songs, or the members'
probabilities of the genres that are nearest to each word (`model/melon_genres.csv`).
"""


def heads_page(
    command: str,
    by_count: Sequence[ContextScore],
    general: Iterable[GeneralOutcome],
    korean: Iterable[KoreanOutcome],
) -> str:
    """Return the page in Markdown."""
    return _PAGE.format(
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
