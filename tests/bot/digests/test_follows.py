"""What people follow, said to the whole bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.chart_menu import KOREA
from bot.start.bootstrap import Application
from storage.chart_history import ChartHistory
from storage.subscriptions import ALERTS
from tests.bot.charts.examples import chart
from tests.bot.conftest import StartedBot
from tests.bot.town import MIN, SEO, Platform, Town
from tests.standins.world import World

GROUP = "-500"


def alerts(town: Town) -> list[str]:
    return [each.terms.chat.id for each in town.all if each.terms.chart == ALERTS]


async def test_artists_and_genres_are_followed_listed_and_ended(town: Town) -> None:
    assert "You follow nothing yet" in await town.say("/follows")
    assert "You follow: aespa\nEach day at 09:10" in await town.say("/follow aespa")
    assert await town.say("/follow 발라드") == "You follow: aespa, ballad", "what news there are is known"
    assert await town.say("/follow 힙합") == "You follow: aespa, ballad, hip-hop"
    assert alerts(town) == [MIN]
    reply = await town.reply("/follows")
    assert reply is not None
    assert "Each day at 09:10" in reply.plain()
    for choice in reply.choices[1:]:
        assert "Each day" not in await town.say(choice.says)
    assert "You follow: aespa\n" in await town.say("/follows")
    assert "You follow nothing yet" in await town.say("/unfollow 에스파")
    assert alerts(town) == []


async def test_the_same_artist_in_another_spelling_is_followed_once(town: Town) -> None:
    await town.say("/follow aespa")
    assert await town.say("/follow 에스파") == "You follow: aespa"


async def test_a_person_may_follow_ten(town: Town) -> None:
    for number in range(10):
        await town.say(f"/follow group number {number}")
    assert "at most 10" in await town.say("/follow one more")


async def test_what_cannot_be_followed_or_ended_is_said(town: Town) -> None:
    assert "You follow nothing yet" in await town.say("/follow")
    assert "You follow nothing yet" in await town.say("/follow ♥")
    assert "is not followed here" in await town.say("/unfollow aespa")
    assert alerts(town) == []


async def test_who_administers_a_group_follows_there_and_all_see_what_it_is_told(town: Town) -> None:
    assert "Nothing is followed here yet" in await town.say("/follows", SEO, GROUP)
    assert "Only administrators" in await town.say("/follow aespa", SEO, GROUP)
    assert "Followed here: aespa\n" in await town.say("/follow aespa", MIN, GROUP)
    assert "Followed here: ballad\n" in await town.say("/follow ballad", MIN, GROUP, thread="5")
    assert "Followed here: aespa\n" in await town.say("/follows", SEO, GROUP)
    assert "Only administrators" in await town.say("/unfollow aespa", SEO, GROUP)
    assert [(each.terms.chat.id, each.terms.thread) for each in town.all] == [(GROUP, None), (GROUP, "5")]
    assert "You follow nothing yet" in await town.say("/follows")
    assert "Nothing is followed here yet" in await town.say("/unfollow aespa", MIN, GROUP)
    assert [each.terms.thread for each in town.all] == ["5"]


async def test_where_members_may_subscribe_each_ends_what_they_follow_themselves(town: Town) -> None:
    await town.say("/follow aespa", MIN, GROUP)
    await town.say("/settings members on", MIN, GROUP)
    assert "aespa, ive" in (await town.say("/follow ive", SEO, GROUP)).casefold()
    assert "Only administrators" in await town.say("/unfollow aespa", SEO, GROUP)
    assert await town.say("/unfollow ive", SEO, GROUP) == "Followed here: aespa"


async def test_a_channel_is_followed_for_by_its_administrator_in_private(town: Town) -> None:
    reply = await town.reply("/follow @charts aespa")
    assert reply is not None
    assert "Followed in @charts: aespa\n" in reply.plain()
    assert alerts(town) == ["-1001"]
    assert "Only administrators of @charts" in await town.say("/follow @charts ive", SEO)
    assert "To serve another chat" in await town.say("/follow @charts ive", MIN, GROUP)
    assert "Nothing is followed in @charts yet" in await town.say(reply.choices[0].says)
    assert alerts(town) == []


async def test_news_are_told_in_the_language_in_which_they_were_asked_for(town: Town) -> None:
    await town.say("/follow 에스파", language="ko")
    assert [each.language for each in town.all] == ["ko"]


async def test_following_again_enables_what_was_disabled(town: Town) -> None:
    await town.say("/follow aespa", MIN, GROUP)
    [told] = town.all
    [(owner, word)] = await town.conversation.left(told.terms.chat)
    assert (owner.id, town.all) == (MIN, [])
    assert "News of what is followed" in word.plain()
    await town.say("/follow aespa", MIN, GROUP)
    assert [each.id for each in town.all] == [told.id]


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


async def test_other_charts_are_news_on_the_day_on_which_they_were_read_and_none_is_asked_for(
    started: StartedBot, world: World
) -> None:
    async with started(chats=Platform(), with_keys=True) as bot:
        application: Application = bot.application
        town = Town(application, Platform())
        await town.say("/follow band 7")
        [subscription] = [each for each in town.all if each.terms.chart == ALERTS]
        history, today = ChartHistory(application.engine), datetime.now(KOREA).date()
        before, now = (
            replace(chart(*songs), name="bugs-realtime", fetched_at=datetime.now(UTC))
            for songs in ((1, 2), (1, 7))
        )
        history.save(replace(before, day=today - timedelta(days=2)))
        history.save(replace(now, day=today - timedelta(days=1)))
        assert await (await application.alerts.made("en"))(subscription) is None, "it is yesterday's"
        history.save(replace(now, day=today))
        assert await (await application.alerts.made("en"))(subscription) is None, "nothing has moved in it"
        history.save(replace(before, day=today - timedelta(days=1)))
        told = await (await application.alerts.made("en"))(subscription)
        assert told is not None
        assert "Song 7 by Band 7 is new at 2" in told.plain()
    assert [each.requests for each in (world.bugs, world.genie, world.vibe, world.flo)] == [[]] * 4
