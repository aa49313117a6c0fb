from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import Link, ListLink, ShortLink, SongLink, TrackLink, UnreadableLink, links_in

ID = "2g0LdZQce9xlcHb1mBJyuz"
OTHER_ID = "3dbLT62Cvs46Ju7a8gpr36"


def read(text: str) -> tuple[Link, ...]:
    return tuple(links_in(text))


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
        f"https://open.spotify.com/track/{ID}를 들어봐",
        f"「https://open.spotify.com/track/{ID}」",
        f"https://open.spotify.com/track/{ID}。",
        f"https://open.spotify.com/track/{ID}\u200b",
        f"https://open.spotify.com/track/{ID}%20",
    ],
)
def test_every_shape_of_a_track_link_is_read(text: str) -> None:
    assert read(text) == (TrackLink(ID),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"https://open.spotify.com/episode/{ID}", "episode"),
        (f"https://open.spotify.com/show/{ID}", "show"),
        ("https://open.spotify.com/track/tooshort", "bad-id"),
        ("https://open.spotify.com/album/tooshort", "bad-id"),
        (f"https://open.spotify.com/track/{ID}x", "bad-id"),
        ("https://open.spotify.com/track/", "bad-id"),
        ("spotify:track:", "bad-id"),
        ("https://open.spotify.com/", "page"),
        ("https://open.spotify.com/user/a.person", "page"),
        ("https://youtu.be/abc", "other"),
        ("https://www.youtube.com/playlist?list=PLabc", "other"),
        ("https://www.youtube.com/watch?v=tooshort", "other"),
        ("https://www.youtube.com/@a.channel", "other"),
        ("https://www.melon.com/chart/index.htm", "other"),
        ("https://www.melon.com/song/detail.htm?songId=7x", "other"),
        ("https://www.melon.com/song/detail.htm", "other"),
        ("https://melon.com.example.org/song/detail.htm?songId=7", "other"),
        ("https://kko.to/abc", "other"),
        ("https://www.deezer.com/en/album/302127", "album"),
        ("https://www.deezer.com/playlist/1", "playlist"),
        ("https://www.deezer.com/artist/1", "artist"),
        ("https://www.deezer.com/en/track/x", "other"),
        ("https://music.apple.com/kr/album/x/1440650428", "album"),
        ("https://music.apple.com/kr/album/x/1440650428?i=x", "album"),
        ("https://music.apple.com/us/artist/x/1", "artist"),
        ("https://music.apple.com/us/playlist/x/pl.abc", "playlist"),
        ("https://music.apple.com/kr/", "other"),
        (f"https://open.spotify.com.example.org/track/{ID}", "other"),
        (f"https://example.org/open.spotify.com/track/{ID}", "other"),
        (f"https://open.spotify.com@example.org/track/{ID}", "other"),
        (f"https://evil-open.spotify.com/track/{ID}", "other"),
        ("http://[::1", "other"),
    ],
)
def test_what_names_no_track_is_told_apart(text: str, kind: str) -> None:
    assert read(text) == (UnreadableLink(kind),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"https://open.spotify.com/album/{ID}", "album"),
        (f"https://open.spotify.com/intl-de/artist/{ID}?si=1", "artist"),
        (f"https://open.spotify.com/intl-ko/album/{ID}?si=1", "album"),
        (f"https://open.spotify.com/playlist/{ID}?si=1", "playlist"),
        (f"https://open.spotify.com/embed/playlist/{ID}", "playlist"),
        (f"spotify:playlist:{ID}", "playlist"),
    ],
)
def test_albums_and_playlists_are_lists(text: str, kind: str) -> None:
    assert read(text) == (ListLink(kind, ID),)


