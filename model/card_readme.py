"""The model card for people, made from the card: no figure in it comes from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

from model.card import Metrics, ModelCard, Score
from model.voting import RULES

_RULES = """\
- `study`: each member's likeliest genre gets that member's weight, and the greatest sum wins; the first
  member decides where all differ.
- `soft`: the genre of the greatest weighted mean probability. The probabilities that are shown are these,
  under either rule.
"""
_MEMBER_NOTES = """\
A track of several genres is a row for each, of weight 1/n. In training key, mode and time_signature are
each hidden in 30 % of the rows, the other features in 2 %, and all in 1 %, so that a missing value is
nothing new. Nothing is resampled.
"""
_SCORE_NOTES = """\
`any`: the chosen genre is one of the track's genres. `any of 3`: one of the first three is. `macro F1`:
of `any`, each genre counting the same. `strict`: the chosen genre is the track's rarest one; `log-loss`
is on that one too. `ECE`: the expected calibration error of the chosen genre's probability against `any`.
After ± the standard deviation over the folds. A rule's probabilities are the soft ones, whichever genre
it chooses. The members' sizes and weights were chosen with an eye on these folds, so the figures are
slightly kind. Resampling, and splits that share artists or recordings, give far higher figures, which are
worth nothing.
"""
_MISUSE = """\
- It hears 13 numbers, not the song: it knows no lyrics, no language, no instruments and no artist. Its
  genre is an opinion, often wrong (see the scores), and no fact about a song or the people who made it.
- It is not for paying, ranking, blocking or moderating anybody or anything, nor for labelling a catalogue
  unseen.
- Its genres are Spotify's seeds of 2022 regrouped, not Melon's or anybody's own. K-pop is none of them: a
  Korean song is told which of 28 mostly Western genres it sounds like, and popular songs are the hard
  ones.
- Spotify's developer terms restrict machine learning on Spotify content. The data set is a public one;
  whoever uses this model is responsible for the terms that bind them.
"""


def readme(card: ModelCard) -> str:
    """Return the README.md of a model folder."""
    parts = [
        f"# {card.name}",
        "Made from `card.json` by `scripts/train_genre_models.py`; edits are lost at the next training.",
        _what(card),
        "## Members",
        _members(card),
        "## Scores",
        "Nothing was measured: train with `--cross-validate`."
        if card.metrics is None
        else _scores(card.metrics),
        "## When it is sure",
        _certainty(card),
        "## Trained on",
        _training(card),
        "## What it must not be used for",
        _MISUSE,
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _what(card: ModelCard) -> str:
    opening = _prose(
        f"Tells which of {len(card.genres)} genres a track sounds like, from the {len(card.feature_names)}"
        f" audio features that Spotify defines. {len(card.members)} members each have an opinion; the rule in"
        f" force is `{card.voting_rule}`, and the setting VOTING_RULE selects another of {_listed(RULES)}."
    )
    return f"{opening}\n\n{_RULES}"


def _members(card: ModelCard) -> str:
    rows = [
        [
            member.name,
            member.kind,
            member.trained_on,
            f"{member.rows:,}",
            str(member.rounds),
            *(f"{member.weights[rule]:g}" for rule in RULES),
        ]
        for member in card.members
    ]
    heads = ["member", "kind", "learnt from", "rows", "rounds", *(f"weight, {rule}" for rule in RULES)]
    return f"{_table(heads, rows)}\n\n{_MEMBER_NOTES}"


def _scores(metrics: Metrics) -> str:
    slices = dict.fromkeys(score.tracks for score in metrics.scores)
    tables = [
        f"Tracks: {name}, {_of(metrics.scores, name)[0].recordings:,} recordings.\n\n"
        + _table(
            ["", "any", "any of 3", "macro F1", "strict", "log-loss", "ECE"],
            [_score_row(score) for score in _of(metrics.scores, name)],
        )
        for name in slices
    ]
    genres = [
        [row.genre, f"{row.recordings:,}", f"{row.precision:.2f}", f"{row.recall:.2f}"]
        for row in metrics.genres
    ]
    parts = [
        _prose(metrics.protocol),
        f"```\n{metrics.command}\n```",
        *tables,
        _SCORE_NOTES.strip(),
        "By genre, under the rule in force:",
        _table(["genre", "recordings", "precision", "recall"], genres),
    ]
    return "\n\n".join(parts)


def _certainty(card: ModelCard) -> str:
    rows = [
        [
            rule,
            f"{limits.likely:.3f}",
            _share(limits.likely_coverage),
            f"{limits.open:.3f}",
            _share(limits.open_coverage),
        ]
        for rule, limits in card.thresholds.items()
    ]
    origin = (
        "Nothing was measured: these are cautious guesses."
        if card.metrics is None
        else "Read off the same folds: of the answers from the first threshold on, 7 in 10 are right, of"
        " those from the second on, 5 in 10; `share` is how many tracks are above."
    )
    parts = [
        "By the probability of the voted genre, an answer is likely, open or, below both, unsure.",
        _table(["rule", "likely from", "share", "open from", "share"], rows),
        _prose(origin),
    ]
    return "\n\n".join(parts)


def _training(card: ModelCard) -> str:
    data = card.trained_on
    ranges = [[name, f"{low:.6g}", f"{high:.6g}"] for name, (low, high) in card.chart_ranges.items()]
    versions = _listed(f"{name} {number}" for name, number in card.versions.items())
    parts = [
        _prose(f"{data.name}; {data.licence}."),
        _prose(
            f"A file of {data.rows:,} rows (sha256 `{data.sha256}`), {data.kept_rows:,} of them of the genres"
            f" that the taxonomy keeps, merged to {data.recordings:,} recordings of {data.artists:,} first"
            f" artists. Seed {card.seed}; {versions}: the same file, seed and versions give the same bytes."
        ),
        _prose(
            f"The ranges of the chart songs, the 1st to the 99th percentile over {card.chart_songs:,} Korean"
            " songs that have charted on Melon:"
        ),
        _table(["feature", "from", "to"], ranges),
    ]
    return "\n\n".join(parts)


def _score_row(score: Score) -> list[str]:
    figures = ("any_hit", "any_top3", "any_f1", "strict", "log_loss", "ece")
    return [score.subject, *(f"{getattr(score, name):.3f} ± {score.spread[name]:.3f}" for name in figures)]


def _of(scores: Iterable[Score], tracks: str) -> list[Score]:
    return [score for score in scores if score.tracks == tracks]


def _share(coverage: float | None) -> str:
    return "not known" if coverage is None else f"{coverage:.0%}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _prose(text: str) -> str:
    return fill(text, 106, break_long_words=False, break_on_hyphens=False)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
