"""A stand-in for Melon's pages: its charts, written from a list of entries, songs and albums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from html import escape

from aiohttp import web

from model.music import ChartEntry
from tests.standins.stand_in import StandIn


class Melon(StandIn):
    """www.melon.com. `page` is shown instead of the chart, if it is set: text, or bytes of any encoding."""

    def __init__(self, entries: Iterable[ChartEntry]) -> None:
        super().__init__()
        self.entries = list(entries)
        self.day = date(2026, 11, 20)
        self.hour: int | None = 13
        self.page: str | bytes | None = None
        self.songs: dict[str, tuple[str, tuple[str, ...]]] = {}  # title and artists by Melon's id
        self.genres: dict[str, str] = {}  # as a song's page writes them, by Melon's id
        self.albums: dict[str, list[str]] = {}  # the ids of an album's songs, by the album's

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chart/index.htm", self._chart),
            web.get("/chart/day/index.htm", self._chart),
            web.get("/chart/week/index.htm", self._chart),
            web.get("/song/detail.htm", self._song),
            web.get("/album/detail.htm", self._album),
        ]

    async def _song(self, request: web.Request) -> web.Response:
        song = self.songs.get(request.query.get("songId", ""))
        genre = self.genres.get(request.query.get("songId", ""))
        page = song_page(*song, genre) if song else NO_PAGE
        return web.Response(text=page, content_type="text/html")

    async def _album(self, request: web.Request) -> web.Response:
        songs = self.albums.get(request.query.get("albumId", ""))
        return web.Response(text=album_page(songs) if songs else NO_PAGE, content_type="text/html")

    async def _chart(self, request: web.Request) -> web.Response:
        if "Mozilla/" not in request.headers.get("User-Agent", ""):
            return web.Response(status=406)
        page = self.page if self.page is not None else self._written(request.path)
        body = page.encode() if isinstance(page, str) else page
        return web.Response(body=body, headers={"Content-Type": "text/html; charset=UTF-8"})

    def _written(self, path: str) -> str:
        if path == "/chart/index.htm":
            return chart_page(self.entries, self.day, self.hour)
        if path == "/chart/day/index.htm":
            return chart_page(self.entries, self.day - timedelta(days=1), None)
        return chart_page(self.entries, self.day - timedelta(days=11), None, week=True)


NO_PAGE = "<html><script>alert('요청하신 정보가 없습니다.'); history.back();</script></html>"


def song_page(title: str, artists: Iterable[str], genre: str | None = None) -> str:
    """Write the page of a song; without a genre it has no list of such things."""
    singers = "".join(
        f'<a href="/artist/detail.htm?artistId=1" title="{escape(artist)}" class="artist_name">'
        f"<span>{escape(artist)}</span></a>"
        for artist in artists
    )
    meta = "" if genre is None else _meta(genre)
    return f"""<!DOCTYPE html><html><head><title>{escape(title)} - Melon</title></head><body>
<div class="section_info"><div class="entry"><div class="info">
<div class="song_name"><strong class="none">곡명</strong>
    {escape(title)}
</div><div class="artist">{singers}</div></div>{meta}</div></div>
<ul class="other"><li><a class="artist_name" href="#">다른 가수</a></li></ul></body></html>"""


def _meta(genre: str) -> str:
    return f"""<div class="meta"><dl class="list">
