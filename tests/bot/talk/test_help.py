from __future__ import annotations

import re

import pytest

from bot.language.words import Words, languages
from bot.talk import help as help_texts
from bot.talk.help import COMMANDS

BOTH = pytest.mark.parametrize("language", languages())


def text(spans: object) -> str:
    return "".join(span.text for span in spans)  # type: ignore[attr-defined]


@BOTH
@pytest.mark.parametrize("platform", ["telegram", "discord", "terminal"])
def test_the_help_names_every_command_and_stays_short(language: str, platform: str) -> None:
    said = text(help_texts.help_lines(Words(language), platform)).splitlines()
    named = [line.partition(":")[0].split() for line in said if line.startswith("/")]
    assert sorted(name for names in named for name in names) == sorted(f"/{name}" for name in COMMANDS)
    assert len(said) <= 24
    assert ("exit" in said[-1]) == (platform == "terminal")


@BOTH
def test_the_greeting_of_the_terminal_says_how_to_leave(language: str) -> None:
    assert "exit" in text(help_texts.greeting_line(Words(language)))


def test_the_help_of_a_language_with_names_for_the_commands_says_some() -> None:
    said = text(help_texts.help_lines(Words("ko"), "telegram"))
    assert "/장르, /비슷한곡, /가수, /차트, /구독, /설정" in said
    assert "this language" not in text(help_texts.help_lines(Words("en"), "telegram"))


@BOTH
def test_a_commands_description_fits_into_telegrams_menu(language: str) -> None:
    for name, about in help_texts.command_list(Words(language)):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 3 <= len(about) <= 256
        assert "{" not in about


@BOTH
@pytest.mark.parametrize("channel", [True, False])
@pytest.mark.parametrize("sees_all", [True, False])
def test_the_hello_is_short_and_says_what_to_do(language: str, channel: bool, sees_all: bool) -> None:  # noqa: FBT001
    said = text(help_texts.hello_lines(Words(language), channel=channel, sees_all=sees_all))
    assert len(said.splitlines()) <= 3
    assert ("/subscribe" in said) == channel
    assert ("/genre" in said) != channel
    assert any(word in said for word in ("administrator", "관리자")) == (channel or not sees_all)


@BOTH
def test_a_notice_fits_into_telegrams_two_hundred_characters(language: str) -> None:
    assert 0 < len(help_texts.channel_notice(Words(language))) <= 200


@BOTH
def test_each_hint_is_one_line(language: str) -> None:
    words = Words(language)
    for said in (
        help_texts.hint(words, "similar").text,
        help_texts.sound_lines(words),
        help_texts.wordless_lines(words),
        help_texts.greeting_line(words),
        help_texts.no_such_number("99", words),
        help_texts.unknown_command("x" * 500, words),
    ):
        assert "\n" not in text(said)
        assert len(text(said)) < 200
