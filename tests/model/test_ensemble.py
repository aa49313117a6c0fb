import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.features import FEATURE_NAMES, FEATURE_RANGES, AudioFeatures
from model.taxonomy import taxonomy
from model.voting import RULES
from tests.model.spoiled_model import change_card

DAY = date(2026, 11, 22)
NEXT_LEVEL = AudioFeatures(
    danceability=0.82,
    energy=0.852,
    key=11,
    loudness=-2.567,
    mode=0,
    speechiness=0.166,
    acousticness=0.488,
    instrumentalness=0.000006,
    liveness=0.0907,
    valence=0.82,
    tempo=109.036,
    duration_ms=221573,
    time_signature=4,
    source="study-2021",
    obtained_on=DAY,
)
NOTHING = AudioFeatures(source="reccobeats", obtained_on=DAY)


def random_tracks(count: int) -> list[AudioFeatures]:
    rng = np.random.default_rng(5)
    ranges = np.array(list(FEATURE_RANGES.values()))
    rows = ranges[:, 0] + rng.random((count, 13)) * (ranges[:, 1] - ranges[:, 0])
    return [
        AudioFeatures(
            **dict(zip(FEATURE_NAMES, row.tolist(), strict=True)), source="dataset", obtained_on=DAY
        )
        for row in rows
    ]


def test_a_vote_names_three_members_their_weights_and_the_model(tiny: GenreEnsemble) -> None:
    vote = tiny.vote(NEXT_LEVEL)
    assert [(member.name, member.weight) for member in vote.members] == [
        ("predict1", 1.5),
        ("predict2", 1.0),
        ("predict3", 1.0),
    ]
    assert vote.genre in tiny.card.genres
    assert vote.rule == "study"
    assert vote.model == tiny.name


def test_the_voted_genre_follows_from_the_members_by_the_studys_rule(tiny: GenreEnsemble) -> None:
    for vote in tiny.votes(random_tracks(50)):
        sums: dict[str, float] = {}
        for member in vote.members:
            sums[member.genre] = sums.get(member.genre, 0) + member.weight
        assert vote.genre == max(sums, key=lambda genre: sums[genre])


def test_probabilities_are_shown_by_the_cards_curve(model_folder: Path, folder: Path) -> None:
    change_card(folder, lambda card: card.update(calibration={"raw": [0, 0.2, 1], "shown": [0, 0.4, 1]}))
    for raw, shown in zip(
        GenreEnsemble.load(model_folder).votes(random_tracks(20)),
        GenreEnsemble.load(folder).votes(random_tracks(20)),
        strict=True,
    ):
        assert shown.genre == raw.genre
        assert shown.members == raw.members
        expected = [min(2 * p, 0.4 + (p - 0.2) * 0.75) for p in raw.probabilities.values()]
        assert list(shown.probabilities.values()) == pytest.approx(expected)
        assert sum(shown.probabilities.values()) > 1


def test_why_is_about_the_voted_genre_by_the_rule_that_made_the_vote(model_folder: Path) -> None:
    study, soft = (GenreEnsemble.load(model_folder, rule) for rule in RULES)
    song = Evidence(NEXT_LEVEL)
    vote = study.vote(NEXT_LEVEL)
    asked = [replace(vote, genre=genre) for genre in taxonomy().genres]
    assert len({study.why(song, other) for other in asked}) > 1
    assert [study.why(song, other) for other in asked] == [soft.why(song, other) for other in asked]
    other = [replace(vote, genre=genre, rule="soft") for genre in taxonomy().genres]
    assert [study.why(song, vote) for vote in asked] != [study.why(song, vote) for vote in other]


def test_why_answers_where_everything_is_missing(tiny: GenreEnsemble) -> None:
    assert tiny.why(Evidence(NOTHING), tiny.vote(NOTHING)) == ()


def test_each_members_likeliest_genres_begin_with_its_vote(tiny: GenreEnsemble) -> None:
    vote = tiny.vote(NEXT_LEVEL)
    likeliest = tiny.likeliest(Evidence(NEXT_LEVEL), 3)
    assert list(likeliest) == [member.name for member in vote.members]
    for member in vote.members:
        assert likeliest[member.name][0] == (member.genre, pytest.approx(member.confidence))
        shares = [share for _, share in likeliest[member.name]]
        assert len(shares) == 3
        assert shares == sorted(shares, reverse=True)


