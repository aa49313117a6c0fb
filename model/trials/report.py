"""The page about the trials: written by the command from what was measured, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from model.data.whole_files import write_whole
from model.study.tables import markdown
from model.training.recipes import RECIPES
from model.trials.plan import TRAININGS, VOTINGS, Training, Voting
from model.trials.running import Trials, installed
from model.trials.runtimes import Timing
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
    timings: Sequence[Timing]
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
        return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
            warning=_QUICK if self.trials.effort.recordings is not None else "",
            command=self.command,
            folds=self.trials.effort.folds,
            recordings=f"{len(self.trials.recordings):,}",
            songs=len(self.trials.korean),
            weights=weights,
            members=_table(TRAININGS, figures),
            votes=_table(VOTINGS, figures),
            runtimes=_runtimes(self.timings),
        )


def _table(trials: Iterable[Training | Voting], figures: Mapping[str, FoldFigures | None]) -> str:
    rows = [
        [trial.name, trial.says, *_cells(trial, figures), trial.outcome if figures[trial.name] else ""]
        for trial in trials
    ]
    heads = ["", "trial", "folds", *FIGURES, "against", "any: apart", "Korean songs: apart", "outcome"]
    return markdown(heads, rows)


def _cells(trial: Training | Voting, figures: Mapping[str, FoldFigures | None]) -> list[str]:
    own = figures[trial.name]
    if own is None:
        absent = isinstance(trial, Training) and not installed(trial)
        return ["not installed" if absent else "not run", *([""] * (len(FIGURES) + 3))]
    means = [f"{own.mean(figure):.{3 if figure == 'log-loss' else 4}f}" for figure in FIGURES]
    other = figures[trial.against] if trial.against else None
    if other is None:
        return [str(len(own.folds)), *means, "", "", ""]
    gains = []
    for figure in ("any", "Korean songs"):
        apart, better, shared = own.gain(other, figure)
        gains.append(f"{apart:+.4f} ({better}/{shared})" if shared else "")
    return [str(len(own.folds)), *means, trial.against or "", *gains]


def _runtimes(timings: Sequence[Timing]) -> str:
    base = {timing.member: timing for timing in timings if timing.runtime == "plain arrays"}
    rows = []
    for timing in timings:
        if timing.problem:
            rows.append([timing.member, timing.runtime, timing.problem, *([""] * 4)])
            continue
        own = base[timing.member]
        rows.append(
            [
                timing.member,
                timing.runtime,
                f"{timing.megabytes:.2f}",
                f"{timing.load * 1e3:.0f}",
                f"{timing.one_row * 1e3:.2f} ({timing.one_row / own.one_row:.1f})",
                f"{timing.hundred_rows * 1e3:.1f} ({timing.hundred_rows / own.hundred_rows:.1f})",
                f"{timing.error:.0e}",
            ]
        )
    heads = ["member", "runtime", "MB", "loading, ms", "one row, ms", "100 rows, ms", "differs by"]
    return markdown(heads, rows)
