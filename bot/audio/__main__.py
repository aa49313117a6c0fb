"""The child process: a sound file comes in, findings go out; a hostile file harms nobody but it.

    python -m bot.audio < FILE

Prints the findings as JSON; exit status 3 where this is no sound file that can be decoded here.
"""

from __future__ import annotations

import sys

from bot.audio import cage
from bot.audio.kinds import MOST_BYTES

NOT_DECODABLE = 3


def main() -> int:
    """Read the file, give up all rights, listen."""
    cage.limit()
    from bot.audio.analysis import heard_in, rehearse  # noqa: PLC0415 - within the limits
    from bot.audio.sound_file import NotDecodable, decoded  # noqa: PLC0415

    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    rehearse()  # some libraries load a part at its first use
    cage.shut()
    try:
        found = heard_in(decoded(content[:MOST_BYTES]))
    except NotDecodable as problem:
        sys.stderr.write(f"{problem}\n")
        return NOT_DECODABLE
    sys.stdout.write(found.to_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
