"""A chart on Telegram, from the whole bot: one message that is turned, filtered and walked through."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.pictures import draw
from bot.platforms.telegram import TelegramClient
from tests.bot.conftest import StartedBot
from tests.bot.platforms.telegram.bot_on_telegram import answering
from tests.standins.invented import invented_track
from tests.standins.telegram import PNG, TOKEN, Sent, TelegramStandIn
from tests.standins.telegram_updates import pressed, private
from tests.standins.world import World

pytestmark = pytest.mark.usefixtures("known_songs")


class Phone:
    """A person who reads the one message of the bot's and presses its buttons."""

    def __init__(self, telegram: TelegramStandIn) -> None:
        self.telegram = telegram

    @property
    def shown(self) -> Sent:
        (message,) = self.telegram.sent
        return message

    async def press(self, label: str, until: Callable[[Sent], bool]) -> Sent:
        """Press the button whose label has these letters, and wait for what becomes of the message."""
        (says,) = [says for text, says in self.shown.buttons if label in text]
        text = None if self.shown.photo else self.shown.text
        self.telegram.say(pressed(says, message_id=self.shown.message_id, text=text))
        await self.telegram.wait_until(lambda: len(self.telegram.sent) == 1 and until(self.shown))
        return self.shown


@pytest.fixture
async def phone(started: StartedBot) -> AsyncIterator[Phone]:
    async with (
        started(with_keys=True) as chat,
        TelegramStandIn() as telegram,
        answering(TelegramClient(TOKEN, draw, telegram.url), chat.conversation),
    ):
        telegram.say(private("/chart"))
        await telegram.wait_until(lambda: any(sent.photo for sent in telegram.sent))
        await telegram.wait_until(lambda: len(telegram.sent) == 1)
        yield Phone(telegram)


async def test_the_songs_of_a_chart_are_links_that_ask_for_them_in_private(phone: Phone) -> None:
    starts = [url.partition("?start=")[2] for url in phone.shown.markup.links]
    assert len(starts) == 10
    telegram = phone.telegram
    for chat, start in enumerate(starts[:2], start=80):
        telegram.say(private(f"/start {start}", chat=chat))
        await telegram.wait_for_message(lambda sent, chat=chat: sent.chat == chat and "Genre: " in sent.text)


async def test_what_musicbrainz_calls_a_song_comes_into_the_answer_why(world: World, phone: Phone) -> None:
    song = invented_track(1)
    world.musicbrainz.recordings[song.isrc or ""] = {"k-pop": 3}
    phone.telegram.say(private(f"/why spotify:track:{song.id}", chat=80))
    said = "MusicBrainz calls it: k-pop (CC BY-NC-SA 3.0)"
    why = await phone.telegram.wait_for_message(lambda sent: sent.chat == 80 and said in sent.text)
    assert f"https://musicbrainz.org/isrc/{song.isrc}" in why.markup.links
    assert sum(sent.chat == 80 for sent in phone.telegram.sent) == 1  # edited, not sent once more


async def test_a_chart_is_one_message_that_becomes_whatever_is_pressed(phone: Phone) -> None:
    """Its songs may be voted on again meanwhile, when more of their artists' songs are known."""
    first = phone.shown
    assert (first.photo or b"").startswith(PNG)
    assert first.text.startswith("Melon Top 100 by genre, 2026-11-20 13:00 KST")
    assert [len(row) for row in first.rows] == [2, 3, 2, 3]

    second = await phone.press("11–20", lambda sent: "\n11. " in sent.text)

    genre = second.rows[1][0]
    picked = await phone.press(genre, lambda sent: "\nGenre " in sent.text)
    assert picked.text.splitlines()[1].startswith(f"Genre {genre.rpartition(' ')[0]}: ")
    assert picked.photo != first.photo

    menu = await phone.press("More genres", lambda sent: "Back" in str(sent.rows))
    assert menu.photo is not None
    assert max(map(len, menu.rows)) <= 3
    await phone.press("Back", lambda sent: "More genres" in str(sent.rows))

    again = await phone.press("All genres", lambda sent: "\nGenre " not in sent.text)
    assert again.text.splitlines()[0] == first.text.splitlines()[0]
    assert [len(row) for row in again.rows] == [2, 3, 2, 3]

    text = await phone.press("As text", lambda sent: sent.photo is None)
    assert text.text.splitlines()[0] == first.text.splitlines()[0]

    trend = await phone.press("Trend", lambda sent: sent.text.startswith("A trend needs"))
    assert trend.rows == [["To the chart"]]

    back = await phone.press("To the chart", lambda sent: sent.photo is not None)
    assert back.text.splitlines()[0] == first.text.splitlines()[0]
