"""Builds the parts and wires them; what runs them is `bot.__main__`, or a script."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.charts.answers import ChartAnswers
from bot.charts.current import CurrentCharts
from bot.charts.reader import ChartReader
from bot.charts.resolver import ChartResolver
from bot.conversation import Conversation
from bot.digests.answers import SubscriptionAnswers
from bot.errors import CannotRun
from bot.settings import Settings
from bot.songs.answers import SongAnswers
from bot.songs.collection_finder import CollectionFinder
from bot.songs.genre_finder import GenreFinder
from bot.songs.track_finder import TrackFinder
from bot.songs.track_search import TrackSearch
from bot.sources import open_sources
from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.study_sample import study_songs
from storage.chart_genres import ChartGenres
from storage.chart_history import ChartHistory
from storage.database import Engine, open_database
from storage.digest_log import DigestLog
from storage.errors import StorageError
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions


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
    engine = _database(settings)
    library = SongLibrary(engine)
    library.add(study_songs())
    sources = open_sources(settings)
    tracks = TrackFinder(library, sources, _now)
    genres = GenreFinder(ensemble, library, sources, _now)
    history = ChartHistory(engine)
    charts = ChartReader(
        CurrentCharts(sources, history, settings.chart_history, _now),
        history,
        ChartGenres(engine, ensemble.name, ensemble.voting_rule),
        tracks,
        ChartResolver(tracks, TrackSearch(sources, _now), history, _now),
        genres,
    )
    collections = CollectionFinder(sources, tracks, genres, _now)
    chart_answers = ChartAnswers(charts, library, _now)
    digests, subscriptions = DigestLog(engine), Subscriptions(engine)
    conversation = Conversation(
        SongAnswers(tracks, genres, collections, library, _now),
        chart_answers,
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


def _database(settings: Settings) -> Engine:
    try:
        return open_database(settings.database_url)
    except StorageError as problem:
        raise CannotRun(f"DATABASE_URL ({settings.database_url}) cannot be used: {problem}") from problem


def _now() -> datetime:
    return datetime.now(UTC)
