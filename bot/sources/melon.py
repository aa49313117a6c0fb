"""Melon's public pages: its charts, and the page of a song or an album that a person links to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.errors import LinkNotUnderstood, SourceUnavailable
from bot.language.words import N_
from bot.links.reader import SongLink
from bot.sources.call_failures import NotFound
from bot.sources.chart_checks import existing_page, last_day, page_changed, rank_before, ranked
from bot.sources.chart_service import ChartKind
from bot.sources.foreign_song import ForeignSong
from bot.sources.html_page import PageElement, read_page
from bot.sources.http import ServiceClient
from bot.sources.json_values import MOST_ARTISTS, whole_name
from model.music import Chart, ChartEntry

SERVICE: Final = N_("Melon")
MELON_TOP_100: Final = "melon-top100"
MELON_DAILY: Final = "melon-daily"
MELON_WEEKLY: Final = "melon-weekly"
CHARTS: Final = (
    ChartKind(MELON_TOP_100, N_("Melon Top 100"), ("melon", "멜론")),
    ChartKind(MELON_DAILY, N_("Melon daily chart"), ()),
    ChartKind(MELON_WEEKLY, N_("Melon weekly chart"), (), weekly=True),
)
KOREAN_PAGE: Final = {"Accept-Language": "ko-KR"}
PATHS: Final = {
    MELON_TOP_100: "/chart/index.htm",
    MELON_DAILY: "/chart/day/index.htm",
    MELON_WEEKLY: "/chart/week/index.htm",
}
MOST_ROWS: Final = 200
MOST_TERMS: Final = 20
LONGEST_GENRES: Final = 200
_NO_SUCH_PAGE: Final = "alert("
_SONG_PAGE_MARK: Final = "song_name"
_SONG_OF_ALBUM: Final = re.compile(r"goSongDetail\('([0-9]{1,12})'\)|/song/detail\.htm\?songId=([0-9]{1,12})")


class Melon:
    """The pages of melon.com; its callers ask for a chart once an hour at most.

    Where a song's page names no genre, `song_genres` is asked, if there is one.
    """

    def __init__(
        self,
        client: ServiceClient,
        now: Callable[[], datetime],
        song_genres: Callable[[str], Awaitable[tuple[str, ...]]] | None = None,
    ) -> None:
        self._client = client
        self._now = now
        self._song_genres = song_genres

    async def chart(self, name: str) -> Chart:
        """Fetch and read the chart of our name; raises SourceUnavailable."""
        page = await existing_page(SERVICE, self._client.get_text(PATHS[name]))
        return await asyncio.to_thread(parse_chart, page, name, self._now())

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song of a song's page, or the only song of an album; None where there is no such page.

        Raises LinkNotUnderstood where the album has several songs, and SourceUnavailable.
        """
        song_id = link.song_id
        if link.service == "melon-album":
            page = await self._page("/album/detail.htm", {"albumId": song_id})
            if page is None:
                return None
            songs = songs_of_album(page)
            if len(songs) > 1:
                raise LinkNotUnderstood("album")
            if not songs:
                raise page_changed(SERVICE, "an album has no songs")
            (song_id,) = songs
        page = await self._page("/song/detail.htm", {"songId": song_id})
        if page is None:
            return None
        song = await asyncio.to_thread(parse_song, page)
        if song is None:
            raise page_changed(SERVICE, "a song has no title or no artist")
        return song if song.genres else replace(song, genres=await self._genres(song_id))

    async def _genres(self, song_id: str) -> tuple[str, ...]:
        """Return a song's genres, none where they cannot be had: a song is worth more than its genre."""
        if self._song_genres is None:
            return ()
        try:
            return await self._song_genres(song_id)
        except SourceUnavailable:
            return ()

    async def _page(self, path: str, params: Mapping[str, str]) -> str | None:
        """Return a page; None where there is none, which Melon says with 404 or in a script."""
        try:
            page = await self._client.get_text(path, params)
        except NotFound:
            return None
        return None if _NO_SUCH_PAGE in page and _SONG_PAGE_MARK not in page else page


