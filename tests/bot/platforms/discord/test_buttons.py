from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.messages.reply import MOST_SAID, Choice
from bot.platforms.discord.buttons import Buttons
from tests.standins.discord_rules import check_message

BUTTONS = Buttons("a token")


def rows(*choices: Choice) -> list[list[Any]]:
    view = BUTTONS.view(choices)
    assert view is not None
    data = {"content": "x", "components": view.to_components(), "allowed_mentions": {"parse": []}}
    check_message(data, {})
    return [row["components"] for row in view.to_components()]


async def test_choices_of_a_row_stand_side_by_side_and_others_below_each_other() -> None:
    found = rows(Choice("a", "/a", 0), Choice("b", "/b", 0), Choice("c", "/c"), Choice("d", "/d"))
    assert [[item["label"] for item in row] for row in found] == [["a", "b"], ["c"], ["d"]]


async def test_more_than_five_choices_fill_the_rows() -> None:
    found = rows(*(Choice(str(number), f"/{number}") for number in range(12)))
    assert [len(row) for row in found] == [5, 5, 2]


@pytest.mark.parametrize("number", [26, 60, 125])
async def test_too_many_for_buttons_are_lists(number: int) -> None:
    found = rows(*(Choice(str(each), f"/{each}") for each in range(number)))
    assert sum(len(item["options"]) for row in found for item in row) == number


async def test_the_songs_of_a_text_are_a_list_of_their_own_below_the_buttons() -> None:
    songs = tuple(Choice(f"song {number}", f"spotify:track:{number}", apart=True) for number in range(30))
    for number in (0, 4, 5, 30):
        view = BUTTONS.view([Choice(str(each), f"/{each}") for each in range(number)], songs, "Pick a song")
        assert view is not None
        check_message(
            {"components": view.to_components(), "allowed_mentions": {"parse": []}}, {}, whole=False
        )
        last = view.to_components()[-1]["components"][0]
        assert (last["placeholder"], len(last["options"])) == ("Pick a song", 25)


async def test_no_choice_has_no_buttons_and_one_that_comes_twice_has_one() -> None:
    assert BUTTONS.view(()) is None
    assert len(rows(Choice("a", "/a"), Choice("b", "/a"))) == 1


async def test_the_longest_words_fit() -> None:
    found = rows(Choice("노래 " * 60, "악" * (MOST_SAID // 3), apart=True))
    assert BUTTONS.pressed({"custom_id": found[0][0]["custom_id"]}) == ("악" * (MOST_SAID // 3), True)


async def test_what_no_button_of_ours_says_is_nothing() -> None:
    [[button]] = rows(Choice("a", "/a"))
    assert BUTTONS.pressed({"custom_id": button["custom_id"]}) == ("/a", False)
    assert Buttons("another token").pressed({"custom_id": button["custom_id"]}) is None
    for forged in ("/forget", "", "/a\x1f", button["custom_id"].replace("/a", "/b"), None):
        assert BUTTONS.pressed({"custom_id": forged}) is None


async def test_the_library_keeps_nothing_of_the_buttons_it_has_sent() -> None:
    view = BUTTONS.view((Choice("a", "/a"),))
    assert isinstance(view, discord.ui.View)
    assert view.is_finished()
