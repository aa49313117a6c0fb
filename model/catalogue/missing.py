"""Songs of a table that have no audio features there, and what is found of them elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
import pyarrow as pa

from model.catalogue.plan import Plan
from model.catalogue.songs import SONGS, as_matrix, measured
from model.catalogue.stages import PartTask
from model.data.table_reader import Table
from model.features import FEATURE_NAMES

BATCH: Final = 40
"""So many songs are looked for before what was found is kept."""


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """What a row says of a song: an id, a link, or a title with artists."""

    id: str | None
    link: str | None
    title: str | None
    artists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a song elsewhere; `features` are the 13 values, None where there are none.

    `reason` then says why; `final` is False where a service did not answer, which may be otherwise later.
    """

    id: str | None = None
    title: str | None = None
    artists: tuple[str, ...] = ()
    features: tuple[float | None, ...] | None = None
    reason: str | None = None
    final: bool = True


Find = Callable[[Sequence[Unmeasured]], Sequence[Found]]
Progress = Callable[[str, int, int | None], None]
"""Is told the stage, and how many rows of how many it has done; None where that is unknown."""


def look_up(plan: Plan, find: Find, progress: Progress) -> None:
    """Look for all songs of a plan that have no features; what was found before an interruption is kept."""
    done = 0
    for task in plan.part_tasks():
        store, name = task.store, f"found/{task.part.name}"
        if not store.has(name):
            songs = store.read_batch(f"songs/{task.part.name}", 0)
            if missing := _missing(songs):
                found = {}
                for song, answer in _answers(task, dict.fromkeys(missing.values()), find):
                    found[song] = answer
                    done += 1
                    progress("looking up", done, None)
                store.write_batches(name, SONGS, [_with_found(songs, missing, found)])


def _missing(songs: Table) -> dict[int, Unmeasured]:
    """Return the songs without features by their place."""
    features = as_matrix(songs["features"], np.float64, (len(FEATURE_NAMES),))
    rows = songs.select(["id", "link", "title", "artists"]).to_pylist()
    return {
        place: Unmeasured(
            rows[place]["id"],
            rows[place]["link"],
            rows[place]["title"],
            tuple(rows[place]["artists"].split(";")) if rows[place]["artists"] else (),
        )
        for place in np.flatnonzero(~measured(features)).tolist()
    }


def _answers(
    task: PartTask, songs: Mapping[Unmeasured, None], find: Find
) -> Iterator[tuple[Unmeasured, Found]]:
    """Ask for each song, and keep every batch of answers that will stay true."""
    for number, batch in enumerate(_batches(songs)):
        name = f"answers/{task.part.name}-{number:06}"
        if task.store.has(name):
            answers = [_read(values) for values in task.store.read_value(name)]
        else:
            answers = list(find(batch))
            if all(answer.final for answer in answers):
                task.store.write_value(name, [asdict(answer) for answer in answers])
        yield from zip(batch, answers, strict=True)


def _batches(songs: Mapping[Unmeasured, None]) -> Iterator[list[Unmeasured]]:
    rest = iter(songs)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _read(values: dict[str, Any]) -> Found:
    features = values["features"] and tuple(values["features"])
    return Found(**(values | {"artists": tuple(values["artists"]), "features": features}))


def _with_found(songs: Table, missing: Mapping[int, Unmeasured], found: Mapping[Unmeasured, Found]) -> Table:
    """Return the songs with what was found; the table's own names stay."""
    rows = songs.to_pylist()
    for place, song in missing.items():
        answer, row = found[song], rows[place]
        row["id"] = row["id"] or answer.id
        row["title"] = row["title"] or answer.title
        row["artists"] = row["artists"] or ";".join(answer.artists) or None
        row["reason"] = answer.reason
        if answer.features is not None:
            values = [math.nan if value is None else value for value in answer.features]
            row["features"] = np.array(values, dtype=np.float64).tobytes()
    return pa.Table.from_pylist(rows, schema=SONGS)
