from __future__ import annotations

import pytest

from bot.language.words import Words
from bot.songs.progress import in_lines


@pytest.mark.parametrize(("of", "shown"), [(25, [10, 20, 25]), (10, [10]), (3, [3])])
async def test_every_ten_songs_and_at_the_end_a_line_tells_how_far_it_is(of: int, shown: list[int]) -> None:
    lines: list[str] = []

    async def heard(line: str) -> None:
        lines.append(line)

    done = in_lines(heard, Words("en"))
    for number in range(1, of + 1):
        await done(number, of)
    assert lines == [f"Looking up songs: {number} of {of}" for number in shown]
