"""The rules of the architecture and the budget of lines; a failure names all offenders."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("model", "storage", "bot", "scripts")
"""A file may import from its own floor and from those before it."""
HOMES = {
    "telegram": ("bot/platforms/telegram/",),
    "discord": ("bot/platforms/discord/",),
    "httpx": ("bot/sources/http.py", "bot/sources/public_transport.py"),
    "spotipy": ("bot/sources/spotify_api.py",),
    "requests": ("bot/sources/spotify_session.py", "model/data/dataset.py"),  # spotipy's, and pooch's errors
    "lxml": ("bot/sources/html_page.py",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "lightgbm": ("model/",),
    "xgboost": ("model/",),
    "sklearn": ("model/",),
    "imblearn": ("model/study/",),
    "pyarrow": ("model/",),
    "fsspec": ("model/catalogue/",),
    "distributed": ("model/catalogue/cluster.py",),
    "pooch": ("model/data/dataset.py",),
    "matplotlib": ("model/exploration/drawing/",),
    "resvg_py": ("bot/pictures/renderer.py",),
    "uharfbuzz": ("bot/pictures/letters.py",),
    "PIL": ("bot/sources/covers.py",),
    "fontTools": ("scripts/make_picture_fonts.py",),
    "rapidfuzz": ("bot/songs/matching/",),
    "apscheduler": ("bot/digests/alarm_clock.py",),
    "prometheus_client": ("bot/telemetry/metrics.py",),
    "sentry_sdk": ("bot/telemetry/error_reports.py",),
    "structlog": ("bot/telemetry/logs.py", "bot/platforms/"),
    "aiohttp": (
        "bot/platforms/telegram/",
        "bot/platforms/discord/",
        "bot/operation/status_server.py",
        "bot/start/run.py",  # imports it early
    ),
    "pydantic_settings": ("bot/start/settings.py",),
    "pydantic": (
        "bot/start/settings.py",
        "bot/start/setting_types.py",
        "bot/language/input_words.py",
        "model/strict_json.py",
    ),
    "babel": ("scripts/translations.py",),
    "gettext": ("bot/language/words.py",),
}
DRAWERS = {"utils", "helpers", "common", "manager", "service", "base", "misc"}
LONGEST_MODULE = 250
TESTED_ELSEWHERE = {
    "bot/people/replies/": "tests/bot/people/ reads them in conversations",
    "bot/people/deciding.py": "tests/bot/people/test_chat_settings.py and test_privacy.py ask for it",
    "bot/people/answers.py": "tests/bot/people/test_chat_settings.py and its neighbours talk to it",
    "bot/start/bootstrap.py": "tests/bot/conftest.py builds the whole bot with it for all tests",
    "bot/platforms/discord/connection.py": "tests/bot/platforms/discord/test_adapter.py connects with it",
    "bot/start/setting_types.py": "tests/bot/start/test_settings.py reads settings of each type",
    "bot/start/clients.py": "tests/test_end_to_end.py runs the bots of these clients",
    "bot/operation/announcement_replies.py": "tests/bot/operation/test_announcing.py reads them",
    "bot/operation/gauges.py": "tests/bot/operation/test_status_server.py reads what they show",
    "bot/start/run.py": "tests/test_end_to_end.py runs it in a process of its own",
    "bot/digests/replies.py": "tests/bot/digests/test_answers.py reads them in a conversation",
    "bot/sources/spotify_session.py": "tests/bot/sources/test_spotify_api.py calls spotipy through it",
    "bot/offline/service_questions.py": "tests/bot/offline/test_service_check.py asks all of them",
    "bot/offline/chart_coverage.py": "tests/scripts/test_measure_chart_coverage.py measures with it",
    "storage/news.py": "tests/storage/test_workers.py hears it",
    "storage/postgresql_names.py": "tests/storage/test_name_index.py asks for names on each engine",
    "storage/sqlite_engine.py": "tests/storage/test_database.py opens files with it",
    "model/catalogue/parquet_rows.py": "tests/model/catalogue/test_inputs.py opens Parquet with it",
    "model/catalogue/stages.py": "tests/model/catalogue/test_run.py takes and interrupts all of them",
    "model/catalogue/votes.py": "tests/model/catalogue/test_run.py compares each vote with the bot's own",
    "model/exploration/": "tests/scripts/test_explore_dataset.py draws and writes a whole report",
    "model/study/": "tests/scripts/test_reproduce_study.py makes the whole report of a small study",
    "model/trials/report.py": "tests/scripts/test_compare_genre_models.py writes it",
    "model/evaluation/artifact_scores.py": "tests/scripts/test_evaluate_genre_models.py prints them",
    "model/evaluation/heads_report.py": "tests/model/evaluation/test_head_trials.py writes it",
    "model/training/card_": "tests/model/test_card.py compares the README of the shipped model",
    "scripts/make_picture_fonts.py": "tests/bot/pictures/test_letters.py reads the fonts that it made",
    "scripts/translations.py": "tests/bot/language/test_words.py compares what it writes with the catalogues",
}
"""Modules, or what the names of several begin with, whose tests are in no file of the same name."""
BRANCHES = 5
"""A module with as many branches and loops has logic of its own."""

FILES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Return the full names of the modules that a file imports, anywhere in it."""
    return {module for module, _ in imported_names(path)}


