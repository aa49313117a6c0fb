from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceUnavailable, Trouble
from bot.language.words import Words
from bot.messages.picture_values import CollectionCard
from bot.songs.collection_finder import CollectionGenres
from bot.songs.genre_finder import Genres
from bot.songs.replies.collection import PAGE, collection_reply
from bot.songs.song_genre import SongGenre
from model.features import AudioFeatures
from model.levels import Level
from model.music import LeftOut, SongCollection, Track
from model.voting import GenreVote

EN = Words("en")
DAY = date(2026, 11, 22)
HEARD = AudioFeatures(energy=0.5, source="reccobeats", obtained_on=date(2026, 1, 1))


def found(
    songs: int, *genres: str | None, problem: SourceUnavailable | None = None, whole: bool = True
) -> CollectionGenres:
    """Return an album of so many songs, of which the first have these genres; "~pop" is an estimate."""
    tracks = tuple(Track(f"{number:022}", f"Song {number}", ("Kite",)) for number in range(1, songs + 1))
    known: dict[str, SongGenre] = {}
    for track, genre in zip(tracks, genres, strict=False):
        if genre:
            level = Level.ARTIST if genre.startswith("~") else Level.MEASURED
            name = genre.removeprefix("~")
            vote = GenreVote(name, (), {name: 0.6}, "soft", "tiny@1", level)
            known[track.id] = SongGenre(track, HEARD if level is Level.MEASURED else None, vote)
    return CollectionGenres(
        SongCollection("album", "x" * 22, "Harbour", "Kite", tracks, whole), Genres(known, problem), DAY
    )


def said(collection: CollectionGenres, first: int = 1) -> str:
    return collection_reply(collection, first, EN).plain()


def test_a_list_says_whose_it_is_its_genres_and_its_songs() -> None:
    text = said(found(3, "pop", "rock", "pop"))
    assert text.startswith("Harbour <https://open.spotify.com/album/")
    assert "\nAlbum by Kite\npop 67% (2), rock 33% (1)\n" in text
    assert "1. Song 1 by Kite: pop" in text
    assert "2. Song 2 by Kite: rock" in text
    assert "Without a genre" not in text


def test_each_song_can_be_picked() -> None:
    shown = collection_reply(found(12, "pop"), 11, EN).text
    assert [span.says for span in shown if span.says] == [
        f"spotify:track:{number:022}" for number in (11, 12)
    ]


def test_what_has_no_genre_is_counted_with_the_reason() -> None:
    assert "Without a genre: 2 of 3 (no service has their audio features)." in said(found(3, "pop"))
    silent = SourceUnavailable("ReccoBeats", Trouble.TIMEOUT)
    text = said(found(3, "pop", problem=silent))
    assert "Without a genre: 2 of 3 (" in text
    assert "ReccoBeats" in text


def test_a_list_that_is_not_whole_says_so() -> None:
    assert "These are the first 3 songs that Spotify shows" in said(found(3, "pop", whole=False))


def test_estimates_are_counted_in_the_text_and_marked_in_the_list() -> None:
    text = said(found(2, "pop", "~rock"))
    assert "2. Song 2 by Kite: rock (estimated)" in text
    assert text.count("stimated") > 1


@pytest.mark.parametrize(
    ("first", "shown", "turns"),
    [
        (1, "1. Song 1 ", ["Songs 11 to 20", "Songs 21 to 23"]),
        (11, "11. Song 11 ", ["Songs 1 to 10", "Songs 21 to 23"]),
        (21, "23. Song 23 ", ["Songs 1 to 10", "Songs 11 to 20"]),
        (5, "5. Song 5 ", ["Songs 1 to 4", "Songs 15 to 23"]),
        (99, "1. Song 1 ", ["Songs 11 to 20", "Songs 21 to 23"]),
        (0, "1. Song 1 ", ["Songs 11 to 20", "Songs 21 to 23"]),
    ],
)
def test_ten_songs_are_a_page_and_buttons_turn_it(first: int, shown: str, turns: list[str]) -> None:
    reply = collection_reply(found(23, "pop"), first, EN)
    assert shown in reply.plain()
    assert [choice.label for choice in reply.choices] == turns
    assert all(choice.says.startswith(f"/songs spotify:album:{'x' * 22} ") for choice in reply.choices)


def test_a_list_is_drawn_where_any_genre_is_known() -> None:
    assert collection_reply(found(3), 1, EN).picture is None
    picture = collection_reply(found(3, "pop"), 1, EN).picture
    assert picture is not None
    assert picture.title == "Harbour"


@given(
    st.lists(st.integers(0, 5), max_size=40),
    st.dictionaries(st.integers(0, 5), st.sampled_from(["pop", "rock", "~pop", "~ballad"])),
)
def test_text_picture_footnote_and_lines_count_the_same_rows(rows: list[int], genres: dict[int, str]) -> None:
    known = found(6, *(genres.get(number) for number in range(6)))
    tracks = tuple(known.songs.tracks[number] for number in rows)
    there = {track.id for track in tracks}
    genres_there = {key: song for key, song in known.genres.songs.items() if key in there}
    listed = CollectionGenres(replace(known.songs, tracks=tracks), Genres(genres_there, None), DAY)
    replies = [collection_reply(listed, first, EN) for first in range(1, max(len(rows), 1) + 1, PAGE)]
    lines = [
        line for reply in replies for line in reply.plain().splitlines() if re.match(r"\d+\. Song", line)
    ]
    assert len(lines) == len(rows)
    counted = Counter(line.rpartition(": ")[2].removesuffix(" (estimated)") for line in lines)
    missing = counted.pop("genre not known", 0)
    text, picture = replies[0].plain(), replies[0].picture
    assert (
        {count.label.lower(): count.count for count in picture.genres.counts} == counted
        if isinstance(picture, CollectionCard)
        else not counted
    )
    assert all(
        f"{label} {round(100 * number / counted.total())}% ({number})" in text
        for label, number in counted.items()
    )
    assert (f"Without a genre: {missing} of {len(rows)}" in text) == (missing > 0)
    estimates = sum(line.endswith("(estimated)") for line in lines)
    assert (f"has their audio features: {estimates} of {len(rows)}" in text) == (estimates > 0)
    if isinstance(picture, CollectionCard):
        assert f"{counted.total() - estimates} of {len(rows)} songs classified" in picture.known
        assert (f", {estimates} estimated" in picture.known) == (estimates > 0)
    assert ("There is no song in it." in text) == (not rows)


def test_what_is_no_song_is_left_out_and_counted() -> None:
    known = found(2, "pop", "pop")
    listed = replace(known, songs=replace(known.songs, left_out=LeftOut(episodes=2, removed=1)))
    assert "Left out (podcast episodes: 2, removed tracks: 1)." in said(listed)
    assert "Left out" not in said(known)


def test_missing_labels_fail_no_list() -> None:
    known = found(1, "pop")
    text = said(replace(known, songs=replace(known.songs, title="", by="", kind="playlist")))
    assert text.startswith("A list without a name <")
    assert "\nPlaylist\n" in text
