"""A search over predict3's parameters, by Optuna, that sees nothing but a fold's own training part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.model_selection import GroupShuffleSplit

from model.evaluation.cross_validation_folds import true_genres
from model.training.recipes import Recipe
from model.training.training_targets import TEACHERS_SHARE
from model.trials.fold import Fold

if TYPE_CHECKING:
    import optuna

_ROUNDS: Final = 40  # of a try: which setting is better shows early
_HELD_BACK: Final = 0.25


def searched(recipe: Recipe, fold: Fold) -> Recipe:
    """Return the recipe with the parameters that erred least on artists kept back from the training part."""
    import optuna  # noqa: PLC0415 - a library that is only here if asked for

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    splitter = GroupShuffleSplit(1, test_size=_HELD_BACK, random_state=fold.seed)
    learnt, held_back = next(splitter.split(fold.labels, groups=fold.known.artists))
    inner = replace(fold, known=fold.known.take(learnt), asked=fold.known.features[held_back])
    rarest = true_genres(fold.known).rarest[held_back]
    targets = inner.targets(TEACHERS_SHARE, with_tracks=True)

    def loss(trial: optuna.Trial) -> float:
        told = inner.member(_suggested(recipe, trial, _ROUNDS), targets).fold
        return float(-np.log(told[np.arange(len(rarest)), rarest]).mean())

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=fold.seed))
    study.enqueue_trial({name: recipe.parameters[name] for name in _RANGES})
    study.optimize(loss, n_trials=fold.effort.tries)
    return replace(recipe, parameters={**recipe.parameters, **study.best_params})


_RANGES: Final = {
    "learning_rate": (0.08, 0.25),
    "subsample": (0.5, 1.0),
    "colsample_bytree": (0.3, 0.9),
    "reg_lambda": (0.5, 30.0),
    "min_child_weight": (1.0, 40.0),
    "max_depth": (4, 6),
}


def _suggested(recipe: Recipe, trial: optuna.Trial, rounds: int) -> Recipe:
    found: dict[str, float] = {
        name: trial.suggest_int(name, int(low), int(high))
        if name == "max_depth"
        else trial.suggest_float(name, low, high, log=name in {"learning_rate", "reg_lambda"})
        for name, (low, high) in _RANGES.items()
    }
    return replace(recipe, rounds=rounds, parameters={**recipe.parameters, **found})
