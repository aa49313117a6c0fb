import json
import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from model.data.table_reader import BadDataset
from model.evaluation.artifact_scores import read_genre_table
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy
from scripts import evaluate_genre_models
from tests.model.conftest import WriteTable
from tests.model.invented_heads import invented_heads, put_heads
from tests.model.invented_tracks import invented_features, invented_rows
from tests.scripts.running import Run, run_script


@pytest.fixture
def run() -> Run:
    """Run the script with these arguments in this process and return its exit code."""
    return partial(run_script, evaluate_genre_models)


@pytest.fixture
def catalogue_file(write_table: WriteTable) -> Path:
    """Songs of artists of the other two tables."""
    sound = np.random.default_rng(9)
    rows = [
        {"track_id": f"c{row}", "title": f"C {row}", "artist": name, **invented_features(sound, 0.4)}
        for row, name in enumerate(["Artist 0", "Artist 4", "Singer 1", "Singer 2", "Singer 3"] * 4)
    ]
    return write_table("tracks.csv", rows)


def test_a_model_is_scored_on_a_table_and_the_scores_are_written(
    run: Run,
    model_folder: Path,
    dataset_file: Path,
    korean_file: Path,
    catalogue_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "scores.json"
    tables = ["--dataset", dataset_file, "--korean-songs", korean_file, "--catalogue", catalogue_file]
    options = [*tables, "--by", "artist", "--json", out]
    assert run(model_folder, *options) == 0
    printed, warned = capsys.readouterr()
    assert "the table that the model was trained on" in warned
    assert "768 rows, 0 left out, 768 recordings" in printed
    assert "key, mode and time_signature missing: 768 recordings" in printed
    assert "songs of artists that the model did not learn from" in printed
    found = json.loads(out.read_text(encoding="utf-8"))
    scores = {(row["tracks"], row["subject"]): row for row in found["scores"]}
    assert scores["all", "soft"]["any_hit"] > 0.3
    assert scores["all", "soft"]["spread"]["any_hit"] > 0
    assert f"{scores['all', 'soft']['any_hit']:.4f}" in printed
    assert [row["genre"] for row in found["genres"]] == list(taxonomy().genres)
    assert found["model"].startswith("tiny@")
    assert found["headline"]["any_hit"] == scores["all", "study"]["any_hit"]  # a model without heads
    assert found["headline"]["korean_songs"] > 100
    assert found["headline"]["korean_melon_accuracy"] is None


def test_a_model_with_heads_is_asked_with_the_artists_other_songs(
    run: Run, model_folder: Path, dataset_file: Path, korean_file: Path, catalogue_file: Path, tmp_path: Path
) -> None:
    folder, out = Path(shutil.copytree(model_folder, tmp_path / "tiny")), tmp_path / "scores.json"
    put_heads(folder, invented_heads())
    options = ["--dataset", dataset_file, "--json", out]
    assert run(folder, *options, "--korean-songs", korean_file, "--catalogue", catalogue_file) == 0
    headline = json.loads(out.read_text(encoding="utf-8"))["headline"]
    assert all(isinstance(value, int | float) for value in headline.values())
    assert headline["any_hit"] != headline["any_hit_without_context"]
    assert 0 < headline["korean_without_features_songs"] < headline["korean_songs"]
    assert run(folder, *options) == 0
    assert set(json.loads(out.read_text(encoding="utf-8"))["headline"]) == {
        "any_hit",
        "any_hit_without_context",
    }


def test_korean_songs_may_lack_one_of_melons_genres(
    run: Run, model_folder: Path, dataset_file: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    song = {"track_id": "", "spotify_artist": "Singer", "domestic": "True", "melon_genre8": "댄스"}
    songs = [{**song, **invented_features(np.random.default_rng(row), 0.5)} for row in range(3)]
    songs.append({**song, **dict.fromkeys(FEATURE_NAMES, "")})
    out = tmp_path / "scores.json"
    path = write_table("few.csv", songs)
    assert run(model_folder, "--dataset", dataset_file, "--korean-songs", path, "--json", out) == 0
    found = json.loads(out.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert found["headline"]["korean_songs"] == 4
    assert found["headline"]["korean_agreement"] in {0, 1, 0.3333, 0.6667}


def test_without_a_name_the_scores_are_written_beside_the_caller(
    run: Run,
    model_folder: Path,
    write_table: WriteTable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    table = write_table("dataset.csv", invented_rows()[:300])
    assert run(model_folder, "--dataset", table) == 0
    assert "trained on" not in capsys.readouterr().err
    assert json.loads((tmp_path / "tiny-on-dataset.json").read_text(encoding="utf-8"))["recordings"] == 300


def test_an_artists_songs_come_and_go_together_so_the_spread_is_wider(
    run: Run, model_folder: Path, write_table: WriteTable, tmp_path: Path
) -> None:
    rows = [{**row, "artists": f"Band {number // 64}"} for number, row in enumerate(invented_rows())]
    path = write_table("few-artists.csv", rows)
    spread = {}
    for unit in ("recording", "artist"):
        out = tmp_path / f"{unit}.json"
        assert run(model_folder, "--dataset", path, "--by", unit, "--json", out) == 0
        first = json.loads(out.read_text(encoding="utf-8"))["scores"][0]
        spread[unit] = first["spread"]["any_hit"]
    assert spread["artist"] > spread["recording"]


def test_the_rows_of_a_track_are_one_recording_with_all_its_genres(write_table: WriteTable) -> None:
    first, second = invented_rows()[:2]
    rows = [
        {**first, "track_genre": "rock"},
        {**first, "track_genre": "ska"},
        {**second, "track_genre": "opera"},
        {**second, "track_id": "other", "artists": "Else", "track_genre": "k-pop"},
    ]
    table = read_genre_table(write_table("table.csv", rows))
    assert (table.rows, table.left_out, len(table.recordings)) == (4, 1, 2)
    assert table.true_genres.truth.sum(axis=1).tolist() == [2, 1]


def test_a_genre_group_is_taken_as_it_stands(write_table: WriteTable) -> None:
    rows = [{**row, "genre_group": "opera", "track_genre": "?"} for row in invented_rows()[:5]]
    table = read_genre_table(write_table("table.csv", rows))
    assert table.true_genres.truth[:, taxonomy().genres.index("opera")].all()
    assert table.true_genres.truth.sum() == 5


def test_a_value_out_of_range_counts_as_missing_and_popularity_may_be_absent(
    write_table: WriteTable,
) -> None:
    rows = [
        {name: value for name, value in row.items() if name != "popularity"} for row in invented_rows()[:5]
    ]
    rows[0]["tempo"] = -3
    table = read_genre_table(write_table("table.csv", rows))
    assert np.isnan(table.recordings.features).sum() == 1
    assert (table.recordings.popularity < 0).all()


def test_a_table_without_a_known_genre_is_refused(write_table: WriteTable) -> None:
    path = write_table("table.csv", [{**invented_rows()[0], "track_genre": "k-pop"}])
    with pytest.raises(BadDataset, match="no track of a genre that we know"):
        read_genre_table(path)


@pytest.mark.parametrize(
    ("folder", "table", "complaint"),
    [
        ("none", "dataset.csv", "no model card none/card.json"),
        ("tiny", "none.csv", "none.csv cannot be read"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    run: Run,
    model_folder: Path,
    dataset_file: Path,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    table: str,
    complaint: str,
) -> None:
    assert run(model_folder.with_name(folder), "--dataset", dataset_file.with_name(table)) == 1
    captured = capsys.readouterr()
    assert complaint in captured.err
    assert not captured.out


def test_scores_that_cannot_be_written_are_one_sentence(
    run: Run, model_folder: Path, dataset_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(model_folder, "--dataset", dataset_file, "--json", tmp_path) == 1
    assert "cannot be read or written" in capsys.readouterr().err


def test_the_help_explains_itself(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--help")
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert "genre_group" in text
    assert len(text.splitlines()) < 45
