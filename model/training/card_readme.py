"""The model card for people, made from the card: no figure in it comes from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from model.card import Metrics, ModelCard, Score
from model.data.markdown import filled, prose, table
from model.training.card_heads import TEXTS, heads_section
from model.voting import RULES

_GUESSED: Final = "Nothing was measured: these are cautious guesses."
_MEASURED: Final = (
    "Read off the same folds: of the answers from the first threshold on, 7 in 10 are right, of those from"
    " the second on, 5 in 10; `share` is how many tracks are above."
)


def readme(card: ModelCard) -> str:
    """Return the README.md of a model folder."""
    page = filled(
        TEXTS / "model.txt",
        name=card.name,
        opening=_opening(card),
        members=_members(card),
        scores=_scores(card.metrics)
        if card.metrics
        else "Nothing was measured: train with `--cross-validate`.",
        korean=_korean(card.metrics) if card.metrics and card.metrics.korean else "Nothing was measured.",
        heads=heads_section(card.heads),
        rule=_rule_in_force(card),
        thresholds=_thresholds(card),
        origin=prose(_GUESSED if card.metrics is None else _MEASURED),
        training=_training(card),
    )
    return f"{page}\n"


def _opening(card: ModelCard) -> str:
    return prose(
        f"Tells which of {len(card.genres)} genres a track sounds like, from the {len(card.feature_names)}"
        f" audio features that Spotify defines. {len(card.members)} members each have an opinion; the rule in"
        f" force is `{card.voting_rule}`, and the setting VOTING_RULE selects another of {_listed(RULES)}."
    )


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
    return table(heads, rows)


def _scores(metrics: Metrics) -> str:
    slices = dict.fromkeys(score.tracks for score in metrics.scores)
    tables = [
        f"Tracks: {name}, {_of(metrics.scores, name)[0].recordings:,} recordings.\n\n"
        + table(
            ["", "any", "any of 3", "macro F1", "strict", "log-loss", "ECE"],
            [_score_row(score) for score in _of(metrics.scores, name)],
        )
        for name in slices
    ]
    genres = [
        [row.genre, f"{row.recordings:,}", f"{row.precision:.2f}", f"{row.recall:.2f}"]
        for row in metrics.genres
    ]
    return filled(
        TEXTS / "scores.txt",
        protocol=prose(metrics.protocol),
        command=metrics.command,
        tables="\n\n".join(tables),
        genres=table(["genre", "recordings", "precision", "recall"], genres),
    )


def _korean(metrics: Metrics) -> str:
    genres = list(metrics.korean[0].auc)
    rows = [
        [
            row.tracks,
            row.subject,
            f"{row.songs:,}",
            *(f"{row.auc[genre]:.3f}" for genre in genres),
            f"{row.mean:.4f}" + (f" ± {row.spread:.4f}" if row.spread is not None else ""),
        ]
        for row in metrics.korean
    ]
    return filled(TEXTS / "korean.txt", table=table(["songs", "", "at least", *genres, "mean"], rows))


def _rule_in_force(card: ModelCard) -> str:
    if card.metrics is None:
        return f"`{card.voting_rule}`, unmeasured."
    whole = card.metrics.scores[0].tracks
    lines = [
        f"- `{score.subject}`{' (in force)' if score.subject == card.voting_rule else ''}:"
        f" any {score.any_hit:.4f}, {_area_of(card.metrics, score.subject)}"
        f"{card.metrics.drift[score.subject]:.1%} of the votes change where the features do as they did"
        " between two crawls."
        for score in _of(card.metrics.scores, whole)
        if score.subject in RULES
    ]
    choice = (
        "In force is the rule with the larger mean area on Korean songs, unless its `any` falls below 0.452;"
        " the study's rule stays selectable."
    )
    return "\n\n".join([prose(choice), "\n".join(lines)])


def _area_of(metrics: Metrics, subject: str) -> str:
    means = [row.mean for row in metrics.korean if row.subject == subject]
    return f"Korean songs {means[0]:.4f}; " if means else ""


def _thresholds(card: ModelCard) -> str:
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
    return table(["rule", "first threshold", "share", "second", "share"], rows)


def _training(card: ModelCard) -> str:
    data = card.trained_on
    ranges = [[name, f"{low:.6g}", f"{high:.6g}"] for name, (low, high) in card.chart_ranges.items()]
    versions = _listed(f"{name} {number}" for name, number in card.versions.items())
    parts = [
        prose(f"{data.name}; {data.licence}."),
        prose(
            f"A file of {data.rows:,} rows (sha256 `{data.sha256}`), {data.kept_rows:,} of them of the genres"
            f" that the taxonomy keeps, merged to {data.recordings:,} recordings of {data.artists:,} first"
            f" artists. Seed {card.seed}; {versions}: the same file, seed and versions give the same bytes."
        ),
        prose(
            f"The ranges of the chart songs, the 1st to the 99th percentile over {card.chart_songs:,} Korean"
            " songs that have charted on Melon:"
        ),
        table(["feature", "from", "to"], ranges),
    ]
    return "\n\n".join(parts)


def _score_row(score: Score) -> list[str]:
    figures = ("any_hit", "any_top3", "any_f1", "strict", "log_loss")
    cells = [f"{getattr(score, name):.3f} ± {score.spread[name]:.3f}" for name in figures]
    return [score.subject, *cells, f"{score.ece:.4f}"]


def _of(scores: Iterable[Score], tracks: str) -> list[Score]:
    return [score for score in scores if score.tracks == tracks]


def _share(coverage: float | None) -> str:
    return "not known" if coverage is None else f"{coverage:.0%}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
