"""Starts the bot on Telegram or in the terminal, and the digests."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

from bot.bootstrap import Parts, build
from bot.chart_menu import MELON_TOP_100
from bot.chat_platform import Chats, Deliver
from bot.digests.alarm_clock import AlarmClock
from bot.digests.due_digests import Desk
from bot.digests.posting import DigestPoster, schedule_of
from bot.digests.reports import DigestReports
from bot.errors import CannotRun, SourceUnavailable
from bot.platforms.terminal import chat
from bot.reply import Reply, Span
from bot.settings import BadSettings, Settings, load_settings, unknown_names
from storage.errors import StorageError
from storage.subscriptions import Subscriptions, Wish

_log = logging.getLogger("bot")


def main() -> int:
    """Start the bot; return the process's exit status."""
    try:
        settings = load_settings()
    except BadSettings as problem:
        return _complain(problem, 2)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for talkative in ("httpx", "httpcore", "alembic", "matplotlib", "PIL"):
        logging.getLogger(talkative).setLevel(logging.WARNING)  # httpx's INFO lines hold whole addresses
    for name in unknown_names():
        _log.warning(".env sets %s, which is no setting", name)
    try:
        _on_telegram(settings) if settings.telegram_bot_token else _in_the_terminal(settings)
    except (StorageError, CannotRun) as problem:
        return _complain(problem, 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the replies has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
    return 0


def _complain(problem: Exception, status: int) -> int:
    sys.stderr.write(f"{problem}\n")
    return status


def _in_the_terminal(settings: Settings) -> None:
    if sys.stdin is None:  # closed by whoever started this: nothing will ever be typed
        return
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Korean also where the locale is C
    if settings.digest_chat:
        _log.warning("DIGEST_CHAT is set, but without TELEGRAM_BOT_TOKEN nobody posts a digest")
    with asyncio.Runner() as runner:
        opened = build(settings)
        try:
            chat(opened.conversation, runner, sys.stdin, sys.stdout)
        finally:
            runner.run(opened.close())


def _on_telegram(settings: Settings) -> None:
    # Matplotlib and Telegram's library take a third of a second to import; the terminal needs neither.
    from bot.pictures import draw  # noqa: PLC0415
    from bot.platforms.telegram import TelegramBot  # noqa: PLC0415

    async def serve(token: str) -> None:
        opened = build(settings)
        try:
            bot = TelegramBot(token, opened.conversation, draw, settings.telegram_api_url)
            opened.conversation.reach(bot.chats)
            poster = _digest_poster(settings, opened, bot.deliver)
            alarm_clock = AlarmClock(poster.begin)
            stop = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)

            async def start_posting() -> None:
                await adopt_digest_chat(settings, opened.subscriptions, bot.chats)
                alarm_clock.start()

            async def stop_posting() -> None:
                await alarm_clock.stop()
                await poster.stop()

            await bot.run(stop, start_posting, stop_posting)
        finally:
            await opened.close()

    if settings.telegram_bot_token:
        asyncio.run(serve(settings.telegram_bot_token.get_secret_value()))


async def adopt_digest_chat(settings: Settings, subscriptions: Subscriptions, chats: Chats) -> None:
    """Make DIGEST_CHAT one more subscription, by its number where Telegram tells it.

    A new one counts from the period that we are in, so that who has just set it up sees that it works.
    """
    setting = settings.digest_chat
    if setting is None:
        await asyncio.to_thread(subscriptions.disown)
        return
    known = await asyncio.to_thread(subscriptions.of_setting, setting)
    try:
        number = await chats.find(setting)
    except SourceUnavailable:
        number = None
    chat = number or (known.wish.chat if known else setting)
    wish = Wish(chat, MELON_TOP_100, settings.digest_time, settings.digest_timezone.key)
    period = schedule_of(wish).period(datetime.now(UTC))
    counts_from = datetime.now(UTC) if period is None else period.due - timedelta(seconds=1)
    await asyncio.to_thread(subscriptions.adopt, setting, wish, settings.digest_language, counts_from)


def _digest_poster(settings: Settings, opened: Parts, deliver: Deliver) -> DigestPoster:
    async def report(sentence: str) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, Reply((Span(sentence),)))

    reports = DigestReports(opened.digests, report, deliver, settings.bot_language)
    return DigestPoster(
        Desk(
            opened.digests,
            opened.subscriptions,
            opened.conversation.digest,
            deliver,
            reports,
            settings.bot_language,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
