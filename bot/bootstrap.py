"""Builds the parts and wires them; what runs them is `bot.__main__`, or a script."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.listener import Listener, can_listen
from bot.charts.answers import ChartAnswers
from bot.charts.current import CurrentCharts
from bot.charts.reader import ChartReader
from bot.charts.resolver import ChartResolver
from bot.conversation import Conversation
from bot.digests.answers import SubscriptionAnswers
from bot.errors import CannotRun
from bot.hearing import Hearing
from bot.preview_listener import PreviewListener
from bot.settings import Settings
from bot.songs.album_finder import ListFinder
from bot.songs.answers import SongAnswers
from bot.songs.audio_answers import AudioAnswers
from bot.songs.genre_finder import GenreFinder
from bot.songs.track_finder import TrackFinder
from bot.songs.track_search import TrackSearch
from bot.sources import open_sources
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
from storage.subscriptions import Subscriptions

_log = logging.getLogger("bot")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the platforms and the scripts need, and how to put it away."""

    conversation: Conversation
    charts: ChartReader
    digests: DigestLog
    subscriptions: Subscriptions
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
    chart_answers = ChartAnswers(charts, library, _now)
    digests, subscriptions = DigestLog(engine), Subscriptions(engine)
    conversation = Conversation(
        SongAnswers(tracks, genres, lists, library, _now),
        chart_answers,
        AudioAnswers(tracks, genres, listener, hearing, library, _now),
        SubscriptionAnswers(chart_answers, subscriptions, digests, _now),
        settings.bot_language,
    )

    async def close() -> None:
        await sources.aclose()
        engine.dispose()

    return Parts(conversation, charts, digests, subscriptions, close)


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


def _now() -> datetime:
    return datetime.now(UTC)
