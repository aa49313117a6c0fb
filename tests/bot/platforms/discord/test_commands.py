from __future__ import annotations

from datetime import date

import pytest

from bot.charts.requests import ChartRequest, read_chart_request
from bot.language.words import GENRES, Words, languages
from bot.platforms.discord.commands import (
    MOST_SUGGESTIONS,
    fingerprint,
    registration,
    said,
    suggestions,
)
from bot.talk.help import COMMANDS, command_list
from tests.standins.discord_rules import check_commands

REGISTERED = registration({language: command_list(Words(language)) for language in languages()})
BY_NAME = {each["name"]: each for each in REGISTERED}


def test_discord_takes_the_commands() -> None:
    check_commands(REGISTERED)


def test_every_command_of_the_conversation_is_there() -> None:
    assert COMMANDS.keys() <= BY_NAME.keys()


def test_names_descriptions_and_options_are_korean_in_korean() -> None:
    chart = BY_NAME["chart"]
    assert chart["name_localizations"] == {"ko": "차트"}
    assert "장르" in chart["description_localizations"]["ko"]
    assert [option["name_localizations"]["ko"] for option in chart["options"]] == ["차트", "장르", "날짜"]
    for each in REGISTERED:
        texts = [each, *(each.get("options") or [])]
        assert all("ko" in text["name_localizations"] for text in texts), each["name"]


def test_a_command_that_the_table_does_not_have_takes_any_text() -> None:
    registered = registration({language: [("follow", "be told")] for language in languages()})
    [follow] = [each for each in registered if each["name"] == "follow"]
    check_commands(registered)
    assert said("follow", {follow["options"][0]["name"]: "aespa"}) == "/follow aespa"


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("genre", {"song": "Next Level"}, "/genre Next Level"),
        ("chart", {"genre": "dance", "chart": "bugs-realtime"}, "/chart bugs-realtime dance"),
        ("chart", {}, "/chart"),
        ("subscribe", {"days": "monday", "time": "21:30"}, "/subscribe 21:30 monday"),
        ("digest", {"chart": "bugs"}, "/digest now bugs"),
    ],
)
def test_a_command_with_options_stands_for_a_text(name: str, values: dict[str, str], text: str) -> None:
    assert said(name, values) == text


def test_commands_work_on_servers_in_private_and_where_a_person_has_installed_the_bot() -> None:
    for each in REGISTERED:
        if each["name"] == "server":
            assert (each["integration_types"], each["contexts"]) == ([0], [0])
            assert each["default_member_permissions"] == str(0x20)
        else:
            assert (each["integration_types"], each["contexts"]) == ([0, 1], [0, 1, 2])


def test_the_fingerprint_changes_with_anything() -> None:
    assert fingerprint(REGISTERED) == fingerprint(list(REGISTERED))
    changed = [*REGISTERED[:-1], {**REGISTERED[-1], "name": "other"}]
    assert fingerprint(changed) != fingerprint(REGISTERED)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_suggested_is_understood(language: str) -> None:
    words = Words(language)
    for shown, chart in suggestions("chart", "", words):
        assert shown
        for genre in GENRES:
            request = read_chart_request(f"{chart} {genre}", date(2026, 11, 26))
            assert isinstance(request, ChartRequest), (chart, genre)
            assert (request.chart, request.genre) == (chart, genre)


def test_what_begins_so_is_suggested_first_in_either_language() -> None:
    assert suggestions("genre", "da", Words("en"))[0] == ("dance", "dance")
    assert suggestions("genre", "댄", Words("ko"))[0] == ("댄스", "dance")
    assert suggestions("chart", "bugs", Words("ko"))[0][1].startswith("bugs")
    assert len(suggestions("genre", "", Words("en"))) == MOST_SUGGESTIONS
    assert [said for _, said in suggestions("language", "", Words("en"))] == list(languages())
