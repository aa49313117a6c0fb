"""The page about the trials: written by the command from what was measured, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.data.markdown import filled, table
from model.data.whole_files import write_whole
from model.training.recipes import RECIPES
from model.trials.plan import TRAININGS, VOTINGS, Training, Voting
from model.trials.running import Trials
from model.trials.scores import FIGURES, FoldFigures, figures_of

REPORT_FILE: Final = "ensemble.md"
_TEMPLATE: Final = Path(__file__).with_name("report_template.txt")
_QUICK: Final = (
    "**This is a quick run (`--quick`): few recordings, few rounds. It shows that the command works, and its"
    " figures mean nothing.**\n\n"
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the page is made of; `command` is how it says that it can be made again."""

    trials: Trials
    command: str

    def write(self, folder: Path) -> Path:
        """Write the page into a folder; returns its path."""
        path = folder / REPORT_FILE
        write_whole(path, self.text().encode("utf-8"))
        return path

    def text(self) -> str:
        """Return the page."""
        everything = (*TRAININGS, *VOTINGS)
        figures = {trial.name: figures_of(self.trials, trial) for trial in everything}
        weights = ", ".join(f"{recipe.weights['soft']:g}" for recipe in RECIPES)
        page = filled(
            _TEMPLATE,
            warning=_QUICK if self.trials.effort.recordings is not None else "",
            command=self.command,
            folds=self.trials.effort.folds,
            recordings=f"{len(self.trials.recordings):,}",
            songs=len(self.trials.korean),
            weights=weights,
            members=_table(TRAININGS, figures),
            votes=_table(VOTINGS, figures),
        )
        return f"{page}\n"


def _table(trials: Iterable[Training | Voting], figures: Mapping[str, FoldFigures | None]) -> str:
    rows = [
        [trial.name, trial.says, *_cells(trial, figures), trial.outcome if figures[trial.name] else ""]
        for trial in trials
    ]
    heads = ["", "trial", "folds", *FIGURES, "against", "any: apart", "Korean songs: apart", "outcome"]
    return table(heads, rows)


def _cells(trial: Training | Voting, figures: Mapping[str, FoldFigures | None]) -> list[str]:
    own = figures[trial.name]
    if own is None:
        return ["not run", *([""] * (len(FIGURES) + 3))]
    means = [f"{own.mean(figure):.{3 if figure == 'log-loss' else 4}f}" for figure in FIGURES]
    other = figures[trial.against] if trial.against else None
    if other is None:
        return [str(len(own.folds)), *means, "", "", ""]
    gains = []
    for figure in ("any", "Korean songs"):
        apart, better, shared = own.gain(other, figure)
        gains.append(f"{apart:+.4f} ({better}/{shared})" if shared else "")
    return [str(len(own.folds)), *means, trial.against or "", *gains]
