"""All sections of the benchmark, and the page that tells what they found."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import (
    askers,
    digests,
    fairness,
    known_song,
    library,
    starting,
    upstreams,
    votes,
    workers,
)
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import ROOT

PAGE = ROOT / "docs" / "performance.md"
Section = Callable[[], Awaitable[list[Figure]]]
SECTIONS: dict[str, Section] = {
    "known": known_song.figures,
    "upstreams": upstreams.figures,
    "votes": votes.figures,
    "start": starting.figures,
    "fairness": fairness.figures,
    "askers": askers.figures,
    "library": library.figures,
    "workers": workers.figures,
    "digests": digests.figures,
}


def machine() -> str:
    """Say in a line on what the figures were measured."""
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("python-telegram-bot", "aiohttp", "SQLAlchemy")
    )
    return (
        f"{os.cpu_count()} processors ({cpu[1] if cpu else platform.processor()}), {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, {libraries}; load before the start: "
        f"{os.getloadavg()[0]:.1f}."
    )


def rewrite(part: str, text: str, page: Path = PAGE) -> None:
    """Replace what stands between the two marks of a part of the page."""
    begin, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    old = page.read_text(encoding="utf-8")
    before, _, rest = old.partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        raise ValueError(f"{page.name} has no part {part}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
