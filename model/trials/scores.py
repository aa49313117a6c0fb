"""What the trials' opinions are worth, fold by fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from model.data.korean_songs import melon_auc
from model.derived_features import Matrix
from model.evaluation.metrics import quality
from model.trials.fold import Opinions
from model.trials.plan import BY_NAME, Training, Voting
from model.trials.running import Trials

FIGURES: Final = ("any", "any of 3", "macro F1", "log-loss", "Korean songs")
_LESS_IS_BETTER: Final = {"log-loss"}


@dataclass(frozen=True, slots=True, eq=False)
class FoldFigures:
    """(folds, FIGURES): the scores of one trial, and the numbers of the folds that it was carried out in."""

    table: Matrix
    folds: tuple[int, ...]

    def mean(self, figure: str) -> float:
        """Return the mean over the folds."""
        return float(self.table[:, FIGURES.index(figure)].mean())

    def gain(self, other: FoldFigures, figure: str) -> tuple[float, int, int]:
        """Return by how much the mean is above another trial's, in how many folds it is better, of how many.

        Only the folds that both were carried out in count.
        """
        shared = [fold for fold in self.folds if fold in other.folds]
        own, others = (
            table.table[[table.folds.index(fold) for fold in shared], FIGURES.index(figure)]
            for table in (self, other)
        )
        better = own < others if figure in _LESS_IS_BETTER else own > others
        return float((own - others).mean()) if shared else float("nan"), int(better.sum()), len(shared)


def figures_of(trials: Trials, trial: Training | Voting) -> FoldFigures | None:
    """Return the scores of a trial, or None where it was carried out in no fold."""
    known = trials.true_genres()
    rows, folds = [], []
    for number, (_, asked) in enumerate(trials.rows()):
        said = _opinions(trials, trial, number)
        if said is None:
            continue
        chosen = said.fold.argmax(axis=1)
        found = quality(known.truth[asked], known.rarest[asked], chosen, said.fold, said.fold.max(axis=1))
        area = float(np.mean(list(melon_auc(said.korean, trials.korean.genres).values())))
        rows.append([found.any_hit, found.any_top3, found.any_f1, found.log_loss, area])
        folds.append(number)
    return FoldFigures(np.array(rows), tuple(folds)) if folds else None


def _opinions(trials: Trials, trial: Training | Voting, number: int) -> Opinions | None:
    if isinstance(trial, Training):
        said = trials.opinions(trial, number)
        return None if said is None else Opinions(*(_shares(table) for table in (said.fold, said.korean)))
    views = [trials.opinions(BY_NAME[name], number) for name in trial.members]
    known = [view for view in views if view is not None]
    if len(known) < len(views):
        return None
    common = trials.true_genres().truth.mean(axis=0)
    tables = (np.stack([view.fold for view in known]), np.stack([view.korean for view in known]))
    return Opinions(*(_shares(trial.vote(table, common)) for table in tables))


def _shares(scores: Matrix) -> Matrix:
    shares: Matrix = scores / scores.sum(axis=1, keepdims=True)
    return shares
