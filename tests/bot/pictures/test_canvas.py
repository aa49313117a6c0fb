from __future__ import annotations

import io
import threading
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from bot.pictures.canvas import SMALLEST, Canvas, Type, fitted
from bot.pictures.letters import Weight, width

TITLE = Type(54, Weight.BOLD)


def test_a_canvas_becomes_a_png_of_its_size_that_says_what_it_shows() -> None:
    canvas = Canvas(400)
    canvas.rect(0, 0, 1080, 200, "#ff0000")
    image = Image.open(io.BytesIO(canvas.png("dance 60%, 댄스")))
    assert image.size == (1080, 400)
    assert image.getpixel((500, 100)) == (255, 0, 0, 255)
    assert image.info["Description"] == "dance 60%, 댄스"


def test_rendering_stops_no_other_thread() -> None:
    """What a library does while it holds Python's lock, other threads cannot interrupt."""
    canvas = Canvas(400)
    done = threading.Event()
    thread = threading.Thread(target=lambda: (canvas.png(""), done.set()))
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    assert turns > 3


@pytest.mark.parametrize(
    "text", ["</text><image href='file:///etc/passwd'/>", "&amp; <b>", '"><script>', "]]>", "&#0; %s {x}"]
)
def test_a_text_from_outside_stays_a_text(text: str) -> None:
    canvas = Canvas(400)
    canvas.text(0, 100, text, TITLE)
    root = ET.fromstring(canvas.svg())  # noqa: S314 - what we have written
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        "svg",
        "defs",
        "rect",
        "text",
        "tspan",
    }
    assert "".join(root.itertext()) == text


def test_a_text_is_never_more_than_a_line_has_room_for() -> None:
    canvas = Canvas(400)
    assert canvas.text(0, 100, "아주 긴 제목 " * 5_000, TITLE, 900) <= 900
    assert len(canvas.svg()) < 2_000


def test_a_long_text_is_written_smaller_before_it_is_cut() -> None:
    whole = width("Lantern Harbour", 54, Weight.BOLD)
    assert fitted("Lantern Harbour", TITLE, whole) == ("Lantern Harbour", 54)
    text, size = fitted("Lantern Harbour", TITLE, 0.8 * whole)
    assert text == "Lantern Harbour"
    assert SMALLEST <= size < 54
    text, size = fitted("Lantern Harbour", TITLE, 0.3 * whole)
    assert text.endswith("…")
    assert size >= SMALLEST
    assert width(text, size, Weight.BOLD) <= 0.3 * whole


def test_a_text_of_nothing_but_emoji_leaves_its_line_empty() -> None:
    canvas = Canvas(400)
    assert canvas.text(0, 100, "🌸", TITLE) == 0
    assert canvas.width_of("🌸", TITLE) == 0
    assert b"<text" not in canvas.svg()
