from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links.reader import ShortLink, SongLink, TrackLink
from bot.songs.requests import SongName, song_requests
from bot.songs.typed_names import LONGEST_NAME

ID = "2g0LdZQce9xlcHb1mBJyuz"
OTHER_ID = "3dbLT62Cvs46Ju7a8gpr36"


def test_several_links_come_each_once_in_their_order() -> None:
    text = f"spotify:track:{OTHER_ID} https://open.spotify.com/track/{ID} open.spotify.com/track/{OTHER_ID}"
    assert song_requests(text) == (TrackLink(OTHER_ID), TrackLink(ID))


def test_links_behind_words_count_and_are_not_repeated() -> None:
    link = f"https://open.spotify.com/track/{ID}"
    assert song_requests(f"this and {link}", (link, f"https://open.spotify.com/track/{OTHER_ID}")) == (
        TrackLink(ID),
        TrackLink(OTHER_ID),
    )


@pytest.mark.parametrize(
    ("text", "name"), [("  봄날   방탄소년단\n", "봄날 방탄소년단"), ("aespa - Savage", "aespa - Savage")]
)
def test_anything_else_is_a_name(text: str, name: str) -> None:
    assert song_requests(text) == (SongName(name),)


@pytest.mark.parametrize("text", ["", "   ", "\n\t\0"])
def test_nothing_asks_for_nothing(text: str) -> None:
    assert song_requests(text) == ()


def test_a_very_long_name_is_cut() -> None:
    (request,) = song_requests("x" * 4000)
    assert request == SongName("x" * LONGEST_NAME)


FOLLOWED = {"spotify.link", "spotify.app.link", "open.spotify.com", "link.deezer.com", "kko.to"}
ODD_ADDRESSES = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [
                *("https://", "http://", "//", "@", ":", "/", "?", "#", "&", "=", "\\", "%2f", ".", "[", "]"),
                *(
                    "spotify.link",
                    "spotify.app.link",
                    "open.spotify.com",
                    "www.",
                    "evil.example",
                    "127.0.0.1",
                ),
                *("melon.com", "music.apple.com", "deezer.com", "youtube.com", "youtu.be", "spotify:", ":80"),
                *("/s/", "/track/", "/kr/album/", "/song/detail.htm", "/watch", "?v=", "songId=", "i=", "id"),
                *(ID, "7", "track", "::1", " "),
            ]
        )
        | st.text(max_size=3),
        max_size=12,
    ),
)


@given(ODD_ADDRESSES, st.lists(ODD_ADDRESSES, max_size=2))
def test_no_request_names_a_host_that_is_not_configured(text: str, links: list[str]) -> None:
    for request in song_requests(text, tuple(links)):
        if isinstance(request, ShortLink):
            parts = urlsplit(request.url)
            assert (parts.scheme, parts.netloc in FOLLOWED) == ("https", True)
        if isinstance(request, SongLink):
            known = {"melon", "melon-album", "apple", "deezer", "youtube"}
            assert request.service in known
            assert request.song_id.replace("-", "").replace("_", "").isalnum()
            assert request.song_id.isascii()
            assert len(request.song_id) <= 15
            assert request.country == "" or (len(request.country) == 2 and request.country.isascii())


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_read_without_a_crash(text: str, links: list[str]) -> None:
    for request in song_requests(text, tuple(links)):
        if isinstance(request, TrackLink):
            assert len(request.track_id) == 22
            assert request.track_id.isascii()
            assert request.track_id.isalnum()
