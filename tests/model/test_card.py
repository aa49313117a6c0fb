import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.card import BadModel, card_text, read_card
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation import CAUTIOUS
from model.training.card_readme import readme

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def content(model_folder: Path) -> dict[str, Any]:
    """The tiny model's card, decoded."""
    decoded: dict[str, Any] = json.loads((model_folder / "card.json").read_text(encoding="utf-8"))
    return decoded


def written(folder: Path, content: object) -> Path:
    (folder / "card.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_a_card_is_read_as_it_was_written(model_folder: Path, tmp_path: Path) -> None:
    card = read_card(model_folder)
    (tmp_path / "card.json").write_text(card_text(card), encoding="utf-8")
    assert read_card(tmp_path) == card
    assert card_text(read_card(tmp_path)) == (model_folder / "card.json").read_text(encoding="utf-8")


def test_the_card_says_what_was_trained_on_what(tiny: GenreEnsemble) -> None:
    card = tiny.card
    assert (card.trained_on.rows, card.trained_on.kept_rows, card.trained_on.recordings) == (768, 768, 768)
    assert [member.rounds for member in card.members] == [3, 3, 3]
    assert [len(member.classes) for member in card.members] == [28, 64, 28]
    assert [member.rows for member in card.members] == [768 + 600] * 3
    assert set(card.versions) == {"lightgbm", "xgboost", "numpy", "scikit-learn"}


def test_a_card_without_measurements_has_none_and_cautious_thresholds(tiny: GenreEnsemble) -> None:
    assert tiny.card.metrics is None
    assert tiny.card.thresholds == {"study": CAUTIOUS, "soft": CAUTIOUS}
    text = readme(tiny.card)
    assert "Nothing was measured" in text
    assert "cautious guesses" in text


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda card: card.pop("seed"), "the card has no seed"),
        (lambda card: card.update(mood=1), "the card has an unknown mood"),
        (lambda card: card.update(seed="0"), "the card.seed is no whole number"),
        (lambda card: card.update(seed=True), "the card.seed is no whole number"),
        (lambda card: card.update(genres="rock"), "the card.genres is no list"),
        (lambda card: card.update(members=[]), "names no member"),
        (lambda card: card.update(voting_rule="loud"), "unknown voting rule loud"),
        (lambda card: card.update(format=0), "unknown format"),
        (lambda card: card["genres"].append("rock"), "genres repeat"),
        (lambda card: card["genres"].remove("rock"), "a genre that the card lacks"),
        (lambda card: card["members"].append(copy.deepcopy(card["members"][0])), "two members share a name"),
        (lambda card: card["members"][0].update(file="../../etc/passwd"), "no plain file name"),
        (lambda card: card["members"][0].update(trees="../x.npz"), "no plain file name"),
        (lambda card: card["calibration"].update(raw=[0.0, 1.0, 0.5]), "the calibration does not rise"),
        (lambda card: card["calibration"].update(shown=[0.0, 0.9]), "the calibration does not rise"),
        (lambda card: card["calibration"].update(raw=[0.0, 0.5, 1.0]), "points are no pairs"),
        (lambda card: card["members"][1].pop("kind"), r"the card.members\[1\] has no kind"),
        (lambda card: card["members"][0]["weights"].pop("soft"), "no weight for every rule"),
        (lambda card: card["members"][0]["weights"].update(soft=-1), "no weight for every rule"),
        (lambda card: card["members"][0]["weights"].update(soft=float("nan")), "soft is no number"),
        (lambda card: [m["weights"].update(study=0) for m in card["members"]], "weights of study are all 0"),
        (lambda card: card["thresholds"].pop("soft"), "no thresholds for soft"),
        (lambda card: card["thresholds"]["study"].update(open=0.9), "no thresholds for study"),
        (lambda card: card["chart_ranges"].update(tempo=[1.0]), "a range is no pair"),
        (lambda card: card["trained_on"].update(rows=1.5), "the card.trained_on.rows is no whole number"),
        (lambda card: card["trained_on"].update(colour=1), "the card.trained_on has an unknown colour"),
        (lambda card: card.update(metrics=3), "the card.metrics is no object"),
        (lambda card: card.update(versions=[]), "the card.versions is no object"),
        (lambda card: card.update(name=5), "the card.name is no text"),
        (lambda card: card.update(name="\ud800"), "the card is no JSON that can be read"),
    ],
)
def test_a_wrong_card_is_refused_with_the_place(
    content: dict[str, Any], tmp_path: Path, change: Change, complaint: str
) -> None:
    change(content)
    with pytest.raises(BadModel, match=complaint) as caught:
        read_card(written(tmp_path, content))
    assert "\n" not in str(caught.value)


def test_a_card_of_a_newer_format_is_refused_as_such_whatever_it_holds(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="has a card of format 4; this version reads none above 3"):
        read_card(written(tmp_path, {"format": 4, "future": True}))


@pytest.mark.parametrize("content", [[], "card", None, {}])
def test_what_is_no_card_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(BadModel, match="is wrong: the card"):
        read_card(written(tmp_path, content))


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe"])
def test_what_is_not_json_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "card.json").write_bytes(text)
    with pytest.raises(BadModel, match="is not JSON"):
        read_card(tmp_path)


def test_the_readme_beside_the_card_is_made_from_it(model_folder: Path) -> None:
    assert (model_folder / "README.md").read_text(encoding="utf-8") == readme(read_card(model_folder))


def test_a_card_of_the_format_before_heads_is_a_card_without_any(
    content: dict[str, Any], tmp_path: Path
) -> None:
    content.pop("heads")
    assert read_card(written(tmp_path, content | {"format": 2})).heads is None


def test_a_card_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(BadModel, match="is not JSON"):
        read_card(tmp_path)


@pytest.mark.parametrize("weight", [1e300, -1, float("nan")])
def test_a_weight_that_no_sum_can_hold_is_refused(
    tmp_path: Path, content: dict[str, Any], weight: float
) -> None:
    content["members"][0]["weights"]["soft"] = weight
    with pytest.raises(BadModel):
        read_card(written(tmp_path, content))
