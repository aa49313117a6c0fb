"""Runs the bot on its chat platforms or in the terminal, and the digests."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import os
import signal
import sys
from threading import Thread

from bot.errors import CannotRun
from bot.start.serving import Served, serve
from bot.start.settings import BadSettings, Settings, load_settings, unknown_names
from bot.telemetry.error_reports import report_errors
from bot.telemetry.logs import set_up_logs
from storage.errors import StorageError

_log = logging.getLogger("bot")

_NEW_OBJECTS = 10_000
"""So many come between two searches of the garbage collector: an answer makes thousands that live briefly."""


def run() -> int:
    """Run the bot; return the process's exit status."""
    try:
        settings = load_settings()
    except BadSettings as problem:
        return _complain(problem, 2)
    _set_up_logging(settings)
    _warn_of(settings)
    try:
        if settings.sentry_dsn:
            report_errors(settings.sentry_dsn.get_secret_value())
        if settings.chats_somewhere:
            asyncio.run(_serve(settings))
        else:
            _chat_in_the_terminal(settings)
    except (StorageError, CannotRun) as problem:
        return _complain(problem, 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the program that read the replies has ended
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
    return 0


def _set_up_logging(settings: Settings) -> None:
    set_up_logs(settings.log_level, settings.log_format)
    if not settings.chats_somewhere and "log_level" not in settings.model_fields_set:
        logging.getLogger().setLevel(logging.WARNING)  # in the terminal the log stands between the answers
        logging.getLogger("bot.sources").setLevel(logging.ERROR)  # the answer says which service fails


def _warn_of(settings: Settings) -> None:
    for name in unknown_names():
        _log.warning(".env sets %s, which is no setting", name)
    for name in settings.chats_out_of_reach:
        _log.warning("%s is set, but without a token of its platform nothing is posted there", name)


def _complain(problem: Exception, status: int) -> int:
    sys.stderr.write(f"{problem}\n")
    return status


def _chat_in_the_terminal(settings: Settings) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # Korean also where the locale is C
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    served = await asyncio.to_thread(_built, settings)
    _collect_garbage()
    try:
        await serve(served, stop)
    finally:
        await served.close()


def _built(settings: Settings) -> Served:
    """Import and build the bots; raises CannotRun and StorageError.

    OpenSSL takes long to read the certificate authorities, once for each of the HTTP libraries, but lets
    Python go on meanwhile.
    """
    if settings.chats_somewhere:
        Thread(target=_import_aiohttp).start()  # it reads them when it is imported
    from bot.sources.public_transport import certificates  # noqa: PLC0415 - see above

    Thread(target=certificates).start()
    from bot.start.platform_bootstrap import build_platforms  # noqa: PLC0415 - takes longest

    return build_platforms(settings)


def _import_aiohttp() -> None:
    import aiohttp  # noqa: F401, PLC0415


def _collect_garbage() -> None:
    """Begin to collect garbage, but not among what is loaded: that stops the event loop for 100 ms."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()
