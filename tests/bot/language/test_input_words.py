from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.vocabulary import chart_called
from bot.digests.clock import clock_time
from bot.language import input_words as module
from bot.language.input_words import (
    BadInputWords,
    input_words,
    is_filler,
    language_called,
    language_names,
    letters,
    longest_run,
    meanings,
)
from bot.language.words import LOCALES, languages

ROOT = Path(__file__).parents[3]
ESPERANTO = """
name = "Esperanto"
called = ["에스페란토"]
fillers = ["la", "je"]
particles = []
before_a_song = []
after_a_song = []
this_song = []
asks_of_this_song = []
chart = ["furorlisto"]
leave = ["eliri"]
again = ["denove"]
everything = ["ĉion"]
mine = ["mia"]
now = ["nun"]
in_melon = ["laŭ Melon"]
pages = ["paĝo {page}"]
dates = ["{day}-a de {month}"]
show = {picture = ["bildo"], text = ["teksto"]}
days_ago = {1 = ["hieraŭ"], 2 = ["antaŭ hieraŭ"]}
charts = {daily = ["ĉiutaga"], weekly = ["semajna"]}
genres = {rock = ["roko"]}
melon_genres = {"발라드" = ["balado"]}
days = {daily = ["ĉiutage"], friday = ["vendrede"]}
zones = {"Asia/Seoul" = ["seulo"]}
small_talk = {greeting = ["saluton"]}
settings = {links = ["ligoj"]}
switch = {on = ["jes"]}
commands = {genre = ["ĝenro"]}

[times]
forms = ["{hour}h{minute}", "{hour}a horo {half}"]
half_past = []
midnight = ["noktomezo"]
noon = ["tagmezo"]
am = ["matene"]
pm = ["vespere"]
night = []
"""
ASKED = """
from datetime import date
from bot.charts.requests import read_chart_request
from bot.digests.requests import subscription_request
from bot.talk.help import command_list
from bot.start.settings import load_settings
from bot.language.words import languages, words_for

print(languages(), load_settings().bot_language)
print(read_chart_request("melon semajna roko antaŭ hieraŭ paĝo 2 teksto", date(2026, 11, 25)).says())
print(read_chart_request("bugs la 20-a de 11 danco", date(2026, 11, 25)).says())
print(subscription_request("melon ĉiutage je la 9a horo vespere seulo"))
print(dict(command_list(words_for("eo-EO", "en")))["language"])
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the code with one more folder: Esperanto, its texts in brackets."""
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "bot" / "locales" / "eo"
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "input_words.toml").write_text(ESPERANTO, encoding="utf-8")
    (folder / "LC_MESSAGES" / "jangreu.po").touch()
    return tmp_path


def run(checkout: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{checkout}{os.pathsep}{ROOT}",
        "BOT_LANGUAGE": "eo",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-P", *arguments],
        env=environment,
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_third_language_is_one_folder(checkout: Path) -> None:
    translations = str(checkout / "scripts" / "translations.py")
    assert "eo: " in run(checkout, translations)
    catalogue = checkout / "bot" / "locales" / "eo" / "LC_MESSAGES" / "jangreu.po"
    texts = catalogue.read_text(encoding="utf-8")
    about, dance = "the language of this chat ({languages})", "dance"
    for text, translated in ((about, "lingvoj ({languages})"), (dance, "danco")):
        texts = texts.replace(f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translated}"')
    catalogue.write_text(texts, encoding="utf-8")
    run(checkout, translations)
    said = run(checkout, "-c", ASKED).splitlines()
    assert said[0] == "('en', 'eo', 'ko') eo"
    assert said[1] == "/chart melon-weekly rock 2026-11-23 p2 text"
    assert said[2] == "/chart bugs-realtime dance 2026-11-20"
    assert "at=datetime.time(21, 0)" in said[3]
    assert "unknown=()" in said[3]
    assert "Asia/Seoul" in said[3]
    assert said[4] == "lingvoj (English, Esperanto, 한국어)"


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("name = ", "input_words.toml: "),
        (ESPERANTO.replace('fillers = ["la", "je"]', ""), "input_words.toml: fillers: Field required"),
        (ESPERANTO + 'dusk = ["vespero"]', "input_words.toml: times.dusk: Unexpected"),
        (ESPERANTO.replace("rock = [", "roko = ["), "input_words.toml: genres.roko"),
    ],
    ids=["no-toml", "missing", "unknown", "no-such-genre"],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(
    broken: str, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "input_words.toml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(module, "LOCALES", tmp_path)
    with pytest.raises(BadInputWords, match=what):
        module._read("eo")


def test_every_zone_exists() -> None:
    assert set(meanings(lambda words: words.zones).values()) <= available_timezones()


@pytest.mark.parametrize("language", languages())
def test_no_phrase_of_a_table_is_written_twice(language: str) -> None:
    table = tomllib.loads((LOCALES / language / "input_words.toml").read_text(encoding="utf-8"))
    for name in ("days_ago", "charts", "genres", "days", "zones", "commands"):
        phrases = [letters(phrase) for phrases in table[name].values() for phrase in phrases]
        assert len(phrases) == len(set(phrases)), name


def test_languages_are_called_by_their_own_name_and_by_others() -> None:
    assert language_names() == "English, 한국어"
    assert [language_called(name) for name in ("ko", "Korean", "한국어", " 영어 ", "EN", "fr", "")] == [
        "ko",
        "ko",
        "ko",
        "en",
        "en",
        None,
        None,
    ]


def test_the_longest_run_that_means_something_is_read_with_or_without_a_particle() -> None:
    known = {"last week": 7, "last": 1, "어제": 1}.get
    assert longest_run(["last", "week", "dance"], known) == (2, 7)
    assert longest_run(["last", "month"], known) == (1, 1)
    assert longest_run(["어제의", "차트"], known) == (1, 1)
    assert longest_run(["dance"], known) == (1, None)


@given(st.lists(st.text(min_size=1), min_size=1))
def test_any_words_are_read_on(words: list[str]) -> None:
    length, _ = longest_run(words, lambda run: run if is_filler(run) else None)
    assert 1 <= length <= len(words)


def test_every_form_of_every_language_can_be_read() -> None:
    for words in input_words().values():
        for form in words.times.forms:
            for half in ("", *words.times.am):
                said = form.replace("{hour}", "9").replace("{minute}", "30").replace("{half}", half)
                if half or "{half}" not in form:
                    assert clock_time(said) is not None, said
        for phrases in words.charts.values():
            assert all(chart_called(phrase) for phrase in phrases)
