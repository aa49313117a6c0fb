"""Melon's public pages: its charts, and the page of a song or an album that somebody links to."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import LinkNotUnderstood, SourceUnavailable
from bot.links import SongLink
from bot.sources.call_failures import NotFound
from bot.sources.chart_checks import changed, last_day, ranked, there
from bot.sources.chart_service import ChartKind
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.json_values import whole_name
from bot.words import N_
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
_SAYS_NO: Final = "alert("
_OF_A_PAGE: Final = "song_name"
_SONG_OF_ALBUM: Final = re.compile(r"goSongDetail\('([0-9]{1,12})'\)|/song/detail\.htm\?songId=([0-9]{1,12})")


class Melon:
    """The pages of melon.com; whoever calls asks for a chart seldom, once an hour at most.

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
        page = await there(SERVICE, self._client.get_text(PATHS[name]))
        return parse_chart(page, name, self._now())

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
                raise changed(SERVICE, "an album has no songs")
            (song_id,) = songs
        page = await self._page("/song/detail.htm", {"songId": song_id})
        if page is None:
            return None
        song = parse_song(page)
        if song is None:
            raise changed(SERVICE, "a song has no title or no artist")
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
        return None if _SAYS_NO in page and _OF_A_PAGE not in page else page


def parse_chart(html: str, name: str, fetched_at: datetime) -> Chart:
    """Read a chart page; `fetched_at` is aware, the chart's day and hour are Korean.

    The weekly chart's day is the last of its week, a Sunday, and only the Top 100 has an hour. A row that
    cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart, or the page
    has no date.
    """
    page = LexborHTMLParser(html)
    day = last_day(SERVICE, _text(page.css_first(".yyyymmdd")))
    hour = re.match(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", _text(page.css_first(".hhmm .hour")))
    entries = ranked(SERVICE, (_entry(row) for row in page.css("tr.lst50, tr.lst100")))
    timed = int(hour[1]) if hour and name == MELON_TOP_100 else None
    return Chart(name, day, timed, fetched_at.astimezone(UTC), entries)


def parse_song(html: str) -> ForeignSong | None:
    """Read a song's page; None where the names are not where we know them to be."""
    page = LexborHTMLParser(html)
    title = _name(page.css_first(".song_name"), deep=False)  # a word for screen readers lies deeper
    artists = _names(page.css(".section_info .artist .artist_name")) or _names(
        page.css(".section_info .artist a")
    )
    return ForeignSong(SERVICE, title, artists, genres=_song_genres(page)) if title and artists else None


def _song_genres(page: LexborHTMLParser) -> tuple[str, ...]:
    """Return the genres in the list of album, day and genre: "댄스, 아이돌"; none where Melon writes "-"."""
    listed = zip(page.css(".meta dt:has(+ dd)"), page.css(".meta dt + dd"), strict=False)
    said = next((_text(what) for term, what in listed if _text(term) == "장르"), "")
    texts = map(whole_name, said.split(","))
    return tuple(dict.fromkeys(text for text in texts if text and text != "-"))


def songs_of_album(html: str) -> set[str]:
    """Return the ids of the songs that an album's page lists."""
    return {one or other for one, other in _SONG_OF_ALBUM.findall(html)}


def _entry(row: LexborNode) -> ChartEntry | None:
    rank = _number(row.css_first("span.rank"))
    title = _name(row.css_first(".rank01 a"))
    artists = _artists(row)
    song_id = row.attributes.get("data-song-no") or ""
    if rank is None or title is None or not artists:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", song_id):
        return None
    previous_rank, is_new = _movement(row, rank)
    album = _name(row.css_first(".rank03 a"))
    return ChartEntry(rank, title, artists, song_id, album, previous_rank, is_new)


def _artists(row: LexborNode) -> tuple[str, ...]:
    """Return the artists once: the page lists them a second time, hidden, for narrow windows."""
    links = row.css(".rank02 > a") or row.css(".rank02 .checkEllipsis a")
    if links:
        return _names(links)
    alone = _name(row.css_first(".rank02"), deep=False)
    return (alone,) if alone else ()


def _names(nodes: Iterable[LexborNode]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for node in nodes if (found := _name(node))))


def _movement(row: LexborNode, rank: int) -> tuple[int | None, bool]:
    """Return the rank before and whether the song is new; (None, False) where the page does not say."""
    if row.css_first(".rank_wrap .rank_new") is not None:
        return None, True
    if row.css_first(".rank_wrap .rank_static") is not None:
        return rank, False
    up, down = _number(row.css_first(".rank_wrap .up")), _number(row.css_first(".rank_wrap .down"))
    previous = rank + up if up is not None else rank - down if down is not None else 0
    return (previous, False) if previous >= 1 else (None, False)


def _number(node: LexborNode | None) -> int | None:
    text = _text(node)
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _name(node: LexborNode | None, *, deep: bool = True) -> str | None:
    return None if node is None else whole_name(node.text(deep=deep))


def _text(node: LexborNode | None) -> str:
    return "" if node is None else node.text().strip()
