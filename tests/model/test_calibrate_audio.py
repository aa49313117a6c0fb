"""Calibration from end to end, on songs that are made here: what their sound lacks cannot be learnt."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from bot.audio.analysis import heard_in
from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.heard import Heard
from bot.audio.sound_file import NotDecodable, decoded
from bot.calibrating import HearingJournal, JournalProblem
from bot.errors import NotHeard, SoundNotHeard, SourceUnavailable
from bot.offline.retry import Patience
from bot.settings import Settings
from bot.sources import open_sources
from model.audio_calibration import TooFewSongs
from model.audio_mapping import MAPPING_FILE, read_mapping
from model.data.dataset import read_dataset
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES
from model.listening_ensemble import ListeningEnsemble
from model.training.recipes import Recipe
from model.voting import RULES
from tests.model.invented_tracks import write_rows
from tests.standins.deezer import Deezer
from tests.standins.invented import invented_track
from tests.standins.invented_sounds import file_of, song
from tests.standins.stand_in import Fault
from tests.standins.world import World, stand_ins

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "calibrate_audio.py"
SONGS = 120
SECONDS = 8


class HereListener:
    """Listens in this process: a hundred children take a minute to start."""

    listened = 0

    async def listen(self, content: bytes) -> Heard:
        type(self).listened += 1
        try:
            return await asyncio.to_thread(lambda: heard_in(decoded(content)))
        except NotDecodable:
            raise SoundNotHeard(NotHeard.NOT_DECODABLE) from None


@pytest.fixture(scope="session")
def songs() -> tuple[list[dict[str, object]], list[bytes]]:
    """Songs whose tempo, key, mode, energy and loudness are in their sound; their valence is not."""
    rng = np.random.default_rng(5)
    rows, files = [], []
    for number in range(1, SONGS + 1):
        tempo, key, mode = float(rng.integers(86, 150)), int(rng.integers(12)), int(rng.integers(2))
        energy, level = float(rng.uniform(0.05, 1)), float(rng.uniform(-20, 0))
        sound = song(tempo, key, mode, SECONDS, drums=energy, seed=number) * 10 ** (level / 20)
        track = invented_track(number)
        rows.append(
            {
                "track_id": track.id,
                "track_name": track.title,
                "artists": f"singer {number % 60}",
                **dict.fromkeys(FEATURE_NAMES, 0.5),
                "tempo": tempo,
                "key": key,
                "mode": mode,
                "energy": energy,
                "loudness": level - 5,
                "valence": float(rng.uniform()),
                "duration_ms": 200_000,
                "time_signature": 4,
            }
        )
        files.append(file_of(sound.astype(np.float32), "FLAC"))
    return rows, files


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, small_recipes: tuple[Recipe, ...]) -> ModuleType:
    spec = importlib.util.spec_from_file_location("calibrate_audio", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "Listener", HereListener)
    monkeypatch.setattr(module, "RECIPES", small_recipes)
    monkeypatch.setattr(module, "read_dataset", partial(read_dataset, minimum_rows=1))
    monkeypatch.setattr(module, "open_sources", partial(open_sources, rates={}))
    monkeypatch.setattr(module, "Patience", partial(Patience, attempts=2, pause=0.01))
    HereListener.listened = 0
    return module


@pytest.fixture
async def world(
    songs: tuple[list[dict[str, object]], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    async with stand_ins(SONGS) as started:
        # The half of the songs that Deezer does not know is on Spotify's pages.
        for row, content in zip(*songs, strict=True):
            track_id = str(row["track_id"])
            if int(track_id[-3:]) % 2:
                address = started.spotify_previews.put(f"{track_id}.mp3", content)
                started.spotify_web.previews[track_id] = address
            else:
                deezer(started).previews[track_id] = started.deezer_previews.put(f"{track_id}.mp3", content)
        for name, value in started.settings_environment().items():
            monkeypatch.setenv(name, value)
        yield started


def deezer(world: World) -> Deezer:
    """Let Deezer know the songs by the singers of the table."""
    if not world.deezer.songs:
        world.deezer.songs = {
            track.id: type(track)(track.id, track.title, (f"singer {number % 60}",), 200_000, track.isrc)
            for number, track in ((int(track.id[-3:]), track) for track in world.songs.values())
        }
    return world.deezer


@pytest.fixture
def arguments(
    songs: tuple[list[dict[str, object]], list[bytes]], model_folder: Path, dataset_file: Path, tmp_path: Path
) -> argparse.Namespace:
    folder = shutil.copytree(model_folder, tmp_path / "tiny")
    table = write_rows(tmp_path / "songs.csv", songs[0])
    return argparse.Namespace(
        artifact=folder, songs=table, count=500, dataset=dataset_file, chart_tracks=None, seed=0
    )


@pytest.mark.slow
async def test_what_is_in_the_sound_is_learnt_and_what_is_not_stays_missing(
    script: ModuleType, world: World, arguments: argparse.Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    await script._calibrate(arguments)
    mapping = read_mapping(arguments.artifact, DESCRIPTOR_NAMES)
    assert mapping is not None
    assert (mapping.songs, mapping.artists) == (SONGS, 60)
    fits = mapping.features
    assert {"tempo", "key", "mode", "energy", "loudness"} <= set(mapping.known)
    assert fits["loudness"].explained > 0.9
    assert fits["loudness"].error < 1.5
    assert fits["energy"].explained > 0.6
    assert fits["key"].error < 0.1
    assert fits["valence"].explained < 0.3
    assert "valence" not in mapping.known
    assert "danceability" not in mapping.known  # every song has the same
    assert "valence" in capsys.readouterr().out
    sound = file_of(song(120, 0, 1, SECONDS, 0.9) / 2, "FLAC")
    estimated = mapping.estimated(heard_in(decoded(sound)).descriptors)
    assert set(estimated) == {"energy", "loudness"}
    assert estimated["loudness"] == pytest.approx(-11, abs=3)
    ensemble = GenreEnsemble.load(arguments.artifact)
    assert ListeningEnsemble(ensemble, mapping).name == mapping.votes.model
    assert set(mapping.votes.thresholds) == set(RULES)
    assert 0 < mapping.votes.any_hit < mapping.votes.any_top3 < 1
    asked = {request.path for request in world.deezer_previews.requests}
    assert len(asked) == len(world.deezer_previews.requests) == SONGS // 2
    for service in (world.melon, world.itunes, world.youtube, world.reccobeats, world.spotify_api):
        assert not service.requests


@pytest.mark.slow
async def test_what_was_heard_is_not_asked_for_again(
    script: ModuleType, world: World, arguments: argparse.Namespace
) -> None:
    arguments.count = 20
    with pytest.raises(TooFewSongs, match=r"20 songs by \d+ artists could be heard; at least 100"):
        await script._calibrate(arguments)
    world.spotify_previews.fault = Fault.REFUSED
    arguments.count = 120
    with pytest.raises(SourceUnavailable):
        await script._calibrate(arguments)
    world.spotify_previews.fault = Fault.NONE
    arguments.count = 30
    with pytest.raises(TooFewSongs, match="30 songs"):
        await script._calibrate(arguments)
    assert HereListener.listened == 30
    assert not (arguments.artifact / MAPPING_FILE).exists()


async def test_a_song_whose_preview_is_no_sound_is_passed_over(
    script: ModuleType, world: World, arguments: argparse.Namespace
) -> None:
    world.deezer_previews.files = dict.fromkeys(world.deezer_previews.files, b"no sound")
    world.spotify_previews.files = {}
    with pytest.raises(TooFewSongs, match="0 songs by 0 artists"):
        await script._calibrate(arguments)
    lines = (arguments.artifact / f"{MAPPING_FILE}.journal").read_text(encoding="utf-8").splitlines()
    assert len(lines) == SONGS
    assert all(value is None for line in lines for value in json.loads(line).values())


def test_the_journal_goes_on_after_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    found = Heard(seconds=1, listened=1, tempo=None, key=0, mode=1, loudness=-9.5, descriptors=(1.0, 2.0))
    with HearingJournal(path) as journal:
        journal.keep("a", found)
        journal.keep("b", None)
        with pytest.raises(JournalProblem, match="Another calibration"), HearingJournal(path):
            pass
    path.write_bytes(path.read_bytes() + b'{"c": nul')
    with HearingJournal(path) as journal:
        assert journal.heard == {"a": found, "b": None}
        journal.keep("c", None)
    with HearingJournal(path) as journal:
        assert set(journal.heard) == {"a", "b", "c"}
    path.write_text("damage\n")
    with pytest.raises(JournalProblem, match="move the file away"), HearingJournal(path):
        pass


def test_songs_are_drawn_by_chance_and_at_most_three_of_an_artist(script: ModuleType) -> None:
    tracks = [(invented_track(number), None) for number in range(70)]
    drawn = script.drawn_songs(tracks, 1)
    assert len(drawn) == 21
    assert drawn == script.drawn_songs(tracks, 1) != script.drawn_songs(tracks, 2)


def test_a_folder_that_is_no_model_is_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, SCRIPT, tmp_path, "--dataset", tmp_path / "none"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "There is no model card" in done.stderr


@pytest.mark.parametrize("count", ["0", "5001", "many"])
def test_a_count_is_a_sensible_number(count: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, SCRIPT, "--count", count], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2


def test_a_preview_host_is_a_setting() -> None:
    assert Settings().deezer_preview_url == "https://cdnt-preview.dzcdn.net"
    assert Settings().spotify_preview_url == "https://p.scdn.co"
