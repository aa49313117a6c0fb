"""The lines that name a chart's songs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.charts.replies import chart_reply
from tests.bot.charts.examples import (
    EN,
    chart,
    classified,
    entry,
    shown,
)


@pytest.mark.parametrize(
    ("title", "shown_as"),
    [
        ("SPOT! (feat. JENNIE)", "SPOT!"),
        ("밤양갱 (Prod. 장기하)", "밤양갱"),
        ("Celebrity [Feat.IU] (Remix)", "Celebrity (Remix)"),
        ("3D (feat. Jack Harlow (잭 할로우)) - Alternate", "3D - Alternate"),
        ("Ditto feat. Somi", "Ditto"),
        ("Let's forget it - Drama Version of the year", "Let's forget it"),
        ("찰나가 영원이 될 때 (The Eternal Moment of us)", "찰나가 영원이 될 때"),
        ("Dynamite (Acoustic) - Remix", "Dynamite (Acoustic) - Remix"),
        ("(The longest bracket of all the titles)", "(The longest bracket of all…"),
        ("봄 사랑 벚꽃 말고（Feat. 아이유）", "봄 사랑 벚꽃 말고"),
        ("취중고백 <Prod. 로코베리>", "취중고백"),
        ("Next (피처링 지코) [Live]", "Next [Live]"),
        ("Go (ft.A & prod.B)", "Go"),
        ("Go (Produced by B)", "Go"),
        ("Stay (with me)", "Stay (with me)"),
        ("Feature Film (Ft", "Feature Film"),
        ("(Feat. IU)", "(Feat. IU)"),
        ("Defeat. The Prodigal", "Defeat. The Prodigal"),
        ("어떻게 이별까지 사랑하겠어, 널 사랑하는 거지그렇지요", "어떻게 이별까지 사랑하겠어, 널 사랑하는…"),
        ("Supercalifragilisticexpialidocious", "Supercalifragilisticexpiali…"),
    ],
)
def test_a_line_names_the_title_without_guests_and_is_cut_at_a_word(title: str, shown_as: str) -> None:
    entries = (replace(entry(1, 1), title=title),)
    said = chart_reply(shown(classified(replace(chart(), entries=entries), {})), EN).plain()
    assert said.splitlines()[-1] == f"1. {shown_as} by Band 1: genre not known"
    assert "–" not in said
