from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scripts import benchmark
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.picture import draw
from tests.benchmarks.run import rewrite
from tests.scripts.running import run_script


def test_a_section_can_be_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_script(benchmark, "votes") == 0
    assert "| 100 votes with the artist's other songs | " in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["speed"], ["votes", "--write"]])
def test_what_is_no_section_and_a_part_of_the_page_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run_script(benchmark, *arguments)
    assert refused.value.code == 2


def test_a_goal_is_met_on_its_right_side_only() -> None:
    assert [Figure("", "", "", ratio, least=1.5).met for ratio in (1.4, 1.5)] == [False, True]
    assert [Figure("", "", "", ratio, most=1.5).met for ratio in (1.5, 1.6)] == [True, False]
    assert Figure("", "").met is None


def test_a_part_of_the_page_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- soak -->\nold\n<!-- end of soak -->\nafter\n")
    rewrite("soak", "new", page)
    assert page.read_text() == "before\n<!-- soak -->\nnew\n<!-- end of soak -->\nafter\n"
    with pytest.raises(ValueError, match=r"page\.md has no part figures"):
        rewrite("figures", "new", page)


def test_figures_with_a_goal_are_drawn_and_all_are_listed(tmp_path: Path) -> None:
    found = [
        Figure("a", "1 ms", "2 ms", 0.5, most=1),
        Figure("b", "9 a second", "", 3, least=4),
        Figure("c", "1"),
    ]
    draw(found, tmp_path / "figures.png")
    width, height = struct.unpack(">II", (tmp_path / "figures.png").read_bytes()[16:24])
    assert width > height
    assert table(found).splitlines()[2:] == [
        "| a | 1 ms | 2 ms | 0.50 | ≤ 1 | yes |",
        "| b | 9 a second |  | 3.00 | ≥ 4 | **no** |",
        "| c | 1 |  |  |  |  |",
    ]
