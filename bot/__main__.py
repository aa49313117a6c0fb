"""Builds the parts, wires them and runs them; the only place that does."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.alarm_clock import AlarmClock
from bot.answers.audio import AudioAnswers
from bot.answers.charts import ChartAnswers
from bot.answers.songs import SongAnswers
from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.listener import Listener, can_listen
from bot.chart_menu import MELON_TOP_100
from bot.chart_reader import ChartReader
from bot.chart_resolver import ChartResolver
from bot.conversation import Conversation
from bot.current_charts import CurrentCharts
from bot.digest_poster import DigestPoster, DigestSubscription
from bot.errors import CannotRun
from bot.genre_finder import GenreFinder
from bot.hearing import Hearing
from bot.list_finder import ListFinder
from bot.preview_listener import PreviewListener
from bot.reply import Reply, Span
from bot.settings import BadSettings, Settings, load_settings, unknown_names
from bot.sources import open_sources
from bot.terminal_bot import chat
from bot.track_finder import TrackFinder
from bot.track_search import TrackSearch
from model.audio_mapping import AudioMapping, read_mapping
from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.listening_ensemble import ListeningEnsemble
from model.study_sample import study_songs
from storage.chart_genres import ChartGenres
from storage.chart_history import ChartHistory
from storage.database import Engine, open_database
from storage.digest_log import DigestLog
from storage.errors import StorageError
from storage.song_library import SongLibrary

_log = logging.getLogger("bot")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the platforms and the scripts need, and how to put it away."""

    conversation: Conversation
    charts: ChartReader
    digests: DigestLog
    close: Callable[[], Coroutine[None, None, None]]


def build(settings: Settings) -> Parts:
    """Open the database, the model and the services, and wire them; raises StorageError and BadModel."""
    ensemble = _ensemble(settings)
    mapping = _audio_mapping(settings, ensemble)
    if mapping is not None and mapping.tells_genres:
        ensemble = ListeningEnsemble(ensemble, mapping)
    engine = _database(settings)
    library = SongLibrary(engine)
    library.add(study_songs())
    sources = open_sources(settings)
    listener = _listener(settings)
    hearing = Hearing(ensemble, mapping, lambda: _now().date())
    tracks = TrackFinder(library, sources, _now)
    previews = (
        PreviewListener(sources.previews, listener, hearing, tracks.known, _now)
        if listener and hearing.tells_genres
        else None
    )
    genres = GenreFinder(ensemble, library, sources, _now, previews)
    history = ChartHistory(engine)
    charts = ChartReader(
        CurrentCharts(sources, history, settings.chart_history, _now),
        history,
        ChartGenres(engine, ensemble.name, ensemble.voting_rule),
        tracks,
        ChartResolver(tracks, TrackSearch(sources, _now), history, _now),
        genres,
    )
    lists = ListFinder(sources, tracks, genres, _now)
    conversation = Conversation(
        SongAnswers(tracks, genres, lists, library, _now),
        ChartAnswers(charts, library, _now),
        AudioAnswers(tracks, genres, listener, hearing, library, _now),
        settings.bot_language,
    )

    async def close() -> None:
        await sources.aclose()
        engine.dispose()

    return Parts(conversation, charts, DigestLog(engine), close)


def _ensemble(settings: Settings) -> GenreEnsemble:
    try:
        return GenreEnsemble.load(settings.model_folder, settings.voting_rule)
    except BadModel as problem:
        raise CannotRun(f"GENRE_MODEL or VOTING_RULE cannot be used: {problem}") from problem


def _listener(settings: Settings) -> Listener | None:
    if settings.audio and not can_listen():
        raise CannotRun(
            "AUDIO is on, but the library that reads sound files is not installed here: start the bot with"
            " scripts/run, or install requirements/audio.txt."
        )
    return Listener() if settings.audio else None


def _audio_mapping(settings: Settings, ensemble: GenreEnsemble) -> AudioMapping | None:
    """Return what a calibration learnt; None where it was made with another model, which the log says."""
    try:
        mapping = read_mapping(settings.model_folder, DESCRIPTOR_NAMES)
    except BadModel as problem:
        raise CannotRun(str(problem)) from problem
    if mapping is not None and mapping.votes.model != ensemble.name:
        _log.warning("The audio mapping is another model's; make it anew with scripts/calibrate_audio.py")
        return None
    return mapping


def _database(settings: Settings) -> Engine:
    try:
        return open_database(settings.database_url)
    except StorageError as problem:
        raise CannotRun(f"DATABASE_URL ({settings.database_url}) cannot be used: {problem}") from problem


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
    from bot.telegram_bot import TelegramBot  # noqa: PLC0415

    async def serve(token: str) -> None:
        opened = build(settings)
        try:
            bot = TelegramBot(
                token, opened.conversation, draw, settings.telegram_api_url, settings.telegram_file_url
            )
            alarm_clock = AlarmClock(_digest_poster(settings, opened, bot.deliver).post_due)
            stop = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
            await bot.run(stop, _once(alarm_clock.start), alarm_clock.stop)
        finally:
            await opened.close()

    if settings.telegram_bot_token:
        asyncio.run(serve(settings.telegram_bot_token.get_secret_value()))


def _digest_poster(
    settings: Settings, opened: Parts, deliver: Callable[[str, Reply], Awaitable[str]]
) -> DigestPoster:
    async def make(subscription: DigestSubscription) -> Reply:
        return await opened.conversation.digest(MELON_TOP_100, subscription.language)

    async def report(sentence: str) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, Reply((Span(sentence),)))

    subscription = settings.digest_chat and DigestSubscription(
        settings.digest_chat, settings.digest_time, settings.digest_timezone, settings.digest_language
    )
    return DigestPoster(opened.digests, [subscription] if subscription else [], make, deliver, report)


def _once(start: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def started() -> None:
        start()

    return started


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
