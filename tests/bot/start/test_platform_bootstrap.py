import subprocess
import sys

LATER = (
    "PIL",
    "uharfbuzz",
    "resvg_py",
    "aiohttp.web_app",
    "alembic",
    "spotipy",
    "discord",
    "sentry_sdk",
    "psycopg",
)


def test_a_start_imports_nothing_that_only_some_bots_or_some_answers_need() -> None:
    program = (
        "import sys, bot.start.run, bot.start.platform_bootstrap, bot.platforms.telegram;"
        f"print(*(name for name in {LATER} if name in sys.modules))"
    )
    command = [sys.executable, "-c", program]
    imported = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert imported.stdout.split() == []
