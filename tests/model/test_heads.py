import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from model.artist_context import centred_logs
from model.card import BadModel
from model.heads import HeadInputs, Heads, MelonWords, read_heads
from model.strict_json import plain
from tests.model.invented_heads import GENRES, NEAREST, WORDS, invented_heads

Change = Callable[[Any], object]


def content() -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(json.dumps(plain(invented_heads())))
    return decoded


def shares(count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(3).dirichlet(np.ones(len(GENRES)), size=count)


def test_heads_are_read_as_they_were_written() -> None:
    assert read_heads(json.dumps(content()).encode(), GENRES) == invented_heads()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda heads: heads["general"]["centre"].pop(), "no centre"),
        (lambda heads: heads["general"].update(shrinkage=0), "no shrinkage"),
        (lambda heads: heads["general"].update(shrinkage=float("nan")), "no number"),
        (lambda heads: heads["general"]["heads"].pop("both"), "lacks a head"),
        (lambda heads: heads["general"]["heads"]["both"]["weights"].pop(), "weights of both do not fit"),
        (lambda heads: heads["general"]["heads"]["both"]["weights"][0].pop(), "weights of both do not fit"),
        (lambda heads: heads["general"]["heads"]["others"]["intercepts"].pop(), "intercepts of others"),
        (
            lambda heads: heads["general"]["heads"]["both"]["intercepts"].__setitem__(0, float("inf")),
            "no number",
        ),
        (lambda heads: heads["general"]["sureness"]["both"]["thresholds"].pop("soft"), "thresholds of both"),
        (lambda heads: heads["korean"]["nearest"]["댄스"].append("polka"), "repeats or is unknown"),
        (lambda heads: heads["korean"]["nearest"].update({"댄스": []}), "has no nearest genre"),
        (lambda heads: heads["korean"].update(sharpness=0), "sharpness"),
        (lambda heads: heads["korean"].update(share_of_others=2), "share of the other genres"),
        (lambda heads: heads.update(mood=1), "unknown mood"),
        (lambda heads: heads["general"]["heads"]["both"]["intercepts"].__setitem__(0, 1e300), "too large"),
        (lambda heads: heads["general"]["heads"]["both"]["weights"][0].__setitem__(0, -1e300), "too large"),
        (lambda heads: heads["general"]["centre"].__setitem__(0, 1e300), "too large a centre"),
    ],
)
def test_wrong_heads_are_refused_with_the_place(change: Change, complaint: str) -> None:
    wrong = content()
    change(wrong)
    with pytest.raises(BadModel, match=complaint):
        read_heads(json.dumps(wrong).encode(), GENRES)


@pytest.mark.parametrize("wrong", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 200_000])
def test_what_is_no_json_object_is_refused(wrong: bytes) -> None:
    with pytest.raises(BadModel, match=r"heads\.json is wrong"):
        read_heads(wrong, GENRES)


def test_a_basis_without_a_head_leaves_the_songs_own_opinion() -> None:
    own = shares(4)
    inputs = HeadInputs(centred_logs(own), np.zeros_like(own), np.zeros(4))
    assert np.allclose(Heads(invented_heads().general).probabilities("song", inputs), own)


def test_the_other_songs_pull_as_hard_as_their_number_allows() -> None:
    own = np.full((2, len(GENRES)), 1 / len(GENRES))
    means = np.zeros_like(own)
    means[:, 5] = 2.0
    inputs = HeadInputs(centred_logs(own), means, np.array([1.0, 20.0]))
    few, many = Heads(invented_heads().general).probabilities("both", inputs)
    assert few.argmax() == many.argmax() == 5
    assert many[5] > few[5] > own[0, 5]


def test_under_the_correction_each_of_melons_genres_keeps_its_share() -> None:
    korean = invented_heads().korean
    assert korean is not None
    general = shares(50)
    melon = np.random.default_rng(4).dirichlet(np.ones(len(WORDS)), size=50)
    corrected = MelonWords(korean, GENRES).corrected(melon, general)
    near = {word: [GENRES.index(genre) for genre in NEAREST[word]] for word in WORDS}
    rest = [row for row in range(len(GENRES)) if not any(row in rows for rows in near.values())]
    assert np.allclose(corrected.sum(axis=1), 1)
    assert np.allclose(corrected[:, rest], general[:, rest] / 4)
    sums = np.stack([corrected[:, near[word]].sum(axis=1) for word in WORDS], axis=1)
    assert np.allclose(sums / sums.sum(axis=1, keepdims=True), melon)
    dance = near["댄스"]
    assert (corrected[:, dance].argmax(axis=1) == general[:, dance].argmax(axis=1)).all()
