"""A bot without rate limits."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.sources.call_policy import Rate


@pytest.fixture
def rates() -> Mapping[str, Rate]:
    return {}
