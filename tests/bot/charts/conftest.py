"""A bot that waits as long as it takes, without rate limits: here services answer, or fail at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.sources.call_policy import CallPolicy, Rate
from tests.bot.conftest import PATIENT


@pytest.fixture
def patience() -> CallPolicy:
    return PATIENT


@pytest.fixture
def rates() -> Mapping[str, Rate]:
    return {}
