from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import GENRES, Words
from bot.songs.replies.genres import (
    arrow,
    classified,
    estimated,
    genre_counts_of,
    listed_genre,
    ranked_line,
    shares_line,
    shares_of,
    short_title,
)
from bot.songs.song_genre import GenreShare, SongGenre
from model.features import AudioFeatures
from model.levels import Level
from model.music import Track
from model.voting import GenreVote

EN, KO = Words("en"), Words("ko")
UNKNOWN = listed_genre(None, None, EN)
SHARES = st.lists(st.sampled_from(sorted(GENRES)), unique=True, min_size=1).flatmap(
    lambda genres: st.tuples(
        *(st.builds(GenreShare, st.just(genre), st.integers(1, 50), st.none()) for genre in genres)
    )
)


def song(genre: str, level: Level = Level.MEASURED) -> SongGenre:
    vote = GenreVote(genre, (), {genre: 0.4}, "soft", "tiny@1", level)
    features = AudioFeatures(source="dataset", obtained_on=date(2026, 1, 1))
    return SongGenre(Track("1", "t", ("a",)), features if level is Level.MEASURED else None, vote)


def text(spans: object) -> str:
    return "".join(span.text for span in spans)  # type: ignore[attr-defined]


@given(SHARES)
def test_the_songs_in_the_line_and_in_the_picture_are_all_songs(shares: tuple[GenreShare, ...]) -> None:
    total = sum(share.count for share in shares)
    drawn = genre_counts_of(shares, 7, EN)
    assert sum(count.count for count in drawn.counts) == total
    assert drawn.unknown == 7
    line = shares_line(shares, EN)
    numbers = [int(part.partition("(")[2].partition(")")[0].split()[0]) for part in line.split(", ")]
    assert sum(numbers) == total
    assert len(numbers) <= 6


def test_a_picture_names_genres_with_a_capital_and_none_that_is_gone() -> None:
    drawn = genre_counts_of(
        (GenreShare("r-n-b", 2, 1), GenreShare("hip-hop", 1, None), GenreShare("pop", 0, 3)), 0, EN
    )
    assert [(count.label, count.change) for count in drawn.counts] == [("R&B", 1), ("Hip-hop", None)]


def test_a_line_of_a_list_has_place_title_artist_and_genre() -> None:
    line = ranked_line(
        "3. ▲2", "Next Level (feat. IU)", ["aespa"], listed_genre("hip-hop", Level.MEASURED, EN), EN
    )
    assert text(line) == "3. ▲2 Next Level by aespa: hip-hop"
    korean = ranked_line("1.", "Next Level", ["aespa"], listed_genre("hip-hop", Level.MEASURED, KO), KO)
    assert text(korean) == "1. Next Level · 에스파: 힙합"
    assert text(ranked_line("1.", "Intro", [], UNKNOWN, EN)) == "1. Intro: genre not known"


def test_a_genre_by_the_artists_other_songs_is_said_to_be_estimated() -> None:
    assert text(listed_genre("pop", Level.ARTIST, EN)) == "pop (estimated)"
    assert text(listed_genre("pop", Level.SOUND_AND_ARTIST, EN)) == "pop"


@given(st.text(), st.integers(2, 40))
def test_a_short_title_is_never_longer_than_asked_nor_empty_where_there_is_one(title: str, most: int) -> None:
    short = short_title(title, most)
    assert len(short) <= most
    assert short or not title.strip()


@pytest.mark.parametrize(("gained", "sign"), [(3, "▲3"), (-2, "▼2"), (0, "=")])
def test_an_arrow_says_how_far(gained: int, sign: str) -> None:
    assert arrow(gained) == sign


def test_songs_are_counted_by_genre_and_compared_where_there_is_an_earlier_count() -> None:
    assert shares_of([song("pop"), song("rock"), song("pop")]) == (
        GenreShare("pop", 2, None),
        GenreShare("rock", 1, None),
    )
    assert (
        shares_line([GenreShare("pop", 2, 1), GenreShare("rock", 2, 2)], EN) == "pop 50% (2 ▲1), rock 50% (2)"
    )
    assert shares_line([GenreShare("pop", 2, 1)], KO) == "팝 100% (2 ▲1)"


def test_estimated_songs_are_counted_apart() -> None:
    assert classified(3, 2, 9, EN) == "3 of 9 songs classified by their sound, 2 estimated"
    assert classified(5, 0, 9, EN) == "5 of 9 songs classified by their sound"
    assert estimated(0, 9, EN) == ()
    assert text(estimated(2, 9, KO)[0]) == "측정값이 없어서 추정한 곡: 9곡 중 2곡."
