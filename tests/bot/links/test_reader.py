from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links.reader import Link, ListLink, ShortLink, SongLink, TrackLink, UnreadableLink, links_in

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
        (f"spotify:user:someone:playlist:{ID}", "playlist"),
        (f"https://open.spotify.com/user/someone/playlist/{ID}?si=1", "playlist"),
        (f"https://album.link/s/{ID}", "album"),
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
        ("https://link.deezer.com/s/AbCdEf", "https://link.deezer.com/s/AbCdEf"),
        ("kko.to/AbCdEf", "https://kko.to/AbCdEf"),
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
            "https://m2.melon.com/pda/msvc/snsGatePage.jsp?type=son&sId=30755375",
            SongLink("melon", "30755375"),
        ),
        ("http://m2.melon.com/pda/msvc/snsGatePage.jsp?sId=10&type=alb", SongLink("melon-album", "10")),
        ("https://m.app.melon.com/song/detail.htm?songId=30755375", SongLink("melon", "30755375")),
        ("https://song.link/i/1440650711", SongLink("apple", "1440650711", "us")),
        ("https://song.link/us/i/1440650711", SongLink("apple", "1440650711", "us")),
        ("https://song.link/d/3135556", SongLink("deezer", "3135556")),
        ("https://odesli.co/y/D1PvIWdJ8xo", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://song.link/https://youtu.be/D1PvIWdJ8xo", SongLink("youtube", "D1PvIWdJ8xo")),
        ("https://song.link/https%3A%2F%2Fwww.deezer.com%2Ftrack%2F3135556", SongLink("deezer", "3135556")),
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


def test_a_portals_link_with_spotifys_id_is_the_track() -> None:
    assert read(f"https://song.link/s/{ID}") == (TrackLink(ID),)
    assert read(f"https://odesli.co/https://open.spotify.com/track/{ID}?si=1") == (TrackLink(ID),)


@pytest.mark.parametrize(
    ("text", "kind", "service"),
    [
        ("https://music.bugs.co.kr/track/32131231", "song", "Bugs"),
        ("https://www.genie.co.kr/detail/songInfo?xgnm=95001234", "song", "Genie"),
        ("https://vibe.naver.com/track/12345", "song", "VIBE"),
        ("https://www.music-flo.com/detail/track/abcde/details", "song", "FLO"),
        ("https://www.deezer.com/en/album/302127", "album", "Deezer"),
        ("https://music.apple.com/us/playlist/x/pl.abc", "playlist", "Apple Music"),
        ("https://www.melon.com/chart/index.htm", "other", "Melon"),
        ("https://song.link/someone", "other", "song.link"),
        ("https://song.link/https%3A%2F%2Fsong.link%2Fx", "other", "song.link"),
        ("https://notmelon.com/song", "other", ""),
        ("https://example.org/track/", "other", ""),
    ],
)
def test_a_link_that_names_no_song_to_the_bot_names_its_service(text: str, kind: str, service: str) -> None:
    (link,) = read(text)
    assert isinstance(link, UnreadableLink)
    assert (link.kind, link.service) == (kind, service)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a",
        "tg://resolve?domain=x",
        "mailto:a@example.org",
        "example.org/a/b",
        "melonapp:play",
    ],
)
def test_an_address_of_any_scheme_is_a_link(address: str) -> None:
    assert read(f"see {address}") == (UnreadableLink("other"),)


@pytest.mark.parametrize(
    "text", ["IU: Palette", "Re: Zero", "AC/DC Thunderstruck", "24/7=heaven", "H.O.T. Candy"]
)
def test_a_name_with_the_signs_of_addresses_is_none(text: str) -> None:
    assert read(text) == ()


def test_an_address_that_leads_to_another_is_that_one_alone() -> None:
    for start in ("https://l.example.org/?u=", "https://song.link/"):
        assert read(f"{start}https://open.spotify.com/track/{ID}") == (TrackLink(ID),)


def test_the_beginning_of_another_address_is_the_same_address_cut_off() -> None:
    whole = "https://music.apple.com/kr/album/x/14?i=1440650711"
    text = "https://music.apple.com/kr/album/x/14…"
    assert tuple(links_in(text, [whole])) == (SongLink("apple", "1440650711", "kr"),)


def test_links_come_in_the_order_of_the_text() -> None:
    text = f"https://youtu.be/D1PvIWdJ8xo and spotify:track:{ID}, then https://example.org/x"
    assert read(text) == (SongLink("youtube", "D1PvIWdJ8xo"), TrackLink(ID), UnreadableLink("other"))
    assert read("no link, not even melon.com") == ()


def test_of_a_text_full_of_addresses_the_first_hundred_are_read() -> None:
    assert len(list(links_in(" ".join(f"https://a{number}.b/" for number in range(5_000))))) == 100


@given(st.text())
def test_any_address_is_read_without_a_crash(end: str) -> None:
    for start in ("https://open.spotify.com/", "spotify:", "https://www.melon.com/", "http://[", "youtu.be/"):
        for link in read(start + end):
            assert isinstance(link, Link)
