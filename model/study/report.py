"""The report on the study: written by the command from what was measured, and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.markdown import filled, table
from model.data.whole_files import write_whole
from model.exploration.drawing.confusion import confusion_picture
from model.study.figures import confusion
from model.study.fitting import VERSIONS
from model.study.plan import (
    CHOSEN_LIGHTGBM,
    CHOSEN_XGBOOST,
    FINAL_FITS,
    FULL,
    PLAIN_STEPS,
    STEPS,
    TRIMMED,
    Sampling,
    Setup,
    all_fits,
)
from model.study.results import Results
from model.study.running import Assignment
from model.study.sampling import resampled
from model.study.songs import Material
from model.study.tables import NOT_RUN, Tables, votes
from model.study.votes import chart_songs
from model.taxonomy import taxonomy

REPORT_FILE: Final = "study.md"
_TEMPLATE: Final = Path(__file__).with_name("report_template.txt")
_PICTURES: Final = (
    ("LightGBM", CHOSEN_LIGHTGBM, "study-confusion-lightgbm.png"),
    ("XGBoost", CHOSEN_XGBOOST, "study-confusion-xgboost.png"),
)
_LABEL_COUNTS: Final[Sequence[tuple[str, Sampling, str]]] = (
    ("none", "none", "100 to 4,725"),
    ("SMOTE", "smote", "4,726 each"),
    ("SMOTE + Tomek", "smote-tomek", "2,909 to 4,726"),
    ("SMOTE + ENN", "smote-enn", "6 to 4,726"),
)
# The figures that the two sentences about 0.72 are made of.
_EXPLAINED: Final[Mapping[str, Setup]] = {
    "before": CHOSEN_LIGHTGBM.setup,
    "inside": STEPS[1][1],
    "honest": CHOSEN_LIGHTGBM.setup.honest,
    "plain": PLAIN_STEPS[-1][1],
    "trimmed": TRIMMED[0].setup,
    "trimmed_honest": TRIMMED[0].setup.honest,
}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report is made of; `command` is how it says that it can be made again."""

    assignment: Assignment
    material: Material
    results: Results
    command: str

    def write(self, folder: Path) -> Path:
        """Write the report and its pictures into a folder; returns the path of the text."""
        pictures = self.pictures()
        for name, content in pictures.items():
            write_whole(folder / name, content)
        path = folder / REPORT_FILE
        write_whole(path, self.text(pictures).encode("utf-8"))
        return path

    def pictures(self) -> Mapping[str, bytes]:
        """Return the confusion matrices of the two chosen models, as far as they were run."""
        effort, drawn = self.assignment.effort, {}
        for model, row, name in _PICTURES:
            published = self.results.folds(row.fits(effort))
            honest = self.results.folds(row.honest_fits(effort))
            if published and honest:
                drawn[name] = confusion_picture(
                    f"혼동 행렬 Confusion matrix: {model}, SMOTE + Tomek",
                    f"The share of each true genre in percent, over all folds{self._quick(', --quick')}",
                    (
                        ("as published: resampled before the split", confusion(published)),
                        ("honest: recordings merged, artists grouped", confusion(honest)),
                    ),
                    taxonomy().genres,
                )
        return drawn

    def text(self, pictures: Mapping[str, bytes]) -> str:
        """Return the report as Markdown, with links to those pictures that there are."""
        words = self._facts() | self._tables() | self._votes()
        images = [
            f"![Confusion matrix of {model}]({name})" for model, _, name in _PICTURES if name in pictures
        ]
        words["pictures"] = "\n\n".join(images) or f"The confusion matrices: {NOT_RUN}."
        return f"{filled(_TEMPLATE, **words)}\n"

    def _facts(self) -> dict[str, str]:
        material, effort = self.material, self.assignment.effort
        identity = self.assignment.identity
        return {
            "warnings": self._warnings(),
            "command": self.command,
            "tracks": f"{len(material.tracks):,}",
            "full_size": f"{FULL.tracks:,}",
            "recordings": f"{len(material.merged):,}",
            "folds": str(effort.folds),
            "even": ", ".join(taxonomy().genres[number] for number in material.even),
            "trimmed_rows": f"{len(material.songs('tracks', 'chart')):,}",
            "versions": ", ".join(f"{name} {number}" for name, number in VERSIONS.items()),
            "seed": str(self.assignment.seed),
            "dataset": str(identity["dataset"]),
        }

    def _tables(self) -> dict[str, str]:
        tables = Tables(self.results, self.assignment.effort, quick=self._is_quick)
        explained = {name: tables.accuracy_of(setup) for name, setup in _EXPLAINED.items()}
        return {
            **{name: f"{score.mean:.2f}" if score else NOT_RUN for name, score in explained.items()},
            "steps": tables.steps(STEPS),
            "plain_steps": tables.steps(PLAIN_STEPS),
            "baselines": tables.baselines(),
            "split_then_sampling": tables.split_then_sampling(),
            "sampling_then_split": tables.sampling_then_split(),
            "label_counts": self._label_counts(),
            "genres_published": tables.genres_published(),
            "micro": tables.micro(),
            "lightgbm": tables.all_genres(CHOSEN_LIGHTGBM),
            "xgboost": tables.all_genres(CHOSEN_XGBOOST),
            "trimmed_scores": tables.trimmed(),
        }

    def _votes(self) -> dict[str, str]:
        fitted = [self.results.songs(fit) for fit in FINAL_FITS]
        members = [judged.genres for judged in fitted if judged is not None]
        songs = chart_songs(members if len(members) == len(FINAL_FITS) else None)
        both = [(song.published, song.ours) for song in songs if song.published and song.ours]
        same = sum(published.voted == ours.voted for published, ours in both)
        return {"votes": votes(songs), "compared": str(len(both)), "same": str(same)}

    def _warnings(self) -> str:
        effort = self.assignment.effort
        missing = sum(fit not in self.results for fit in all_fits(effort))
        quick = (
            f"**This is a quick run (`--quick`): {effort.tracks:,} tracks, {effort.folds} folds,"
            f" {effort.rounds} trees a genre. It shows that the command works, and nothing more.**\n\n"
        )
        partial = f"**{missing} of the fits were not run; a figure that needs one reads “{NOT_RUN}”.**\n\n"
        return "".join([*([quick] if self._is_quick else []), *([partial] if missing else [])])

    def _label_counts(self) -> str:
        rows = []
        songs, seed = self.material.tracks, self.assignment.seed
        for name, sampling, published in _LABEL_COUNTS:
            _, labels = resampled(sampling, songs.features, songs.labels, seed)
            sizes = np.bincount(labels, minlength=len(taxonomy().genres))
            rows.append((name, published, f"{sizes.min():,} to {sizes.max():,}", f"{len(labels):,}"))
        return table(("sampling", "published", "ours", "ours in all"), rows)

    @property
    def _is_quick(self) -> bool:
        return self.assignment.effort != FULL

    def _quick(self, words: str) -> str:
        return words if self._is_quick else ""
