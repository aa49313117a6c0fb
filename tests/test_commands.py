"""scripts/run and its fellows where something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """Return a checkout in which nothing is set up, in a folder with odd letters in its name."""
    checkout = tmp_path / "장르 & co"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return checkout


def run(command: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own script
        [command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        cwd="/",
        input="",
    )


@pytest.mark.parametrize("command", ["run", "python"])
def test_an_old_python_is_one_clear_sentence(bare_checkout: Path, tmp_path: Path, command: str) -> None:
    old = tmp_path / "python3.10"
    old.write_text("#!/bin/sh\nexit 1\n")  # as its answer to whether it is new enough
    old.chmod(0o755)
    done = run(bare_checkout / "scripts" / command, PYTHON=str(old))
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs Python 3.11 or newer" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (bare_checkout / ".venv").exists()


def test_packages_that_cannot_be_installed_are_one_clear_sentence_more_and_leave_nothing_half_made(
    bare_checkout: Path,
) -> None:
    (bare_checkout / "requirements" / "run.txt").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64)
    done = run(
        bare_checkout / "scripts" / "run",
        PYTHON=sys.executable,
        PIP_NO_INDEX="1",
        UV_OFFLINE="1",
        UV_NO_INDEX="1",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("The packages could not be installed")
    assert not (bare_checkout / ".venv").exists()


def test_the_bot_needs_no_library_of_the_training(tmp_path: Path) -> None:
    for name in ("lightgbm", "xgboost", "sklearn", "scipy", "pandas", "pyarrow"):
        (tmp_path / f"{name}.py").write_text("raise AssertionError('imported')")
    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "DATABASE_URL": "sqlite://",
            "TELEGRAM_BOT_TOKEN": "",
        },
        input="Savage aespa\n",
    )
    assert done.stdout.startswith("Savage by aespa"), done.stderr


def test_a_start_waits_for_another_that_sets_up_and_passes_over_one_that_died(bare_checkout: Path) -> None:
    lock = bare_checkout / ".venv.lock"
    lock.mkdir()
    (lock / "pid").write_text("999999999")
    (bare_checkout / "requirements" / "run.txt").write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64)
    run(
        bare_checkout / "scripts" / "run",
        PYTHON=sys.executable,
        PIP_NO_INDEX="1",
        UV_OFFLINE="1",
        UV_NO_INDEX="1",
    )
    assert not lock.exists()


def test_a_closed_standard_input_is_the_end_of_it(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m bot <&-', sys.executable],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}", "TELEGRAM_BOT_TOKEN": ""},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
