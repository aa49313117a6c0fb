"""What people follow, said to the whole bot."""

from __future__ import annotations

from bot.start.bootstrap import Application
from storage.subscriptions import ALERTS
from tests.bot.conftest import StartedBot
from tests.bot.town import MIN, Platform, Town

GROUP = "-500"


def alerts(town: Town) -> list[str]:
    return [each.terms.chat.id for each in town.all if each.terms.chart == ALERTS]


async def test_artists_and_genres_are_followed_listed_and_ended(town: Town) -> None:
    assert "You follow nothing yet" in await town.say("/follows")
    assert "You follow: aespa\n" in await town.say("/follow aespa")
    assert "You follow: aespa, ballad\n" in await town.say("/follow 발라드")
    assert "You follow: aespa, ballad, hip-hop\n" in await town.say("/follow 힙합")
    assert alerts(town) == [MIN]
    reply = await town.reply("/follows")
    assert reply is not None
    for choice in reply.choices[1:]:
        await town.say(choice.says)
    assert "You follow: aespa\n" in await town.say("/follows")
    assert "You follow nothing yet" in await town.say("/unfollow 에스파")
    assert alerts(town) == []


async def test_the_same_artist_in_another_spelling_is_followed_once(town: Town) -> None:
    await town.say("/follow aespa")
    assert "You follow: aespa\n" in await town.say("/follow 에스파")


async def test_ten_may_be_followed(town: Town) -> None:
    for number in range(10):
        await town.say(f"/follow group number {number}")
    assert "You follow 10 already" in await town.say("/follow one more")


async def test_what_cannot_be_followed_or_ended_is_said(town: Town) -> None:
    assert "You follow nothing yet" in await town.say("/follow")
    assert "You follow nothing yet" in await town.say("/follow ♥")
    assert "You do not follow that" in await town.say("/unfollow aespa")
    for command in ("/follow aespa", "/unfollow aespa", "/follows"):
        assert "in private" in await town.say(command, MIN, GROUP)
    assert alerts(town) == []


async def test_alerts_are_no_digests_in_the_list_and_go_with_the_persons_data(town: Town) -> None:
    await town.say("/follow aespa")
    assert "Nothing is subscribed to here" in await town.say("/subscriptions")
    data = await town.reply("/mydata")
    assert data is not None
    assert data.document is not None
    assert "aespa" in data.document.content
    await town.say("/forget everything")
    assert "You follow nothing yet" in await town.say("/follows")
    assert alerts(town) == []


async def test_the_alert_is_made_of_the_current_chart_and_only_of_what_is_news(
    started: StartedBot,
) -> None:
    async with started(chats=Platform(), with_keys=True) as chat:
        application: Application = chat.application
        town = Town(application, Platform())
        await town.say("/follow aespa")
        [subscription] = [each for each in town.all if each.terms.chart == ALERTS]
        made = await application.alerts.made("en")
        assert await made(subscription) is None, "there is no chart to compare with, and nothing has moved"
