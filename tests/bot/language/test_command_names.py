from __future__ import annotations

import pytest

from bot.language.command_names import local_names, with_command_name
from bot.language.words import languages
from bot.talk.help import COMMANDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/장르 에스파 Next Level", "/genre 에스파 Next Level"),
        ("/가수 아이유", "/artist 아이유"),
        ("/비슷한곡 Butter", "/similar Butter"),
        ("/비슷한 곡 Butter", "/similar Butter"),
        ("/비슷한 노래   Butter\n방탄소년단", "/similar Butter\n방탄소년단"),
        ("/다른버전", "/versions"),
        ("/설정", "/settings"),
        ("/내 정보 삭제", "/forget"),
        ("/순위 벅스", "/chart 벅스"),
        ("/top 100 dance", "/chart dance"),
        ("/ 장르 Butter", "/genre Butter"),
    ],
)
def test_a_command_may_be_typed_by_its_name_in_any_language(typed: str, meant: str) -> None:
    assert with_command_name(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "장르 Butter",
        "/genre  Next  Level",
        "/GENRE x",
        "/top",
        "/mixtape",
        "/멜론차트",
        "/",
        "/ ",
        "",
        "/top\n100일",
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert with_command_name(text) == text


@pytest.mark.parametrize("language", set(languages()) - {"en"})
def test_every_command_of_the_help_has_a_name_of_its_own_in_each_other_language(language: str) -> None:
    names = local_names(language)
    assert names.keys() >= COMMANDS.keys()
    assert len(set(names.values())) == len(names)
    for name, local in names.items():
        assert with_command_name(f"/{local} Butter") == f"/{name} Butter"
