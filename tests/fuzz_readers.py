"""Coverage-guided fuzzing of every reader of foreign answers, with atheris, which no environment here holds.

uv pip install --python .venv-test/bin/python atheris
scripts/python -m tests.fuzz_readers -max_total_time=3600

The arguments are libFuzzer's. It ends at the first answer that is neither read nor refused, and says which.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot"]):
    from bot.sources.bodies import UnreadableBody, json_of
    from tests.bot.sources.test_any_answer import OF_ROWS, PAGES, READERS, read_or_refused

NAMES = [*READERS, *PAGES]


def read(data: bytes) -> None:
    """Give what follows the first byte to the reader that this byte names."""
    if not data:
        return
    name, rest = NAMES[data[0] % len(NAMES)], data[1:]
    if name in PAGES:
        read_or_refused(PAGES[name][1], rest.decode("utf-8", errors="replace"))
        return
    try:
        body = json_of(rest)
    except UnreadableBody:
        return
    if name not in OF_ROWS or isinstance(body, list):
        read_or_refused(READERS[name][1], body)


def main() -> None:
    with tempfile.TemporaryDirectory() as corpus:
        for number, name in enumerate(NAMES):
            true = PAGES[name][0] if name in PAGES else json.dumps(READERS[name][0], ensure_ascii=False)
            Path(corpus, str(number)).write_bytes(bytes([number]) + true.encode())
        atheris.Setup([*sys.argv, "-max_len=60000", "-timeout=20", "-rss_limit_mb=1500", corpus], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