def test_probabilities_cover_every_genre_and_sum_to_one_where_nothing_was_calibrated(
    tiny: GenreEnsemble,
) -> None:
    for vote in tiny.votes([NEXT_LEVEL, *random_tracks(20)]):
        assert tuple(vote.probabilities) == tiny.card.genres
        assert sum(vote.probabilities.values()) == pytest.approx(1)
        assert all(0 <= share <= 1 for share in vote.probabilities.values())


def test_the_probabilities_are_the_soft_ones_under_either_rule(model_folder: Path) -> None:
    study, soft = (GenreEnsemble.load(model_folder, rule).votes(random_tracks(30)) for rule in RULES)
    for one, other in zip(study, soft, strict=True):
        assert one.probabilities == other.probabilities
        assert other.genre == other.likeliest(1)[0][0]
    assert any(one.genre != other.genre for one, other in zip(study, soft, strict=True))


def test_a_member_is_as_sure_as_its_own_probability_says(model_folder: Path, folder: Path) -> None:
    def only_the_second(card: dict[str, Any]) -> None:
        for number, member in enumerate(card["members"]):
            member["weights"] = dict.fromkeys(RULES, float(number == 1))

    change_card(folder, only_the_second)
    alone, together = (GenreEnsemble.load(path).vote(NEXT_LEVEL) for path in (folder, model_folder))
    assert alone.genre == together.members[1].genre
    assert alone.confidence == pytest.approx(together.members[1].confidence)


def test_a_batch_answers_as_single_songs_do(tiny: GenreEnsemble) -> None:
    tracks = [*random_tracks(20), NOTHING]
    for together, track in zip(tiny.votes(tracks), tracks, strict=True):
        alone = tiny.vote(track)
        assert together.genre == alone.genre
        assert list(together.probabilities.values()) == pytest.approx(list(alone.probabilities.values()))


def test_no_songs_no_votes(tiny: GenreEnsemble) -> None:
    assert tiny.votes([]) == []


def test_where_a_song_stands_in_a_batch_does_not_matter(tiny: GenreEnsemble) -> None:
    tracks = random_tracks(10)
    forth, back = tiny.votes(tracks), tiny.votes(tracks[::-1])[::-1]
    assert [vote.genre for vote in forth] == [vote.genre for vote in back]


def test_each_feature_reaches_the_members_in_its_own_column(tiny: GenreEnsemble) -> None:
    before = tiny.vote(NEXT_LEVEL).probabilities
    swapped = replace(NEXT_LEVEL, acousticness=NEXT_LEVEL.liveness, liveness=NEXT_LEVEL.acousticness)
    assert tiny.vote(swapped).probabilities != before


@given(st.sets(st.sampled_from(FEATURE_NAMES)))
def test_any_features_may_be_missing(tiny: GenreEnsemble, missing: set[str]) -> None:
    vote = tiny.vote(replace(NEXT_LEVEL, **dict.fromkeys(missing, None)))  # type: ignore[arg-type]
    assert sum(vote.probabilities.values()) == pytest.approx(1)
    assert np.isfinite(list(vote.probabilities.values())).all()


def test_the_name_changes_with_what_would_be_answered_and_not_with_the_rule(folder: Path) -> None:
    name = GenreEnsemble.load(folder).name
    assert name.startswith("tiny@")
    assert len(name) == len("tiny@") + 8
    assert GenreEnsemble.load(folder, "soft").name == name
    change_card(folder, lambda card: card["members"][0]["weights"].update(soft=0.9))
    other = GenreEnsemble.load(folder).name
    assert other != name
    change_card(folder, lambda card: card["calibration"].update(raw=[0, 0.5, 1], shown=[0, 0.6, 1]))
    assert GenreEnsemble.load(folder).name not in {name, other}


def test_an_unknown_rule_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(BadModel, match=r"^The voting rule loud is unknown; known are study, soft\.$"):
        GenreEnsemble.load(folder, "loud")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "predict2.txt").unlink()
    with pytest.raises(BadModel, match=r"predict2\.txt of predict2 cannot be read"):
        GenreEnsemble.load(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=r"no model card none/card\.json"):
        GenreEnsemble.load(tmp_path / "none")


def test_voting_needs_none_of_the_libraries_that_train(model_folder: Path) -> None:
    code = f"""
import sys
for name in ("lightgbm", "xgboost", "sklearn", "pandas", "pyarrow", "pooch", "tqdm"):
    sys.modules[name] = None  # an import of it fails
from datetime import date
from pathlib import Path
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
ensemble = GenreEnsemble.load(Path({str(model_folder)!r}))
print(ensemble.vote(AudioFeatures(energy=0.5, source="s", obtained_on=date.today())).genre)
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
