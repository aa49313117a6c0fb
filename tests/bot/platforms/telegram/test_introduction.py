"""What Telegram is told of the bot before anything is said."""

from __future__ import annotations

import pytest

from bot.language.words import Words, languages
from bot.talk.help import descriptions
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.eventually import eventually
from tests.standins import telegram as standin
from tests.standins.telegram_updates import private


async def test_commands_are_registered_in_both_languages_and_in_english_for_all_others(
    bot: BotOnTelegram,
) -> None:
    await eventually(lambda: len(bot.telegram.commands) == 3)
    described = {language: found[0]["description"] for language, found in bot.telegram.commands.items()}
    assert described == {"": "the chart, en", "ko": "the chart, ko", "en": "the chart, en"}


async def test_the_bot_is_described_in_both_languages_and_in_english_for_all_others(
    bot: BotOnTelegram,
) -> None:
    await eventually(lambda: ("Description", "ko") in bot.telegram.descriptions)
    expected = {
        (kind, code): f"{word}, {code or 'en'}"
        for kind, word in (("ShortDescription", "short"), ("Description", "long"))
        for code in ("", "ko")
    }
    assert expected.items() <= bot.telegram.descriptions.items()


async def test_what_telegram_has_already_is_not_set_again(stopped_bot: BotOnTelegram) -> None:
    parrot, telegram = stopped_bot.parrot, stopped_bot.telegram
    for code, language in (("", "en"), ("ko", "ko"), ("en", "en")):
        commands = [{"command": name, "description": about} for name, about in parrot.commands(language)]
        telegram.commands[code] = commands
        short, long = parrot.descriptions(language)
        telegram.descriptions["ShortDescription", code] = short
        telegram.descriptions["Description", code] = "an older one" if code == "ko" else long
    stopped_bot.start()
    await telegram.wait_for_calls("getMyDescription", 3)
    await eventually(lambda: telegram.descriptions["Description", "ko"] == "long, ko")
    assert [name for name, _ in telegram.calls if name.startswith("setMy")] == ["setMyDescription"]


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "setMyDescription"])
async def test_an_introduction_that_is_not_taken_does_not_stop_the_bot(
    stopped_bot: BotOnTelegram, method: str
) -> None:
    stopped_bot.telegram.fail(method, standin.INTERNAL)
    stopped_bot.start()
    stopped_bot.telegram.say(private("hello"))
    await stopped_bot.telegram.wait_for_sent(1)


@pytest.mark.parametrize("language", languages())
def test_the_descriptions_fit_into_telegrams_profile(language: str) -> None:
    short, long = descriptions(Words(language))
    assert 0 < len(short) <= 120
    assert 0 < len(long) <= 512
