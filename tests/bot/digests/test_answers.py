"""The commands about digests, said by people to the whole bot."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.digests.digest_chat import DigestChat, adopt_digest_chat
from bot.digests.replies import digest_help
from bot.errors import SourceUnavailable, Trouble
from bot.language.words import Words
from storage.chat_settings import SettingsOfChats
from storage.errors import StorageError
from storage.places import Chat, Person
from tests.bot.town import MIN, SEO, Town
from tests.standins.stand_in import Fault
from tests.standins.world import World

# Subscribing


async def test_it_says_what_it_understood_and_when_the_next_one_comes(town: Town) -> None:
    said = await town.say("/subscribe bugs 21:30 New York weekly Fri")
    assert "Subscribed: Bugs real-time chart, every Friday at 21:30 (America/New_York)." in said
    assert "The next one comes on 20" in said
    assert f"/unsubscribe {town.all[0].id}" in said
    said = await town.say("/subscribe", SEO, language="ko")
    assert "구독했어요: 멜론 TOP 100, 매일 09:00 (서울)" in said
    assert [each.language for each in town.all] == ["en", "ko"]
    assert town.platform.asked == 0


async def test_the_same_chart_again_changes_it(town: Town) -> None:
    await town.say("/subscribe")
    assert "Changed: Melon Top 100, every day at 07:00 (Asia/Seoul)" in await town.say("/subscribe 07:00")
    assert len(town.all) == 1


@pytest.mark.parametrize("command", ["/subscribe", "/unsubscribe", "/subscriptions", "/language ko"])
async def test_in_a_group_only_administrators_may(town: Town, command: str) -> None:
    assert await town.say(command, SEO, "-500") == "Only administrators of this chat can do that."
    assert town.all == []
    assert "Only administrators" not in await town.say(command, MIN, "-500")


async def test_an_anonymous_administrator_and_a_channel_speak_for_themselves(town: Town) -> None:
    await town.say("/subscribe", "-500", "-500")
    await town.say("/subscribe", "-1001", "-1001", language=None)
    assert [(each.terms.chat.id, each.owner) for each in town.all] == [("-500", None), ("-1001", None)]
    assert "Only administrators" in await town.say("/subscribe", "-1001", "-500")  # a channel in a group


async def test_a_topic_is_kept(town: Town) -> None:
    await town.say("/subscribe", MIN, "-500", thread="9")
    await town.say("/subscribe", MIN, "-500")
    assert [each.terms.thread for each in town.all] == ["9", None]


@pytest.mark.parametrize("target", ["@charts", "-1001"])
async def test_a_channel_is_served_from_a_private_chat_and_kept_by_its_number(
    town: Town, target: str
) -> None:
    assert "in @charts" in await town.say(f"/subscribe {target} 08:00")
    [kept] = town.all
    assert (kept.terms.chat, kept.owner) == (Chat("test", "-1001"), Person("test", MIN))
    assert "in @charts" in await town.say("/subscriptions")
    assert "in @charts" in await town.say("/unsubscribe")


async def test_a_channel_whose_name_the_platform_does_not_tell_is_called_by_its_number(town: Town) -> None:
    await town.say("/subscribe @charts")
    town.platform.titles = {}
    assert "in -1001" in await town.say("/subscriptions")
    town.platform.problem = SourceUnavailable("Telegram", Trouble.TIMEOUT)
    assert "Telegram did not answer" in await town.say("/subscriptions"), "whose it is must be asked"


async def test_a_channel_is_served_only_for_its_administrators_and_where_the_bot_may_post(town: Town) -> None:
    assert await town.say("/subscribe @charts", SEO) == "Only administrators of @charts can do that."
    assert "I do not see @unknown" in await town.say("/subscribe @unknown")
    assert "in private" in await town.say("/subscribe @charts", MIN, "-500")
    town.platform.may = False
    assert "I may not post in @charts" in await town.say("/subscribe @charts")
    assert town.all == []


async def test_a_forwarded_post_offers_to_serve_its_channel(town: Town) -> None:
    reply = await town.reply("good morning", forwarded_from="-1001")
    assert reply is not None
    assert "Shall I post" in reply.plain()
    assert "Subscribed" in await town.say(reply.choices[1].says)
    assert [(each.terms.chat.id, each.terms.weekday) for each in town.all] == [("-1001", 0)]
    assert "Only administrators" in await town.say(reply.choices[0].says, SEO)


async def test_words_that_mean_nothing_are_named_and_nothing_is_kept(town: Town) -> None:
    assert "I do not understand “soon <b>”" in await town.say("/subscribe soon <b>")
    assert town.all == []
    assert "I do not understand" in await town.say("/subscribe @charts @other")


async def test_a_chat_has_ten_subscriptions_at_most(town: Town) -> None:
    for thread in range(10):
        await town.say("/subscribe", MIN, "-500", thread=str(thread))
    assert "10 subscriptions already" in await town.say("/subscribe", MIN, "-500", thread="10")
    assert len(town.all) == 10


async def test_a_platform_that_does_not_tell_who_administers_is_named(town: Town) -> None:
    town.platform.problem = SourceUnavailable("Telegram", Trouble.TIMEOUT)
    assert "Telegram did not answer in time" in await town.say("/subscribe", MIN, "-500")


@pytest.mark.parametrize("command", ["/subscribe", "/unsubscribe", "/subscriptions", "/language ko"])
async def test_a_database_that_does_not_work_is_said(
    town: Town, command: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    for method in ("subscribe", "of_chat"):
        monkeypatch.setattr(town.subscriptions, method, full)
    monkeypatch.setattr(SettingsOfChats, "change", full)
    assert "My memory does not work right now" in await town.say(command)
    assert "The disk is full" in caplog.text


async def test_what_a_digest_is_shows_words_of_the_language(town: Town) -> None:
    assert "\n/subscribe melon 09:00 Asia/Seoul weekly Mon" in await town.say("/digest")
    assert "\n/subscribe 멜론 09:00 서울 매주 월요일" in await town.say("/digest", language="ko")


@pytest.mark.parametrize(
    ("platform", "said"),
    [
        ("telegram", "In groups and channels administrators"),
        ("discord", "On servers those can"),
        ("terminal", "while this chat is open."),
    ],
)
def test_it_says_where_else_digests_go_on_a_platform(platform: str, said: str) -> None:
    about = "".join(span.text for span in digest_help(Words("en"), platform))
    assert said in about
    assert ("channel" in about) == (platform == "telegram")


# Listing and ending


async def test_the_list_says_what_comes_and_what_came_and_ends_by_button(town: Town) -> None:
    assert "Nothing is subscribed to here" in await town.say("/subscriptions")
    await town.say("/subscribe")
    await town.say("/subscribe bugs")
    first, second = town.all
    day = first.counts_from.date().isoformat()
    claim = town.log.claim(first.id, day, first.counts_from, timedelta(minutes=1), first.counts_from)
    assert claim is not None
    town.log.mark_sending(claim, first.counts_from, timedelta(minutes=1))
    town.log.mark_sent(claim, first.counts_from, "1")
    town.subscriptions.disable(second.id, "kicked")
    reply = await town.reply("/subscriptions")
    assert reply is not None
    assert f"{first.id}. Melon Top 100, every day at 09:00 (Asia/Seoul)" in reply.plain()
    assert f"{day}: posted" in reply.plain()
    assert "It is disabled" in reply.plain()
    ended = await town.say(reply.choices[0].says)
    assert ended == "Ended: Melon Top 100, every day at 09:00 (Asia/Seoul)."
    assert "no such subscription" in await town.say(reply.choices[0].says)


async def test_what_was_posted_today_comes_again_tomorrow(town: Town) -> None:
    await town.say("/subscribe 00:00 UTC")
    [kept] = town.all
    before = await town.say("/subscriptions")
    following = kept.counts_from.date() + timedelta(days=1)
    assert f"{following}" in before
    claim = town.log.claim(kept.id, str(following), kept.counts_from, timedelta(1), kept.counts_from)
    assert claim is not None
    assert f"{following + timedelta(days=1)} at 00:00" in await town.say("/subscriptions")


@pytest.mark.parametrize("named", ["bugs", "{number}", "#{number}"])
async def test_one_is_ended_by_its_number_or_chart(town: Town, named: str) -> None:
    await town.say("/subscribe")
    await town.say("/subscribe bugs")
    kept, ended = town.all
    assert "Ended: Bugs" in await town.say(f"/unsubscribe {named.format(number=ended.id)}")
    assert town.all == [kept]


async def test_the_only_one_needs_no_name_and_several_are_listed(town: Town) -> None:
    await town.say("/subscribe")
    await town.say("/subscribe bugs")
    reply = await town.reply("/unsubscribe")
    assert reply is not None
    assert len(reply.choices) == 2
    await town.say(reply.choices[0].says)
    assert "Ended: Bugs" in await town.say("/unsubscribe")
    assert "no such subscription" in await town.say("/unsubscribe")
    assert "There is no such subscription here" in await town.say("/unsubscribe that one")


async def test_a_chat_cannot_end_what_is_another_chats(town: Town) -> None:
    await town.say("/subscribe @charts")
    [kept] = town.all
    assert "no such subscription" in await town.say(f"/unsubscribe {kept.id}", SEO)
    assert "no such subscription" in await town.say(f"/unsubscribe {kept.id}", MIN, "-500")
    assert "Ended" in await town.say(f"/unsubscribe {kept.id}")


# Languages


async def test_a_chats_language_is_that_of_its_digests_and_of_who_names_none(town: Town) -> None:
    await town.say("/subscribe", "-1001", "-1001", language=None)
    assert "한국어" in await town.say("/language 한국어", "-1001", "-1001", language=None)
    assert town.all[0].language == "ko"
    assert "다음 알림" in await town.say("/subscriptions", "-1001", "-1001", language=None)
    assert "the next one" in (await town.say("/subscriptions", MIN, "-1001", language="en-GB")).lower()
    assert "다음 알림" in await town.say("/subscriptions", MIN, "-1001", language="fr")
    assert "I speak English (/language en), 한국어 (/language ko)." in await town.say("/language fr")


async def test_in_private_the_chosen_language_is_stronger_than_the_apps(town: Town) -> None:
    await town.say("/language ko")
    assert "다이제스트" in await town.say("/subscriptions", language="en")


# Previews


async def test_a_preview_is_for_who_asks_alone(town: Town) -> None:
    assert "A digest is a chart by genre" in await town.say("/digest")
    assert "A digest is a chart by genre" in await town.say("/digest now unknown")
    assert "to me in private" in await town.say("/digest now", SEO, "-500")
    reply = await town.reply("/digest now")
    assert reply is not None
    assert reply.plain().startswith("Melon Top 100 by genre")


async def test_a_preview_while_the_service_is_away_is_of_the_chart_that_stands_in(
    world: World, town: Town
) -> None:
    world.melon.fault = Fault.CLOSED
    reply = await town.reply("/digest now")
    assert reply is not None
    assert reply.plain().startswith("The study's sample of the Melon Top 100")
    assert "This is not today's chart, only ten songs that a study published" in reply.plain()
    assert reply.choices == ()


# Being removed; the settings


async def test_being_removed_from_a_chat_disables_its_subscriptions_and_tells_their_owners(
    town: Town,
) -> None:
    await town.say("/subscribe", MIN, "-500")
    [(owner, word)] = await town.conversation.left(Chat("test", "-500"))
    assert owner == Person("test", MIN)
    assert "I can no longer post in -500" in word.plain()
    assert town.all == []
    assert await town.conversation.left(Chat("test", "-500")) == []
    await town.say("/subscribe")
    assert await town.conversation.left(Chat("test", MIN)) == []  # they know
    await town.say("/subscribe", MIN, "-500")
    assert len(town.all) == 1


async def test_the_chat_of_the_settings_is_one_more_subscription(town: Town) -> None:
    wanted = DigestChat(Chat("test", "@charts"), time(7, 30), "Asia/Seoul", "ko")
    await adopt_digest_chat(wanted, town.subscriptions, {"test": town.platform})
    [kept] = town.all
    assert (kept.terms.chat.id, f"{kept.terms.at:%H:%M}", kept.language) == ("-1001", "07:30", "ko")
    listed = await town.reply("/subscriptions", MIN, "-1001")
    assert listed is not None
    assert "set up by the operator of this bot" in listed.plain()
    assert listed.choices == ()
    for command in (f"/unsubscribe {kept.id}", "/subscribe 08:00"):
        assert "only the operator can change it" in await town.say(command, MIN, "-1001")


async def test_who_administers_a_channel_no_more_neither_sees_nor_ends_its_subscription(town: Town) -> None:
    await town.say("/subscribe @charts bugs")
    [kept] = town.all
    assert "@charts" in await town.say("/subscriptions")
    town.platform.administrators["-1001"] = {SEO}
    assert "@charts" not in await town.say("/subscriptions")
    for command in (f"/unsubscribe {kept.id}", "/unsubscribe bugs", "/unsubscribe"):
        await town.say(command)
        assert town.all == [kept], command
    assert "Only administrators" in await town.say("/subscribe @charts bugs 21:00")
    assert town.all == [kept]
