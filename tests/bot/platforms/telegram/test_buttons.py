"""Which buttons stand below a message in which kind of chat, and what they carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import ChatType

from bot.messages.reply import MOST_SAID, Choice
from bot.platforms.telegram.buttons import button_words, keyboard, stands_apart
from bot.platforms.telegram.seals import Seals
from tests.standins.telegram import TOKEN

SEALS = Seals(TOKEN)
CHART = Choice("chart", "/chart melon-top100", row=1)
WHY = Choice("why", "/why spotify:track:1", row=1, apart=True)
END = Choice("end", "/unsubscribe 3", row=2)


def carried(kind: str | None, *choices: Choice, language: str | None = "ko") -> list[list[str]]:
    markup = keyboard(choices, kind, language, "jangreu_bot", SEALS)
    rows = markup["inline_keyboard"] if markup else []
    return [
        [button.get("url") or button["callback_data"].partition("\x1f")[0] for button in row] for row in rows
    ]


def test_in_private_a_button_says_its_words_and_one_apart_is_marked() -> None:
    assert carried(ChatType.PRIVATE, CHART, WHY, END) == [[CHART.says, "+" + WHY.says], [END.says]]
    assert stands_apart("+" + WHY.says)
    assert not stands_apart(CHART.says)


def test_in_a_group_a_button_keeps_the_language_and_one_apart_opens_the_private_chat() -> None:
    link = "https://t.me/jangreu_bot?start=why_spotify--track--1"
    assert carried(ChatType.SUPERGROUP, CHART, WHY) == [["ko|" + CHART.says, link]]
    assert carried(ChatType.GROUP, CHART, language=None) == [[CHART.says]]


def test_the_longest_words_have_no_room_for_a_mark() -> None:
    longest = Choice("artist", "/artist " + "a" * (MOST_SAID - 8), apart=True)
    assert carried(ChatType.PRIVATE, longest) == [[longest.says]]
    assert carried(ChatType.GROUP, Choice("more", longest.says)) == [[longest.says]]


@pytest.mark.parametrize("kind", [ChatType.CHANNEL, None])
def test_in_a_channel_there_are_links_alone(kind: str | None) -> None:
    link = "https://t.me/jangreu_bot?start=chart_melon-top100"
    assert carried(kind, CHART, END) == [[link]]
    assert carried(kind, END) == []


@given(
    st.text(max_size=15).map(lambda words: f"/{words}"),
    st.sampled_from([ChatType.PRIVATE, ChatType.GROUP]),
    st.sampled_from(["ko", "en", None]),
    st.booleans(),
)
def test_what_a_button_carries_says_what_was_meant(
    says: str,
    kind: str,
    language: str | None,
    apart: bool,  # noqa: FBT001
) -> None:
    choice = Choice("label", says, apart=apart)
    for row in carried(kind, choice, language=language):
        for data in row:
            if not data.startswith("https://"):
                assert len(data.encode()) <= MOST_SAID
                assert button_words(data)[1] == says.partition("\x1f")[0]
