from __future__ import annotations

import ast
import importlib.util
import string
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from bot.language.words import GENRES, LOCALES, Words, languages, lines, percent, words_for
from bot.messages.reply import Span
from model.taxonomy import taxonomy

CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/jangreu.po"))


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    path = Path(__file__).parents[3] / "scripts" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def places(text: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_text_is_translated_and_the_catalogues_are_up_to_date(
    path: Path, translations: ModuleType
) -> None:
    catalogue: Catalog = translations.updated(path)
    missing = [message.id for message in catalogue if message.id and not message.string]
    assert not missing
    assert path.read_bytes() == translations.po_file(catalogue), "run scripts/translations.py"
    assert path.with_suffix(".mo").read_bytes() == translations.mo_file(catalogue), (
        "run scripts/translations.py"
    )


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_has_the_places_of_its_text(path: Path, translations: ModuleType) -> None:
    for message in translations.updated(path):
        if message.id:
            assert places(message.string) == places(message.id), message.id


def test_every_genre_of_the_taxonomy_has_a_name() -> None:
    assert set(GENRES) == set(taxonomy().genres)


def test_there_are_korean_and_english() -> None:
    assert set(languages()) == {"en", "ko"}


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ko", "ko"), ("ko-KR", "ko"), ("KO_kr", "ko"), ("en-GB", "en"), ("fr", "en"), (None, "en"), ("", "en")],
)
def test_the_language_is_the_persons_or_else_the_bots(tag: str | None, language: str) -> None:
    assert words_for(tag, "en").language == language


def test_values_are_filled_in_and_never_read_as_messages() -> None:
    said = Words("en").say("{title} by {artists}", title="{artists} %s", artists=Span("IU", bold=True))
    assert said == (Span("{artists} %s"), Span(" by "), Span("IU", bold=True))


def test_a_genre_of_another_model_is_shown_as_it_is() -> None:
    assert Words("ko").genre("dance") == "댄스"
    assert Words("ko").genre("vaporwave") == "vaporwave"


def test_lines_are_joined_and_empty_ones_kept() -> None:
    joined = lines([(Span("a"),), (), (Span("b"),)])
    assert "".join(span.text for span in joined) == "a\n\nb"


def test_probabilities_are_whole_percentages() -> None:
    assert percent(0.316) == "32%"


def test_no_text_is_marked_inside_of_a_formatted_string_where_the_catalogues_do_not_find_it() -> None:
    offenders = [
        f"{path.name}:{call.lineno}"
        for path in (LOCALES.parent).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "N_"
    ]
    assert not offenders


@pytest.mark.parametrize(
    ("number", "english", "korean"),
    [
        (730, "2 years", "2년"),
        (365, "a year", "1년"),
        (90, "3 months", "3개월"),
        (30, "a month", "한 달"),
        (400, "400 days", "400일"),
        (1, "a day", "하루"),
    ],
)
def test_a_long_time_is_said_as_people_say_it(number: int, english: str, korean: str) -> None:
    assert (Words("en").days(number), Words("ko").days(number)) == (english, korean)
