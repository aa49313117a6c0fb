from __future__ import annotations

import asyncio
import io
import threading
from functools import partial

import pytest

from bot.messages.message import Message, Progress
from bot.messages.reply import Choice, Reply, Span
from bot.platforms.terminal import HERE, PERSON, TerminalBot, TerminalClient
from tests.eventually import eventually

CHOICES = (Choice("by BTS", "one"), Choice("by LOONA", "two"))


class Echo:
    """A conversation that says what it was told."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        self.heard.append(message)
        await progress("working")
        if message.text == "crash":
            raise ValueError("a bug")
        if message.text in {"better", "same", "broken"}:
            return Reply((Span("first"),), later=partial(self.later, message.text))
        if message.text == "one":
            return Reply((Span("not measured"),), refusal=True)
        if message.text == "butterfly":
            return Reply((Span("Which one?"),), choices=CHOICES, language="ko")
        return None if message.text == "hush" else Reply((Span(message.text, link="https://example.org"),))

    async def later(self, kind: str) -> Reply | None:
        if kind == "broken":
            raise ValueError("a bug")
        return Reply((Span("better"),)) if kind == "better" else None

    def greeting(self, language: str | None) -> Reply:
        return Reply((Span(f"hello ({language})"),))

    def invitation(self, language: str | None) -> Reply:
        return Reply((Span(f"pick ({language})"),))

    def no_such_number(self, number: str, language: str | None) -> Reply:
        return Reply((Span(f"no {number} ({language})"),), refusal=True)

    def file_line(self, file: str, language: str | None) -> Reply:
        return Reply((Span(f"see {file} ({language})"),))

    def apology(self, language: str | None) -> Reply:
        return Reply((Span(f"sorry ({language})"),))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Silent(Terminal):
    """A person who types nothing for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.ended = threading.Event()

    def readline(self, *_: object) -> str:  # type: ignore[override]
        self.ended.wait()
        return ""


async def talk(typed: io.StringIO, echo: Echo | None = None) -> str:
    shown = io.StringIO()
    await TerminalBot(TerminalClient(), echo or Echo(), typed, shown, lambda _: b"").run(asyncio.Event())
    return shown.getvalue()


async def test_each_line_is_answered_until_the_input_ends() -> None:
    said = await talk(io.StringIO("안녕\n\n  \nhush\nlast"))
    assert said == "안녕 <https://example.org>\n\nlast <https://example.org>\n\n"


async def test_all_is_said_by_one_person_in_one_private_chat() -> None:
    echo = Echo()
    await talk(io.StringIO("a\nb\n"), echo)
    assert [(each.text, each.chat, each.user, each.private) for each in echo.heard] == [
        (text, HERE, PERSON, True) for text in "ab"
    ]


async def test_a_person_is_greeted_and_prompted_and_a_file_is_not() -> None:
    assert await talk(Terminal("a\n")) == "hello (None)\n\n> a <https://example.org>\n\n> \n"
    assert await talk(io.StringIO("")) == ""


async def test_a_bug_is_logged_and_apologised_for_and_the_chat_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = await talk(io.StringIO("crash\nhello\n"))
    assert said == "sorry (None)\n\nhello <https://example.org>\n\n"
    assert "a bug" in caplog.text


QUESTION = "Which one?\n\npick (ko)\n  1. by BTS\n  2. by LOONA\n\n"


async def test_a_number_picks_from_the_list_or_there_is_none_and_long_ones_are_names() -> None:
    said = await talk(io.StringIO("2\nbutterfly\n2\n1\n3\n0\n00\n365\n1989\n"))
    link = " <https://example.org>\n\n"
    assert said == (
        f"no 2 (None)\n\n{QUESTION}two{link}not measured\n\n"
        f"no 3 (ko)\n\nno 0 (ko)\n\nno 00 (ko)\n\n365{link}1989{link}"
    )


async def test_a_pick_that_fails_leaves_the_list_in_place() -> None:
    said = await talk(io.StringIO("butterfly\n1\n9\ncrash\n2\n"))
    assert said == (f"{QUESTION}not measured\n\nno 9 (ko)\n\nsorry (ko)\n\ntwo <https://example.org>\n\n")


@pytest.mark.parametrize("word", ["exit", "quit", "/exit", "/quit", "EXIT", "exit!", " q ", "종료", "/종료"])
async def test_a_word_ends_the_chat(word: str) -> None:
    assert await talk(Terminal(f"{word}\nnever read\n")) == "hello (None)\n\n> "


async def test_an_answer_that_becomes_better_is_said_again_and_one_that_does_not_is_not() -> None:
    assert await talk(io.StringIO("better\nsame\nbroken\n")) == "first\n\nbetter\n\nfirst\n\nfirst\n\n"


async def test_what_is_posted_is_printed_while_a_line_is_awaited_and_a_stop_ends_the_wait() -> None:
    client, shown, silent, stop, ready = TerminalClient(), io.StringIO(), Silent(), asyncio.Event(), []

    async def begun() -> None:
        ready.append("begun")

    async def ended() -> None:
        ready.append("ended")

    running = asyncio.create_task(
        TerminalBot(client, Echo(), silent, shown, lambda _: b"").run(stop, begun, ended)
    )
    await eventually(lambda: shown.getvalue().endswith("> "))
    delivered = await client.deliver(HERE, Reply((Span("the digest"),), choices=CHOICES[:1]))
    assert delivered.chat == HERE
    assert shown.getvalue() == "hello (None)\n\n> \nthe digest\n\npick (None)\n  1. by BTS\n\n> "
    stop.set()
    await running
    assert ready == ["begun", "ended"]
    silent.ended.set()
