"""A third language is one folder: a made-up one, in which every text that is not translated stands out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language import input_words, words
from bot.language.input_words import language_called
from bot.language.words import LOCALES, Words, languages, words_for
from tests.bot.conftest import StartedBot
from tests.bot.language.test_words import translations as translations  # noqa: PLC0414 - a fixture
from tests.bot.town import Platform, Town

LANGUAGE = "eo"
SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"
WIDE = {code: code + 0xFEE0 for code in (*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1))}
"""Letters that no other text has: ａ for a."""
NAMES = {"Savage", "aespa", "English", "Esperanto", "ReccoBeats", "Spotify", "en", "eo", "ko", "kst"}
"""What stands in no catalogue: titles, artists, services, languages, and a zone as the folder calls it."""


def pseudo(message: str) -> str:
    """Translate a message: all its letters but those of {places}, commands and addresses."""
    kept = re.compile(r"(\{\w*\}|/[a-z]+|https?://\S+)")
    parts = kept.split(message)
    return "".join(part if kept.fullmatch(part) else part.translate(WIDE) for part in parts)


@pytest.fixture
def _third_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, translations: object) -> Iterator[None]:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    own = folder / LANGUAGE / "LC_MESSAGES" / "jangreu.po"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"")
    typed = (folder / "en" / "input_words.toml").read_text(encoding="utf-8")
    renamed = typed.replace('name = "English"', 'name = "Esperanto"').replace(
        "called = [", 'called = ["eo", ', 1
    )
    (folder / LANGUAGE / "input_words.toml").write_text(renamed, encoding="utf-8")
    catalogue = translations.updated(own)  # type: ignore[attr-defined]
    for message in catalogue:
        if message.id:
            message.string = pseudo(message.id)
    own.with_suffix(".mo").write_bytes(translations.mo_file(catalogue))  # type: ignore[attr-defined]
    caches = (languages, words_for, input_words.input_words)
    for module in (words, input_words):
        monkeypatch.setattr(module, "LOCALES", folder)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("_third_language")
def test_a_language_is_known_by_its_folder_alone() -> None:
    assert languages() == ("en", LANGUAGE, "ko")
    assert words_for("eo-XX", "en").language == LANGUAGE
    assert Words(LANGUAGE).text("everything that I keep about you, as a file").isascii() is False
    assert language_called("Esperanto") == LANGUAGE


@pytest.mark.usefixtures("_third_language")
async def test_no_text_of_the_bot_stays_untranslated(started: StartedBot) -> None:
    said = [
        "/start", "/help", "/settings", "/history", "/stats", "/top", "/privacy", "/follow aespa", "/follows",
        "/subscribe", "/subscriptions", "/unsubscribe 99", "/digest", "/language", "/trend", "/artist",
        "/genre", "/nothing", "thanks", SAVAGE, f"/why {SAVAGE}", "zzzz qqqq xxxx", "/forget",
        "/forgetchat", "/mydata",
    ]  # fmt: skip
    found: dict[str, list[str]] = {}
    async with started(chats=Platform()) as chat:
        town = Town(chat.application, Platform())
        for text in said:
            reply = await town.reply(text, language=LANGUAGE)
            assert reply is not None, text
            shown = [span.text for span in reply.text] + [choice.label for choice in reply.choices]
            rest = re.sub(r"/[a-z]+|https?://\S+|@\w+|\b\w*\d\w*\b", " ", "\n".join(shown))
            if left := set(re.findall(r"[A-Za-z]{2,}", rest)) - NAMES - set(re.findall(r"\w+", text)):
                found[text] = sorted(left)
    assert not found
