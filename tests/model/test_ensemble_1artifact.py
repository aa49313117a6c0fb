from datetime import date

import pytest

from model.card import ARTIFACTS, SHIPPED_MODEL, Score, read_card
from model.card_readme import readme
from model.derived import COLUMN_NAMES
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.taxonomy import taxonomy

FOLDER = ARTIFACTS / SHIPPED_MODEL
BALLAD = (0.342, 0.21, 5, -9.8, 1, 0.031, 0.91, 0.0, 0.11, 0.21, 71.2, 251000, 4)
LOUD = (0.25, 0.98, 1, -2.9, 0, 0.12, 0.0001, 0.6, 0.3, 0.15, 178.3, 214000, 4)


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(FOLDER)


def song(values: tuple[float, ...]) -> AudioFeatures:
    known = audio_features(
        dict(zip(FEATURE_NAMES, values, strict=True)), source="study-2021", obtained_on=date(2026, 11, 22)
    )
    assert known is not None
    return known


def score(ensemble: GenreEnsemble, subject: str, tracks: str = "all") -> Score:
    assert ensemble.card.metrics is not None
    return next(row for row in ensemble.card.metrics.scores if (row.subject, row.tracks) == (subject, tracks))


def test_the_shipped_model_speaks_of_our_genres_and_features(ensemble: GenreEnsemble) -> None:
    assert ensemble.card.genres == taxonomy().genres
    assert ensemble.card.feature_names == FEATURE_NAMES
    assert ensemble.card.members[1].columns == COLUMN_NAMES
    assert tuple(ensemble.card.members[1].classes) == taxonomy().seeds


def test_the_studys_rule_and_weights_are_in_force(ensemble: GenreEnsemble) -> None:
    assert ensemble.voting_rule == ensemble.card.voting_rule == "study"
    assert [member.weights["study"] for member in ensemble.card.members] == [1.5, 1.0, 1.0]


def test_the_honest_scores_reach_the_floors(ensemble: GenreEnsemble) -> None:
    assert score(ensemble, "study").any_hit >= 0.440
    assert score(ensemble, "soft").any_hit >= 0.450
    assert score(ensemble, "soft").any_top3 >= 0.680
    assert score(ensemble, "soft").log_loss <= 2.06
    assert score(ensemble, "soft", "key, mode and time_signature missing").any_hit >= 0.445


def test_no_score_is_too_good_to_be_honest(ensemble: GenreEnsemble) -> None:
    assert ensemble.card.metrics is not None
    assert max(row.any_hit for row in ensemble.card.metrics.scores) < 0.5


def test_every_threshold_was_measured(ensemble: GenreEnsemble) -> None:
    for limits in ensemble.card.thresholds.values():
        assert limits.open_coverage is not None
        assert limits.likely_coverage is not None
        assert 0 < limits.likely_coverage < limits.open_coverage < 1


def test_the_files_are_small_enough_for_the_repository() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 10_000_000
    assert sum(sizes) < 20_000_000


def test_nothing_lies_in_the_folder_that_the_card_does_not_name(ensemble: GenreEnsemble) -> None:
    named = {member.file for member in ensemble.card.members} | {"card.json", "README.md"}
    assert {path.name for path in FOLDER.iterdir()} == named


def test_the_readme_is_the_cards() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == readme(read_card(FOLDER))


def test_a_wall_of_noise_is_metal_and_a_quiet_ballad_is_not(ensemble: GenreEnsemble) -> None:
    assert ensemble.vote(song(LOUD)).genre == "metal"
    assert ensemble.vote(song(BALLAD)).probabilities["metal"] < 0.05


def test_more_acoustic_and_calm_is_less_electronic(ensemble: GenreEnsemble) -> None:
    loud, calm = (list(LOUD), list(LOUD))
    calm[1], calm[3], calm[6] = 0.3, -12.0, 0.9
    before, after = ensemble.votes([song(tuple(loud)), song(tuple(calm))])
    assert after.probabilities["metal"] < before.probabilities["metal"]
    assert after.probabilities["acoustic"] > before.probabilities["acoustic"]


def test_with_nothing_known_at_all_it_claims_little(ensemble: GenreEnsemble) -> None:
    vote = ensemble.vote(AudioFeatures(source="reccobeats", obtained_on=date(2026, 11, 22)))
    assert sum(vote.probabilities.values()) == pytest.approx(1)
    assert vote.confidence < 0.25
    assert ensemble.certainty(vote) != "likely"
