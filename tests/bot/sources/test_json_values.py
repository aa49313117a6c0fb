from __future__ import annotations

import pytest

from bot.sources.foreign_song import ForeignSong
from bot.sources.json_values import (
    artist_ids,
    at,
    digits,
    is_track_id,
    isrc,
    milliseconds,
    name,
    rows,
    search_words,
    unescaped_name,
    unescaped_names,
    whole_name,
    whole_number,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Next   Level\n", "Next Level"),
        ("달\x00빛\x1b[31m", "달 빛 [31m"),
        ("a\ud800b", "ab"),
        ("gen\u202egnihtyna", "gengnihtyna"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("x" * 3000, "x" * 500),
        ("\u202e\u2066 ", None),
        ("\u3164\u200d\ufe0f\u0301", None),
        ("\u200fقمر\u061c\U000e0041", "قمر"),
        ("달\u2028빛", "달 빛"),
        ("ﷺ" * 500, "ﷺ" * 27),
        ("", None),
        (None, None),
        (5, None),
        (["a"], None),
    ],
)
def test_a_name_is_one_harmless_line(value: object, expected: str | None) -> None:
    assert name(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("R&amp;B &#39;til &#x1F319;", "R&B 'til 🌙"),
        ("Sun&notes &copy", "Sun&notes &copy"),
        ("&amp;lt;", "&lt;"),
        ("&#65;&#99999999;", "A&#99999999;"),
        ("달&#0;", None),
        ("&nothing;", "&nothing;"),
        ("달\ufffd", None),
        ("&nbsp;", None),
        ("", None),
        (7, None),
    ],
)
def test_whole_entities_are_resolved_once(value: object, expected: str | None) -> None:
    assert unescaped_name(value) == expected


def test_of_a_list_without_end_a_thousand_rows_are_read() -> None:
    assert rows({"items": list(range(10_000))}, "items") == list(range(1_000))
    assert rows({"items": {}}, "items") is None


def test_a_name_with_lost_bytes_is_none() -> None:
    assert whole_name("봄\ufffd") is None
    assert whole_name(" 봄  날 ") == "봄 날"
    assert whole_name("R&amp;B") == "R&amp;B"


def test_names_are_named_once_and_not_too_often() -> None:
    assert unescaped_names(["가", None, "나", "가 ", 7, "\ufffd"]) == ("가", "나")
    assert len(unescaped_names(map(str, range(100)))) == 20


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, 7),
        ("7", 7),
        (" +7 ", 7),
        ("-7", -7),
        (0, 0),
        ("", None),
        ("7.0", None),
        (7.0, None),
        (True, None),
        ("٧", None),
        (10**15, None),
        (None, None),
        ([7], None),
    ],
)
def test_a_whole_number_may_be_a_text(value: object, expected: int | None) -> None:
    assert whole_number(value) == expected


def test_an_id_of_digits_is_more_than_nothing() -> None:
    assert [digits(value) for value in (30000001, "30000001", 0, "-1", "a1", None)] == [
        "30000001",
        "30000001",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("KR-A30-21-00001", "KRA302100001"), ("kra302100001", "KRA302100001"), ("KRA30", None), (7, None)],
)
def test_an_isrc_has_twelve_characters(value: object, expected: str | None) -> None:
    assert isrc(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1), (213573.0, 213573), (0, None), (float("nan"), None), (10**400, None), (True, None), ("5", None)],
)
def test_a_duration_is_between_a_millisecond_and_a_day(value: object, expected: int | None) -> None:
    assert milliseconds(value) == expected


def test_a_missing_step_on_the_way_is_none() -> None:
    body = {"a": {"b": 1}, "c": [1]}
    assert [at(body, "a", "b"), at(body, "a", "x"), at(body, "c", "b"), at(None, "a")] == [
        1,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "value", ["", "a" * 21, "a" * 23, "a" * 21 + "\n", "가" * 22, "a" * 21 + "-", None, 7]
)
def test_other_things_are_no_track_ids(value: object) -> None:
    assert not is_track_id(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  IU - 봄날 & (eight)\n", "IU 봄날 (eight)"),
        ("!!! - ...", ""),
        ("a" * 300, "a" * 200),
        ("ten characters" * 20, ("ten characters" * 20)[:200].strip()),
    ],
)
def test_a_search_is_for_words(text: str, words: str) -> None:
    assert search_words(text, 200) == words


@pytest.mark.parametrize(
    ("title", "artists", "query"),
    [
        ("eight (Prod.&Feat. SUGA of BTS)", ("아이유 (IU)",), "eight 아이유"),
        ("거울 산책", ("오월의 방 & 물결상회", "LUMENADE"), "거울 산책 오월의 방"),
        ("(여름)", ("Paper Tigers",), "(여름) Paper Tigers"),
        ("거울", (), "거울"),
    ],
)
def test_a_foreign_song_is_searched_for_by_title_and_first_artist(
    title: str, artists: tuple[str, ...], query: str
) -> None:
    assert ForeignSong("Melon", title, artists).query == query


def test_artists_ids_are_all_there_or_none() -> None:
    one, other = ({"id": letter * 22, "name": letter} for letter in "ab")
    assert artist_ids([one, other]) == ("a" * 22, "b" * 22)
    for broken in ([one, {"name": "b"}], [one, {"id": 7}], [{"id": "short"}], "ab", None, []):
        assert artist_ids(broken) == ()
