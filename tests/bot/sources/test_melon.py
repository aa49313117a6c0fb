from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.errors import LinkNotUnderstood, SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.melon import MELON_DAILY, MELON_TOP_100, MELON_WEEKLY, parse_chart, parse_song
from model.music import Chart, ChartEntry
from tests.standins.invented import invented_chart
from tests.standins.melon import chart_page, song_page
from tests.standins.world import World

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)
CHART = invented_chart()
SAVED_PAGES = Path(__file__).parents[4] / "shared" / "reference" / "payloads"


def read(page: str) -> Chart:
    return parse_chart(page, MELON_TOP_100, NOW)


def problem(page: str) -> str:
    with pytest.raises(SourceUnavailable) as failure:
        read(page)
    assert (failure.value.service, failure.value.trouble) == ("Melon", Trouble.BROKEN)
    assert failure.value.detail.startswith("the page has changed")
    return failure.value.detail


async def test_the_chart_is_read_from_the_page(sources: Sources, world: World) -> None:
    chart = await sources.charts[MELON_TOP_100]()
    assert chart.entries == CHART
    assert (chart.name, chart.day, chart.hour) == ("melon-top100", world.melon.day, 13)
    assert abs(datetime.now(UTC) - chart.fetched_at) < timedelta(minutes=1)
    assert [asked.path for asked in world.melon.requests] == ["/chart/index.htm"]


async def test_the_chart_of_a_day_has_no_hour(sources: Sources, world: World) -> None:
    chart = await sources.charts[MELON_DAILY]()
    assert (chart.name, chart.day, chart.hour) == ("melon-daily", date(2026, 11, 19), None)
    assert chart.entries == CHART
    assert [asked.path for asked in world.melon.requests] == ["/chart/day/index.htm"]


async def test_the_chart_of_a_week_is_its_last_day_s(sources: Sources, world: World) -> None:
    chart = await sources.charts[MELON_WEEKLY]()
    assert (chart.name, chart.day, chart.hour) == ("melon-weekly", date(2026, 11, 15), None)
    assert chart.day.strftime("%A") == "Sunday"
    assert [asked.path for asked in world.melon.requests] == ["/chart/week/index.htm"]


def test_a_day_s_chart_has_no_hour_even_where_the_page_names_one() -> None:
    assert parse_chart(chart_page(CHART, DAY, 13), MELON_DAILY, NOW).hour is None


async def test_a_page_that_is_gone_has_changed(sources: Sources, world: World) -> None:
    world.melon.page = "<html>404</html>"
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[MELON_TOP_100]()
    assert failure.value.trouble == Trouble.BROKEN


@pytest.mark.parametrize("old_links", [True, False])
def test_old_and_new_links_name_each_artist_once(old_links: bool) -> None:  # noqa: FBT001
    assert read(chart_page(CHART, DAY, 13, old_links=old_links)).entries == CHART
    assert any(len(entry.artists) == 2 for entry in CHART)


def test_the_invented_chart_has_every_kind_of_movement() -> None:
    kinds = {(entry.is_new, (entry.previous_rank or 0) - entry.rank) for entry in CHART if not entry.is_new}
    assert {step > 0 for _, step in kinds} == {True, False}
    assert any(entry.is_new for entry in CHART)
    assert any(entry.previous_rank == entry.rank for entry in CHART)
    assert any((entry.previous_rank or 101) < entry.rank for entry in CHART)


def test_the_hour_of_fetching_is_kept_in_utc() -> None:
    korean = datetime(2026, 11, 20, 13, 5, tzinfo=timezone(timedelta(hours=9)))
    chart = parse_chart(chart_page(CHART, DAY, 13), MELON_TOP_100, korean)
    assert (chart.fetched_at, chart.fetched_at.tzinfo) == (NOW, UTC)


def test_a_chart_without_an_hour_is_the_day_s() -> None:
    assert read(chart_page(CHART, DAY, None)).hour is None


def test_rows_in_any_order_are_put_in_order() -> None:
    assert read(chart_page(reversed(CHART), DAY, 13)).entries == CHART


def test_an_unreadable_movement_is_unknown() -> None:
    page = chart_page(CHART, DAY, 13).replace('class="up">2<', 'class="up">many<')
    assert read(page).entries[2].previous_rank is None


@pytest.mark.parametrize(
    "title", ["<b>bold</b>", 'say "hi" & go', "</td></tr></table>", "<script>alert(1)</script>", "I'm > you"]
)
def test_a_title_that_looks_like_markup_stays_text(title: str) -> None:
    entries = (replace(CHART[0], title=title), *CHART[1:])
    assert read(chart_page(entries, DAY, 13)).entries == entries


def test_ninety_songs_are_a_chart_and_eighty_nine_are_not() -> None:
    assert len(read(chart_page(CHART[:90], DAY, 13)).entries) == 90
    assert "89 songs" in problem(chart_page(CHART[:89], DAY, 13))


@pytest.mark.parametrize("page", ["", "<html></html>", "\x00\x01", "<table>" * 1000, '{"response": {}}'])
def test_a_page_of_another_kind_is_no_chart(page: str) -> None:
    problem(page)


@pytest.mark.parametrize(
    "change",
    [
        ("rank01", "title"),
        ("rank02", "artist"),
        ("lst", "row"),
        ("data-song-no", "data-id"),
        ('"rank ', '"place '),
    ],
)
def test_a_page_whose_parts_have_other_names_is_no_chart(change: tuple[str, str]) -> None:
    problem(chart_page(CHART, DAY, 13).replace(*change))


