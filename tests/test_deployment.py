"""The files that put the bot on a server: they pass their linters, and name what the program knows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.start.settings import Settings

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "docs" / "jangreu.service").read_text(encoding="utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}
OTHERS = {
    "PATH",
    "PYTHONUNBUFFERED",
    "POSTGRES_USER",
    "POSTGRES_DB",
    "POSTGRES_PASSWORD",
    "POSTGRES_INITDB_ARGS",
    "WEBHOOK_DOMAIN",
    "WORKERS",
}
"""Names that other programs read."""
SECONDS_TO_END = 8


def test_the_dockerfile_passes_its_linter() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (0, "")


def in_image(path: str) -> bool:
    """Say whether .dockerignore lets a file into the image; the last line that is about it decides."""
    taken = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/") if line.startswith("**/") else []
        if line and not line.startswith("#") and (_under(path, pattern) or pattern in parts):
            taken = line.startswith("!")
    return taken


def _under(path: str, pattern: str) -> bool:
    return fnmatch(path, pattern) or path.startswith(f"{pattern}/")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder /jangreu of the image, without its packages."""
    folder = tmp_path_factory.mktemp("image")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    for name in filter(in_image, listed.stdout.splitlines()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def run_in(image: Path, *arguments: str, says: str = "") -> str:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "BOT_LANGUAGE": "en"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        cwd=image,
        env=environment,
        input=says,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_image_holds_no_tests_no_training_and_no_setting(image: Path) -> None:
    assert sorted(path.name for path in image.iterdir()) == [
        "bot",
        "model",
        "requirements",
        "scripts",
        "storage",
    ]
    assert not in_image("model/training/boosters.py")
    assert not in_image(".env")
    assert not in_image("bot/__pycache__/errors.pyc")
    assert len(list((image / "scripts").iterdir())) == 4


@pytest.mark.slow
def test_what_is_in_the_image_answers_and_has_the_operators_commands(image: Path, tmp_path: Path) -> None:
    link = image / "jangreu.db"
    link.symlink_to(tmp_path / "jangreu.db")  # as on the volume
    assert "Next Level by aespa" in run_in(
        image, "-m", "bot", says="https://open.spotify.com/track/2zrhoHlFKxFTRF5aMyxMoQ\n"
    )
    run_in(image, "-m", "scripts.backup", str(tmp_path / "backup.db"))
    assert (tmp_path / "backup.db").stat().st_size > 100_000
    for command in ("check_services", "move_database"):
        assert "usage:" in run_in(image, "-m", f"scripts.{command}", "--help")


def test_every_name_in_the_environment_is_a_setting() -> None:
    named = set(re.findall(r"^\s*(?:ENV )?([A-Z_]+)=", DOCKERFILE, flags=re.MULTILINE))
    named |= set(re.findall(r"^Environment=([A-Z_]+)=", UNIT, flags=re.MULTILINE))
    for service in COMPOSE["services"].values():
        named |= set(service.get("environment", {}))
    assert {"STATUS_PORT", "DATABASE_URL"} <= named
    assert named <= SETTINGS | OTHERS
    assert set(re.findall(r"\$\{([A-Z_]+)", str(COMPOSE))) <= SETTINGS | OTHERS


def test_the_bot_has_more_time_to_end_than_it_takes() -> None:
    (grace,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, flags=re.MULTILINE)
    assert SECONDS_TO_END < int(grace) <= 30
    assert COMPOSE["services"]["bot"]["stop_grace_period"] == f"{grace}s"


def test_compose_starts_the_bot_alone_unless_a_profile_is_named() -> None:
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "profiles" not in service] == ["bot"]
    assert services["bot"]["depends_on"]["postgres"]["required"] is False
    volumes = [volume.split(":")[0] for service in services.values() for volume in service["volumes"]]
    assert sorted(name for name in volumes if not name.startswith("./")) == sorted(COMPOSE["volumes"])
    assert services["bot"]["deploy"]["replicas"] == "${WORKERS:-1}"


def test_composes_profile_for_workers_has_a_server_and_a_proxy_that_reaches_them() -> None:
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "workers" in service.get("profiles", [])] == [
        "postgres",
        "caddy",
    ]
    assert "ports" not in services["bot"]
    heard = services["bot"]["environment"]
    assert (heard["TELEGRAM_WEBHOOK_HOST"], heard["TELEGRAM_WEBHOOK_PORT"]) == ("0.0.0.0", "8080")  # noqa: S104
    proxy = (ROOT / "docs" / "Caddyfile").read_text(encoding="utf-8")
    assert re.search(r"\bname bot\n\s+port 8080\n", proxy)
    assert re.findall(r"\{\$(\w+)", proxy) == list(services["caddy"]["environment"])
    (configuration, _) = services["caddy"]["volumes"]
    assert (ROOT / configuration.split(":")[0]).is_file()


def test_compose_lets_the_bot_write_nothing_but_its_volume() -> None:
    bot = COMPOSE["services"]["bot"]
    assert (bot["read_only"], bot["cap_drop"], bot["init"]) == (True, ["ALL"], True)
    assert bot["volumes"] == ["data:/data"]
    assert "\nVOLUME /data\n" in DOCKERFILE
    assert "\nUSER 10001\n" in DOCKERFILE
    assert "--uid 10001" in DOCKERFILE


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit with this Python in the place of the one in /opt."""
    path = tmp_path / "jangreu.service"
    path.write_text(re.sub(r"(?<=^ExecStart=)\S+", sys.executable, UNIT, flags=re.MULTILINE))
    return path


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_the_unit_is_one_of_systemds_and_leaves_little_open(unit: Path) -> None:
    for check in (("verify", "--man=no"), ("security", "--offline=yes", "--threshold=20")):
        command = ["systemd-analyze", *check, str(unit)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        assert (done.returncode, done.stderr) == (0, "")
