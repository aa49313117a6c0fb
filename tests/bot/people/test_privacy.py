"""What is kept, and that it can be seen and deleted."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.messages.message import Message
from bot.songs.known_songs import KnownSongs
from storage.errors import StorageError
from storage.people_records import PeopleRecords
from storage.places import Chat
from tests.bot.conftest import StartedBot
from tests.bot.town import MIN, SEO, Platform, Town

GROUP = "-500"
SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"
LONG = "7712345678901"
"""A person whose number stands nowhere by chance."""


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("jangreu.db"))


async def test_what_is_kept_is_said_with_buttons_to_see_and_delete_it(town: Town) -> None:
    reply = await town.reply("/privacy")
    assert reply is not None
    assert "when, in which chat, by whom, and its genre" in reply.plain()
    assert "for 2 years at most" in reply.plain()
    assert [choice.says for choice in reply.choices] == ["/mydata", "/forget"]
    elsewhere = await town.reply("/privacy", SEO, GROUP)
    assert elsewhere is not None
    assert "the history of this chat is off" in elsewhere.plain()
    assert [choice.says for choice in elsewhere.choices] == ["/forgetchat"]


async def test_a_persons_data_comes_as_a_file_of_everything(town: Town) -> None:
    await town.say(SAVAGE)
    await town.say("/subscribe bugs")
    reply = await town.reply("/mydata")
    assert reply is not None
    assert reply.document is not None
    assert reply.document.name.endswith(".json")
    data = json.loads(reply.document.content)
    assert data["about"] == f"test:{MIN}"
    assert (data["history"][0]["title"], data["history"][0]["artists"]) == ("Savage", ["aespa"])
    assert data["subscriptions"][0]["chart"] == "bugs-realtime"


@pytest.mark.parametrize("command", ["/mydata", "/forget", "/forget everything"])
async def test_a_persons_data_is_for_the_person_alone(town: Town, command: str) -> None:
    await town.say(SAVAGE)
    reply = await town.reply(command, MIN, GROUP)
    assert reply is not None
    assert reply.document is None
    assert "in private" in reply.plain()
    assert "(1)" in await town.say("/history")


async def test_where_nothing_is_kept_nothing_is_asked(town: Town) -> None:
    for command, place, said in (("/forget", (), "about you"), ("/forgetchat", (MIN, GROUP), "of this chat")):
        reply = await town.reply(command, *place)
        assert reply is not None
        assert reply.plain() == f"I keep nothing {said}."
        assert reply.choices == ()


async def test_nothing_is_deleted_before_the_button_is_pressed(town: Town) -> None:
    await town.say(SAVAGE)
    question = await town.reply("/forget")
    assert question is not None
    assert "(2 entries)" in question.plain()
    assert "(1)" in await town.say("/history")
    yes, no = question.choices
    assert "What I keep" in await town.say(no.says)
    assert await town.say(yes.says) == "Everything is deleted."
    assert "Nothing is kept" in await town.say("/history")


async def test_what_a_person_set_up_for_a_group_stays_there_and_that_is_said_before(town: Town) -> None:
    await town.say("/subscribe", MIN, GROUP)
    await town.say("/follow aespa", MIN, GROUP)
    assert "What you set up for a group or a channel stays there" in await town.say("/forget")
    await town.say("/forget everything")
    assert "Followed here: aespa" in await town.say("/follows", MIN, GROUP)
    assert [(each.terms.chat.id, each.owner) for each in town.all] == [(GROUP, None)] * 2
    assert "keep nothing about you" in await town.say("/forget")


async def test_a_forgotten_person_is_in_the_database_file_no_more(
    started: StartedBot, tmp_path: Path
) -> None:
    async with started(chats=Platform()) as chat:
        town = Town(chat.application, Platform())
        await town.say("/settings history on", MIN, GROUP)
        for where in (None, GROUP):
            for _ in range(40):
                await town.say(SAVAGE, LONG, where)
        await town.say("/subscribe bugs", LONG)
        await town.say("/settings short on", LONG)
        await town.say("/history", LONG)
        assert LONG.encode() in on_disk(tmp_path)
        assert "Everything is deleted" in await town.say("/forget everything", LONG)
        assert LONG.encode() not in on_disk(tmp_path)


async def test_an_answer_that_is_being_made_for_who_is_forgotten_meanwhile_is_not_kept(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, forgotten, note = asyncio.Event(), asyncio.Event(), KnownSongs.note

    async def late(known: KnownSongs, message: Message, *arguments: str) -> None:
        if message.chat == Chat("test", GROUP) and not forgotten.is_set():
            reached.set()
            await forgotten.wait()
        await note(known, message, *arguments)

    monkeypatch.setattr(KnownSongs, "note", late)
    async with started(chats=Platform()) as chat:
        town = Town(chat.application, Platform())
        await town.say("/settings history on", MIN, GROUP)
        answers = [asyncio.create_task(town.say(SAVAGE, user, GROUP)) for user in (LONG, SEO)]
        await reached.wait()
        assert "Everything is deleted" in await town.say("/forget everything", LONG)
        forgotten.set()
        await asyncio.gather(*answers)
        assert "(1)" in await town.say("/history", MIN, GROUP), "the other person's is kept"
        await town.say(SAVAGE, LONG, GROUP)
        assert "(2)" in await town.say("/history", MIN, GROUP), "what is asked for afterwards is kept"


async def test_who_wants_no_history_still_wants_none_after_everything_is_deleted(town: Town) -> None:
    await town.say("/settings history off")
    await town.say("/forget everything")
    await town.say(SAVAGE)
    assert "History: off" in await town.say("/settings")
    reply = await town.reply("/forget everything")
    assert reply is not None
    assert reply.choices == ()


async def test_a_private_chat_is_its_persons(town: Town) -> None:
    await town.say(SAVAGE)
    question = await town.reply("/forgetchat")
    assert question is not None
    assert [choice.says for choice in question.choices] == ["/forget everything", "/privacy"]
    assert await town.say("/forgetchat everything") == "Everything is deleted."


async def test_a_chat_is_deleted_by_its_administrators_only(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE, SEO, GROUP)
    assert "Only administrators" in await town.say("/forgetchat everything", SEO, GROUP)
    assert "entries)?" in await town.say("/forgetchat", MIN, GROUP)
    assert "(1)" in await town.say("/history", SEO, GROUP)
    assert "Everything is deleted" in await town.say("/forgetchat everything", MIN, GROUP)
    assert "are not kept" in await town.say("/history", SEO, GROUP)


async def test_what_was_not_deleted_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(PeopleRecords, "forget", full)
    reply = await town.reply("/forget everything")
    assert reply is not None
    assert reply.refusal
    assert "My memory does not work" in reply.plain()


async def test_a_group_takes_everything_with_it_to_its_new_number(town: Town) -> None:
    await town.say("/settings history on", MIN, GROUP)
    await town.say(SAVAGE, SEO, GROUP)
    await town.conversation.moved(Chat("test", GROUP), Chat("test", "-100500"))
    assert "are not kept" in await town.say("/history", SEO, GROUP)
    assert "(1)" in await town.say("/history", SEO, "-100500")
