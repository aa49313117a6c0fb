from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.offline.match_measurement import (
    CHART,
    KINDS,
    PRINTED,
    Tally,
    measure,
    printed_shares,
    requests,
    table,
)
from bot.offline.match_pairs import Known, Measured, read_pairs, with_aliases, with_truth


@pytest.fixture
def known(pairs_file: Callable[[], Path], catalogue: list[Measured]) -> list[Known]:
    pairs = read_pairs(pairs_file())
    return with_truth(pairs, with_aliases(pairs, catalogue), aliases=True)


@pytest.fixture
def tallies(known: list[Known], catalogue: list[Measured]) -> dict[tuple[str, bool], Tally]:
    aliased = with_aliases([song.pair for song in known], catalogue)
    return measure(known, lambda _: [track for track, _ in aliased], seed=1)


def test_every_song_is_asked_for_in_every_way(known: list[Known]) -> None:
    asked = list(requests(known[0].pair, random.Random(1)))  # noqa: S311 - typing errors
    assert tuple(request.kind for request in asked) == KINDS
    first = KINDS.index("artist title")
    assert [request.text for request in asked[1:first]] == [
        "종이등 (Paper Lantern) 폴킴",
        "폴킴 종이등 (Paper Lantern)",
        "폴킴 - 종이등 (Paper Lantern)",
        "종이등 (Paper Lantern) by 폴킴",
        "종이등 폴킴",
    ]
    assert [request.text for request in asked[first : first + 5]] == [
        "폴킴 종이등",
        "종이등 폴킴",
        "Paul Kim - Paper Lantern",
        "Paper Lantern 폴킴",
        "paper lantern paul kim",
    ]
    assert asked[first + 5].text != "폴킴 종이등"


def test_chart_songs_are_counted_as_right_and_never_as_wrong(tallies: dict[tuple[str, bool], Tally]) -> None:
    shared, apart = tallies[CHART, True], tallies[CHART, False]
    assert (shared.asked, shared.recall, shared.precision, shared.missed) == (3, 1.0, 1.0, 0)
    assert (shared.absent.total(), shared.wrong_when_absent) == (4, 0.0)
    assert (apart.asked, apart.recall, apart.wrong_when_absent) == (1, 0.0, 0.0)


def test_a_title_alone_takes_anothers_song_when_its_own_is_not_there(
    tallies: dict[tuple[str, bool], Tally],
) -> None:
    assert tallies["title alone", True].absent["wrong"] == 1  # Harbour by Ohio Glass
    assert tallies["title alone", True].outcomes["asked"] == 1


def test_what_the_index_misses_is_told_from_what_the_matching_misses(known: list[Known]) -> None:
    nothing = measure(known, lambda _: [], seed=1, kinds=(CHART,))
    assert nothing[CHART, True].missed == 3
    assert nothing[CHART, True].recall == 0.0
    assert set(nothing) == {(CHART, True), (CHART, False)}


def test_a_wrong_song_lowers_the_precision(known: list[Known], catalogue: list[Measured]) -> None:
    (harbour,) = (song for song in known if song.pair.spotify_title == "Harbour")
    mistaken = Known(harbour.pair, harbour.right[:1], harbour.titles)
    others = [track for track, _ in catalogue if track.id != mistaken.right[0].id]
    tally = measure([mistaken], lambda _: others, seed=1, kinds=(CHART,))[CHART, True]
    assert (tally.precision, tally.recall, tally.wrong_when_absent) == (0.0, 0.0, 1.0)


def test_the_table_has_a_line_for_each_way_of_asking(tallies: dict[tuple[str, bool], Tally]) -> None:
    lines = table(tallies, shared=True).splitlines()
    assert len(lines) == 1 + len(KINDS)
    assert lines[1].split() == ["chart", "3", *["100.0", "%"] * 4, "0.0", "%"]


def test_the_shares_of_what_is_typed_as_printed_are_of_all_its_forms(known: list[Known]) -> None:
    tallies = measure(known, lambda _: [], seed=1, kinds=PRINTED)
    shared = sum(tallies[kind, True].asked for kind in PRINTED)
    assert shared
    assert f"({shared:,} requests): right 0.000, wrong 0.000, asked 0.000, none 1.000" in printed_shares(
        tallies
    )
