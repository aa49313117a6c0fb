"""Call policies for tests: retries come soon, and only a test of a slow service waits briefly for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.sources import EVERY_POLICY
from bot.sources.call_policy import CallPolicy, Rate, Retry

SOON = Retry(pause=0.01)
PATIENT = CallPolicy(connect=60, total=300, queue=300, retry=SOON)
"""No service that answers is taken for a slow one, however busy the machine is."""


def for_all(policy: CallPolicy, rates: Mapping[str, Rate] | None = None) -> dict[str, CallPolicy]:
    """Return a table in which every service has this policy, with its own rate or with those of `rates`."""
    return {
        service: replace(policy, rate=own.rate if rates is None else rates.get(service))
        for service, own in EVERY_POLICY.items()
    }
