from collections import Counter
from pathlib import Path

import pytest

from model.catalogue.page import write_page
from model.catalogue.summary import Summary, SureSong
from model.data.table_reader import BadDataset

PNG = b"\x89PNG"


def summary(years: int = 3) -> Summary:
    song = SureSong(0.25, "<b>A|B</b>\n[x](http://y)", "가수 " * 40, "pop")
    return Summary(
        rows=10,
        models=Counter({"m@1": 9}),
        levels=Counter({"measured": 9}),
        genres=Counter({"pop": 6, "folk": 3}),
        melon=Counter({"발라드": 4}),
        years=Counter({(str(2000 + year), "pop"): year + 1 for year in range(years)}),
        artists=Counter({("IU", "pop"): 3, ("IU", "folk"): 1}),
        certain=[song],
    )


def test_the_page_has_shares_groups_songs_and_pictures(tmp_path: Path) -> None:
    files = write_page(tmp_path / "page.md", "votes.parquet", summary(), "scripts/x")
    assert [file.name for file in files] == ["page.md", "page-genres.png", "page-years.png"]
    text = files[0].read_text(encoding="utf-8")
    assert all(file.read_bytes().startswith(PNG) and f"({file.name})" in text for file in files[1:])
    assert "| pop | 6 | 66.7 % |" in text
    assert "| IU | 4 | pop 75.0 %, folk 25.0 % |" in text
    assert "| 2002 | 3 | pop 100.0 % |" in text
    assert "| 발라드 | 4 | 100.0 % |" in text
    assert "10 rows, 9 with a vote (9 by measured)" in text


def test_names_are_neither_html_nor_markdown(tmp_path: Path) -> None:
    text = write_page(tmp_path / "page.md", "v", summary(), "x")[0].read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "0.250" in line)
    assert line.startswith("| &lt;b&gt;A\\|B&lt;/b&gt; \\[x\\](http://y) | 가수")
    assert "…" in line


def test_one_year_is_no_picture_and_no_vote_no_page(tmp_path: Path) -> None:
    assert len(write_page(tmp_path / "page.md", "v", summary(years=1), "x")) == 2
    with pytest.raises(BadDataset, match="no row with a vote"):
        write_page(tmp_path / "page.md", "v", Summary(rows=3), "x")
