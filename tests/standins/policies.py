"""Call policies for tests, which have less time than a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.sources import EVERY_POLICY
from bot.sources.call_policy import CallPolicy, Rate, Retry

SOON = Retry(pause=0.01)


def for_all(policy: CallPolicy, rates: Mapping[str, Rate] | None = None) -> dict[str, CallPolicy]:
    """Return a table in which every service has this policy, with its own rate or with those of `rates`."""
    return {
        service: replace(policy, rate=own.rate if rates is None else rates.get(service))
        for service, own in EVERY_POLICY.items()
    }
