from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from bot.sources import Sources
from bot.sources.covers import SIDE, Covers, as_jpeg, image_number
from tests.standins.invented import invented_id
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_id(4)
NUMBER = "ab67616d00001e02" + "1234567890abcdef12345678"
LARGE = "ab67616d0000b273" + "1234567890abcdef12345678"


def image(width: int, height: int, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.new(mode, (width, height)).save(written, kind)
    return written.getvalue()


@pytest.fixture
def covered(world: World) -> World:
    """A world in which a song has a cover."""
    world.spotify_web.covers[SONG] = f"https://image-cdn-fa.spotifycdn.com/image/{NUMBER}"
    world.spotify_web.images[LARGE] = image(640, 640)
    return world


def paths(world: World) -> list[str]:
    return [asked.path for asked in world.spotify_web.requests]


async def test_a_cover_is_read_once_in_its_large_size(covered: World, sources: Sources) -> None:
    first = await sources.covers.cover("track", SONG)
    assert first is not None
    assert Image.open(io.BytesIO(first)).size == (SIDE, SIDE)
    assert await sources.covers.cover("track", SONG) is first
    assert paths(covered) == ["/oembed", f"/image/{LARGE}"]


async def test_a_song_without_a_cover_is_not_asked_for_again(world: World, sources: Sources) -> None:
    assert await sources.covers.cover("track", SONG) is None
    assert await sources.covers.cover("track", SONG) is None
    assert await sources.covers.cover("track", invented_id(9999)) is None
    assert paths(world) == ["/oembed", "/oembed"]


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.HUGE, Fault.HALF, Fault.REDIRECT], ids=lambda f: f.name)
async def test_a_service_that_fails_costs_the_cover_alone_and_is_asked_again(
    fault: Fault, covered: World, sources: Sources
) -> None:
    covered.spotify_web.fault = fault
    assert await sources.covers.cover("track", SONG) is None
    covered.spotify_web.fault = Fault.NONE
    assert await sources.covers.cover("track", SONG) is not None


async def test_an_answer_does_not_wait_for_a_slow_cover(covered: World, sources: Sources) -> None:
    covered.spotify_web.fault = Fault.SLOW
    slow = Covers(sources.covers._pages, sources.covers._images, longest_wait=0.05)
    assert await slow.cover("track", SONG) is None
    covered.spotify_web.fault = Fault.NONE
    assert await sources.covers.cover("track", SONG) is not None


@pytest.mark.parametrize(
    "address",
    [
        f"https://evil.example/image/{NUMBER}?x=1",
        f"https://i.scdn.co/image/{NUMBER}",
        f"file:///image/{NUMBER}",
    ],
)
def test_of_an_address_only_the_number_counts(address: str) -> None:
    assert image_number(address) == LARGE


@pytest.mark.parametrize(
    "address",
    [
        None,
        7,
        "",
        "https://i.scdn.co/image/../track",
        f"https://i.scdn.co/image/{NUMBER}/x",
        "https://[",
        "x" * 9999,
    ],
)
def test_an_address_without_such_a_number_names_no_image(address: object) -> None:
    assert image_number(address) is None


def test_an_image_of_a_list_keeps_its_number() -> None:
    assert image_number("https://i.scdn.co/image/ab67706f000000028c9dc68bd893f9232ac4ec29") is not None


@pytest.mark.parametrize(
    "made",
    [
        lambda: image(300, 200),
        lambda: image(64, 64, "PNG", "P"),
        lambda: image(700, 640, "WEBP", "RGBA"),
        lambda: image(5, 900),
    ],
)
def test_an_image_of_any_shape_becomes_a_square_jpeg(made: Callable[[], bytes]) -> None:
    jpeg = as_jpeg(made())
    assert jpeg is not None
    opened = Image.open(io.BytesIO(jpeg))
    assert (opened.format, opened.size) == ("JPEG", (SIDE, SIDE))


def with_short_chunk() -> bytes:
    """Return a PNG with an empty colour profile, for which PIL raises an IndexError while it decodes."""
    png, kind = image(20, 20, "PNG"), b"iCCP"
    profile = struct.pack(">I", 0) + kind + struct.pack(">I", zlib.crc32(kind))
    return png[:-12] + profile + png[-12:]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        with_short_chunk(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        image(640, 640)[:200],
        image(20, 20, "GIF"),
        image(6000, 3000, "PNG", "1"),
        image(20, 20, "PNG")[:40] + b"\xff" * 99,
    ],
    ids=["nothing", "short chunk", "svg", "half", "another format", "too many pixels", "broken"],
)
def test_what_is_no_image_or_too_large_a_one_is_no_cover(content: bytes) -> None:
    assert as_jpeg(content) is None
