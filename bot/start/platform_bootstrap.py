"""Builds the bots of the chat platforms that have a token, or the terminal's, and the digests they post."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Final

from bot.answering.sharing import Sharing
from bot.digests.batch import PostingServices
from bot.digests.digest_chat import DigestChat
from bot.digests.poster import DigestPoster
from bot.digests.reports import DigestReports
from bot.digests.runner import DigestRunner
from bot.language.words import words_for
from bot.messages.chat_platform import Chats, Deliver, by_platform
from bot.messages.reply import Reply, Span
from bot.operation.alarms import AlarmedAdministrator
from bot.operation.announcing import Announcer
from bot.operation.hourly_summary import HourlySummary
from bot.operation.state import StateReader
from bot.operation.upkeep import Upkeep
from bot.platforms import terminal
from bot.start.bootstrap import Application, build, database
from bot.start.clients import DISCORD, Refused, connected_platforms, import_drawing
from bot.start.serving import PlatformBot, Served
from bot.start.settings import Settings
from bot.start.sole_bot import SoleBot
from storage.alarms import Alarms
from storage.announcements import Announcements
from storage.database import Engine

_AT_HOME: Final = {"admin_chat": terminal.HERE, "messages_per_minute": 1e9}
"""In the terminal there is one person, the administrator, who floods no one."""


def build_platforms(settings: Settings) -> Served:
    """Build the bots and what they post; raises CannotRun where none can run, and StorageError.

    A bot that cannot run is one that says so when it is run.
    """
    if not settings.chats_somewhere:
        settings = settings.model_copy(update=_AT_HOME)
    engine = database(settings)
    sharing = _shared(engine)
    connected, refused = connected_platforms(settings, engine, sharing)
    chats: dict[str, Chats] = {name: client.chats for name, (client, _) in connected.items()}
    delivers: dict[str, Deliver] = {name: client.deliver for name, (client, _) in connected.items()}
    built = build(settings, chats, engine, sharing=sharing)
    runner = DigestRunner(
        _poster(settings, built, delivers), _digest_chat(settings), built.subscriptions, chats
    )
    others = (
        Upkeep(built.engine, settings.kept, built.records.erase),
        HourlySummary(built.engine),
        *_operation(settings, built, delivers),
    )

    async def start() -> None:
        for each in others:
            each.start()
        await runner.start()
        if settings.chats_somewhere:
            asyncio.get_running_loop().run_in_executor(None, import_drawing)

    async def stop() -> None:
        await runner.stop()
        for each in others:
            await each.stop()

    bots = {name: make(built.conversation) for name, (_, make) in connected.items()}
    if DISCORD in bots and engine.dialect.name == "postgresql":
        bots[DISCORD] = _in_one_process(bots[DISCORD], engine, delivers)
    failed = {name: Refused(problem) for name, problem in refused.items()}
    return Served(
        {**bots, **failed},
        start,
        stop,
        lambda name: delivers.pop(name, None),
        partial(_close, built, sharing),
        beside=lambda: _status_server(settings, built.states),
        answering=built.states.platforms,
    )


def _status_server(settings: Settings, states: StateReader) -> AbstractAsyncContextManager[object]:
    if settings.status_port is None:
        return nullcontext()
    from bot.operation.status_server import status_server  # noqa: PLC0415 - a web server, which few need

    return status_server(settings.status_host, settings.status_port, states)


def _shared(engine: Engine) -> Sharing | None:
    """Appear among the processes on the database, where it may have several."""
    if engine.dialect.name != "postgresql":
        return None
    from storage.shared_locks import SharedLocks  # noqa: PLC0415 - needs PostgreSQL's library
    from storage.workers import Workers  # noqa: PLC0415 - the same

    workers = Workers(engine)
    workers.begin()
    return Sharing(workers, SharedLocks(engine), engine)


async def _close(built: Application, sharing: Sharing | None) -> None:
    if sharing:
        await asyncio.to_thread(sharing.close)
    await built.close()


def _in_one_process(bot: PlatformBot, engine: Engine, delivers: dict[str, Deliver]) -> PlatformBot:
    """Let Discord's bot run, and what is posted there be sent, in one of the processes on a database."""
    from storage.sole_process import SoleProcess  # noqa: PLC0415 - needs PostgreSQL's library

    deliver = delivers.pop(DISCORD)
    return SoleBot(bot, SoleProcess(engine, DISCORD), partial(delivers.__setitem__, DISCORD, deliver))


def _operation(
    settings: Settings, built: Application, platforms: Mapping[str, Deliver]
) -> tuple[AlarmedAdministrator | Announcer, ...]:
    deliver, language = by_platform(platforms), settings.bot_language

    async def tell(reply: Reply) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, reply)

    alarmed = AlarmedAdministrator(built.states, Alarms(built.engine), tell, words_for(None, language))
    announcements = Announcements(built.engine)
    announcer = Announcer(announcements, built.chat_settings, deliver, built.records.move, tell, language)
    built.announcing.when_begun(announcer.send_soon)
    # Who chats in the terminal sees at once what fails.
    return (alarmed, announcer) if settings.chats_somewhere else (announcer,)


def _poster(settings: Settings, built: Application, platforms: Mapping[str, Deliver]) -> DigestPoster:
    deliver = by_platform(platforms)

    async def report(sentence: str) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, Reply((Span(sentence),)))

    return DigestPoster(
        PostingServices(
            built.digests,
            built.subscriptions,
            built.conversation.digest,
            platforms.keys(),
            deliver,
            built.records.move,
            DigestReports(built.digests, Alarms(built.engine), report, deliver, settings.bot_language),
            settings.bot_language,
            alerts=built.alerts.made,
        )
    )


def _digest_chat(settings: Settings) -> DigestChat | None:
    if settings.digest_chat is None:
        return None
    return DigestChat(
        settings.digest_chat, settings.digest_time, settings.digest_timezone.key, settings.digest_language
    )
