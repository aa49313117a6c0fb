from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import ShortLink, SongLink, TrackLink, UnreadableLink, link_request
from bot.songs.requests import SongRequest
from bot.sources import Sources, open_sources, public_addresses
from bot.sources.call_policy import CallPolicy
from bot.sources.http import ENOUGH_OF_A_PAGE, ServiceClient
from bot.sources.short_links import MOST_HOPS
from bot.start.settings import Settings
from tests.standins.invented import invented_id
from tests.standins.policies import SOON, for_all
from tests.standins.short_links import ShortLinks
from tests.standins.stand_in import Fault
from tests.standins.world import World

ID = invented_id(1)
SONG = f"https://open.spotify.com/track/{ID}"
LINK = ShortLink("https://spotify.link/abc")
NOWHERE = UnreadableLink("short")


@pytest.fixture
async def bait() -> AsyncIterator[ShortLinks]:
    """A server on this machine that may not be asked."""
    async with ShortLinks() as started:
        yield started


async def behind(sources: Sources, link: ShortLink = LINK) -> SongRequest:
    return await sources.short_links.behind(link)


@pytest.mark.parametrize(
    "target",
    [
        SONG,
        f"{SONG}?si=x&utm_source=copy",
        f"http://open.spotify.com/intl-ko/track/{ID}",
        f"spotify:track:{ID}",
        f"https://app.example/?%24fallback_url=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F{ID}%3Fsi%3D1",
        f"https://open.spotify.com/open?link=spotify%3Atrack%3A{ID}",
    ],
)
async def test_a_redirect_to_a_song_is_read_in_every_form(
    target: str, world: World, sources: Sources
) -> None:
    world.short_links.redirects["/abc"] = target
    assert await behind(sources) == TrackLink(ID)
    assert not world.spotify_web.requests, "the song's own page is not asked for"


async def test_all_three_hosts_are_followed_one_into_the_other(world: World, sources: Sources) -> None:
    world.short_links.redirects["/abc"] = "https://spotify.app.link/def?_p=c1"
    world.app_links.redirects["/def"] = "https://open.spotify.com/s/ghi"
    world.spotify_web.short_links["ghi"] = SONG
    assert await behind(sources) == TrackLink(ID)
    assert world.app_links.requests[0].query == {"_p": "c1"}
    assert await behind(sources, ShortLink("https://open.spotify.com/s/ghi")) == TrackLink(ID)


async def test_a_relative_redirect_stays_at_its_host(world: World, sources: Sources) -> None:
    world.short_links.redirects |= {"/abc": "/next", "/next": SONG}
    assert await behind(sources) == TrackLink(ID)


@pytest.mark.parametrize(
    "page",
    [
        f'<meta property="og:url" content="{SONG}">',
        f"<meta content='{SONG}?si=1&amp;x=2' property='og:url'/>",
        f'<link rel="canonical" href="{SONG}">',
        f'<meta http-equiv="refresh" content="0; url={SONG}">',
        f'<script>window.location.href = "{SONG}";</script>',
        f"<script>window.location.replace('https:\\/\\/open.spotify.com\\/track\\/{ID}')</script>",
        f'<meta property="og:url" content="https://example.org/"><script>location="spotify:track:{ID}"</script>',
    ],
)
async def test_a_page_is_read_for_the_song_that_it_names_or_sends_to(
    page: str, world: World, sources: Sources
) -> None:
    world.short_links.pages["/abc"] = f"<html><head>{page}</head></html>"
    assert await behind(sources) == TrackLink(ID)


async def test_other_things_of_spotify_are_told_as_what_they_are(world: World, sources: Sources) -> None:
    world.short_links.redirects["/abc"] = f"https://open.spotify.com/album/{ID}?si=1"
    assert await behind(sources) == link_request(f"https://open.spotify.com/album/{ID}")
    world.short_links.redirects["/abc"] = "https://youtu.be/abcdefghijk"
    assert await behind(sources) == SongLink("youtube", "abcdefghijk")


async def test_no_other_host_is_asked_wherever_it_leads(
    world: World, sources: Sources, bait: ShortLinks
) -> None:
    for target in (
        f"{bait.url}/track/{ID}",
        f"http://localhost:{bait.port}/s/abc",
        f"//127.0.0.1:{bait.port}/",
        f"http://open.spotify.com@127.0.0.1:{bait.port}/s/abc",
        f"http://spotify.link:{bait.port}@127.0.0.1:{bait.port}/abc",
        f"http://127.0.0.1:{bait.port}\\@spotify.link/",
        f"http://[::ffff:127.0.0.1]:{bait.port}/",
        f"http://2130706433:{bait.port}/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "http://[::1",
        "",
        "\x7f",
        "https://example.org/" + "a" * 100_000,
    ):
        world.short_links.redirects["/abc"] = target.replace("\x7f", "%7f")
        assert await behind(sources) == NOWHERE, target
    assert not bait.requests


