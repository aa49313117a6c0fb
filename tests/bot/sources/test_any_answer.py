"""Every reader of a foreign answer, with any JSON and any page: it reads what it can, or says so."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import CannotAnswer
from bot.language.plain_text import visible
from bot.sources import (
    billboard,
    bugs,
    circle,
    deezer,
    flo,
    genie,
    itunes,
    melon,
    melon_app,
    reccobeats_rows,
    short_links,
    spotify_api,
    spotify_pages,
    spotify_token,
    vibe,
    youtube,
)
from bot.sources.call_failures import NotFound, retry_after_seconds
from bot.sources.foreign_song import ForeignSong
from bot.sources.json_values import LONGEST_NAME, MOST_ARTISTS, name, rows
from model.music import Chart, SongCollection, Track
from tests.standins import billboard as billboard_page
from tests.standins import bugs as bugs_data
from tests.standins import circle as circle_data
from tests.standins import deezer as deezer_data
from tests.standins import flo as flo_data
from tests.standins import genie as genie_data
from tests.standins import itunes as itunes_data
from tests.standins import melon as melon_page
from tests.standins import melon_app as melon_app_data
from tests.standins import spotify as spotify_data
from tests.standins import vibe as vibe_data
from tests.standins.invented import invented_chart, invented_features, invented_id, invented_track

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 21)
CHART = invented_chart()
ONE = invented_track(4)
IDS = [invented_id(number) for number in range(1, 5)]
ISRCS = [f"KRA{number:09}" for number in range(1, 5)]
UUID = "0b7bd8ab-6f7e-4b8a-9a5c-0d4c4a6d8f10"


def _recco_row(number: int) -> dict[str, object]:
    song = invented_track(number)
    singers = [
        {"id": UUID, "name": artist, "href": f"https://x/artist/{'a' * 22}"} for artist in song.artists
    ]
    about = {"href": f"https://open.spotify.com/track/{song.id}", "isrc": song.isrc, "artists": singers}
    about |= {"trackTitle": song.title, "durationMs": song.duration_ms, "popularity": 5}
    return about | invented_features(number)


def _embed_data(page: str) -> object:
    return json.loads(page.partition('type="application/json">')[2].partition("</script>")[0])


def _list_of_embed(body: object) -> object:
    page = spotify_data.page_with_data(body)
    return spotify_pages.collection_of_embed_page(page, "album", "x" * 22)


ROWS = [_recco_row(number) for number in range(1, 5)]
LISTED = SongCollection("album", "x" * 22, "모음", "은하식당", tuple(invented_track(n) for n in range(1, 5)))
DEEZER = deezer_data.row(ONE) | {"contributors": [{"name": "은하식당"}]}
TRACKS = [spotify_data.track_object(invented_track(number)) for number in range(1, 5)]

READERS: dict[str, tuple[object, Callable[[Any], object]]] = {
    "Bugs": (json.loads(bugs_data.chart_data(CHART)), lambda body: bugs.parse_chart(body, NOW)),
    "Bugs, a failure": ({"ret_code": 0}, bugs.failure_in),
    "Genie": (json.loads(genie_data.chart_data(CHART)), lambda body: genie.parse_chart(body, NOW)),
    "Genie, a failure": ({"Result": {"RetCode": "0"}}, genie.failure_in),
    "FLO": (json.loads(flo_data.chart_data(CHART)), lambda body: flo.parse_chart(body, NOW)),
    "VIBE": (json.loads(vibe_data.chart_data(CHART)), lambda body: vibe.parse_chart(body, NOW)),
    "Circle": (json.loads(circle_data.chart_data(CHART)), lambda body: circle.parse_chart(body, DAY, NOW)),
    "Circle, nothing": ({"List": {}}, circle.is_empty),
    "Melon's app": (json.loads(melon_app_data.chart_data(CHART)), melon_app.parse_chart),
    "Deezer, a song": (DEEZER, deezer.song_of),
    "Deezer, an artist": (deezer_data.artist_row("은하식당", 5), deezer.artist_of),
    "Deezer, a failure": ({"error": deezer_data.error(4, "x")}, deezer.failure_in),
    "iTunes": (itunes_data.row(ONE), itunes.song_of),
    "ReccoBeats, features": (ROWS, lambda body: reccobeats_rows.features_of(body, IDS, DAY)),
    "ReccoBeats, features by ISRC": (
        ROWS,
        lambda body: reccobeats_rows.features_by_recording(body, ISRCS, DAY),
    ),
    "ReccoBeats, a track": (ROWS, lambda body: reccobeats_rows.track_of(body, IDS[0])),
    "ReccoBeats, tracks": (ROWS, lambda body: reccobeats_rows.tracks_of(body, ISRCS)),
    "ReccoBeats, rows by key": (ROWS, lambda body: reccobeats_rows.rows_by_key(body, [*IDS, *ISRCS])),
    "ReccoBeats, artists": (
        [{"id": UUID, "name": "은하식당", "href": f"https://x/artist/{'a' * 22}"}],
        reccobeats_rows.artists_of,
    ),
    "ReccoBeats, a track's artists": (ROWS, lambda body: reccobeats_rows.artists_of_track(body, IDS[3])),
    "ReccoBeats, a page": (
        {"content": ROWS, "totalPages": 1},
        lambda body: reccobeats_rows.page_of(body, rows(body, "content") or []),
    ),
    "Spotify, a track": (TRACKS[0], spotify_api.track_of),
    "Spotify, a list": (
        {"name": "모음", "artists": [{"name": "은하식당"}], "items": [{"track": track} for track in TRACKS]},
        lambda body: spotify_api.collection_of(
            body, "album", "x" * 22, rows(body, "items") or [], whole=True
        ),
    ),
    "Spotify, features": (
        [{"id": track_id, **invented_features(1)} for track_id in IDS],
        lambda body: spotify_api.features_of(body, IDS, DAY),
    ),
    "Spotify, a refusal": (
        {"error": {"status": 429, "reason": "QUOTA_EXCEEDED"}},
        lambda body: spotify_token.failure_of_answer(429, "5", body),
    ),
    "Spotify, oEmbed": (
        {"title": "달빛 산책"},
        lambda body: spotify_pages.track_of_oembed(body, IDS[0]),
    ),
    "Spotify's page of a track": (
        _embed_data(spotify_data.embed_page(ONE)),
        lambda body: spotify_pages.track_of_embed_page(spotify_data.page_with_data(body), ONE.id),
    ),
    "Spotify's page of a list": (_embed_data(spotify_data.embed_page_of_list(LISTED, 4)), _list_of_embed),
}
OF_ROWS = {key for key in READERS if READERS[key][0].__class__ is list}

ODD = st.sampled_from(
    [
        *(None, True, False, 0, -1, 7.5, 10**30, 1e308, float("nan"), float("inf")),
        *("", " ", "0", "x" * 5_000, "ﷺ" * 600, "\u202e", "\u3164", "\ud800", "\0", "2026-13-45", "9" * 20),
        *([], {}, [[]], {"": None}, ["x"] * 2_000, [{"name": "x"}] * 2_000, {"name": {"name": "x"}}),
    ]
)
ANY_JSON = st.recursive(
    ODD | st.text(max_size=20) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def changed(draw: st.DrawFn, body: object) -> object:
    """Draw an answer of which some values, or whole branches, are others."""
    holder = [copy.deepcopy(body)]
    for _ in range(draw(st.integers(1, 4))):
        place: Any = holder
        while True:
            keys = sorted(place) if isinstance(place, dict) else range(len(place))
            key = draw(st.sampled_from(list(keys)))
            deeper = isinstance(place[key], dict | list) and place[key]
            if not deeper or not draw(st.integers(0, 4)):
                break
            place = place[key]
        place[key] = copy.deepcopy(draw(ODD))
    return holder[0]


def read_or_refused(reader: Callable[[Any], object], body: object) -> None:
    """Read an answer; only a refusal in our own words may be raised, and what is read is bounded."""
    try:
        found = reader(body)
    except (CannotAnswer, NotFound):
        return
    for text in texts_of(found):
        nameless = isinstance(found, SongCollection) and text == found.title
        assert text == (name(text) or ("" if nameless else None))
    if isinstance(found, Chart):
        assert 90 <= len(found.entries) <= 100


def texts_of(found: object) -> list[str]:
    """Return the titles and names that were read."""
    if isinstance(found, Track | ForeignSong):
        assert len(found.artists) <= MOST_ARTISTS
        return [found.title, *found.artists]
    if isinstance(found, Chart | melon_app.AppChart):
        return [text for entry in found.entries for text in (entry.title, *entry.artists, *entry.genres)]
    if isinstance(found, SongCollection):
        return [found.title, *(text for track in found.tracks for text in texts_of(track))]
    if isinstance(found, dict):
        return [text for value in found.values() if isinstance(value, list) for text in texts_of(value)]
    if isinstance(found, list):
        return [text for each in found if isinstance(each, Track) for text in texts_of(each)]
    return []


@pytest.mark.parametrize("reader", READERS)
def test_a_true_answer_is_read(reader: str) -> None:
    body, read = READERS[reader]
    assert read(body) not in ({}, [])


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=25)
@given(data=st.data())
def test_an_answer_with_odd_values_is_read_or_refused(reader: str, data: st.DataObject) -> None:
    body, read = READERS[reader]
    odd = data.draw(changed(body))
    if reader not in OF_ROWS or isinstance(odd, list):
        read_or_refused(read, odd)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=25)
@given(data=st.data())
def test_any_json_is_read_or_refused(reader: str, data: st.DataObject) -> None:
    body = data.draw(st.lists(ANY_JSON, max_size=4) if reader in OF_ROWS else ANY_JSON)
    read_or_refused(READERS[reader][1], body)


PAGES: dict[str, tuple[str, Callable[[str], object]]] = {
    "Melon's chart": (
        melon_page.chart_page(CHART, DAY, 13),
        lambda page: melon.parse_chart(page, melon.MELON_TOP_100, NOW),
    ),
    "Melon's song": (melon_page.song_page("달빛", ["은하식당"], "댄스, 아이돌"), melon.parse_song),
    "Melon's album": (melon_page.album_page(["1", "2"]), melon.songs_of_album),
    "Billboard": (billboard_page.chart_page(CHART), lambda page: billboard.parse_chart(page, NOW)),
    "Spotify's track": (
        spotify_data.embed_page(ONE),
        lambda page: spotify_pages.track_of_embed_page(page, ONE.id),
    ),
    "a short link's page": (
        f'<meta property="og:url" content="https://open.spotify.com/track/{ONE.id}">',
        short_links._named_by_itself,
    ),
    "a short link's target": (f"https://open.spotify.com/track/{ONE.id}", short_links._meant),
    "a video": (
        "[MV] IU(아이유) _ LILAC(라일락)",
        lambda title: youtube.song_of_video(name(title) or "?", "1theK"),
    ),
}
PIECES = st.sampled_from(
    [
        *("<", ">", "</", '"', "'", "=", "<div>", "<tr class=lst50>", "<script>", "<!--", "-->", "&#0;"),
        *("\0", "가", "\ud800", "<a ", "a=", "{", "}", "[", "]", "%EB", "http://[", "ﷺ" * 600),
        "https://open.spotify.com/",
    ]
)


@pytest.mark.parametrize("kind", PAGES)
def test_a_true_page_is_read(kind: str) -> None:
    page, read = PAGES[kind]
    assert read(page)


@pytest.mark.parametrize("kind", PAGES)
@settings(max_examples=30)
@given(data=st.data())
def test_a_page_with_odd_pieces_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    page, read = PAGES[kind]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(page)))
        end = min(len(page), start + data.draw(st.sampled_from([0, 0, 1, 10, 1_000])))
        page = page[:start] + "".join(data.draw(st.lists(PIECES, max_size=6))) + page[end:]
    read_or_refused(read, page)


@pytest.mark.parametrize("kind", PAGES)
@settings(max_examples=25)
@example(text="_\ud7fc")  # what is left of it cannot be seen
@given(text=st.lists(PIECES | st.text(max_size=9), max_size=40).map("".join))
def test_any_page_is_read_or_refused(kind: str, text: str) -> None:
    read_or_refused(PAGES[kind][1], text)


@given(st.text() | st.integers().map(str) | st.floats().map(str) | st.datetimes().map(datetime.ctime))
def test_any_retry_after_is_a_time_within_a_day_or_none(header: str) -> None:
    seconds = retry_after_seconds(header, NOW)
    assert seconds is None or 0 <= seconds <= 86_400


@given(st.text() | ODD)
def test_any_name_is_bounded_and_visible(value: object) -> None:
    found = name(value)
    if found is not None:
        assert found == visible(found) == name(found)
        assert 0 < len(found) <= LONGEST_NAME
        assert len(found.splitlines()) == 1
