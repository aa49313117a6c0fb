"""Builds everything and connects it; `bot.__main__` and the scripts run it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answering.deadline import Deadline
from bot.answering.sharing import Sharing
from bot.charts.answers import ChartAnswers
from bot.charts.current import CurrentCharts
from bot.charts.melon_words import MelonWords
from bot.charts.reader import ChartReader
from bot.charts.resolver import ChartResolver
from bot.conversation import Answers, Conversation
from bot.digests.alerts import Alerts
from bot.digests.answers import SubscriptionAnswers
from bot.errors import CannotRun
from bot.messages.chat_platform import Chats
from bot.operation.announcing import AnnouncementAnswers
from bot.operation.answers import OperationAnswers
from bot.operation.state import StateReader
from bot.people.administration import Administration
from bot.people.answers import PeopleAnswers
from bot.people.chat_settings import PeoplesSettings
from bot.people.history import HistoryAnswers
from bot.people.limits import Limits
from bot.people.privacy import PrivacyAnswers
from bot.songs.answers import SongAnswers
from bot.songs.artist_catalogue import ArtistCatalogue
from bot.songs.artist_finder import ArtistFinder
from bot.songs.artist_gathering import ArtistGathering
from bot.songs.cards import SongCards
from bot.songs.collection_finder import CollectionFinder
from bot.songs.finders import SongFinders
from bot.songs.genre_finder import GenreFinder
from bot.songs.genre_opinions import GenreOpinions
from bot.songs.known_songs import KnownSongs
from bot.songs.others_words import OthersSay
from bot.songs.similar_songs import SimilarSongs
from bot.songs.song_answer import SongAnswer
from bot.songs.song_buttons import SongButtons
from bot.songs.suggestions import SongSuggestions
from bot.songs.thumbnails import Thumbnails
from bot.songs.track_finder import TrackFinder
from bot.songs.voter import SongVoter
from bot.sources import Sources, open_sources
from bot.start.settings import Settings
from bot.telemetry.metrics import DATABASE_FAILURES, DATABASE_SECONDS
from model.card import BadModel
from model.ensemble import GenreEnsemble
from model.study_sample import study_songs
from storage.announcements import Announcements
from storage.artist_notes import ArtistNotes
from storage.blocked import TOPIC as BLOCKED
from storage.blocked import BlockedChats
from storage.chart_genres import ChartGenres
from storage.chart_history import ChartHistory
from storage.chart_sound import ChartSound
from storage.chat_settings import TOPIC as SETTINGS
from storage.chat_settings import SettingsOfChats
from storage.database import Engine, open_database, without_password
from storage.digest_log import DigestLog
from storage.errors import StorageError
from storage.follows import Follows
from storage.history import History
from storage.limits import LimitStore
from storage.log_opinions import LogOpinions
from storage.opinions import Opinions
from storage.people_records import PeopleRecords
from storage.song_library import SongLibrary
from storage.song_pages import SongPages
from storage.statement_times import time_statements
from storage.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class Application:
    """What the platforms and the scripts use; `close` ends its connections."""

    conversation: Conversation
    charts: ChartReader
    digests: DigestLog
    subscriptions: Subscriptions
    records: PeopleRecords
    alerts: Alerts
    engine: Engine
    close: Callable[[], Coroutine[None, None, None]]
    songs: SongFinders
    states: StateReader
    chat_settings: SettingsOfChats
    announcing: AnnouncementAnswers


def build(
    settings: Settings,
    chats: Mapping[str, Chats] | None = None,
    engine: Engine | None = None,
    deadline: Deadline | None = None,
    sharing: Sharing | None = None,
) -> Application:
    """Open the database, the model and the services, and connect them; raises CannotRun and StorageError.

    `chats` are the platforms' that have any, by their names, for subscriptions; `engine` is the database
    where it is open already, `sharing` what the processes on it share.
    """
    deadline = deadline or Deadline()
    ensemble, engine, sources = _ensemble(settings), engine or database(settings), open_sources(settings)
    time_statements(
        engine, lambda kind, seconds: DATABASE_SECONDS.labels(kind).observe(seconds), DATABASE_FAILURES.inc
    )
    states = StateReader(engine, ensemble, sources.states, _now)
    songs = _songs(ensemble, engine, sources)
    melon_words = MelonWords(sources.melon_song_pages, SongPages(engine), songs.known, _now)
    history = ChartHistory(engine)
    charts = ChartReader(
        CurrentCharts(sources, history, settings.chart_history, _now, sharing),
        history,
        ChartGenres(engine, ensemble.name, ensemble.voting_rule),
        ChartResolver(songs.tracks, songs.known, history, _now),
        songs.genres,
        melon_words,
    )
    chart_answers = ChartAnswers(charts, songs.known, songs.gathering, _now, deadline)
    digests, subscriptions, chat_settings = DigestLog(engine), Subscriptions(engine), SettingsOfChats(engine)
    announcing = AnnouncementAnswers(Announcements(engine), chat_settings, BlockedChats(engine), _now)
    records, follows = PeopleRecords(engine, chat_settings), Follows(engine)
    limits = Limits(
        LimitStore(engine), settings.messages_per_minute, _now, lambda: bool(sharing and sharing.is_needed)
    )
    song = SongAnswer(
        songs.tracks, songs.genres, songs.gathering, OthersSay(sources.others_words, sources.recordings, _now)
    )
    buttons = _buttons(ensemble, engine, sources, songs, song, deadline)
    answers = Answers(
        SongAnswers(songs, song, deadline, sharing.flights(songs.known.write) if sharing else None),
        buttons,
        SongSuggestions(
            songs.known, songs.genres, songs.artists, Thumbnails(sources.covers), History(engine)
        ),
        chart_answers,
        SubscriptionAnswers(chart_answers, subscriptions, digests, follows, chat_settings, chats or {}, _now),
        Administration(
            BlockedChats(engine),
            subscriptions,
            settings.admin_chat,
            chats or {},
            _now,
            OperationAnswers(states, announcing).commands,
        ),
        PeopleAnswers(
            PeoplesSettings(chat_settings, chats or {}),
            HistoryAnswers(History(engine), songs.known, chats or {}, _now),
            PrivacyAnswers(records, songs.known, settings.kept.history, _now),
            chats or {},
        ),
    )
    conversation = Conversation(answers, limits, deadline, settings.bot_language)
    _share(sharing, sources, chat_settings, answers.administration)

    async def close() -> None:
        for asking in (melon_words, buttons, answers.suggestions, songs.gathering):
            await asking.close()
        await songs.known.write()
        await limits.write()
        await sources.aclose()
        engine.dispose()

    return Application(
        conversation,
        charts,
        digests,
        subscriptions,
        records,
        Alerts(charts, follows, settings.bot_language, _now),
        engine,
        close,
        songs,
        states,
        chat_settings,
        announcing,
    )


def _share(
    sharing: Sharing | None, sources: Sources, chat_settings: SettingsOfChats, administration: Administration
) -> None:
    if sharing:
        sources.share_rates(sharing)
        sharing.hear(SETTINGS, chat_settings.heard)
        sharing.hear(BLOCKED, administration.read_blocked)


def _songs(ensemble: GenreEnsemble, engine: Engine, sources: Sources) -> SongFinders:
    library, notes, voter = SongLibrary(engine), ArtistNotes(engine), SongVoter(ensemble)
    library.add(study_songs())
    known = KnownSongs(library, voter, _now)
    genres = GenreFinder(ensemble, known, voter, sources, _now)
    collections = CollectionFinder(sources, known, genres, _now)
    catalogue = ArtistCatalogue(sources, library, notes, _now)
    return SongFinders(
        known,
        TrackFinder(known, sources, _now),
        genres,
        collections,
        ArtistFinder(genres, collections, catalogue, notes, known),
        ArtistGathering(catalogue, _now),
    )


def _buttons(
    ensemble: GenreEnsemble,
    engine: Engine,
    sources: Sources,
    songs: SongFinders,
    song: SongAnswer,
    deadline: Deadline,
) -> SongButtons:
    heard = LogOpinions(engine, SongVoter(ensemble))
    return SongButtons(
        songs,
        song,
        deadline,
        SimilarSongs(heard, len(ensemble.members), songs.known, _now),
        SongCards(sources.covers, ChartSound(engine), _now),
        GenreOpinions(songs.genres, songs.known, Opinions(engine), ensemble.card.genres, _now),
    )


def _ensemble(settings: Settings) -> GenreEnsemble:
    try:
        return GenreEnsemble.load(settings.model_folder, settings.voting_rule)
    except BadModel as problem:
        raise CannotRun(f"GENRE_MODEL or VOTING_RULE cannot be used: {problem}") from problem


def database(settings: Settings) -> Engine:
    """Open the database; raises CannotRun."""
    try:
        return open_database(settings.database_url)
    except StorageError as problem:
        address = without_password(settings.database_url)
        raise CannotRun(f"DATABASE_URL ({address}) cannot be used: {problem}") from problem


def _now() -> datetime:
    return datetime.now(UTC)