@cache
def nodes(path: Path) -> Sequence[ast.AST]:
    """Return everything in a file."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported_names(path: Path) -> frozenset[tuple[str, str]]:
    """Return the modules that a file imports, anywhere in it, each with a name out of it or with ""."""
    names: set[tuple[str, str]] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import: say the whole name"
            names |= {(node.module or "", alias.name) for alias in node.names}
    return frozenset(names)


def test_the_architecture_has_files() -> None:
    assert len(FILES) > 40


def test_imports_point_down_only() -> None:
    offenders = [
        f"{name_of(path)} imports {name}"
        for path in FILES
        for name in sorted(imported(path))
        if name.split(".")[0] in FLOORS[FLOORS.index(name_of(path).split("/", maxsplit=1)[0]) + 1 :]
    ]
    assert not offenders, f"imports of a layer above: {offenders}"


def test_no_rooms_import_each_other_in_a_circle() -> None:
    """A room is a module or folder at the top of a package; a circle makes one room of them all."""
    arrows: dict[str, dict[str, str]] = defaultdict(dict)
    for path in FILES:
        package, here = name_of(path).removesuffix(".py").split("/")[:2]
        for module, of_it in sorted(imported_names(path)):
            there = of_it if module == package else module.removeprefix(f"{package}.").split(".")[0]
            if module.split(".")[0] == package and there != here:
                arrows[f"{package}/{here}"][f"{package}/{there}"] = name_of(path)
    offenders: list[str] = []
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        rooms = circle.args[1]
        offenders = [f"{arrows[a][b]} imports {b}" for b, a in pairwise(rooms)]
    assert not offenders, f"rooms in a circle: {offenders}"


def test_the_bot_and_the_storage_import_only_the_top_level_of_the_model() -> None:
    """What answers is model/*.py; training, evaluation and the rest belong to scripts and bot/offline."""
    offenders = [
        f"{name_of(path)} imports {name}"
        for path in FILES
        if name_of(path).startswith(("bot/", "storage/")) and not name_of(path).startswith("bot/offline/")
        for name in sorted(imported(path))
        if name.split(".")[0] == "model" and (ROOT / Path(*name.split("."))).is_dir() | (name.count(".") > 1)
    ]
    assert not offenders, f"imports of the model's sub-folders: {offenders}"


def test_nothing_that_answers_imports_what_only_scripts_use() -> None:
    offenders = [
        name_of(path)
        for path in FILES
        if name_of(path).startswith("bot/") and not name_of(path).startswith("bot/offline/")
        if any(name.startswith("bot.offline") for name in imported(path))
    ]
    assert not offenders, f"imports of bot/offline: {offenders}"


def test_each_library_is_used_only_in_its_home() -> None:
    offenders = [
        f"{name_of(path)} uses {library}"
        for path in FILES
        for library in sorted({name.split(".")[0] for name in imported(path)})
        if not name_of(path).startswith(HOMES.get(library, ("",)))
    ]
    assert not offenders, f"libraries outside of their home: {offenders}"


def test_every_home_is_lived_in() -> None:
    used = {(library.split(".")[0], name_of(path)) for path in FILES for library in imported(path)}
    for library, homes in HOMES.items():
        for home in homes:
            assert any(used_library == library and where.startswith(home) for used_library, where in used), (
                f"nothing in {home} uses {library}"
            )


def has_logic(path: Path) -> bool:
    kinds = ast.If | ast.IfExp | ast.BoolOp | ast.For | ast.While | ast.comprehension | ast.Try | ast.Match
    return sum(isinstance(node, kinds) for node in nodes(path)) >= BRANCHES


def test_each_module_with_logic_has_a_test_file_in_its_place() -> None:
    offenders = [
        name_of(path)
        for path in FILES
        if not path.name.startswith("__") and "migrations" not in path.parts and has_logic(path)
        if not name_of(path).startswith(tuple(TESTED_ELSEWHERE))
        if not (ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")).is_file()
    ]
    assert not offenders, f"modules without tests/.../test_NAME.py: {offenders}"


def test_every_module_that_is_tested_elsewhere_is_there() -> None:
    names = [name_of(path) for path in FILES]
    gone = [start for start in TESTED_ELSEWHERE if not any(name.startswith(start) for name in names)]
    assert not gone


def test_no_module_outgrows_its_budget() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    offenders = {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not offenders, f"modules of more than {LONGEST_MODULE} lines: {offenders}"


def test_no_module_is_a_drawer() -> None:
    offenders = [
        name_of(path) for path in FILES if DRAWERS & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert not offenders


def test_only_the_wiring_and_commands_read_the_settings() -> None:
    readers = {name_of(path) for path in FILES if "bot.start.settings" in imported(path)}
    assert {reader for reader in readers if not reader.startswith("scripts/")} <= {
        "bot/start/run.py",
        "bot/start/bootstrap.py",
        "bot/start/platform_bootstrap.py",
        "bot/start/clients.py",
    }


def test_nothing_is_ever_unpickled() -> None:
    picklers = {"pickle", "joblib", "dill", "shelve", "marshal"}
    offenders = [
        name_of(path) for path in FILES if picklers & {name.split(".")[0] for name in imported(path)}
    ]
    assert not offenders


def test_no_cache_grows_without_a_bound() -> None:
    """`cache` remembers every argument for ever: where there are any, `lru_cache` has to say how many."""
    endless = {"cache", "functools.cache", "lru_cache(maxsize=None)", "lru_cache(None)"}
    offenders = [
        f"{name_of(path)}: {node.name}"
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.args.args
        if endless & {ast.unparse(decorator) for decorator in node.decorator_list}
    ]
    assert not offenders
