"""One harmless question for each foreign service, and what people see where it is not understood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from bot.chart_menu import CHART_MENU, MELON_TOP_100, ChartKind
from bot.links.reader import ShortLink, SongLink
from bot.sources import Catalogue, NameSearch, Sources
from bot.sources.melon_app import MelonApp
from model.features import FEATURE_NAMES

SONG: Final = "3dbLT62Cvs46Ju7a8gpr36"  # Savage by aespa, one of the study's ten
NAME: Final = "aespa Savage"
PLAYLIST: Final = "37i9dQZF1DX9tPFwDMOaN1"  # Spotify's own list of K-pop
VIDEO: Final = "WPdWvnAAurg"
RECORDING: Final = "USUM71607007"  # one of the best known of all
_NOT_MEASURED: Final = {"time_signature", "duration_ms"}  # ReccoBeats has neither among the features
_OLDEST_CHART: Final = timedelta(days=30)
_NEVER_THERE: Final = {"circle": {"previous ranks"}, "billboard": {"albums"}}
_SHORT_LINKS: Final = ("spotify.link", "spotify.app.link", "link.deezer.com", "kko.to")
_CHARTS_FOLLOW: Final = "the last chart that was read is shown, with its time, and digests of it are late"

Missing = Iterable[str]
"""What an answer should have and has not."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a service is asked; `ask` returns what is missing in the answer.

    `ask` raises SourceUnavailable, and another CannotAnswer where the service does not know what it knew. It
    is None where the `keys` are missing, the names of settings. `follows` says what that means for people.
    """

    service: str
    follows: str
    ask: Callable[[], Awaitable[Missing]] | None
    keys: str = ""


def questions(sources: Sources, today: date) -> Iterator[Question]:
    """Yield the questions for all services that the settings allow."""
    *_, pages, reccobeats = sources.catalogues
    yield Question(
        "Spotify song page",
        "links of new songs are answered late or not at all",
        partial(_track, pages),
    )
    yield Question("Spotify playlist page", "links of albums and playlists fail", partial(_playlist, sources))
    yield Question("Spotify covers", "cards have no cover", partial(_cover, sources))
    search = sources.search
    yield Question(
        "Spotify Web API",
        "names and the songs of charts are found through Deezer and Apple Music alone",
        None if search is None else partial(_spotify_search, sources),
        "SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET",
    )
    yield Question(
        "ReccoBeats audio features",
        "new songs get no genre by their own sound; songs that are stored keep theirs",
        partial(_features, sources),
    )
    yield Question(
        "ReccoBeats tracks", "songs found by name lead to no track of Spotify's", partial(_track, reccobeats)
    )
    deezer, apple = sources.names
    yield Question(
        "Deezer", "names are found in Apple Music and in the library alone", partial(_isrc, deezer)
    )
    yield Question("Apple Music", "names are found in Deezer and in the library alone", partial(_name, apple))
    yield Question("YouTube", "links of videos fail", partial(_video, sources))
    if sources.others_words is not None:
        yield Question("MusicBrainz", '"Why?" shows no words of others', partial(_others_words, sources))
    yield Question("Melon song page", "links to Melon's songs fail", partial(_melon_song, sources))
    app = sources.melon_app
    yield Question(
        "Melon app data",
        "Melon's charts come from its pages",
        None if app is None else partial(_melon_app, app),
        "MELON_CP_ID, MELON_CP_KEY",
    )
    for kind in CHART_MENU:
        yield Question(kind.title, _CHARTS_FOLLOW, partial(_chart, sources, kind, today))
    for host in _SHORT_LINKS:
        yield Question(f"Short links {host}", "such links fail", partial(_short_link, sources, host))


async def _track(catalogue: Catalogue) -> Missing:
    track = await catalogue.track(SONG)
    if track is None:
        return ["the song"]
    return _absent(
        title="savage" in track.title.casefold(), artists=track.artists, duration=track.duration_ms
    )


async def _playlist(sources: Sources) -> Missing:
    found = await sources.collections[-1].collection("playlist", PLAYLIST)
    return _absent(title=found.title, songs=found.tracks)


async def _cover(sources: Sources) -> Missing:
    number = await sources.covers.number("track", SONG)
    return _absent(thumbnail_url=number, image=number and await sources.covers.cover("track", SONG))


async def _spotify_search(sources: Sources) -> Missing:
    found = await sources.search.search(NAME) if sources.search else []
    return _absent(
        tracks=found, artists=any(track.artists for track in found), isrc=any(track.isrc for track in found)
    )


async def _features(sources: Sources) -> Missing:
    features = (await sources.features[-1].audio_features([SONG])).get(SONG)
    if features is None:
        return ["the song"]
    return [name for name in FEATURE_NAMES if name not in _NOT_MEASURED and getattr(features, name) is None]


async def _isrc(catalogue: NameSearch) -> Missing:
    found = await catalogue.search(NAME)
    return _absent(
        songs=found, isrc=any(song.isrc for song in found), duration=any(song.duration_ms for song in found)
    )


async def _name(catalogue: NameSearch) -> Missing:
    found = await catalogue.search(NAME)
    return _absent(songs=found, duration=any(song.duration_ms for song in found))


async def _video(sources: Sources) -> Missing:
    video = await sources.links["youtube"].linked(SongLink("youtube", VIDEO))
    return _absent(title=video and "savage" in video.title.casefold())


async def _others_words(sources: Sources) -> Missing:
    words = await sources.others_words.words(RECORDING) if sources.others_words else None
    return _absent(genres=words)


async def _melon_song(sources: Sources) -> Missing:
    first = (await sources.charts[MELON_TOP_100]()).entries[0]
    song = await sources.links["melon"].linked(SongLink("melon", first.song_id))
    if song is None:
        return ["the page"]
    return _absent(title=song.title == first.title, artists=song.artists == first.artists)


async def _melon_app(app: MelonApp) -> Missing:
    chart = await app.chart(MELON_TOP_100)
    return _absent(RANKDAY=chart.day, genres=any(entry.genres for entry in chart.entries))


async def _chart(sources: Sources, kind: ChartKind, today: date) -> Missing:
    chart = await sources.charts[kind.name]()
    missing = _absent(
        **{
            "previous ranks": any(entry.previous_rank for entry in chart.entries),
            "albums": any(entry.album for entry in chart.entries),
            f"a date of these days (it says {chart.day})": abs(today - chart.day) < _OLDEST_CHART,
        }
    )
    return [each for each in missing if each not in _NEVER_THERE.get(kind.service, ())]


async def _short_link(sources: Sources, host: str) -> Missing:
    """Ask for a link that leads nowhere: there is none of which we know that it lasts."""
    await sources.short_links.behind(ShortLink(f"https://{host}/jangreu"))
    return ()


def _absent(**parts: object) -> list[str]:
    return [name for name, there in parts.items() if not there]
