from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.audio.descriptors import DESCRIPTOR_NAMES
from model.audio_mapping import MAPPING_FILE, AudioMapping, mapping_text, read_mapping
from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.levels import Level
from model.listening_ensemble import ListeningEnsemble
from tests.model.invented_mapping import invented_mapping

TODAY = date(2026, 11, 25)


@pytest.fixture
def mapping(tiny: GenreEnsemble) -> AudioMapping:
    return invented_mapping(tiny.name)


def test_a_mapping_is_read_as_it_was_written(mapping: AudioMapping, tmp_path: Path) -> None:
    (tmp_path / MAPPING_FILE).write_text(mapping_text(mapping), encoding="utf-8")
    assert read_mapping(tmp_path, DESCRIPTOR_NAMES) == mapping


def test_without_a_file_there_is_no_mapping(tmp_path: Path) -> None:
    assert read_mapping(tmp_path, DESCRIPTOR_NAMES) is None


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"descriptors": ["other"]},
        {"scales": [0.0] * len(DESCRIPTOR_NAMES)},
        {"features": {"energy": {"explained": 0.5, "error": 0.1, "intercept": 0.0, "weights": [1.0]}}},
        {"features": {"tempo": {"explained": 0.5, "error": 0.1, "intercept": 0.0, "weights": [1.0]}}},
        {"features": {"duration_ms": {"explained": 0.5, "error": 0.1, "intercept": 0.0, "weights": []}}},
        {"songs": "many"},
        {"unknown": 1},
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    mapping: AudioMapping, tmp_path: Path, change: dict[str, object]
) -> None:
    content = {**json.loads(mapping_text(mapping)), **change}
    (tmp_path / MAPPING_FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(BadModel, match=r"audio_mapping.json is wrong: .*scripts/calibrate_audio.py"):
        read_mapping(tmp_path, DESCRIPTOR_NAMES)


@pytest.mark.parametrize("points", [[0.0, 0.6, 0.5, 1.0], [0.1, 1.0], [0.0, 1.0]])
def test_a_calibration_that_does_not_rise_is_refused(
    mapping: AudioMapping, tmp_path: Path, points: list[float]
) -> None:
    content = json.loads(mapping_text(mapping))
    content["votes"]["calibration"]["shown"] = points
    (tmp_path / MAPPING_FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(BadModel):
        read_mapping(tmp_path, DESCRIPTOR_NAMES)


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / MAPPING_FILE).write_bytes(b"\xff{")
    with pytest.raises(BadModel, match="cannot be read"):
        read_mapping(tmp_path, DESCRIPTOR_NAMES)


def test_only_what_is_explained_well_enough_is_estimated_and_within_its_range(mapping: AudioMapping) -> None:
    sound = [0.0] * len(DESCRIPTOR_NAMES)
    assert mapping.estimated(sound) == {
        "danceability": 0.7,
        "energy": 0.8,
        "loudness": -7.0,
        "acousticness": 0.2,
    }
    sound[DESCRIPTOR_NAMES.index("level_mean")] = -90.0
    assert mapping.estimated(sound)["energy"] == 0.0
    assert mapping.estimated(()) == {}


def test_a_vote_that_is_hardly_better_than_a_guess_is_not_told(tiny: GenreEnsemble) -> None:
    assert invented_mapping(tiny.name, any_hit=0.31).tells_genres
    assert not invented_mapping(tiny.name, any_hit=0.25).tells_genres


def features(source: str) -> AudioFeatures:
    return AudioFeatures(tempo=120, energy=0.8, loudness=-7, source=source, obtained_on=TODAY)


def test_estimated_features_are_voted_on_with_less_confidence(
    tiny: GenreEnsemble, mapping: AudioMapping
) -> None:
    ensemble = ListeningEnsemble(tiny, mapping)
    sources = ["audio", "reccobeats", "preview"]
    heard, measured, preview = ensemble.votes([features(source) for source in sources])
    assert measured == tiny.vote(features("reccobeats"))
    assert heard.genre == preview.genre == measured.genre
    assert heard.confidence == preview.confidence < measured.confidence
    assert heard.model == measured.model == ensemble.name == tiny.name
    assert (heard.level, measured.level) == (Level.AUDIO, Level.MEASURED)


def test_what_is_certain_depends_on_what_a_vote_rests_on(tiny: GenreEnsemble, mapping: AudioMapping) -> None:
    ensemble = ListeningEnsemble(tiny, mapping)
    for source, limits in (("audio", mapping.votes.thresholds), ("dataset", tiny.card.thresholds)):
        vote = ensemble.vote(features(source))
        for confidence in (0.1, 0.31, 0.55, 0.65, 0.9):
            said = replace(vote, probabilities={**vote.probabilities, vote.genre: confidence})
            expected = "likely" if confidence >= limits[vote.rule].likely else "open"
            expected = expected if confidence >= limits[vote.rule].open else "unsure"
            assert ensemble.certainty(said) == expected
