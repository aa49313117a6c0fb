"""Other ways to walk the same trees, measured one beside the other: size, loading, one row and a hundred."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from model.card import MemberCard, ModelCard
from model.derived_features import COLUMN_NAMES, Matrix, with_derived
from model.flat_trees import FlatTrees
from model.training.boosters import KINDS
from model.trees import Trees

NOT_INSTALLED: Final = "not installed"
_REPEATS: Final = 200
_MANY_REPEATS: Final = 10
_ROWS: Final = 100

Answer = Callable[[Matrix], Matrix]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What one runtime takes for one member, in seconds; `error` is the largest difference of a probability.

    `problem` says why there is nothing: the rest is then 0.
    """

    member: str
    runtime: str
    problem: str = ""
    megabytes: float = 0.0
    load: float = 0.0
    one_row: float = 0.0
    hundred_rows: float = 0.0
    error: float = 0.0


def timings(card: ModelCard, folder: Path, features: Matrix) -> Iterator[Timing]:
    """Measure every member in every runtime that is installed; `features` are (n, 13), at least 100."""
    for member in card.members:
        columns = with_derived(features[:_ROWS])[:, [COLUMN_NAMES.index(name) for name in member.columns]]
        expected = KINDS[member.kind]((folder / member.file).read_bytes()).probabilities(columns)
        for runtime, (library, prepare) in _RUNTIMES.items():
            if library is not None and find_spec(library) is None:
                yield Timing(member=member.name, runtime=runtime, problem=NOT_INSTALLED)
                continue
            yield _timed(member, runtime, prepare, folder, columns, expected)


def _timed(
    member: MemberCard, runtime: str, prepare: Prepare, folder: Path, columns: Matrix, expected: Matrix
) -> Timing:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            size, load = prepare(member, folder, Path(scratch))
        except Exception as problem:  # noqa: BLE001 - what a converter cannot do is what the page tells
            said = str(problem).strip().splitlines() or [type(problem).__name__]
            return Timing(member=member.name, runtime=runtime, problem=f"cannot take it: {said[0][:100]}")
        load()  # the library's own import is not the model's loading
        start = time.perf_counter()
        answer = load()
        loaded = time.perf_counter() - start
        error = float(np.abs(answer(columns) - expected).max())
        return Timing(
            member=member.name,
            runtime=runtime,
            megabytes=size / 1e6,
            load=loaded,
            one_row=_median(answer, [columns[[row % _ROWS]] for row in range(_REPEATS)]),
            hundred_rows=_median(answer, [columns] * _MANY_REPEATS),
            error=error,
        )


def _median(answer: Answer, questions: Sequence[Matrix]) -> float:
    taken = []
    for question in questions:
        start = time.perf_counter()
        answer(question)
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


Prepare = Callable[[MemberCard, Path, Path], tuple[int, Callable[[], Answer]]]
"""Convert a member in a scratch folder; return the bytes that would be shipped, and how they are loaded."""


def _plain_arrays(member: MemberCard, folder: Path, _: Path) -> tuple[int, Callable[[], Answer]]:
    content = (folder / member.trees).read_bytes()
    return len(content), lambda: FlatTrees.of(Trees.unpacked(content)).probabilities


def _library(member: MemberCard, folder: Path, _: Path) -> tuple[int, Callable[[], Answer]]:
    content = (folder / member.file).read_bytes()
    return len(content), lambda: KINDS[member.kind](content).probabilities


def _onnx(member: MemberCard, folder: Path, _: Path) -> tuple[int, Callable[[], Answer]]:
    import onnxruntime  # noqa: PLC0415
    from onnxmltools import convert_lightgbm, convert_xgboost  # noqa: PLC0415
    from onnxmltools.convert.common.data_types import FloatTensorType  # noqa: PLC0415

    convert: Any = convert_lightgbm if member.kind == "lightgbm" else convert_xgboost
    booster = _booster(member, folder)
    shape = [("rows", FloatTensorType([None, len(member.columns)]))]
    options = {"zipmap": False} if member.kind == "lightgbm" else {}
    content = convert(booster, initial_types=shape, **options).SerializeToString()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    settings.log_severity_level = 3  # it warns of shapes that converters write

    def load() -> Answer:
        session = onnxruntime.InferenceSession(content, settings, providers=["CPUExecutionProvider"])
        return lambda rows: np.asarray(session.run(None, {"rows": rows.astype(np.float32)})[1])

    return len(content), load


def _treelite(member: MemberCard, folder: Path, scratch: Path) -> tuple[int, Callable[[], Answer]]:
    import treelite  # noqa: PLC0415

    if member.kind == "lightgbm":
        model = treelite.frontend.load_lightgbm_model(folder / member.file)
    else:
        model = treelite.frontend.from_xgboost(_booster(member, folder))
    path = scratch / "model.treelite"
    model.serialize(path)

    def load() -> Answer:
        loaded = treelite.Model.deserialize(path)
        kind = np.float64 if member.kind == "lightgbm" else np.float32
        return lambda rows: treelite.gtil.predict(loaded, rows.astype(kind), nthread=1).reshape(len(rows), -1)

    return path.stat().st_size, load


def _lleaves(member: MemberCard, folder: Path, scratch: Path) -> tuple[int, Callable[[], Answer]]:
    import lleaves  # noqa: PLC0415

    if member.kind != "lightgbm":
        raise ValueError("it compiles LightGBM's models only")
    path = scratch / "model.o"
    # Without inlining it is slower by a tenth or so; with it, some thousand trees take an hour to compile.
    lleaves.Model(str(folder / member.file)).compile(cache=path, finline=False, fblocksize=64)

    def load() -> Answer:
        loaded = lleaves.Model(str(folder / member.file))
        loaded.compile(cache=path, finline=False, fblocksize=64)
        return lambda rows: loaded.predict(rows, n_jobs=1)

    return path.stat().st_size, load


def _booster(member: MemberCard, folder: Path) -> Any:  # noqa: ANN401 - the libraries have no types
    """Load the library's own booster, with the columns' names as converters want them."""
    content = (folder / member.file).read_bytes()
    if member.kind == "lightgbm":
        import lightgbm  # noqa: PLC0415

        return lightgbm.Booster(model_str=content.decode("utf-8"))
    import xgboost  # noqa: PLC0415

    booster = xgboost.Booster()
    booster.load_model(bytearray(content))
    booster.feature_names = [f"f{number}" for number in range(len(member.columns))]
    return booster


_RUNTIMES: Final[dict[str, tuple[str | None, Prepare]]] = {
    "plain arrays": (None, _plain_arrays),
    "the library itself": (None, _library),
    "ONNX Runtime": ("onnxmltools", _onnx),
    "treelite (GTIL)": ("treelite", _treelite),
    "lleaves": ("lleaves", _lleaves),
}
