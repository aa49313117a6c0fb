from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest

from bot.messages.picture_values import ChartPicture, Picture
from bot.messages.reply import Choice, Document, Reply, Span
from bot.platforms.terminal.screen import Screen

CHOICES = (
    Choice("by BTS", "one", row=1),
    Choice("picture", "picture", row=1, pictured=True),
    Choice("by LOONA", "two", row=1),
)
SONGS = (
    Span("11. "),
    Span("Siren", says="siren"),
    Span(" by RIIZE\n12. ▲2 "),
    Span("Butter", says="butter"),
    Span("\nThe oddest: "),
    Span("Attention", says="attention"),
)


class Wording:
    def invitation(self, language: str | None) -> Reply:
        return Reply((Span(f"pick ({language})"),))

    def file_line(self, file: str, language: str | None) -> Reply:
        return Reply((Span(f"see {file} ({language})"),))


def draw(picture: Picture) -> bytes:
    if picture.kicker == "cannot":
        raise RuntimeError("no ink")
    return picture.alt_text.encode()


@pytest.fixture
def paper() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def screen(paper: io.StringIO) -> Screen:
    return Screen(paper, draw, Wording())


def says(screen: Screen) -> dict[int, str]:
    return {number: said for number in range(1000) if (said := screen.says(number)) is not None}


def test_choices_are_numbered_but_those_about_a_picture(screen: Screen, paper: io.StringIO) -> None:
    screen.show(Reply((Span("Which one?"),), choices=CHOICES, language="ko"))
    assert paper.getvalue() == "Which one?\n\npick (ko)\n  1. by BTS\n  2. by LOONA\n\n"
    assert says(screen) == {1: "one", 2: "two"}


def test_the_songs_of_a_list_have_the_numbers_of_their_lines_and_all_else_the_next_ones(
    screen: Screen, paper: io.StringIO
) -> None:
    screen.show(Reply(SONGS, choices=CHOICES))
    assert says(screen) == {11: "siren", 12: "butter", 13: "attention", 14: "one", 15: "two"}
    assert paper.getvalue().endswith("  13. Attention\n  14. by BTS\n  15. by LOONA\n\n")


def test_two_songs_of_one_number_can_both_be_picked(screen: Screen) -> None:
    screen.show(Reply((Span("1. "), Span("Siren", says="siren"), Span("\n1. "), Span("Rude!", says="rude"))))
    assert says(screen) == {1: "siren", 2: "rude"}


def test_a_reply_without_choices_leaves_the_list_in_place_and_one_with_any_replaces_it(
    screen: Screen,
) -> None:
    screen.show(Reply((Span("Which one?"),), choices=CHOICES))
    screen.show(Reply((Span("not now"),), refusal=True))
    assert says(screen) == {1: "one", 2: "two"}
    screen.show(Reply((Span("Which?"),), choices=CHOICES[:1], refusal=True))
    assert says(screen) == {1: "one"}
    screen.show(Reply((Span("Why: it is fast"),)))
    assert says(screen) == {1: "one"}


def test_the_numbers_of_what_was_not_asked_for_go_on_behind_the_others(screen: Screen) -> None:
    screen.show(Reply((Span("Which one?"),), choices=CHOICES))
    screen.show(Reply(SONGS, choices=CHOICES[:1]), asked=False)
    assert says(screen) == {1: "one", 2: "two", 3: "siren", 4: "butter", 5: "attention", 6: "one"}


def test_pictures_and_documents_are_written_to_files_and_their_places_said(
    screen: Screen, paper: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    picture = ChartPicture("chart", (), "dance", "", "bars of genres")
    for reply in (
        Reply((Span("chart"),), picture, language="en"),
        Reply((Span("chart"),), picture, language="en"),
        Reply((Span("data"),), document=Document("jangreu.json", "{}"), language="en"),
    ):
        screen.show(reply)
    files = sorted(tmp_path.glob("jangreu-*/*"))
    assert [file.name for file in files] == ["1-picture.png", "2-picture.png", "3-jangreu.json"]
    assert [file.read_bytes() for file in files] == [b"bars of genres"] * 2 + [b"{}"]
    lines = [
        f"{said}\n\nsee {file} (en)\n\n" for said, file in zip(("chart", "chart", "data"), files, strict=True)
    ]
    assert paper.getvalue() == "".join(lines)


def test_a_picture_that_cannot_be_drawn_leaves_the_text(
    screen: Screen,
    paper: io.StringIO,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    screen.show(Reply((Span("the chart"),), ChartPicture("cannot", (), "dance", "", "bars")))
    assert paper.getvalue() == "the chart\n\n"
    assert "no ink" in caplog.text
