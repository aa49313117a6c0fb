"""What a model card for people says of the heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from model.heads_card import ContextScore, HeadsCard, MelonScore
from model.training.card_markdown import table

_WHAT: Final = """\
A head is a linear model on what a member thinks: the 28 log-probabilities that it gives to the song, the mean
of those that it gives to the artist's other songs, trusted less where these are few, and their number. The
same head turns each member's opinions into that member's vote. Where nothing but the sound is known of a
song that is not Korean there is no head: the members' opinions stand.

Heads were fitted to opinions of members that had not learned from the songs' artists, and are scored below on
artists that neither members nor heads had learned from (cross-fitted, not nested: the members whose opinions
a head learns from had learned from the fold that it is scored on). The other songs of a recording are those
of its first artist, without the song's other recordings and versions.
"""
_FLATTERY: Final = """\
`any`, `any of 3`, `log-loss` and `ECE` as above. The data set flatters what an artist's other songs say: it
was collected under genre seeds, so an artist's songs share the seed that they were found under more often
than the songs of an artist whom a listener asks about share a genre. The table of Korean songs is the better
guide.
"""
_KOREAN: Final = """\
Korean songs with one of five words of Melon's (발라드, 댄스, 랩/힙합, R&B/Soul, 록/메탈), whose labels the
Korean heads learn: three splits into five parts by artist, each part asked of heads that were fitted to the
others, mean over the splits. `word`: Melon's genre is the likeliest word; `AUC`: the mean area under the
curve of each word against the rest; `ECE` and `Brier` are of the words' probabilities, within ± for 95 of
100 draws of the artists; `by chance`: the ECE that the same probabilities would show if each were right.
`agree`: the voted genre of the 28 is among those that come nearest to Melon's (`model/melon_genres.csv`), of
which 댄스 has five; `coherent`: it is among those nearest to the likeliest word; `largest`: the share of the
most frequent vote. 댄스 is the word of nearly half of the songs. The heads' strength was chosen with an eye
on these songs, so the figures are slightly kind.

A Korean song's probabilities are those of the words, split within each word by the squares of what the
general head says; a genre that is near to none of Melon's keeps a quarter. They are shown as they are. From
the first threshold on 85 of 100 votes agree with Melon, from the second on 80, since agreeing with a word is
easier than naming one of 28 genres.
"""
_WITHOUT_KOREAN: Final = """\
There is no Korean view: Korean songs are judged like all others, and nothing is said in Melon's words.
"""


def heads_section(heads: HeadsCard | None) -> str:
    """Return the section's text."""
    if heads is None:
        return (
            "There are none: a vote is by the song's sound alone, without a correction for Korean songs and"
            " without\nMelon's words. `scripts/fit_heads.py` fits them."
        )
    parts = [
        _WHAT,
        f"```\n{heads.command}\n```",
        _context_table(heads.scores),
        _FLATTERY,
        "### Korean songs in Melon's words",
        f"{_korean_table(heads.korean)}\n\n{_KOREAN.strip()}" if heads.korean else _WITHOUT_KOREAN,
    ]
    return "\n\n".join(part.strip() for part in parts)


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
