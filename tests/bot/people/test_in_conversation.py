"""Floods and blocks as the whole bot answers them, on a known song and on unknown ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from bot.messages.message import Message
from bot.songs.answers import SongAnswers
from storage.places import Chat, Person
from tests.bot.conftest import Chat as Talk
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id, invented_track

MIN, SEO = Person("test", "77"), Person("test", "78")
GROUP, ROOM = Chat("test", "-500"), Chat("test", "-501")
TOO_MANY = "That was a lot at once."
KNOWN = f"spotify:track:{invented_id(1)}"


@pytest.fixture(autouse=True)
def _few_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSAGES_PER_MINUTE", "1")  # ten in a row


async def said(talk: Talk, text: str, chat: Chat, user: Person, *, private: bool = False) -> str | None:
    message = Message(text, (), private, "en", "test", chat=chat, user=user)
    reply = await talk.conversation.answer(message, _unheard)
    return reply and reply.plain()


async def _unheard(_line: str) -> None:
    pass


async def test_a_flood_in_one_chat_is_told_once_and_costs_other_chats_nothing(started: StartedBot) -> None:
    async with started() as talk:
        answers = [await said(talk, "/help", GROUP, MIN) for _ in range(40)]
        assert [bool(answer) for answer in answers] == [True] * 11 + [False] * 29
        assert [(answer or "").startswith(TOO_MANY) for answer in answers[9:12]] == [False, True, False]
        assert await said(talk, "/help", ROOM, SEO)
        told = [await said(talk, "/help", ROOM, MIN) for _ in range(3)]
        assert [(answer or "").startswith(TOO_MANY) for answer in told] == [True, False, False], (
            "in that chat"
        )


async def test_a_flood_of_typing_gets_no_suggestions_and_others_get_theirs(started: StartedBot) -> None:
    async with started() as talk:
        typed = Message(KNOWN, private=False, platform="test", chat=GROUP, user=MIN)
        await said(talk, KNOWN, GROUP, SEO)
        while await talk.conversation.suggestions(typed):
            pass
        assert await said(talk, "/help", GROUP, MIN), "typing costs no answers"
        assert await talk.conversation.suggestions(replace(typed, user=SEO))


async def test_talk_that_is_not_for_the_bot_costs_nothing(started: StartedBot) -> None:
    async with started() as talk:
        for _ in range(50):
            assert await said(talk, "what a song", GROUP, MIN) is None
        assert await said(talk, "/help", GROUP, MIN)


async def test_what_ends_in_a_bug_costs_like_an_answer(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_fields: object) -> None:
        raise ZeroDivisionError

    async with started() as talk:
        monkeypatch.setattr("bot.talk.help.help_lines", fail)
        for _ in range(10):
            with pytest.raises(ZeroDivisionError):
                await said(talk, "/help", GROUP, MIN)
        assert (await said(talk, "/help", GROUP, MIN) or "").startswith(TOO_MANY)


async def test_unknown_songs_cost_more_than_known_ones(started: StartedBot) -> None:
    async with started() as talk:
        new = [await said(talk, f"spotify:track:{invented_id(n)}", GROUP, MIN) for n in range(1, 20)]
        assert Counter(bool(answer) for answer in new) == {True: 5 + 1, False: 13}
        assert new[4] is not None
        assert new[4].startswith(invented_track(5).title)
        known = [await said(talk, KNOWN, ROOM, SEO) for _ in range(12)]
        assert Counter(bool(answer) for answer in known) == {True: 10 + 1, False: 1}


async def test_what_will_be_refused_is_not_asked_for_before(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected: list[Message] = []

    async def expect(_answers: SongAnswers, messages: Sequence[Message]) -> None:
        expected.extend(messages)

    monkeypatch.setattr(SongAnswers, "expect", expect)
    refused, welcome = (Message(KNOWN, chat=chat, user=user) for chat, user in ((GROUP, MIN), (ROOM, SEO)))
    async with started() as talk:
        for _ in range(10):
            await said(talk, "/help", GROUP, MIN)
        await talk.conversation.expect([refused, welcome])
    assert expected == [welcome]


async def test_a_restart_gives_nothing_back(started: StartedBot) -> None:
    async with started() as talk:
        for _ in range(10):
            await said(talk, "/help", GROUP, MIN)
    async with started() as talk:
        assert (await said(talk, "/help", GROUP, MIN) or "").startswith(TOO_MANY)
        assert await said(talk, "/help", ROOM, SEO)


async def test_a_known_link_of_a_chat_takes_no_trip_to_the_database_more(started: StartedBot) -> None:
    begun: list[object] = []

    def note(connection: object) -> None:
        begun.append(connection)

    async with started() as talk:
        await said(talk, KNOWN, GROUP, MIN)
        event.listen(Engine, "begin", note)
        try:
            assert await said(talk, KNOWN, GROUP, MIN)
        finally:
            event.remove(Engine, "begin", note)
    assert len(begun) == 1
