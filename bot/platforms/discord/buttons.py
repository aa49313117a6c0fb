"""The buttons and lists below a message; what one says is in its own id, so it works after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import discord

from bot.language.words import shortened
from bot.messages.reply import Choice
from bot.platforms.seal import Seal

_APART: Final = "+"
_LIST: Final = "list"
_LONGEST_LABEL: Final = 80
_LONGEST_OPTION: Final = 100
_ROWS: Final = 5
_IN_A_ROW: Final = 5
_IN_A_LIST: Final = 25


class Pressed(NamedTuple):
    """What a pressed button says; `apart` as in `Choice`."""

    says: str
    apart: bool


class Buttons:
    """Makes buttons, and reads what is pressed; their ids are sealed with a key of the bot's own."""

    def __init__(self, token: str) -> None:
        self._seal = Seal(token)

    def view(
        self, choices: Sequence[Choice], songs: Sequence[Choice] = (), hint: str = ""
    ) -> discord.ui.View | None:
        """Return the buttons for the choices, in lists where they are too many; None for no choice.

        `songs` are those that the text names: a list of their own, which shows the `hint`.
        """
        unlike = tuple({choice.says: choice for choice in choices}.values())
        if not unlike and not songs:
            return None
        view = discord.ui.View(timeout=None)
        view.stop()  # else the library keeps each message's buttons for ever
        free = _ROWS - 1 if songs else _ROWS
        rows = _rows(unlike, free)
        for number, row in enumerate(rows or ()):
            for choice in row:
                label = shortened(choice.label, _LONGEST_LABEL) or "…"
                view.add_item(discord.ui.Button(label=label, custom_id=self._data(choice), row=number))
        if rows is None:
            self._add_lists(view, unlike, free)
        if songs:
            unlike_songs = tuple({song.says: song for song in songs}.values())
            view.add_item(self._list("songs", unlike_songs, _ROWS - 1, hint))
        return view

    def pressed(self, data: dict[str, Any]) -> Pressed | None:
        """Return what the data of an interaction say; None where no button of ours can have said it."""
        picked = data.get("values") or [data.get("custom_id")]
        says = self._seal.opened(str(picked[0]))
        if says is None:
            return None
        return Pressed(says.removeprefix(_APART), says.startswith(_APART))

    def _add_lists(self, view: discord.ui.View, choices: tuple[Choice, ...], most: int) -> None:
        for number in range(min(most, -(-len(choices) // _IN_A_LIST))):
            some = choices[number * _IN_A_LIST : (number + 1) * _IN_A_LIST]
            view.add_item(self._list(f"{_LIST}{number}", some, number))

    def _list(
        self, name: str, choices: tuple[Choice, ...], row: int, hint: str = ""
    ) -> discord.ui.Select[discord.ui.View]:
        options = [
            discord.SelectOption(
                label=shortened(choice.label, _LONGEST_OPTION) or "…", value=self._data(choice)
            )
            for choice in choices[:_IN_A_LIST]
        ]
        return discord.ui.Select(custom_id=name, options=options, row=row, placeholder=hint or None)

    def _data(self, choice: Choice) -> str:
        return self._seal.sealed(f"{_APART}{choice.says}" if choice.apart else choice.says)


def _rows(choices: tuple[Choice, ...], most: int) -> list[tuple[Choice, ...]] | None:
    """Return the choices row by row, those without a row in one of their own if there is room.

    None where they are too many for buttons.
    """
    numbered = enumerate(choices)
    found = [
        tuple(choice for _, choice in some)
        for _, some in groupby(numbered, key=lambda each: (each[1].row, each[1].row is None and each[0]))
    ]
    if len(found) > most:
        found = _filled(choices)
    return found if len(found) <= most and all(len(row) <= _IN_A_ROW for row in found) else None


def _filled(choices: tuple[Choice, ...]) -> list[tuple[Choice, ...]]:
    """Return rows in which choices without a row stand side by side."""
    found: list[tuple[Choice, ...]] = []
    for _, some in groupby(choices, key=lambda choice: choice.row):
        row = tuple(some)
        found += [row[start : start + _IN_A_ROW] for start in range(0, len(row), _IN_A_ROW)]
    return found
