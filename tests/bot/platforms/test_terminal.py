from __future__ import annotations

import asyncio
import io
import tempfile
from functools import partial
from pathlib import Path

import pytest

from bot.messages.message import Message, Progress
from bot.messages.picture_values import ChartPicture, Picture
from bot.messages.reply import Choice, Reply, Span
from bot.platforms.terminal import chat

CHOICES = (
    Choice("by BTS", "one", row=1),
    Choice("picture", "picture", row=1, pictured=True),
    Choice("by LOONA", "two", row=1),
)


class Echo:
    """A conversation that says what it was told."""

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        await progress("working")
        if message.text == "crash":
            raise ValueError("a bug")
        if message.text in {"better", "same", "broken"}:
            return Reply((Span("first"),), later=partial(self.later, message.text))
        if message.text == "one":
            return Reply((Span("not measured"),), refusal=True)
        if message.text in {"chart", "cannot"}:
            picture = ChartPicture(message.text, (), "dance", "", "bars of genres")
            return Reply((Span("the chart"),), picture)
        if message.text == "butterfly":
            return Reply((Span("Which one?"),), choices=CHOICES)
        return None if message.text == "hush" else Reply((Span(message.text, link="https://example.org"),))

    async def later(self, kind: str) -> Reply | None:
        if kind == "broken":
            raise ValueError("a bug")
        return Reply((Span("better"),)) if kind == "better" else None

    def greeting(self, language: str | None) -> Reply:
        return Reply((Span(f"hello ({language})"),))

    def invitation(self, language: str | None) -> Reply:
        return Reply((Span(f"pick ({language})"),))

    def no_such_number(self, number: str) -> Reply:
        return Reply((Span(f"no {number}"),), refusal=True)

    def picture_line(self, file: str) -> Reply:
        return Reply((Span(f"see {file}"),))

    def apology(self, language: str | None) -> Reply:
        return Reply((Span(f"sorry ({language})"),))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def draw(picture: Picture) -> bytes:
    if picture.kicker == "cannot":
        raise RuntimeError("no ink")
    return picture.alt_text.encode()


def talk(typed: io.StringIO) -> str:
    shown = io.StringIO()
    with asyncio.Runner() as runner:
        chat(Echo(), runner, typed, shown, draw)
    return shown.getvalue()


def test_each_line_is_answered_until_the_input_ends() -> None:
    assert (
        talk(io.StringIO("안녕\n\n  \nlast"))
        == "안녕 <https://example.org>\n\nlast <https://example.org>\n\n"
    )


def test_a_person_is_greeted_and_prompted_and_a_file_is_not() -> None:
    assert talk(Terminal("a\n")) == "hello (None)\n\n> a <https://example.org>\n\n> \n"
    assert talk(io.StringIO("")) == ""


def test_a_bug_is_logged_and_apologised_for_and_the_chat_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    said = talk(io.StringIO("crash\nhello\n"))
    assert said == "sorry (None)\n\nhello <https://example.org>\n\n"
    assert "a bug" in caplog.text


QUESTION = "Which one?\n\npick (None)\n  1. by BTS\n  2. by LOONA\n\n"


def test_a_number_picks_from_the_list_or_there_is_none() -> None:
    said = talk(io.StringIO("2\nbutterfly\n2\n2\nbutterfly\n3\n0\n00\n1989\n"))
    link = " <https://example.org>\n\n"
    assert said == f"no 2\n\n{QUESTION}two{link}no 2\n\n{QUESTION}no 3\n\nno 0\n\nno 00\n\n1989{link}"


def test_a_pick_that_fails_leaves_the_list_in_place() -> None:
    said = talk(io.StringIO("butterfly\n1\n9\ncrash\n2\n"))
    assert said == (f"{QUESTION}not measured\n\nno 9\n\nsorry (None)\n\ntwo <https://example.org>\n\n")


@pytest.mark.parametrize("word", ["exit", "quit", "/exit", "/quit", "EXIT", "exit!", " q ", "종료", "/종료"])
def test_a_word_ends_the_chat(word: str) -> None:
    assert talk(Terminal(f"{word}\nnever read\n")) == "hello (None)\n\n> "


def test_an_answer_that_becomes_better_is_said_again_and_one_that_does_not_is_not() -> None:
    assert talk(io.StringIO("better\nsame\nbroken\n")) == "first\n\nbetter\n\nfirst\n\nfirst\n\n"


def test_a_picture_is_written_to_a_file_and_its_place_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = talk(io.StringIO("chart\nchart\n"))
    files = sorted(tmp_path.glob("jangreu-*/*.png"))
    assert said == "".join(f"the chart\n\nsee {file}\n\n" for file in files)
    assert [file.read_bytes() for file in files] == [b"bars of genres"] * 2


def test_a_picture_that_cannot_be_drawn_leaves_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert talk(io.StringIO("cannot\n")) == "the chart\n\n"
    assert "no ink" in caplog.text
