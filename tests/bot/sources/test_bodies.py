from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.bodies import MOST_PIECES, BoundedBody, UnreadableBody, json_of, text_of

MOST = 1_000


def read(*pieces: bytes, encoding: str = "", most: int = MOST) -> bytes:
    body = BoundedBody(encoding, most)
    for piece in pieces:
        body.add(piece)
    return body.content()


def test_a_plain_body_is_read_up_to_its_limit() -> None:
    assert read(b"a" * 600, b"b" * 400) == b"a" * 600 + b"b" * 400
    assert read() == b""
    with pytest.raises(UnreadableBody):
        read(b"a" * 600, b"b" * 401)


@pytest.mark.parametrize("encoding", ["gzip", " GZip ", "x-gzip"])
def test_one_layer_of_gzip_is_unpacked_whatever_the_pieces(encoding: str) -> None:
    packed = gzip.compress(b"song" * 250)
    assert read(packed, encoding=encoding) == b"song" * 250
    assert read(*(packed[at : at + 1] for at in range(len(packed))), encoding=encoding) == b"song" * 250
    assert read(packed + b"behind the end", encoding=encoding) == b"song" * 250
    assert read(encoding=encoding) == b""


@pytest.mark.parametrize(
    "encoding", ["gzip, gzip", "gzip,identity", "deflate", "br", "zstd", "gzip;q=1", "x" * 9_000]
)
def test_another_encoding_or_a_second_layer_is_refused(encoding: str) -> None:
    with pytest.raises(UnreadableBody):
        BoundedBody(encoding, MOST)


def test_what_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked() -> None:
    packed = gzip.compress(b"\0" * 100_000_000)
    assert len(packed) < 100_000
    tracemalloc.start()
    with pytest.raises(UnreadableBody):
        read(packed, encoding="gzip", most=200_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    "broken",
    [
        b"no gzip",
        gzip.compress(b"x" * 900, mtime=0)[:-9],
        gzip.compress(b"x", mtime=0)[:5],
        zlib.compress(b"x"),
        b"\x1f\x8b",
    ],
    ids=["no gzip", "no end", "no beginning", "zlib", "two bytes"],  # gzip writes the time into its bytes
)
def test_a_packed_body_that_is_broken_or_cut_off_is_refused(broken: bytes) -> None:
    with pytest.raises(UnreadableBody):
        read(broken, encoding="gzip")


def test_a_body_in_very_many_pieces_is_refused() -> None:
    assert len(read(*[b"x"] * MOST_PIECES, most=MOST_PIECES * 2)) == MOST_PIECES
    with pytest.raises(UnreadableBody):
        read(*[b"x"] * (MOST_PIECES + 1), most=MOST_PIECES * 2)


@pytest.mark.parametrize(
    ("charset", "written"),
    [(None, "utf-8"), ("", "utf-8"), ("UTF-8", "utf-8"), ("EUC-KR", "euc-kr"), ("ks_c_5601-1987", "cp949")],
)
def test_a_text_is_read_in_the_character_set_that_is_named(charset: str | None, written: str) -> None:
    assert text_of("노래".encode(written), charset) == "노래"


@pytest.mark.parametrize(
    "charset",
    [
        *("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "zlib"),
        *("hex", "klingon", "\0", "../utf-8", "utf-8 " * 999, "mbcs", "oem"),
    ],
)
def test_a_character_set_that_decodes_in_a_way_of_its_own_is_refused(charset: str) -> None:
    with pytest.raises(UnreadableBody):
        text_of("노래\\x41".encode() * 100, charset)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "euc-kr", "shift_jis", "gbk", "big5", "utf-16"]))
def test_any_bytes_are_some_text(body: bytes, charset: str) -> None:
    assert isinstance(text_of(body, charset), str)


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps(text).encode()))
def test_any_bytes_are_json_or_refused(body: bytes) -> None:
    try:
        json_of(body)
    except UnreadableBody:
        return


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 200_000, b"1" * 5_000, b"\xff\xfe\x00", b'{"a":' * 9_000])
def test_json_that_is_none_or_nested_without_end_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        json_of(body)


@given(st.binary(max_size=2_000), st.sampled_from(["", "gzip"]))
def test_any_bytes_are_a_body_or_refused(body: bytes, encoding: str) -> None:
    try:
        assert len(read(body, encoding=encoding)) <= MOST
    except UnreadableBody:
        return