def test_links_that_touch_each_other_are_told_apart() -> None:
    text = f"https://open.spotify.com/track/{ID}https://open.spotify.com/track/{OTHER_ID}"
    assert read(text) == (TrackLink(ID), TrackLink(OTHER_ID))
    assert read(text.replace(f"{ID}h", f"{ID},h")) == (TrackLink(ID), TrackLink(OTHER_ID))


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://spotify.link/AbCdEf", "https://spotify.link/AbCdEf"),
        ("spotify.link/AbCdEf.", "https://spotify.link/AbCdEf"),
        ("http://spotify.app.link/AbCdEf?_p=1#x", "https://spotify.app.link/AbCdEf?_p=1"),
        ("spotify.app.link/AbCdEf", "https://spotify.app.link/AbCdEf"),
        ("https://open.spotify.com/s/AbCdEf", "https://open.spotify.com/s/AbCdEf"),
        ("https://someone:secret@spotify.link:8080/x", "https://spotify.link/x"),
    ],
)
def test_short_links_are_kept_to_be_followed(text: str, url: str) -> None:
    assert read(text) == (ShortLink(url),)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://www.melon.com/song/detail.htm?songId=30755375", SongLink("melon", "30755375")),
        ("http://m2.melon.com/song/detail.htm?a=b&songId=30755375#x", SongLink("melon", "30755375")),
        ("m.melon.com/song/lyrics.htm?songId=30755375", SongLink("melon", "30755375")),
        ("https://www.melon.com/album/detail.htm?albumId=10", SongLink("melon-album", "10")),
        ("https://m2.melon.com/album/music.htm?albumId=10", SongLink("melon-album", "10")),
        (
            "https://music.apple.com/kr/album/x/14?i=1440650711&l=en",
            SongLink("apple", "1440650711", "kr"),
        ),
        ("https://music.apple.com/kr/album/1440650428?i=1440650711", SongLink("apple", "1440650711", "kr")),
        ("https://music.apple.com/JP/song/%EB%B4%84/1440650711", SongLink("apple", "1440650711", "jp")),
        ("https://music.apple.com/us/song/1440650711", SongLink("apple", "1440650711", "us")),
        (
            "https://itunes.apple.com/us/album/x/id14?i=1440650711",
            SongLink("apple", "1440650711", "us"),
        ),
        ("https://geo.music.apple.com/us/album/x/1?i=2&app=itunes", SongLink("apple", "2", "us")),
        ("https://www.deezer.com/track/3135556", SongLink("deezer", "3135556")),
        ("https://www.deezer.com/en/track/3135556?utm=1", SongLink("deezer", "3135556")),
        ("deezer.com/track/3135556", SongLink("deezer", "3135556")),
        ("https://www.youtube.com/watch?v=D1PvIWdJ8xo&t=3", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://m.youtube.com/watch?app=desktop&v=D1PvIWdJ8xo", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://music.youtube.com/watch?v=D1PvIWdJ8xo&feature=share", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://youtu.be/D1PvIWdJ8xo?si=abc", SongLink("youtube", "D1PvIWdJ8xo")),
        ("youtu.be/D1PvIWdJ8x_", SongLink("youtube", "D1PvIWdJ8x_")),
        ("https://youtube.com/shorts/D1PvIWdJ8xo", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://www.youtube.com/live/D1PvIWdJ8xo?feature=share", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://www.youtube-nocookie.com/embed/D1PvIWdJ8xo", SongLink("youtube", "D1PvIWdJ8xo")),
    ],
)
def test_every_shape_of_another_services_link_is_read(text: str, link: SongLink) -> None:
    assert read(text) == (link,)
    assert read(f"들어 봐: {text} !") == (link,)


def test_links_come_in_the_order_of_the_text() -> None:
    text = f"https://youtu.be/D1PvIWdJ8xo and spotify:track:{ID}, then https://example.org/x"
    assert read(text) == (SongLink("youtube", "D1PvIWdJ8xo"), TrackLink(ID), UnreadableLink("other"))
    assert read("no link, not even melon.com") == ()


@given(st.text())
def test_any_address_is_read_without_a_crash(end: str) -> None:
    for start in ("https://open.spotify.com/", "spotify:", "https://www.melon.com/", "http://[", "youtu.be/"):
        for link in read(start + end):
            assert isinstance(link, Link)