@pytest.mark.parametrize("day", ["", "2026-11-20", "2026.13.40", "어제"])
def test_a_page_without_a_date_is_no_chart(day: str) -> None:
    assert "date" in problem(chart_page(CHART, DAY, 13).replace("2026.11.20", day))


def test_two_songs_of_one_rank_are_no_chart() -> None:
    twice = (*CHART[:99], replace(CHART[99], rank=1))
    assert "same rank" in problem(chart_page(twice, DAY, 13))


def test_one_song_at_two_ranks_is_no_chart() -> None:
    twice = (*CHART[:99], replace(CHART[99], song_id=CHART[0].song_id))
    assert "twice" in problem(chart_page(twice, DAY, 13))


def test_a_few_unreadable_rows_are_left_out_and_not_made_up() -> None:
    page = chart_page(CHART, DAY, 13).replace('class="rank ">7<', 'class="rank ">seven<')
    page = page.replace('data-song-no="30000008"', 'data-song-no=""')
    page = page.replace('class="rank ">9<', 'class="rank ">900<')
    assert [entry.rank for entry in read(page).entries] == [*range(1, 7), *range(10, 101)]


async def test_a_page_in_another_encoding_than_it_says_is_no_chart(sources: Sources, world: World) -> None:
    world.melon.page = chart_page(CHART, DAY, 13).encode("euc-kr")
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[MELON_TOP_100]()
    assert failure.value.trouble == Trouble.BROKEN


async def test_a_stray_byte_costs_one_song_and_not_the_chart(sources: Sources, world: World) -> None:
    page = chart_page(CHART, DAY, 13).encode()
    world.melon.page = page.replace(f">{CHART[0].title}<".encode(), b">\xff\xfe<") + b"\xff"
    assert (await sources.charts[MELON_TOP_100]()).entries == CHART[1:]


@pytest.mark.skipif(
    not SAVED_PAGES.is_dir(), reason="a real page may not be shared: it lies beside the checkout or not"
)
def test_a_real_saved_page_is_read_to_the_last_row() -> None:
    page = (SAVED_PAGES / "melon_chart_2018-01-25.html").read_text(encoding="utf-8")
    with (SAVED_PAGES / "melon_chart_2018-01-25.expected.csv").open(encoding="utf-8", newline="") as table:
        expected = [tuple(row.values()) for row in csv.DictReader(table)]
    chart = read(page)
    assert (chart.day, chart.hour) == (date(2018, 1, 25), 11)
    assert [_as_row(entry) for entry in chart.entries] == expected
    assert sum(entry.is_new for entry in chart.entries) == 2


def _as_row(entry: ChartEntry) -> tuple[str, ...]:
    return str(entry.rank), entry.song_id, entry.title, ", ".join(entry.artists), entry.album or ""


async def test_a_songs_page_names_title_and_artists(sources: Sources, world: World) -> None:
    world.melon.songs["7"] = ("달빛 <산책> & 노래", ("은하식당", "LUMENADE"))
    found = await sources.links["melon"].linked(SongLink("melon", "7"))
    assert found == ForeignSong("Melon", "달빛 <산책> & 노래", ("은하식당", "LUMENADE"))
    assert world.melon.requests[0].query == {"songId": "7"}


@pytest.mark.parametrize(
    ("written", "genres"),
    [
        ("댄스", ("댄스",)),
        ("댄스, 아이돌", ("댄스", "아이돌")),
        (" R&B/Soul , ", ("R&B/Soul",)),
        ("-", ()),
        ("", ()),
        ("댄\ufffd", ()),
    ],
)
def test_a_songs_page_may_name_its_genres(written: str, genres: tuple[str, ...]) -> None:
    song = parse_song(song_page("달빛", ["은하식당"], written))
    assert song is not None
    assert song.genres == genres


def test_the_words_of_another_line_are_no_genre() -> None:
    page = song_page("달빛", ["은하식당"], "댄스").replace("장르", "스타일")
    song = parse_song(page)
    assert song is not None
    assert song.genres == ()


async def test_an_unknown_song_or_album_is_none(sources: Sources) -> None:
    for service in ("melon", "melon-album"):
        assert await sources.links[service].linked(SongLink(service, "7")) is None


async def test_an_album_of_one_song_is_that_song(sources: Sources, world: World) -> None:
    world.melon.songs["7"] = ("달빛", ("은하식당",))
    world.melon.albums["1"] = ["7"]
    found = await sources.links["melon-album"].linked(SongLink("melon-album", "1"))
    assert found == ForeignSong("Melon", "달빛", ("은하식당",))


async def test_an_album_of_several_songs_is_said_to_be_one(sources: Sources, world: World) -> None:
    world.melon.albums["1"] = ["7", "8"]
    with pytest.raises(LinkNotUnderstood):
        await sources.links["melon-album"].linked(SongLink("melon-album", "1"))
    assert len(world.melon.requests) == 1


@pytest.mark.parametrize(
    "html", ["", "<div class=song_name></div>", '<div class="song_name">달빛</div>', "\0<<"]
)
def test_a_page_without_title_or_artist_is_no_song(html: str) -> None:
    assert parse_song(html) is None
