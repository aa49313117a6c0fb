"""The documents say what the code does: settings, commands, files and the transcript."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest

from bot import __version__
from bot.bootstrap import build
from bot.message import Message
from bot.settings import Settings, load_settings
from model.card import ARTIFACTS, SHIPPED_MODEL
from model.ensemble import GenreEnsemble

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SETTINGS = sorted(name.upper() for name in Settings.model_fields)
COMMANDS = sorted(
    path.name
    for path in (ROOT / "scripts").iterdir()
    if path.is_file()
    and path.suffix in {"", ".py"}
    and not path.name.startswith(".")
    and path.name != "command_line.py"  # what the commands share, and no command
)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("model/**/*.md")])


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [ROOT / "scripts" / "run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


async def test_the_transcript_in_the_readme_is_what_the_bot_says(monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = README.partition("```\n")[2].partition("\n```")[0]
    for name in ("MELON_WEB_URL", "SPOTIFY_WEB_URL", "RECCOBEATS_API_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    opened = build(load_settings())
    said = []
    for typed in re.findall(r"^> (.+)$", transcript, flags=re.MULTILINE):
        reply = await opened.conversation.answer(Message(typed), _unheard)
        said.append(f"> {typed}\n{reply.plain() if reply else ''}")
    await opened.close()
    assert transcript == "\n\n".join(said)


async def _unheard(_line: str) -> None:
    """The transcript has no progress in it."""


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert sorted(re.findall(r"^([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE)) == SETTINGS


def test_the_example_is_a_valid_env_file_with_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text(EXAMPLE, encoding="utf-8")
    defaults = Settings()
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    assert Settings() == defaults


def test_the_readme_names_every_setting() -> None:
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    assert sorted(set(re.findall(r"`([A-Z]+(?:_[A-Z]+)*)`", table))) == SETTINGS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"scripts/{command}" in README + CONTRIBUTING


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_executed(command: str) -> None:
    assert (ROOT / "scripts" / command).stat().st_mode & 0o111


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_a_document_links_or_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    linked = {target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target}
    missing = [target for target in linked if not (document.parent / target).exists()]
    named = set(re.findall(r"`((?:bot|model|storage|scripts|tests|requirements)/[\w./-]*\w/?)`", text))
    missing += [
        name for name in named if not ("NAME" in name or "LANGUAGE" in name or (ROOT / name).exists())
    ]
    assert not missing


def test_the_help_of_run_is_half_a_screen() -> None:
    said = run_command("--help").stdout
    assert "TELEGRAM_BOT_TOKEN" in said
    assert len(said.splitlines()) <= 24
    assert max(map(len, said.splitlines())) <= 100


def test_run_takes_no_other_arguments() -> None:
    done = run_command("--telegram")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_the_changelog_has_the_version() -> None:
    version = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version is not None
    assert f"[{version[1]}]" in CHANGELOG or "[Unreleased]" in CHANGELOG
    assert __version__ == version[1]


def test_requirements_are_pinned_with_hashes_and_name_no_registry() -> None:
    for name in ("run.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index-url|--find-links", text)
        pins = re.findall(
            r"^[a-z0-9][^\s=]*==\S+.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text, re.MULTILINE
        )
        assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


def test_the_run_environment_has_what_serving_needs_and_no_more() -> None:
    run = io.StringIO((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    names = {line.split("==")[0] for line in run if re.match("[a-z0-9]", line)}
    assert {"numpy", "python-telegram-bot", "sqlalchemy"} <= names
    assert not {"lightgbm", "xgboost-cpu", "scipy", "pandas", "scikit-learn", "pyarrow", "pytest"} & names


def test_the_test_environment_is_the_run_environment_and_more() -> None:
    run, test = (
        set(
            re.findall(
                r"^([a-z0-9][^\s=]*==[^\s;]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE
            )
        )
        for name in ("run.txt", "test.txt")
    )
    assert run < test


def test_the_page_of_the_levels_was_measured_with_the_shipped_model() -> None:
    page = (ROOT / "model" / "report" / "levels.md").read_text(encoding="utf-8")
    assert f"measured with {GenreEnsemble.load(ARTIFACTS / SHIPPED_MODEL).name}." in page


def test_the_readmes_coverage_of_a_chart_is_what_its_page_says() -> None:
    page = (ROOT / "model" / "report" / "levels.md").read_text(encoding="utf-8")
    rows = [
        line.strip("| ").split(" | ") for line in page.split("## A real chart")[1].splitlines() if "|" in line
    ]
    measured, estimated, said, unknown = (row[1:] for row in rows[2:])
    told = [line for line in README.splitlines() if line.startswith(("| Melon's week of", "| the same, if"))]
    columns = list(zip(measured, estimated, said, unknown, strict=True))
    assert [tuple(line.strip("| ").split(" | ")[1:]) for line in told] == columns
