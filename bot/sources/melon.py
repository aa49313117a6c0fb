"""Melon's public pages: the chart of the hour, and the page of a song or an album that somebody links to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.chart_menu import MELON_TOP_100
from bot.errors import LinkNotUnderstood, SourceUnavailable, Trouble
from bot.song_request import SongLink
from bot.sources.courtesy import NotHere
from bot.sources.foreign_song import ForeignSong
from bot.sources.foreign_values import name
from bot.sources.http import ServiceClient
from model.music import Chart, ChartEntry

SERVICE: Final = "Melon"
LEAST_ROWS: Final = 90  # of a hundred; a few may be odd, more mean that the page is another
LOWEST_RANK: Final = 100
_SAYS_NO: Final = "alert("
_OF_A_PAGE: Final = "song_name"
_SONG_OF_ALBUM: Final = re.compile(r"goSongDetail\('([0-9]{1,12})'\)|/song/detail\.htm\?songId=([0-9]{1,12})")


class Melon:
    """The pages of melon.com; whoever calls asks for the chart seldom, once an hour at most."""

    def __init__(self, client: ServiceClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    async def top_100(self) -> Chart:
        """Fetch and read the Top 100; raises SourceUnavailable."""
        try:
            page = await self._client.get_text("/chart/index.htm")
        except NotHere:
            raise _changed("there is none any more") from None
        return parse_top_100(page, self._now())

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
                raise _changed("an album has no songs")
            (song_id,) = songs
        page = await self._page("/song/detail.htm", {"songId": song_id})
        if page is None:
            return None
        song = parse_song(page)
        if song is None:
            raise _changed("a song has no title or no artist")
        return song

    async def _page(self, path: str, params: Mapping[str, str]) -> str | None:
        """Return a page; None where there is none, which Melon says with 404 or in a script."""
        try:
            page = await self._client.get_text(path, params)
        except NotHere:
            return None
        return None if _SAYS_NO in page and _OF_A_PAGE not in page else page


def parse_top_100(html: str, fetched_at: datetime) -> Chart:
    """Read the chart page; `fetched_at` is aware, the chart's day and hour are Korean.

    A row that cannot be read is left out. Raises SourceUnavailable (BROKEN) where fewer than 90 rows are
    left, two have the same rank or song, or the page has no date: a chart is never made up.
    """
    page = LexborHTMLParser(html)
    day, hour = _moment(page)
    found = [entry for row in page.css("tr.lst50, tr.lst100") if (entry := _entry(row)) is not None]
    entries = tuple(sorted(found, key=lambda entry: entry.rank))
    if len(entries) < LEAST_ROWS:
        raise _changed(f"{len(entries)} songs of 100 could be read")
    if len({entry.rank for entry in entries}) < len(entries):
        raise _changed("two songs have the same rank")
    if len({entry.song_id for entry in entries}) < len(entries):
        raise _changed("a song is there twice")
    return Chart(MELON_TOP_100, day, hour, fetched_at.astimezone(UTC), entries)


def parse_song(html: str) -> ForeignSong | None:
    """Read a song's page; None where the names are not where we know them to be."""
    page = LexborHTMLParser(html)
    title = _name(page.css_first(".song_name"), deep=False)  # a word for screen readers lies deeper
    artists = _names(page.css(".section_info .artist .artist_name")) or _names(
        page.css(".section_info .artist a")
    )
    return ForeignSong(SERVICE, title, artists) if title and artists else None


def songs_of_album(html: str) -> set[str]:
    """Return the ids of the songs that an album's page lists."""
    return {one or other for one, other in _SONG_OF_ALBUM.findall(html)}


def _moment(page: LexborHTMLParser) -> tuple[date, int | None]:
    day = re.search(r"([0-9]{4})\.([0-9]{2})\.([0-9]{2})", _text(page.css_first(".yyyymmdd .year")))
    hour = re.match(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", _text(page.css_first(".hhmm .hour")))
    if day is None:
        raise _changed("it has no date")
    try:
        return date(int(day[1]), int(day[2]), int(day[3])), int(hour[1]) if hour else None
    except ValueError:
        raise _changed("its date does not exist") from None


def _entry(row: LexborNode) -> ChartEntry | None:
    rank = _number(row.css_first("span.rank"))
    title = _name(row.css_first(".rank01 a"))
    artists = _artists(row)
    song_id = row.attributes.get("data-song-no") or ""
    if rank is None or rank > LOWEST_RANK or title is None or not artists:
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
    """Return a name; None where bytes were lost in it, since half a name would be a wrong one."""
    text = "" if node is None else node.text(deep=deep)
    return None if "\ufffd" in text else name(text)


def _text(node: LexborNode | None) -> str:
    return "" if node is None else node.text().strip()


def _changed(detail: str) -> SourceUnavailable:
    return SourceUnavailable(SERVICE, Trouble.BROKEN, f"the page has changed: {detail}")
