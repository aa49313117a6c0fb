from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.offline.match_pairs import BadPairs, Measured, Pair, halves, read_pairs, with_aliases, with_truth


def right_numbers(pairs: list[Pair], catalogue: list[Measured]) -> list[set[int]]:
    known = with_truth(pairs, catalogue, aliases=True)
    return [{int(track_id) for track_id in song.right_ids} for song in known]


def test_pairs_are_read_with_their_artists_apart(tmp_path: Path) -> None:
    path = tmp_path / "songs.csv"
    path.write_text(
        "track_id,spotify_title,spotify_artist,melon_title,melon_artist\n"
        'x1,Lantern,"A, B","종이등, 밤","에이 (A, a), 비"\n'
        ",Lantern,A,종이등,에이\n",
        encoding="utf-8",
    )
    assert read_pairs(path) == [Pair("x1", "종이등, 밤", ("에이 (A, a)", "비"), "Lantern", ("A", "B"))]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"a,b\n1,2\n", "no column track_id"), (b"\xff", "cannot be read")],
)
def test_a_file_without_pairs_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "songs.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadPairs, match=said):
        read_pairs(path)


def test_the_right_recordings_are_those_that_agree_in_two_of_three(
    pairs_file: Callable[[], Path], catalogue: list[Measured]
) -> None:
    # 13 has artist and title, 14 artist and sound; 23 is another version, 6 another's song.
    assert right_numbers(read_pairs(pairs_file()), catalogue) == [{1}, {2}, {3, 13}, {4, 14}, set()]


def test_a_title_is_shared_in_either_script_and_by_spotifys_other_title(
    pairs_file: Callable[[], Path], catalogue: list[Measured]
) -> None:
    pairs = read_pairs(pairs_file())
    with_other = with_truth(pairs, catalogue, aliases=True)
    without = with_truth(pairs, catalogue, aliases=False)
    assert [song.shares_title(song.pair.title) for song in with_other[:4]] == [True, True, True, False]
    assert [song.shares_title(song.pair.title) for song in without[:4]] == [True, False, True, False]


def test_spotifys_other_title_becomes_another_name(
    pairs_file: Callable[[], Path], catalogue: list[Measured]
) -> None:
    named = {track.title: track.other_names for track, _ in with_aliases(read_pairs(pairs_file()), catalogue)}
    assert named["Spring River"] == ("봄강 IU",)
    assert named["Harbour"] == ()


def test_no_artist_is_in_both_halves_and_a_seed_always_splits_alike(pairs_file: Callable[[], Path]) -> None:
    pairs = read_pairs(pairs_file())
    for seed in range(8):
        one, other = halves(pairs, seed)
        assert sorted([*one, *other], key=pairs.index) == pairs
        assert not {pair.spotify_artists[0] for pair in one} & {pair.spotify_artists[0] for pair in other}
        assert (one, other) == halves(pairs, seed)
    assert len({halves(pairs, seed)[0][0] for seed in range(20)}) > 1
