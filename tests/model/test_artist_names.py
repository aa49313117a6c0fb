from __future__ import annotations

from collections import Counter

from model.artist_names import artist_spellings


def test_every_artist_has_two_spellings_or_more_and_none_is_empty() -> None:
    assert len(artist_spellings()) > 300
    for row in artist_spellings():
        assert len(set(row)) == len(row) >= 2, row
        assert all(name == name.strip() != "" for name in row), row


def test_no_korean_spelling_stands_for_two_artists() -> None:
    repeated = [name for name, count in Counter(row[0] for row in artist_spellings()).items() if count > 1]
    assert not repeated
