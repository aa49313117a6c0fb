from __future__ import annotations

from datetime import UTC, datetime

from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason
from bot.offline.chart_table import as_text, table_of
from bot.songs.song_genre import SongGenre
from model.levels import Level
from model.music import Chart, ChartEntry, Track
from model.taxonomy import taxonomy
from model.voting import GenreVote, MemberVote

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ID = "2g0LdZQce9xlcHb1mBJyuz"
VOTE = GenreVote(
    "dance",
    (MemberVote("predict1", "dance", 0.6, 1.0), MemberVote("predict2", "pop", 0.5, 1.0)),
    {"dance": 0.61234, "pop": 0.2},
    "soft",
    "tiny@1",
    Level.MEASURED,
)
SONGS = (
    ChartEntry(1, "Lantern", ("Moon Club", "하늘다리"), "1"),
    ChartEntry(2, "종이등 " * 20, ("아이유",), "2"),
    ChartEntry(3, "!", ("?",), "3"),
)


def voted() -> GenreChart:
    """Return the songs as a chart, of which the first has a vote and the others have a reason."""
    chart = Chart("bugs-top100", NOW.date(), None, NOW, SONGS)
    first, second, third = chart.entries
    song = SongGenre(Track(ID, "Lantern", ("Moon Club",)), None, VOTE)
    return GenreChart(
        chart,
        (
            ChartSongGenre(first, song, None),
            ChartSongGenre(second, None, NoGenreReason.NO_MATCH),
            ChartSongGenre(third, None, NoGenreReason.NO_ANSWER),
        ),
    )


def test_each_song_is_a_row_with_each_models_vote_or_the_reason() -> None:
    first, second, third = table_of(voted())
    assert (first["rank"], first["song"], first["artist"], first["id"]) == (
        1,
        "Lantern",
        "Moon Club, 하늘다리",
        ID,
    )
    assert [first[f"predict{number}"] for number in (1, 2, 3)] == ["dance", "pop", None]
    assert (first["voting"], first["probability"], first["level"]) == ("dance", 0.6123, "measured")
    assert (first["without"], second["without"], third["without"]) == (None, "no-match", "no-answer")
    assert (first["p_dance"], first["p_pop"], first["p_rock"]) == (0.6123, 0.2, None)
    assert {second[f"p_{genre}"] for genre in taxonomy().genres} == {None}
    assert list(first) == list(second)


def test_columns_are_as_wide_as_korean_letters_make_them() -> None:
    header, first, second, third = as_text(table_of(voted())).splitlines()
    assert header.split()[:3] == ["rank", "song", "artist"]
    place = header.index("artist")
    assert first[place:].startswith("Moon Club")
    title = second.partition("…")[0] + "…"
    wide = sum(letter >= "가" for letter in title)
    assert second[place - wide :].startswith("아이유")
    assert second.endswith("(no-match)")
    assert third.endswith("(no-answer)")
