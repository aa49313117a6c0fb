import os
from pathlib import Path

import pytest

from model.data.whole_files import write_whole


def test_the_new_content_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "report.md"
    for content in (b"the first", b"", b"the last"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["report.md"]


@pytest.mark.parametrize("failing", ["write_bytes", "replace"])
def test_a_failure_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "report.md"
    write_whole(path, b"old")

    def fail(*_: object) -> int:
        raise OSError("no space left")

    monkeypatch.setattr(Path, failing, fail)
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_other_users_may_read_it_as_any_file_that_is_written(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "card.json", b"{}")
    finally:
        os.umask(before)
    assert (tmp_path / "card.json").stat().st_mode & 0o777 == 0o644
