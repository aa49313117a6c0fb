from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.song_request import LONGEST_NAME, SongName, TrackLink, UnreadableLink, song_requests

ID = "2g0LdZQce9xlcHb1mBJyuz"
OTHER_ID = "3dbLT62Cvs46Ju7a8gpr36"


@pytest.mark.parametrize(
    "text",
    [
        f"https://open.spotify.com/track/{ID}",
        f"http://open.spotify.com/track/{ID}",
        f"https://open.spotify.com/track/{ID}?si=abcdef&utm_source=copy",
        f"https://open.spotify.com/track/{ID}#t=30",
        f"https://open.spotify.com/intl-ko/track/{ID}",
        f"https://open.spotify.com/intl-pt-BR/track/{ID}",
        f"https://open.spotify.com/embed/track/{ID}?theme=0",
        f"https://open.spotify.com/intl-ko/embed/track/{ID}",
        f"HTTPS://OPEN.SPOTIFY.COM/track/{ID}",
        f"https://play.spotify.com/track/{ID}",
        f"open.spotify.com/track/{ID}",
        f"spotify:track:{ID}",
        f"SPOTIFY:track:{ID}",
        f"listen to this: https://open.spotify.com/track/{ID}!",
        f"(https://open.spotify.com/track/{ID})",
        f"<https://open.spotify.com/track/{ID}>",
        f"**https://open.spotify.com/track/{ID}**",
        f"이 노래 https://open.spotify.com/track/{ID}, 들어 봐",
        f"https://open.spotify.com/track/{ID}/",
    ],
)
def test_every_shape_of_a_track_link_is_read(text: str) -> None:
    assert song_requests(text) == (TrackLink(ID),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"https://open.spotify.com/album/{ID}", "album"),
        (f"https://open.spotify.com/intl-de/artist/{ID}", "artist"),
        (f"https://open.spotify.com/playlist/{ID}?si=1", "playlist"),
        (f"spotify:playlist:{ID}", "playlist"),
        (f"https://open.spotify.com/episode/{ID}", "episode"),
        (f"https://open.spotify.com/show/{ID}", "show"),
        ("https://open.spotify.com/track/tooshort", "bad-id"),
        (f"https://open.spotify.com/track/{ID}x", "bad-id"),
        ("https://open.spotify.com/track/", "bad-id"),
        ("spotify:track:", "bad-id"),
        ("https://open.spotify.com/", "page"),
        ("https://open.spotify.com/user/somebody", "page"),
        ("https://youtu.be/abc", "other"),
        (f"https://open.spotify.com.example.org/track/{ID}", "other"),
        (f"https://example.org/open.spotify.com/track/{ID}", "other"),
        (f"https://open.spotify.com@example.org/track/{ID}", "other"),
        (f"https://evil-open.spotify.com/track/{ID}", "other"),
        ("http://[::1", "other"),
    ],
)
def test_what_names_no_track_is_told_apart(text: str, kind: str) -> None:
    assert song_requests(text) == (UnreadableLink(kind),)


def test_several_links_come_each_once_in_their_order() -> None:
    text = f"spotify:track:{OTHER_ID} https://open.spotify.com/track/{ID} open.spotify.com/track/{OTHER_ID}"
    assert song_requests(text) == (TrackLink(OTHER_ID), TrackLink(ID))


def test_links_behind_words_count_and_are_not_repeated() -> None:
    link = f"https://open.spotify.com/track/{ID}"
    assert song_requests(f"this and {link}", [link, f"https://open.spotify.com/track/{OTHER_ID}"]) == (
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


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_read_without_a_crash(text: str, links: list[str]) -> None:
    for request in song_requests(text, links):
        if isinstance(request, TrackLink):
            assert len(request.track_id) == 22
            assert request.track_id.isascii()
            assert request.track_id.isalnum()
