"""Kill -9 around the send of a digest to Discord, and what Discord answers to one."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digests.batch import PostingLimits
from bot.platforms.discord import DiscordClient, connection
from storage.database import open_database
from storage.places import Chat
from tests.bot.digests.posting_setup import NINE, REPLY, PostingSetup, terms
from tests.bot.digests.test_kills import REPORTED, RETRIED, SENT, STEPS, poster_process
from tests.standins.discord import TOKEN, DiscordStandIn, Fault, rate_limited
from tests.standins.discord_payloads import CHANNEL, THREAD, thread
from tests.standins.discord_rules import Refused

POST = f"POST channels/{CHANNEL}/messages"
HERE = Chat("discord", CHANNEL)
AROUND_THE_SEND = list(STEPS)[-6:]
"""What comes before does not depend on the platform."""


async def no_role(_server: str) -> None:
    return None


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as server:
        yield server


@pytest.fixture
async def client(discord: DiscordStandIn) -> AsyncIterator[DiscordClient]:
    client = DiscordClient(TOKEN, lambda _chart: b"", no_role, discord.url)
    library = await connection.log_in(TOKEN, read_messages=False)
    client.use(library)
    yield client
    await library.close()


@pytest.fixture
def setup(tmp_path: Path, client: DiscordClient) -> PostingSetup:
    setup = PostingSetup(open_database(f"sqlite:///{tmp_path / 'digests.db'}"), CHANNEL, platform="discord")
    for chat, topic in ((CHANNEL, None), ("502", THREAD)):
        setup.sending[chat] = lambda chat=chat, topic=topic: client.deliver(  # type: ignore[misc]
            Chat("discord", chat), REPLY, topic
        )
    return setup


@pytest.mark.slow
@pytest.mark.parametrize("step", AROUND_THE_SEND)
async def test_killed_at_any_step_it_is_sent_once_or_retried_or_reported(
    step: str, tmp_path: Path, discord: DiscordStandIn, client: DiscordClient
) -> None:
    database = f"sqlite:///{tmp_path / 'digests.db'}"
    engine = open_database(database)
    PostingSetup(engine, CHANNEL, platform="discord")
    if step == "during the send":  # Discord has the message, but its answer never comes
        discord.fail(POST, Fault(accepted=True, drop=True, pause=60))
    child = poster_process(database, discord.url, step, "discord", TOKEN)
    if step == "during the send":
        await discord.wait_for_sent(1)
        child.kill()
    assert await asyncio.to_thread(child.wait) == -signal.SIGKILL
    arrived = len(discord.sent)

    restarted = PostingSetup(engine, CHANNEL, platform="discord")
    restarted.sending[CHANNEL] = lambda: client.deliver(HERE, REPLY)
    for wait in (timedelta(0), PostingLimits().lease, PostingLimits().sending_lease, timedelta(hours=14)):
        await restarted.after(wait + timedelta(seconds=1))
    engine.dispose()
    reports = len(restarted.reported)
    outcome = REPORTED if reports else SENT if arrived else RETRIED
    print(f"\nkilled {step:32} posts {len(discord.sent)}  reports {reports}  {outcome}")  # noqa: T201 - the table
    assert outcome == STEPS[step]
    assert len(discord.sent) == (arrived or outcome == RETRIED), "never twice"


@pytest.mark.parametrize(
    ("fault", "sent", "reported", "told"),
    [
        (Fault(400, 50035), 1, 0, 0),
        (rate_limited(90), 1, 0, 0),
        (Fault(accepted=True, drop=True), 1, 1, 0),
        (Fault(403, 50001), 0, 0, 1),
        (Fault(404, 10003), 0, 0, 1),
    ],
    ids=["400", "429", "dropped", "missing access", "unknown channel"],
)
async def test_what_discord_answers_leads_to_one_post_or_one_word(
    setup: PostingSetup, discord: DiscordStandIn, fault: Fault, sent: int, reported: int, told: int
) -> None:
    discord.fail(POST, fault)
    await setup.at(NINE)
    for _ in range(3):
        await setup.after(timedelta(minutes=5))
    assert (len(discord.sent), len(setup.reported), len(setup.told)) == (sent, reported, told)


async def test_a_thread_that_is_archived_is_opened_and_one_that_is_locked_ends_its_subscription_alone(
    setup: PostingSetup, discord: DiscordStandIn
) -> None:
    setup.subscribe(terms("502", thread=THREAD, platform="discord"))
    discord.threads[THREAD] = thread(THREAD, "502")
    discord.threads[THREAD]["thread_metadata"]["archived"] = True
    await setup.at(NINE)
    assert sorted(post.channel for post in discord.sent) == [CHANNEL, THREAD]
    discord.threads[THREAD]["thread_metadata"] |= {"archived": True, "locked": True}
    await setup.after(timedelta(days=1))
    assert sorted(post.channel for post in discord.sent) == [CHANNEL, CHANNEL, THREAD]
    assert len(setup.told) == 1
    assert [each.terms.chat for each in setup.subscriptions.active({"discord"})] == [HERE]


async def test_a_channel_that_is_deleted_ends_its_subscription_and_no_other(
    setup: PostingSetup, discord: DiscordStandIn
) -> None:
    setup.subscribe(terms("502", thread=THREAD, platform="discord"))
    discord.threads[THREAD] = thread(THREAD, "502")
    discord.gone[CHANNEL] = Refused(404, 10003, "Unknown Channel")
    await setup.at(NINE)
    assert [post.channel for post in discord.sent] == [THREAD]
    assert [each.terms.chat.id for each in setup.subscriptions.active({"discord"})] == ["502"]