async def test_a_port_in_a_short_link_is_not_the_port_that_is_asked(
    world: World, sources: Sources, bait: ShortLinks
) -> None:
    world.short_links.redirects["/abc"] = f"https://spotify.app.link:{bait.port}/def"
    world.app_links.redirects["/def"] = SONG
    assert await behind(sources) == TrackLink(ID)
    assert not bait.requests


async def test_a_circle_ends_after_five_hops(world: World, sources: Sources) -> None:
    world.short_links.redirects["/abc"] = "https://spotify.app.link/abc"
    world.app_links.redirects["/abc"] = "https://spotify.link/abc"
    assert await behind(sources) == NOWHERE
    assert len(world.short_links.requests) + len(world.app_links.requests) == MOST_HOPS


async def test_an_unknown_link_and_a_page_about_nothing_lead_nowhere(world: World, sources: Sources) -> None:
    assert await behind(sources) == NOWHERE
    world.short_links.pages["/abc"] = "<html><meta property='og:url' content='https://example.org'></html>"
    assert await behind(sources) == NOWHERE
    world.short_links.fault = Fault.EMPTY
    assert await behind(sources) == NOWHERE


async def test_no_more_than_64_kilobytes_of_a_page_are_read(world: World, sources: Sources) -> None:
    name = f'<meta property="og:url" content="{SONG}">'
    world.short_links.pages["/abc"] = name + "x" * 3_000_000
    assert await behind(sources) == TrackLink(ID)
    world.short_links.pages["/abc"] = "x" * ENOUGH_OF_A_PAGE + name
    assert await behind(sources) == NOWHERE


async def test_pages_made_to_keep_a_reader_busy_are_read_in_no_time(world: World, sources: Sources) -> None:
    for page in ("<meta " * 12_000, "<meta og:url " * 5_000, "url=" * 16_000, "location=" * 7_000):
        world.short_links.pages["/abc"] = page
        assert await behind(sources) == NOWHERE


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.CLOSED, Trouble.UNREACHABLE),
        (Fault.SLOW, Trouble.TIMEOUT),
        (Fault.BUSY, Trouble.BUSY),
        (Fault.ERROR, Trouble.BROKEN),
        (Fault.DROPPED, Trouble.BROKEN),
        (Fault.REFUSED, Trouble.REFUSED),
    ],
    ids=str,
)
async def test_a_host_that_does_not_answer_is_said_so(
    fault: Fault, trouble: Trouble, world: World, settings: Settings
) -> None:
    world.short_links.fault = fault
    sources = open_sources(settings, for_all(CallPolicy(connect=1.0, total=0.5, retry=SOON)))
    with pytest.raises(SourceUnavailable) as failure:
        await behind(sources)
    await sources.aclose()
    assert failure.value.trouble == trouble


async def test_a_host_that_dribbles_is_given_up(world: World, settings: Settings) -> None:
    world.short_links.fault = Fault.DRIBBLE
    sources = open_sources(settings, for_all(CallPolicy(total=0.3)))
    with pytest.raises(SourceUnavailable) as failure:
        await behind(sources)
    await sources.aclose()
    assert failure.value.trouble == Trouble.TIMEOUT


async def test_a_public_host_whose_name_leads_to_a_private_address_is_not_asked(
    bait: ShortLinks, monkeypatch: pytest.MonkeyPatch, policy: CallPolicy
) -> None:
    client = ServiceClient("S", f"http://localhost:{bait.port}", "Jangreu", policy=policy, public_only=True)
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_target("/abc")
    assert (failure.value.trouble, bait.requests) == (Trouble.UNREACHABLE, [])
    monkeypatch.setattr(public_addresses, "is_public", lambda _: True)
    bait.redirects["/abc"] = SONG
    assert await client.get_target("/abc") == (SONG, "")
    assert bait.requests[0].headers["Host"] == f"localhost:{bait.port}"
    await client.aclose()


async def test_as_it_is_set_up_by_default_no_private_address_is_asked(
    monkeypatch: pytest.MonkeyPatch, policy: CallPolicy
) -> None:
    async def lying_name_server(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]

    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    sources = open_sources(Settings(_env_file=None), for_all(policy))
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lying_name_server)
    for link in ("https://spotify.link/a", "https://spotify.app.link/a", "https://open.spotify.com/s/a"):
        with pytest.raises(SourceUnavailable) as failure:
            await behind(sources, ShortLink(link))
        assert failure.value.trouble == Trouble.UNREACHABLE
    await sources.aclose()
