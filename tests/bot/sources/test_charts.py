"""What is true of every chart, whatever service it comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

import pytest

from bot.chart_menu import CHART_MENU
from bot.errors import SourceUnavailable, Trouble
from bot.sources import Sources
from bot.sources import billboard as billboard_source
from bot.sources import bugs as bugs_source
from bot.sources import circle as circle_source
from bot.sources import flo as flo_source
from bot.sources import genie as genie_source
from bot.sources import vibe as vibe_source
from bot.sources.chart_checks import made_id
from model.music import Chart, ChartEntry
from tests.standins import billboard, bugs, circle, flo, genie, vibe
from tests.standins.invented import invented_chart
from tests.standins.world import World

CHART = invented_chart()
NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)  # 13:05 in Korea
SATURDAY = date(2026, 11, 14)
TODAY = datetime.now(ZoneInfo("Asia/Seoul")).date()


def as_it_is(entry: ChartEntry) -> ChartEntry:
    return entry


def in_one_name(entry: ChartEntry) -> ChartEntry:
    return replace(entry, artists=(" & ".join(entry.artists),))


def with_made_id(entry: ChartEntry) -> ChartEntry:
    entry = in_one_name(entry)
    return replace(entry, song_id=made_id(entry.title, entry.artists))


def without_album(entry: ChartEntry) -> ChartEntry:
    return replace(with_made_id(entry), album=None)


def without_movement(entry: ChartEntry) -> ChartEntry:
    return replace(with_made_id(entry), previous_rank=None, is_new=False)


@dataclass(frozen=True)
class Service:
    """A service: how it writes a chart, what is read of it, and what of its page must not be renamed."""

    chart: str
    name: str
    write: Callable[[Iterable[ChartEntry]], str]
    read: Callable[[str], Chart]
    kept: Callable[[ChartEntry], ChartEntry]
    parts: tuple[str, ...]
    ranks: bool = True  # False where the order is the rank
    in_letters: bool = True  # False where Korean is written in ASCII


SERVICES = {
    "bugs": Service(
        "bugs-realtime",
        "Bugs",
        bugs.chart_data,
        lambda page: bugs_source.parse_chart(json.loads(page), NOW),
        as_it_is,
        ('"list"', "track_title", "artist_nm", '"artists"', "track_id", "list_attr", '"rank"', "end_dt"),
    ),
    "genie": Service(
        "genie-top100",
        "Genie",
        genie.chart_data,
        lambda page: genie_source.parse_chart(json.loads(page), NOW),
        in_one_name,
        ("DataSet", '"DATA"', "SONG_NAME", "ARTIST_NAME", "SONG_ID", '"RANK_NO"'),
        in_letters=False,
    ),
    "vibe": Service(
        "vibe-top100",
        "VIBE",
        vibe.chart_data,
        lambda page: vibe_source.parse_chart(json.loads(page), NOW),
        as_it_is,
        ('"chart"', '"tracks"', "trackTitle", "artistName", "trackId", "currentRank", '"date"'),
    ),
    "flo": Service(
        "flo-top100",
        "FLO",
        flo.chart_data,
        lambda page: flo_source.parse_chart(json.loads(page), NOW),
        as_it_is,
        ('"data"', '"trackList"', '"name"', '"id"'),
        ranks=False,
    ),
    "circle": Service(
        "circle-weekly",
        "Circle Chart",
        circle.chart_data,
        lambda page: circle_source.parse_chart(json.loads(page), SATURDAY, NOW),
        without_movement,
        ('"List"', "SONG_NAME", "ARTIST_NAME", "SERVICE_RANKING"),
    ),
    "billboard": Service(
        "billboard-hot100",
        "Billboard",
        billboard.chart_page,
        lambda page: billboard_source.parse_chart(page, NOW),
        without_album,
        ("o-chart-results-list-row-container", "c-title", "c-label", "Week of", "<li"),
    ),
}
MOMENTS = {
    "bugs": (date(2026, 11, 20), 13),
    "genie": (None, 13),
    "vibe": (date(2026, 11, 20), None),
    "flo": (TODAY, None),
    "circle": (None, None),
    "billboard": (date(2026, 11, 21), None),
}
every_service = pytest.mark.parametrize("service", SERVICES)
every_ranking_service = pytest.mark.parametrize("service", [at for at in SERVICES if SERVICES[at].ranks])


def read(service: str, entries: Iterable[ChartEntry]) -> tuple[ChartEntry, ...]:
    return SERVICES[service].read(SERVICES[service].write(entries)).entries


def kept(service: str, entries: Iterable[ChartEntry] = CHART) -> tuple[ChartEntry, ...]:
    return tuple(map(SERVICES[service].kept, entries))


def problem(service: str, page: str) -> str:
    with pytest.raises(SourceUnavailable) as failure:
        SERVICES[service].read(page)
    assert (failure.value.service, failure.value.trouble) == (SERVICES[service].name, Trouble.BROKEN)
    assert failure.value.detail.startswith("the page has changed")
    return failure.value.detail


def test_every_chart_of_the_menu_can_be_fetched_and_no_other(sources: Sources) -> None:
    assert list(sources.charts) == [kind.name for kind in CHART_MENU]


@every_service
async def test_the_chart_is_read_from_the_service(service: str, sources: Sources, world: World) -> None:
    chart = await sources.charts[SERVICES[service].chart]()
    assert chart.entries == kept(service)
    assert (chart.name, chart.service) == (SERVICES[service].chart, service)
    day, hour = MOMENTS[service]
    assert chart.hour == hour
    assert day is None or chart.day == day
    assert abs(datetime.now(UTC) - chart.fetched_at) < timedelta(minutes=1)
    assert chart.fetched_at.tzinfo is UTC
    assert len(getattr(world, service).requests) == 1


@every_service
async def test_a_service_without_such_a_page_has_changed(
    service: str, sources: Sources, world: World
) -> None:
    getattr(world, service).status = 404
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[SERVICES[service].chart]()
    assert (failure.value.service, failure.value.trouble) == (SERVICES[service].name, Trouble.BROKEN)
    assert failure.value.detail == "the page has changed: there is none any more"


@every_service
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"text"',
        b"17",
        b"<html><body>Please verify that you are human</body></html>",
    ],
)
async def test_an_answer_of_another_kind_is_no_chart(
    service: str, answer: bytes, sources: Sources, world: World
) -> None:
    getattr(world, service).answer = answer
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[SERVICES[service].chart]()
    assert (failure.value.service, failure.value.trouble) == (SERVICES[service].name, Trouble.BROKEN)


@pytest.mark.parametrize("service", [at for at in SERVICES if SERVICES[at].in_letters])
async def test_a_chart_in_another_encoding_than_it_says_is_no_chart(
    service: str, sources: Sources, world: World
) -> None:
    page = SERVICES[service].write(CHART).replace("™", "")
    getattr(world, service).answer = page.encode("euc-kr")
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[SERVICES[service].chart]()
    assert failure.value.trouble == Trouble.BROKEN


@every_service
def test_a_page_whose_parts_have_other_names_is_no_chart(service: str) -> None:
    for part in SERVICES[service].parts:
        page = SERVICES[service].write(CHART)
        assert part in page
        problem(service, page.replace(part, part[:-2] + "__" + part[-1] if part[-1] == '"' else f"{part}_"))


@every_service
def test_ninety_songs_are_a_chart_and_eighty_nine_are_not(service: str) -> None:
    assert read(service, CHART[:90]) == kept(service, CHART[:90])
    assert "89 songs" in problem(service, SERVICES[service].write(CHART[:89]))


@every_service
def test_an_empty_chart_is_none(service: str) -> None:
    problem(service, SERVICES[service].write([]))


@pytest.mark.parametrize("service", ["bugs", "genie", "vibe", "flo"])
def test_one_song_at_two_ranks_is_no_chart(service: str) -> None:
    twice = (*CHART[:99], replace(CHART[0], rank=100))
    assert "twice" in problem(service, SERVICES[service].write(twice))


@pytest.mark.parametrize("service", ["circle", "billboard"])
def test_a_title_and_artist_may_stand_there_twice_where_the_service_has_no_ids(service: str) -> None:
    again = [replace(CHART[0], rank=100, title=CHART[0].title.upper()), replace(CHART[0], rank=50)]
    ranked = (*CHART[:49], again[1], *CHART[50:99], again[0])
    entries = read(service, reversed(ranked))
    assert [entry.rank for entry in entries] == [*range(1, 101)]
    assert len({entry.song_id for entry in entries}) == 100
    assert entries[0] == kept(service)[0]  # the best rank is the same song as in other weeks
    assert read(service, ranked) == entries


@every_ranking_service
def test_two_songs_of_one_rank_are_no_chart(service: str) -> None:
    twice = (*CHART[:99], replace(CHART[99], rank=1))
    assert "same rank" in problem(service, SERVICES[service].write(twice))


@every_ranking_service
def test_rows_in_any_order_are_put_in_order(service: str) -> None:
    assert read(service, reversed(CHART)) == kept(service)


@every_service
@pytest.mark.parametrize(
    "title",
    [
        "<b>bold</b>",
        'say "hi" & go',
        "100% 진심",
        "</h3></li>",
        "Sun&notes",
        "&",
        "I'm > you",
    ],
)
def test_a_title_that_looks_like_markup_stays_text(service: str, title: str) -> None:
    entries = (replace(CHART[0], title=title), *CHART[1:])
    assert read(service, entries) == kept(service, entries)


@every_service
def test_a_row_without_a_title_or_with_a_spoilt_one_is_left_out_and_not_made_up(service: str) -> None:
    entries = (replace(CHART[0], title=" "), replace(CHART[1], title="달\ufffd"), *CHART[2:])
    assert read(service, entries) == kept(service, CHART[2:])


@pytest.mark.parametrize("service", ["bugs", "genie", "vibe", "flo", "circle"])
def test_entities_in_data_are_resolved(service: str) -> None:
    entries = (replace(CHART[0], title="R&amp;B &#39;til &lt;3", artists=("A &amp; B",)), *CHART[1:])
    plain = replace(CHART[0], title="R&B 'til <3", artists=("A & B",))
    assert read(service, entries) == kept(service, (plain, *CHART[1:]))


@pytest.mark.parametrize("service", ["bugs", "vibe", "flo", "circle"])
def test_rows_of_any_other_kind_are_left_out(service: str) -> None:
    data = json.loads(SERVICES[service].write(CHART))
    found = {
        "bugs": lambda: data["list"],
        "vibe": lambda: data["response"]["result"]["chart"]["items"]["tracks"],
        "flo": lambda: data["data"]["trackList"],
        "circle": lambda: data["List"],
    }[service]()
    for at, row in enumerate(
        [None, 7, "text", [], {}, {"rank": [], "list_attr": "x", "artists": 3}], start=90
    ):
        found[str(at) if service == "circle" else at] = row
    entries = SERVICES[service].read(json.dumps(data)).entries
    assert entries == kept(service, (*CHART[:90], *CHART[96:]))


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "\ud800",
    "x" * 100_000,
    [],
    [[]],
    {},
    {"0": None},
)


def places(value: object) -> Iterator[tuple[object, ...]]:
    """Return the way to every value in data, but of a list or a list-like object only to the first."""
    if isinstance(value, dict):
        for key in ["0"] if "0" in value else value:
            yield (key,)
            yield from ((key, *rest) for rest in places(value[key]))
    if isinstance(value, list) and value:
        yield (0,)
        yield from ((0, *rest) for rest in places(value[0]))


@pytest.mark.parametrize("service", ["bugs", "genie", "vibe", "flo", "circle"])
def test_an_odd_value_in_any_place_is_a_missing_song_or_a_clear_failure(service: str) -> None:
    written = SERVICES[service].write(CHART)
    for *way, last in places(json.loads(written)):
        for odd in ODD:
            data = json.loads(written)
            reduce(lambda value, key: value[key], way, data)[last] = odd
            try:
                entries = SERVICES[service].read(json.dumps(data)).entries
            except SourceUnavailable as failure:
                assert failure.trouble == Trouble.BROKEN  # noqa: PT017 - either is fine, a bug is not
            else:
                assert entries[1:] == kept(service)[1:] or entries == kept(service)[1:]


def test_a_made_id_is_the_song_s_and_not_the_chart_s() -> None:
    assert made_id("Dynamite", ("BTS",)) == made_id("DYNAMITE ", ("ＢＴＳ",))
    assert made_id("Dynamite", ("BTS",)) != made_id("Dynamite", ("Taio Cruz",))
    assert made_id("a", ("b", "c")) != made_id("a", ("b c",))
    assert made_id("봄날", ("방탄소년단",)) == made_id("봄날", ("방탄소년단",))
