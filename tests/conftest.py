"""What concerns all tests: the live ones, which ask real services, run only with --live."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="also run the tests that ask real foreign services")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--live"):
        return
    skip = pytest.mark.skip(reason="asks a real foreign service; runs with --live")
    for item in items:
        if "live" in item.keywords:
            item.add_marker(skip)
