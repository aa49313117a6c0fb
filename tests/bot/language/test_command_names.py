from __future__ import annotations

import pytest

from bot.language.command_names import local_names, with_command_name, words_on
from bot.language.words import languages
from bot.talk.help import COMMANDS, help_lines, hint


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


@pytest.mark.parametrize(
    ("message", "on_telegram", "on_discord"),
    [
        (
            "There is no such subscription here. /subscriptions lists them.",
            "목록은 /subscriptions 로 볼",
            "목록은 /구독목록 으로 볼",
        ),
        (
            "In private /mydata shows what I keep about you, and /forget deletes it.",
            "/mydata 로 내 정보를 보고 /forget 으로 지울",
            "/내정보 로 내 정보를 보고 /내정보삭제 로 지울",
        ),
        ("/help lists everything that I can do.", "/help 에서", "/도움말 에서"),
    ],
)
def test_a_hint_names_a_command_as_the_platform_lists_it(
    message: str, on_telegram: str, on_discord: str
) -> None:
    assert on_telegram in words_on("telegram", "ko", "en").text(message)
    assert on_discord in words_on("discord", "ko", "en").text(message)
    assert words_on("discord", "en-US", "en").text(message) == message


def test_what_people_say_is_not_taken_for_a_command() -> None:
    words = words_on("discord", "ko", "en")
    assert "AC/genre /genre" in words.text("Saved in {file}", file="AC/genre /genre")
    assert "/장르 에스파 Next Level" in hint(words, "genre").plain()


@pytest.mark.parametrize("language", ["en-US", "ko"])
def test_the_help_lists_each_command_by_its_name_on_the_platform(language: str) -> None:
    words = words_on("discord", language, "en")
    said = "".join(span.text for span in help_lines(words, "discord"))
    assert [name for name in COMMANDS if f"/{words.command(name)}" not in said] == []
    assert ("/genre" in said) == (language == "en-US")
