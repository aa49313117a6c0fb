from __future__ import annotations

from dataclasses import replace

from bot.charts.moves import RankMoves, rank_moves
from tests.bot.charts.examples import DAY, YESTERDAY, chart, entry


def test_songs_gain_places_lose_them_stay_or_are_new_against_an_earlier_chart() -> None:
    moves = rank_moves(chart(3, 1, 4, 2), chart(1, 2, 5, 4, 3, day=YESTERDAY))
    assert moves == RankMoves({"3": 4, "1": -1, "4": 1, "2": -2}, YESTERDAY)
    assert rank_moves(chart(1, 9), chart(1, day=YESTERDAY)).gained == {"1": 0, "9": None}


def test_an_earlier_chart_counts_more_than_what_the_service_says() -> None:
    today = replace(chart(), entries=(replace(entry(1, 1), previous_rank=9, is_new=True),))
    assert rank_moves(today, chart(2, 1, day=YESTERDAY)).gained == {"1": 1}


def test_without_an_earlier_chart_the_service_is_believed_and_silence_is_no_move() -> None:
    entries = (
        replace(entry(1, 1), previous_rank=4),
        replace(entry(2, 2), previous_rank=2),
        replace(entry(3, 3), is_new=True),
        entry(4, 4),
    )
    moves = rank_moves(replace(chart(day=DAY), entries=entries), None)
    assert moves == RankMoves({"1": 3, "2": 0, "3": None}, None)
