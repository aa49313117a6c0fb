"""The documents say what the code does: settings, commands, files and checks."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pytest

from bot import __version__
from bot.sources.chart_services import CHART_SERVICES
from bot.start.settings import Settings

ROOT = Path(__file__).parent.parent
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
WRITTEN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
"""Documents written by people; those in model/ are written by commands."""
DOCUMENTS = sorted([*WRITTEN, *ROOT.glob("model/**/*.md")])
ODD_WORDS = ("mend", "mended", "mends", "anew", "in vain", "nobody", "somebody", "whoever", "thereof")
LISTS = [
    *WRITTEN,
    ROOT / ".env.example",
    ROOT / "Dockerfile",
    ROOT / "compose.yaml",
    *sorted((ROOT / ".github").rglob("*.yml")),
]
FIGURE = re.compile(r"(?<![\d.])0?\.\d{2,}|\b\d[\d,.]* (?:%|of 100\b)|100곡 중")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def section(document: str, heading: str) -> str:
    return document.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [ROOT / "scripts" / "run", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


@pytest.mark.parametrize("document", WRITTEN, ids=short)
def test_every_figure_has_a_command_beside_it(document: Path) -> None:
    """In the same item of a list, or under the same heading."""
    text = document.read_text(encoding="utf-8").split("```\n")
    boundary = r"^(?:- |#+ )" if document.name.startswith("README") else r"^#+ "
    parts = re.split(boundary, "".join(text[::2]), flags=re.MULTILINE)
    bare = [
        part
        for part in parts
        if FIGURE.search(part) and not re.search("scripts/|same command|같은 명령", part)
    ]
    assert not bare


@pytest.mark.parametrize("document", LISTS, ids=short)
def test_documents_are_written_in_plain_english(document: Path) -> None:
    assert not odd_words_in(document)


def test_code_is_written_in_plain_english() -> None:
    folders = ("bot", "docs", "model", "scripts", "storage", "tests")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py") if file != Path(__file__)]
    offenders = {short(file): found for file in files if (found := odd_words_in(file))}
    assert not offenders


def odd_words_in(file: Path) -> list[str]:
    """Return the odd words of a file, in the names of its functions too."""
    text = file.read_text(encoding="utf-8").lower().replace("_", " ")
    return [word for word in ODD_WORDS if re.search(rf"\b{word}\b", text)]


@pytest.mark.parametrize("document", WRITTEN, ids=short)
def test_every_setting_that_a_document_names_exists(document: Path) -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=\S+)?`", document.read_text(encoding="utf-8")))
    assert named <= set(SETTINGS)


def test_each_decision_has_its_context_and_what_it_was_measured_by() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").split("\n### ")[1:]
    assert len(decisions) > 20
    for decision in decisions:
        labels = re.findall(r"^- \*\*(.+?)\.\*\*", decision, flags=re.MULTILINE)
        assert labels == ["Context", "Decision", "Measured by"], decision.splitlines()[0]


def test_where_is_names_one_file_for_each_question() -> None:
    rows = re.findall(r"^\| (.+\?) \| (.+) \|$", section(CONTRIBUTING, "Where is ...?"), flags=re.MULTILINE)
    assert len(rows) == 10
    for question, answer in rows:
        file = re.fullmatch(r"`(.+)`|\[.+\]\((.+)\)", answer)
        assert file is not None, question
        assert file[2] == "#recipes" or (ROOT / (file[1] or file[2])).is_file(), question


def test_commits_and_pull_requests_are_checked_like_here() -> None:
    checks = re.findall(r"^scripts/python -m (\w+ ?\w*)", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"entry: scripts/python -m (\w+ ?\w*)", hooks) == checks
    workflow = (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")
    assert "run: .ci/run" in workflow
    assert 'python: ["3.11", "3.12", "3.13"]' in workflow


def test_the_example_lists_every_setting_and_no_other() -> None:
    """But the address of a chart's service, which its file says, may be left out."""
    listed = re.findall(r"^([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE)
    charts = {service.setting.upper() for service in CHART_SERVICES}
    assert len(listed) == len(set(listed))
    assert set(SETTINGS) - charts <= set(listed) <= set(SETTINGS)


def test_every_service_with_a_chart_is_named_where_it_is_told_what_leaves_the_machine() -> None:
    privacy = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    missing = [service.name for service in CHART_SERVICES if service.name.split()[0] not in privacy]
    assert not missing


def test_the_example_is_a_valid_env_file_with_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text(EXAMPLE, encoding="utf-8")
    defaults = Settings()
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    assert Settings() == defaults


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    documents = "".join(document.read_text(encoding="utf-8") for document in WRITTEN)
    assert f"scripts/{command}" in documents


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_can_be_executed(command: str) -> None:
    assert (ROOT / "scripts" / command).stat().st_mode & 0o111


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_every_file_that_a_document_links_or_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"", text)
    linked = {target for pair in targets for target in pair if target and "://" not in target}
    missing = [target for target in linked if not (document.parent / target).exists()]
    named = set(re.findall(r"`((?:bot|model|storage|scripts|tests|requirements|docs)/[\w./-]*\w/?)`", text))
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


def test_every_threat_has_a_test_that_exists() -> None:
    rows = [
        line
        for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    threats = [row for row in rows if not row.startswith(("| threat", "| ---"))]
    named = [re.search(r"`(tests/[\w/.]+)::(\w+)` \|$", row) for row in threats]
    assert all(named)
    missing = [
        found[0]
        for found in named
        if found and f"def {found[2]}(" not in (ROOT / found[1]).read_text(encoding="utf-8")
    ]
    assert not missing