<dt>앨범</dt><dd><a href="#">모음집</a></dd><dt>발매일</dt><dd>2026.11.01</dd>
<dt>장르</dt>
<dd>{escape(genre)}</dd><dt>FLAC</dt><dd>Flac 16bit</dd></dl></div>"""


def album_page(songs: Iterable[str]) -> str:
    """Write the page of an album; each song is named twice."""
    rows = "".join(
        f'<tr><td><a href="javascript:melon.link.goSongDetail(&#39;0&#39;);"></a>'
        f"""<a href="javascript:melon.link.goSongDetail('{song}');" class="song_info"></a>"""
        f'<a href="/song/detail.htm?songId={song}">곡</a></td></tr>'
        for song in songs
    )
    return f'<html><body><div class="song_name">앨범</div><table>{rows}</table></body></html>'


def chart_page(
    entries: Iterable[ChartEntry],
    day: date,
    hour: int | None,
    *,
    old_links: bool = False,
    week: bool = False,
) -> str:
    """Write a chart's page; `old_links` as until 2020 or so, when they were scripts.

    With `week` it is the chart of the week that begins on this day.
    """
    days = f"{day:%Y.%m.%d} ~ {day + timedelta(days=6):%Y.%m.%d}" if week else f"{day:%Y.%m.%d}"
    time = f'<span class="hhmm"><span class="hour">{hour:02}:00</span></span>' if hour is not None else ""
    rows = "\n".join(_row(entry, old_links=old_links) for entry in entries)
    return f"""<!DOCTYPE html>
<html lang="ko"><head><title>멜론차트 TOP100</title></head><body>
<div class="multi_row"><div class="calendar_prid">
<span class="yyyymmdd"><span class="year">{days}</span></span>{time}
</div></div>
<div class="count_num"><span class="hour">(24시간 누적)</span></div>
<table><thead><tr><th>순위</th><th>곡정보</th></tr></thead><tbody>
{rows}
</tbody></table></body></html>"""


def _row(entry: ChartEntry, *, old_links: bool) -> str:
    half = "lst50" if entry.rank <= 50 else "lst100"
    title, album = escape(entry.title), escape(entry.album or "")
    artists = ", ".join(_artist(artist, old_links=old_links) for artist in entry.artists)
    return f"""<tr class="{half}" id="{half}" data-song-no="{entry.song_id}">
<td><div class="wrap t_right"><input type="checkbox" value="{entry.song_id}"></div></td>
<td><div class="wrap t_center"><span class="rank ">{entry.rank}</span><span class="none">위</span></div></td>
<td><div class="wrap">{_movement(entry)}</div></td>
<td><div class="wrap"><a href="#" title="{album}" class="image_typeAll"><img alt="{album}"></a></div></td>
<td><div class="wrap"><a href="#" class="btn song_info"><span class="none">곡정보</span></a></div></td>
<td><div class="wrap"><div class="wrap_song_info">
<div class="ellipsis rank01"><span>
  <a href="javascript:melon.play.playSong('1000002721',{entry.song_id});" title="{title} 재생">{title}</a>
</span></div><br>
<div class="ellipsis rank02">
  {artists}<span class="checkEllipsis" style="display:none">{artists}</span>
</div></div></div></td>
<td><div class="wrap"><div class="wrap_song_info"><div class="ellipsis rank03">
  <a href="/album/detail.htm?albumId=1" title="{album} - 페이지 이동">{album}</a>
</div></div></div></td>
<td><button class="button_etc like" data-song-no="{entry.song_id}"><span class="cnt">0</span></button></td>
</tr>"""


def _artist(artist: str, *, old_links: bool) -> str:
    link = "javascript:melon.link.goArtistDetail('1');" if old_links else "/artist/detail.htm?artistId=1"
    return f'<a href="{link}" title="{escape(artist)} - 페이지 이동">{escape(artist)}</a>'


def _movement(entry: ChartEntry) -> str:
    if entry.is_new:
        return _moved("순위 진입", "rank_new", "")
    if entry.previous_rank is None:
        return ""
    steps = entry.previous_rank - entry.rank
    if steps == 0:
        return _moved("순위 동일", "rank_static", '<span class="none">0</span>')
    kind, word = ("up", "상승") if steps > 0 else ("down", "하락")
    return _moved(f"{abs(steps)}단계 {word}", f"rank_{kind}", f'<span class="{kind}">{abs(steps)}</span>')


def _moved(title: str, kind: str, steps: str) -> str:
    bullet = f'<span class="bullet_icons {kind}"><span class="none">{title}</span></span>'
    return f'<span title="{title}" class="rank_wrap">{bullet}{steps}</span>'