def parse_chart(html: str, name: str, fetched_at: datetime) -> Chart:
    """Read a chart page; `fetched_at` is aware, the chart's day and hour are Korean.

    The weekly chart's day is the last of its week, a Sunday, and only the Top 100 has an hour. A row that
    cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart, or the page
    has no date.
    """
    page = read_page(SERVICE, html)
    day = last_day(SERVICE, _text(page.first(".yyyymmdd")))
    hour = re.match(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", _text(page.first(".hhmm", ".hour")))
    rows = page.outermost("tr.lst50", "tr.lst100", most=MOST_ROWS)
    timed = int(hour[1]) if hour and name == MELON_TOP_100 else None
    entries = ranked(SERVICE, map(_entry, rows))
    return Chart(name, day, timed, fetched_at.astimezone(UTC), entries)


def parse_song(html: str) -> ForeignSong | None:
    """Read a song's page; None where the names are not where we know them to be.

    Raises SourceUnavailable (BROKEN) where it is no page that can be read.
    """
    page = read_page(SERVICE, html)
    heading = page.first(".song_name")
    title = whole_name(heading.own_text()) if heading else None  # a word for screen readers lies deeper
    singers = page.first(".section_info", ".artist")
    artists = _names((singers.all(".artist_name") or singers.all("a"))[:MOST_ARTISTS]) if singers else ()
    return ForeignSong(SERVICE, title, artists, genres=_song_genres(page)) if title and artists else None


def _song_genres(page: PageElement) -> tuple[str, ...]:
    """Return the genres in the list of album, day and genre: "댄스, 아이돌"; none where Melon writes "-"."""
    about = page.first(".meta")
    terms = about.all("dt", most=MOST_TERMS) if about else []
    term = next((term for term in terms if _text(term) == "장르"), None)
    said = _text(next(iter(term.following("dd")), None)) if term else ""
    texts = map(whole_name, said[:LONGEST_GENRES].split(","))
    return tuple(dict.fromkeys(text for text in texts if text and text != "-"))


def songs_of_album(html: str) -> set[str]:
    """Return the ids of the songs that an album's page lists."""
    return {one or other for one, other in _SONG_OF_ALBUM.findall(html)}


def _entry(row: PageElement) -> ChartEntry | None:
    rank = _number(row.first("span.rank"))
    title = _name(row.first(".rank01", "a"))
    artists = _artists(row)
    song_id = row.attribute("data-song-no")
    if rank is None or title is None or not artists:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", song_id):
        return None
    previous_rank, is_new = _movement(row, rank)
    album = _name(row.first(".rank03", "a"))
    return ChartEntry(rank, title, artists, song_id, album, previous_rank, is_new)


def _artists(row: PageElement) -> tuple[str, ...]:
    """Return the artists once: the page lists them a second time, hidden, for narrow windows."""
    cell = row.first(".rank02")
    if cell is None:
        return ()
    hidden = cell.first(".checkEllipsis")
    links = cell.children("a") or (hidden.all("a") if hidden else [])
    if links:
        return _names(links[:MOST_ARTISTS])
    alone = whole_name(cell.own_text())
    return (alone,) if alone else ()


def _names(elements: Iterable[PageElement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for element in elements if (found := _name(element))))


def _movement(row: PageElement, rank: int) -> tuple[int | None, bool]:
    """Return the rank before and whether the song is new; (None, False) where the page does not say."""
    moved = row.first(".rank_wrap")
    if moved is None:
        return None, False
    if moved.first(".rank_new"):
        return None, True
    if moved.first(".rank_static"):
        return rank, False
    up, down = _number(moved.first(".up")), _number(moved.first(".down"))
    fallen = None if down is None else -down
    return rank_before(rank, fallen if up is None else up), False


def _number(element: PageElement | None) -> int | None:
    text = _text(element)
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _name(element: PageElement | None) -> str | None:
    return None if element is None else whole_name(element.text())


def _text(element: PageElement | None) -> str:
    return "" if element is None else element.text().strip()
