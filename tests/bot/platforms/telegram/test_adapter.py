"""The adapter, driven as people drive it: a real application polls an emulated Bot API on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.chat_platform import Delivery
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.message import Message
from bot.platforms.telegram import TelegramBot, WrongToken, outgoing, progress
from bot.reply import Bar, BarChart, Picture, Reply, Span
from tests.standins import telegram as standin
from tests.standins.telegram import PNG, TOKEN, TelegramStandIn
from tests.standins.telegram_updates import (
    BOT_USER,
    captioned,
    channel_post,
    edited,
    forwarded_from_channel,
    forwarded_from_user,
    group,
    person,
    private,
    text_link,
)

CHART = BarChart("title", "subtitle", (Bar("dance", "dance", 3),), "footnote", "alt")
SECRET = TOKEN.partition(":")[2]


class Parrot:
    """A small conversation: repeats what it heard, in bold; some words make it slow, silent or ill."""

    languages = ("ko", "en")

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.left_chats: list[str] = []
        self.says: dict[str, Reply | None] = {}
        self.progress: list[Callable[[str], Awaitable[None]]] = []
        self.slow = asyncio.Event()  # what hears "slow" waits for it

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        self.heard.append(message)
        self.progress.append(progress)
        await progress("thinking")
        if message.text == "slow":
            await self.slow.wait()
        if message.text == "bug":
            raise ValueError("internals")
        if message.text in self.says:
            return self.says[message.text]
        return Reply((Span("R&B <"), Span(message.text, bold=True)))

    def commands(self, language: str) -> list[tuple[str, str]]:
        return [("chart", f"the chart, {language}"), ("help", f"help, {language}")]

    def apology(self, language: str | None) -> Reply:
        return Reply((Span("미안" if language == "ko" else "sorry"),))

    async def left(self, chat: str) -> list[tuple[str, Reply]]:
        self.left_chats.append(chat)
        return [("77", Reply((Span("it has ended"),)))]


def draw(chart: Picture) -> bytes:
    if chart.title == "cannot":
        raise RuntimeError("no ink")
    return PNG + chart.title.encode()


async def eventually(fulfilled: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fulfilled():  # noqa: ASYNC110 - a log and a list set no event
            await asyncio.sleep(0.01)


class World:
    def __init__(self, telegram: TelegramStandIn) -> None:
        self.telegram = telegram
        self.parrot = Parrot()
        self.bot = TelegramBot(TOKEN, self.parrot, draw, telegram.url)
        self.stop = asyncio.Event()
        self.ready = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    async def on_ready(self) -> None:
        self.ready.set()

    def start(self) -> asyncio.Task[None]:
        self.running = asyncio.create_task(self.bot.run(self.stop, self.on_ready))
        return self.running

    async def heard(self, number: int) -> list[Message]:
        await eventually(lambda: len(self.parrot.heard) >= number)
        return self.parrot.heard

    async def heard_only(self, number: int) -> list[Message]:
        """Say one thing more and wait for it: what had been ignored would have been heard before."""
        self.telegram.say(private("the last"))
        await eventually(lambda: any(message.text == "the last" for message in self.parrot.heard))
        heard = [message for message in self.parrot.heard if message.text != "the last"]
        assert len(heard) == number, heard
        return heard


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as server:
        yield server


@pytest.fixture
async def resting(telegram: TelegramStandIn) -> AsyncIterator[World]:
    """A bot that is not running yet."""
    world = World(telegram)
    yield world
    world.stop.set()
    world.parrot.slow.set()
    if world.running:
        with contextlib.suppress(WrongToken):
            await asyncio.wait_for(world.running, 15)


@pytest.fixture
async def world(resting: World) -> World:
    resting.start()
    await asyncio.wait_for(resting.ready.wait(), 10)
    return resting


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "_PAUSES", (0.0, 0.0))


# What is heard


async def test_a_private_message_is_answered_in_escaped_html_without_a_preview(world: World) -> None:
    world.telegram.say(private("Next Level", language="ko"))
    [answer] = await world.telegram.wait_for_sent(1)
    assert world.parrot.heard == [
        Message("Next Level", private=True, language="ko", platform="telegram", chat="77", user="77")
    ]
    assert (answer.chat, answer.text, answer.markup.bold) == (77, "R&B <Next Level", ("Next Level",))
    assert answer.params["link_preview_options"] == {"is_disabled": True}
    assert "reply_parameters" not in answer.params
    assert answer.params["disable_notification"] == "false"


async def test_a_group_gets_a_silent_quote(world: World) -> None:
    number = world.telegram.say(group("https://a.example/1", kind="supergroup"))
    [answer] = await world.telegram.wait_for_sent(1)
    assert world.parrot.heard[0].private is False
    assert answer.params["reply_parameters"]["message_id"] == number
    assert answer.params["disable_notification"] == "true"


async def test_an_answer_stays_in_the_topic_of_the_question(world: World) -> None:
    world.telegram.say(group("/chart", kind="supergroup", message_thread_id=9, is_topic_message=True))
    [answer] = await world.telegram.wait_for_sent(1)
    assert answer.params["message_thread_id"] == "9"


async def test_silence_of_the_conversation_is_silence(world: World) -> None:
    world.parrot.says["small talk"] = None
    world.telegram.say(group("small talk"))
    world.telegram.say(private("loud"))
    [answer] = await world.telegram.wait_for_sent(1)
    assert answer.text.endswith("loud")
    assert len(world.parrot.heard) == 2


async def test_links_behind_words_and_in_the_text_are_heard_in_order(world: World) -> None:
    text = "🎵 hear this and https://a.example/2"
    update = private(text)
    update["message"]["entities"].append(text_link(text, "this", "https://a.example/1"))
    world.telegram.say(update)
    [message] = await world.heard(1)
    assert message.links == ("https://a.example/1", "https://a.example/2")
    assert message.text == text


async def test_a_caption_is_read_like_a_text(world: World) -> None:
    world.telegram.say(captioned("look https://a.example/3"))
    [message] = await world.heard(1)
    assert (message.text, message.links) == ("look https://a.example/3", ("https://a.example/3",))


async def test_our_name_is_taken_off_a_command_and_other_bots_commands_are_left_alone(world: World) -> None:
    world.telegram.say(group("/chart@someone_else_bot"))
    world.telegram.say(group("/genre@Jangreu_Bot  Next Level"))
    world.telegram.say(group("/start"))
    heard = await world.heard_only(2)
    assert [message.text for message in heard] == ["/genre  Next Level", "/start"]


async def test_a_channel_post_is_heard_only_if_it_is_a_command(world: World) -> None:
    world.telegram.say(channel_post("good morning https://a.example/4"))
    world.telegram.say(channel_post("/chart"))
    [message] = await world.heard_only(1)
    assert (message.text, message.private, message.chat, message.user) == ("/chart", False, "-1001", "-1001")
    answers = await world.telegram.wait_for_sent(2)
    assert any(answer.chat == -1001 and "reply_parameters" not in answer.params for answer in answers)


@pytest.mark.parametrize(
    "update",
    [
        edited(private("edited")),
        private("from myself") | {"message": {**private("x")["message"], "from": BOT_USER}},
        private("mine, forwarded", **forwarded_from_user(BOT_USER)),
        private("mine, inline", via_bot=BOT_USER),
        group("from a bot", **{"from": {**BOT_USER, "id": 5, "username": "other_bot"}}),
        private(" "),
        captioned(""),
    ],
    ids=lambda update: str(next(iter(update.values())).get("text", "empty caption")),
)
async def test_its_own_words_edits_bots_and_nothing_at_all_are_ignored(
    world: World, update: dict[str, Any]
) -> None:
    world.telegram.say(update)
    await world.heard_only(0)


async def test_what_somebody_else_said_may_be_forwarded(world: World) -> None:
    world.telegram.say(private("theirs", **forwarded_from_user(person(number=5))))
    [message] = await world.heard_only(1)
    assert message.text == "theirs"


async def test_its_own_channel_post_comes_back_from_the_linked_group_and_is_ignored(world: World) -> None:
    delivery = await world.bot.deliver("@charts", Reply((Span("digest https://a.example/5"),)))
    world.telegram.say(
        group("digest https://a.example/5", **forwarded_from_channel(-1001, int(delivery.message)))
    )
    world.telegram.say(group("theirs", **forwarded_from_channel(-1001, 3)))
    [message] = await world.heard_only(1)
    assert message.text == "theirs"


async def test_only_the_updates_that_are_read_are_asked_for(world: World) -> None:
    await world.telegram.wait_for_calls("getUpdates")
    params = next(params for name, params in world.telegram.calls if name == "getUpdates")
    assert params["allowed_updates"] == ["message", "channel_post", "callback_query", "my_chat_member"]


# What is said


async def test_a_picture_whose_text_fits_is_one_photo_with_a_caption(world: World) -> None:
    world.parrot.says["/chart"] = Reply((Span("x" * 1024, bold=True),), CHART)
    world.telegram.say(private("/chart"))
    world.telegram.say(private("after"))
    answers = await world.telegram.wait_for_sent(2)
    photo = next(answer for answer in answers if answer.photo)
    assert (photo.photo, photo.text) == (PNG + b"title", "x" * 1024)


async def test_a_long_text_follows_its_picture_and_is_split_at_line_ends(world: World) -> None:
    lines = [f"{number} <&> {'가' * 200}" for number in range(40)]
    world.parrot.says["/chart"] = Reply((Span("\n".join(lines), bold=True),), CHART)
    number = world.telegram.say(group("/chart"))
    photo, first, *rest = await world.telegram.wait_for_sent(4)
    assert photo.text == ""
    assert photo.params["reply_parameters"]["message_id"] == number
    assert all("reply_parameters" not in part.params for part in (first, *rest))
    assert "\n".join(part.text for part in (first, *rest)).split("\n") == lines


async def test_a_picture_that_cannot_be_drawn_or_taken_costs_only_the_picture(world: World) -> None:
    world.parrot.says["a"] = Reply((Span("undrawn"),), BarChart("cannot", "", (), "", ""))
    world.parrot.says["b"] = Reply((Span("not taken"),), CHART)
    world.telegram.fail("sendPhoto", standin.refused(400, "Bad Request: not enough rights to send photos"))
    world.telegram.say(private("a"))
    world.telegram.say(private("b"))
    answers = await world.telegram.wait_for_sent(2)
    assert {(answer.text, answer.photo) for answer in answers} == {("undrawn", None), ("not taken", None)}


async def test_commands_are_registered_in_both_languages_english_for_everybody_else(world: World) -> None:
    await world.telegram.wait_for_calls("setMyCommands", 3)
    await world.telegram.wait_until(lambda: len(world.telegram.commands) == 3)
    described = {language: found[0]["description"] for language, found in world.telegram.commands.items()}
    assert described == {"": "the chart, en", "ko": "the chart, ko", "en": "the chart, en"}


async def test_commands_that_are_not_taken_do_not_stop_the_bot(resting: World) -> None:
    resting.telegram.fail("setMyCommands", standin.INTERNAL)
    resting.start()
    resting.telegram.say(private("hello"))
    await resting.telegram.wait_for_sent(1)


async def test_typing_is_shown_and_repeated_while_an_answer_is_made_and_others_need_not_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "TYPING_EVERY", 0.01)
    world.telegram.fail("sendChatAction", standin.INTERNAL)
    world.telegram.say(group("slow", chat=-1))
    world.telegram.say(private("quick", chat=2))
    [quick] = await world.telegram.wait_for_sent(1)
    assert (quick.chat, world.telegram.count("sendChatAction")) == (2, 0)
    await world.telegram.wait_for_calls("sendChatAction", 25)  # more than a group's messages in a minute
    assert all(
        (params["chat_id"], params["action"]) == ("-1", "typing")
        for name, params in world.telegram.calls
        if name == "sendChatAction"
    )
    world.parrot.slow.set()
    await world.telegram.wait_for_sent(2)
    shown = world.telegram.count("sendChatAction")
    await asyncio.sleep(0.2)
    assert world.telegram.count("sendChatAction") == shown


async def test_a_bug_is_logged_without_peoples_words_and_excused_in_their_language(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.telegram.say(private("bug", language="ko"))
    [answer] = await world.telegram.wait_for_sent(1)
    assert answer.text == "미안"
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "(private)" in record.getMessage()
    assert "ValueError" in caplog.text
    assert "bug" not in record.getMessage()


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("fault", [standin.INTERNAL, standin.flood(1)], ids=["500", "429"])
async def test_an_answer_that_was_not_taken_is_sent_again(world: World, fault: standin.Fault) -> None:
    world.telegram.fail("sendMessage", fault)
    world.telegram.say(private("hello"))
    await world.telegram.wait_for_sent(1)
    assert world.telegram.count("sendMessage") == 2


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "fault",
    [standin.KICKED, standin.BAD_GATEWAY, standin.ACCEPTED_BUT_DROPPED],
    ids=["403", "502", "dropped"],
)
async def test_an_answer_that_is_not_wanted_or_may_have_arrived_is_not_sent_again(
    world: World, fault: standin.Fault, caplog: pytest.LogCaptureFixture
) -> None:
    world.telegram.fail("sendMessage", fault)
    world.telegram.say(private("first"))
    await world.telegram.wait_for_calls("sendMessage")
    world.telegram.say(private("second"))
    await world.telegram.wait_for_sent(1 + fault.accepted)
    assert world.telegram.count("sendMessage") == 2
    assert any("the answer was not sent" in record.getMessage() for record in caplog.records)


async def test_an_answer_follows_its_group_into_the_supergroup(world: World) -> None:
    world.telegram.migrated[-500] = -100500
    world.telegram.say(group("/chart"))
    [answer] = await world.telegram.wait_for_sent(1)
    assert answer.chat == -100500


# Delivery


async def test_a_delivery_is_one_silent_message_and_tells_its_number(world: World) -> None:
    long = Reply((Span("\n".join(["line <&>"] * 2000)),))
    delivery = await world.bot.deliver("-1001", long)
    [post] = world.telegram.sent
    assert delivery == Delivery(str(post.message_id), "-1001")
    assert post.params["disable_notification"] == "true"
    assert post.text.endswith("line <&>\n…")


async def test_a_delivered_picture_has_the_text_that_fits_as_its_caption(world: World) -> None:
    await world.bot.deliver("@charts", Reply((Span("\n".join(["a line"] * 300)),), CHART))
    [post] = world.telegram.sent
    assert post.photo == PNG + b"title"
    assert post.text.endswith("a line\n…")


async def test_a_delivered_picture_that_is_refused_leaves_the_text(world: World) -> None:
    world.telegram.fail("sendPhoto", standin.refused(400, "Bad Request: not enough rights to send photos"))
    await world.bot.deliver("-5", Reply((Span("text"),), CHART))
    [post] = world.telegram.sent
    assert (post.text, post.photo) == ("text", None)


async def test_a_delivery_follows_a_migrated_group_once(world: World) -> None:
    world.telegram.migrated[-5] = -1005
    delivery = await world.bot.deliver("-5", Reply((Span("text"),)))
    assert (world.telegram.sent[0].chat, delivery.chat) == (-1005, "-1005")
    world.telegram.migrated[-1005] = -6
    with pytest.raises(NotDelivered):
        await world.bot.deliver("-5", Reply((Span("text"),)))


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (standin.KICKED, ChatGone),
        (standin.refused(403, "Forbidden: bot was blocked by the user"), ChatGone),
        (standin.refused(400, "Bad Request: chat not found"), ChatGone),
        (standin.refused(400, "Bad Request: need administrator rights in the channel chat"), NotDelivered),
        (standin.flood(3600), NotDelivered),
        (standin.INTERNAL, NotDelivered),
        (standin.refused(502, "Bad Gateway"), NotDelivered),
        (standin.UNAUTHORIZED, NotDelivered),
        (standin.Fault(403, b"<html>Forbidden by the proxy</html>"), NotDelivered),
        (standin.BAD_GATEWAY, DeliveryUnknown),
        (standin.Fault(502, b'{"message": "a proxy"}'), DeliveryUnknown),
        (standin.Fault(200, b"<html>hello</html>"), DeliveryUnknown),
        (standin.Fault(200, b'{"ok": true, "result": true}'), DeliveryUnknown),
        (standin.Fault(200, b'{"ok": true, "result": {}}'), DeliveryUnknown),
        (standin.HALF_A_BODY, DeliveryUnknown),
        (standin.ACCEPTED_BUT_DROPPED, DeliveryUnknown),
    ],
    ids=lambda value: f"{value.status} {value.body[:90]!r}" if isinstance(value, standin.Fault) else "",
)
async def test_a_failed_delivery_tells_whether_it_may_be_repeated(
    world: World, fault: standin.Fault, outcome: type[Exception]
) -> None:
    world.telegram.fail("sendMessage", fault)
    with pytest.raises(outcome) as problem:
        await world.bot.deliver("-1001", Reply((Span("digest"),)))
    assert world.telegram.count("sendMessage") == 1
    assert SECRET not in str(problem.value)


async def test_a_delivery_goes_to_its_topic(world: World) -> None:
    await world.bot.deliver("-1005", Reply((Span("text"),)), "9")
    assert world.telegram.sent[0].params["message_thread_id"] == "9"


async def test_a_longer_flood_limit_is_told_to_whoever_delivers(world: World) -> None:
    world.telegram.fail("sendMessage", standin.flood(20))
    with pytest.raises(NotDelivered) as problem:
        await world.bot.deliver("-1001", Reply((Span("digest"),)))
    assert problem.value.retry_after == 20


async def test_a_short_flood_limit_is_sat_out(world: World) -> None:
    world.telegram.fail("sendMessage", standin.flood(1))
    await world.bot.deliver("-1001", Reply((Span("digest"),)))
    assert len(world.telegram.sent) == 1


async def test_a_delivery_that_finds_no_server_was_not_made(resting: World) -> None:
    await resting.telegram.go_down()
    with pytest.raises(NotDelivered):
        await resting.bot.deliver("-1001", Reply((Span("digest"),)))


async def test_a_delivery_whose_answer_does_not_come_in_time_is_unknown(telegram: TelegramStandIn) -> None:
    bot = TelegramBot(TOKEN, Parrot(), draw, telegram.url)
    bot._app.bot.request._client.timeout = 0.3  # instead of twenty seconds
    telegram.fail("sendMessage", standin.slow(1))
    with pytest.raises(DeliveryUnknown):
        await bot.deliver("-1001", Reply((Span("digest"),)))


# The connection


async def test_a_wrong_token_ends_it_with_a_sentence_that_names_the_setting(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "123456:not-the-secret_of_this_bot"
    bot = TelegramBot(wrong, Parrot(), draw, telegram.url)
    with pytest.raises(WrongToken, match="TELEGRAM_BOT_TOKEN") as problem:
        await bot.run(asyncio.Event())
    assert "not-the-secret" not in str(problem.value) + caplog.text
    assert problem.value.__suppress_context__


@pytest.mark.parametrize("token", ["", "secret", "12:sec ret", "12:비밀", "12:a/b\n"])
def test_what_cannot_be_a_token_is_refused_before_anything_is_sent(token: str) -> None:
    with pytest.raises(WrongToken, match="TELEGRAM_BOT_TOKEN"):
        TelegramBot(token, Parrot(), draw)


async def test_a_token_that_is_revoked_later_ends_it_too(resting: World) -> None:
    running = resting.start()
    await asyncio.wait_for(resting.ready.wait(), 10)
    resting.telegram.fail("getUpdates", standin.UNAUTHORIZED, standin.UNAUTHORIZED)
    resting.telegram.say(private("wake the poll"))
    with pytest.raises(WrongToken):
        await asyncio.wait_for(running, 10)


async def test_it_keeps_trying_where_telegram_is_out_of_reach_at_the_start(
    resting: World, caplog: pytest.LogCaptureFixture
) -> None:
    await resting.telegram.go_down()
    resting.start()
    await eventually(lambda: "cannot be reached" in caplog.text)
    assert not resting.ready.is_set()
    await resting.telegram.come_back()
    await asyncio.wait_for(resting.ready.wait(), 10)


async def test_it_can_be_stopped_while_telegram_is_out_of_reach(resting: World) -> None:
    await resting.telegram.go_down()
    running = resting.start()
    await asyncio.sleep(0.1)
    resting.stop.set()
    await asyncio.wait_for(running, 5)


async def test_a_broken_poll_is_told_in_one_line_and_nothing_is_lost(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.telegram.fail("getUpdates", standin.BAD_GATEWAY, standin.CONFLICT)
    world.telegram.say(private("one"))
    await world.telegram.wait_for_sent(1)
    world.telegram.say(private("two"))
    await world.telegram.wait_for_sent(2, seconds=20)
    assert "another program is polling" in caplog.text
    assert "Traceback" not in caplog.text
    assert [message.text for message in world.parrot.heard] == ["one", "two"]


async def test_stopping_lets_a_running_answer_end_and_forgets_no_update(world: World) -> None:
    world.telegram.say(private("slow"))
    await world.heard(1)
    world.stop.set()
    asyncio.get_running_loop().call_later(0.2, world.parrot.slow.set)
    assert world.running
    await asyncio.wait_for(world.running, 10)
    assert [answer.text for answer in world.telegram.sent] == ["R&B <slow"]
    assert world.telegram.updates == []


async def test_whoever_sends_on_his_own_may_end_it_before_the_connection_closes(
    telegram: TelegramStandIn,
) -> None:
    bot = TelegramBot(TOKEN, Parrot(), draw, telegram.url)
    stop = asyncio.Event()

    async def deliver_the_last() -> None:
        await bot.deliver("-1001", Reply((Span("the last"),)))

    async def ready() -> None:
        stop.set()

    await asyncio.wait_for(bot.run(stop, ready, deliver_the_last), 15)
    assert [post.text for post in telegram.sent] == ["the last"]


async def test_the_token_is_never_in_a_log(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(telegram)
    running = world.start()
    await asyncio.wait_for(world.ready.wait(), 10)
    telegram.fail("sendMessage", standin.BAD_GATEWAY)
    telegram.say(private("bug"))
    await telegram.wait_for_calls("sendMessage")
    problem = RuntimeError(f"{telegram.url}/bot{TOKEN}/getMe")
    logging.getLogger("anybody").error("refused: %s", TOKEN, exc_info=problem)
    world.stop.set()
    await asyncio.wait_for(running, 10)
    assert not [record for record in caplog.records if record.name.startswith("http")]
    assert "refused: 123456:***" in caplog.text
    assert "/bot123456:***/getMe" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in repr([vars(record) for record in caplog.records])
