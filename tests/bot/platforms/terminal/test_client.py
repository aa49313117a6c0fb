from __future__ import annotations

import asyncio

from bot.messages.reply import Reply, Span
from bot.platforms.terminal import HERE, PERSON, TerminalClient


async def test_a_delivery_is_made_once_it_is_printed() -> None:
    client = TerminalClient()
    delivering = asyncio.create_task(client.deliver(PERSON, Reply((Span("news"),))))
    post = await client.posts.get()
    assert not delivering.done()
    post.printed.set()
    assert (await delivering).chat == HERE
    assert post.reply.plain() == "news"


async def test_its_one_person_may_do_everything_in_its_one_chat() -> None:
    chats = TerminalClient().chats
    assert (await chats.find("1"), await chats.find("@kpop")) == (HERE, None)
    assert await chats.administers(HERE, PERSON)
    assert await chats.subscribes(HERE, PERSON)
    assert await chats.may_post(HERE)
    assert (await chats.called(HERE), await chats.member_name(HERE, PERSON)) == (None, None)
