import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.card import BadModel
from model.ensemble import GenreEnsemble
from tests.model.spoiled_model import Change, change_card, replace_trees


def spoil_order(card: dict[str, Any]) -> None:
    card["members"][2]["columns"][:2] = card["members"][2]["columns"][1::-1]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda card: card["feature_names"].remove("tempo"), "wants other features: it lacks tempo"),
        (lambda card: card["feature_names"].append("mood"), "wants other features: it has mood"),
        (lambda card: card["feature_names"].reverse(), "wants other features: they stand in another order"),
        (spoil_order, "columns of predict3.npz are not the card's, or stand in another order"),
        (lambda card: card["members"][0]["columns"].remove("tempo"), "columns of predict1.npz are not"),
        (lambda card: card["members"][1]["columns"].append("mood"), "wants the column mood"),
        (lambda card: card["members"][0].update(kind="catboost"), "kind catboost of predict1 is unknown"),
        (
            lambda card: card["members"][0].update(trees_sha256="0" * 64),
            "file predict1.npz of predict1 is damaged",
        ),
        (lambda card: card["members"][0].update(trees="x.npz"), "file x.npz of predict1 cannot be read"),
        (lambda card: card["members"][0].update(sha256="0" * 64), "is damaged"),
        (
            lambda card: card["members"][0].update(file="other.txt"),
            "file other.txt of predict1 cannot be read",
        ),
        (lambda card: card["members"][2]["classes"].popitem(), "has not the 27 classes"),
    ],
)
def test_a_card_that_does_not_fit_is_refused_in_one_sentence(
    folder: Path, change: Change, complaint: str
) -> None:
    change_card(folder, change)
    with pytest.raises(BadModel, match=complaint) as caught:
        GenreEnsemble.load(folder)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("file", ["predict1.txt", "predict2.npz", "predict3.ubj", "predict3.npz"])
def test_a_truncated_file_is_refused_before_a_library_sees_it(folder: Path, file: str) -> None:
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(BadModel, match=f"The file {file} of .* is damaged"):
        GenreEnsemble.load(folder)


def test_an_altered_file_is_refused(folder: Path) -> None:
    content = (folder / "predict1.txt").read_bytes()
    (folder / "predict1.txt").write_bytes(content.replace(b"leaf_value=", b"leaf_value=1", 1))
    with pytest.raises(BadModel, match="damaged"):
        GenreEnsemble.load(folder)


def test_a_file_that_is_no_model_is_refused_even_with_a_fitting_checksum(folder: Path) -> None:
    replace_trees(folder, 2, b"not a model")
    with pytest.raises(BadModel, match=r"predict3\.npz of predict3 holds no trees"):
        GenreEnsemble.load(folder)


def test_a_pickle_in_the_place_of_trees_is_refused_unopened(folder: Path, tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "harm",))

    file = io.BytesIO()
    np.savez(file, columns=np.array([Harm()], dtype=object))
    replace_trees(folder, 0, file.getvalue())
    with pytest.raises(BadModel, match="holds no trees"):
        GenreEnsemble.load(folder)
    assert not (tmp_path / "harm").exists()
