"""The child process: whatever comes in, the bot goes on, and nothing is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.audio import cage
from bot.audio.heard import Heard, NothingHeard
from bot.audio.kinds import MOST_BYTES
from bot.audio.listener import Listener
from bot.errors import NotHeard, SoundNotHeard
from tests.standins.invented_sounds import RATE, file_of, noise, song

ROOT = Path(__file__).parents[3]


async def refusal(content: bytes, listener: Listener | None = None) -> NotHeard:
    with pytest.raises(SoundNotHeard) as refused:
        await (listener or Listener()).listen(content)
    return refused.value.reason


def has_children() -> bool:
    """Tell whether a child is left, even a dead one."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def child(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "MP3", "OGG", "AIFF"])
async def test_each_kind_of_file_is_heard(kind: str) -> None:
    found = await Listener().listen(file_of(song(124, 9, 0, seconds=15), kind))
    assert found.tempo == pytest.approx(124, rel=0.002)
    assert (found.key, found.mode) == (9, 0)
    assert found.seconds == pytest.approx(15, abs=0.2)
    assert found.listened == found.seconds


async def test_a_voice_message_is_heard() -> None:
    found = await Listener().listen(file_of(song(100, 2, seconds=12)[: 12 * 22_000], "OPUS", 24_000))
    assert found.tempo is not None


async def test_of_a_long_file_the_first_six_minutes_are_heard() -> None:
    found = await Listener().listen(file_of(song(120, seconds=30).repeat(1), "FLAC"))
    assert found.listened == 30
    quiet = noise(400)
    found = await Listener().listen(file_of(quiet, "OGG"))
    assert (round(found.seconds), found.listened) == (400, 360)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no sound",
        b"RIFF\xff\xff\xff\xffWAVEfmt ",
        b"OggS" + b"\x00" * 1000,
        b"ID3\x03\x00\x00\x00\x00\x0f\x76" + b"\xff" * 4000,
        b"fLaC\x00\x00\x00\x22" + b"\xff" * 64,
        os.urandom(100_000),
        b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 5000,
    ],
)
async def test_what_is_no_sound_is_refused(content: bytes) -> None:
    assert await refusal(content) is NotHeard.NOT_DECODABLE


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "MP3", "OGG", "OPUS"])
async def test_a_damaged_file_does_no_harm(kind: str) -> None:
    whole = bytearray(file_of(song(seconds=8)[: 8 * 22_000], kind, 24_000))
    for place in range(200, len(whole), 97):
        whole[place] ^= 0x55
    for content in (bytes(whole), bytes(whole[: len(whole) // 3])):
        with contextlib.suppress(SoundNotHeard):
            assert 0 < (await Listener().listen(content)).seconds < 100


async def test_a_header_that_claims_hours_is_not_believed() -> None:
    content = bytearray(file_of(song(seconds=8)))
    content[40:44] = (2**31 - 1).to_bytes(4, "little")  # the length of the data
    found = await Listener().listen(bytes(content))
    assert found.seconds == pytest.approx(8, abs=0.1)


async def test_too_large_a_file_is_not_even_begun() -> None:
    listener = Listener(command=("/no/such/program",))
    assert await refusal(bytes(MOST_BYTES + 1), listener) is NotHeard.TOO_LARGE


async def test_a_child_that_takes_too_long_is_killed() -> None:
    start = time.monotonic()
    listener = Listener(patience=1.0, command=child("import time\nwhile True: time.sleep(1)"))
    assert await refusal(b"x" * 5_000_000, listener) is NotHeard.TOO_HARD
    assert time.monotonic() - start < 5
    assert not has_children()


async def test_a_child_that_never_stops_talking_is_killed() -> None:
    listener = Listener(command=child("while True: print('x' * 10000)"))
    assert await refusal(b"", listener) is NotHeard.TOO_HARD


@pytest.mark.parametrize("said", ["", "{}", "[1]", "null", '{"seconds": NaN}', "x" * 1000])
async def test_a_child_that_says_nonsense_is_not_believed(said: str) -> None:
    assert await refusal(b"", Listener(command=child(f"print({said!r})"))) is NotHeard.TOO_HARD


async def test_a_child_that_crashes_is_no_trouble() -> None:
    listener = Listener(command=child("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"))
    assert await refusal(b"x" * 1_000_000, listener) is NotHeard.TOO_HARD


async def test_files_are_heard_one_after_the_other_and_nobody_waits_for_ever() -> None:
    listener = Listener(patience=0.5, command=child("import time; time.sleep(9)"))
    ends = await asyncio.gather(*(refusal(b"", listener) for _ in range(4)))
    assert NotHeard.BUSY in ends
    assert NotHeard.TOO_HARD in ends


async def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    code = "import os, sys; sys.exit(3 if 'secret' not in str(os.environ) else 1)"
    assert await refusal(b"", Listener(command=child(code))) is NotHeard.NOT_DECODABLE


CAGED = "from bot.audio import cage\ncage.limit()\nimport socket\n"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("cage.shut()\nsocket.socket()", "OSError: [Errno 24]"),
        ("cage.shut()\nopen('/etc/hostname')", "OSError: [Errno 24]"),
        ("import os\ncage.shut()\nos.pipe()", "OSError: [Errno 24]"),
        ("bytearray(cage.MEMORY)", "MemoryError"),
    ],
)
def test_in_the_cage_nothing_can_be_opened_and_memory_is_bounded(code: str, error: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", CAGED + code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 1
    assert error in done.stderr


def test_in_the_cage_time_is_bounded() -> None:
    code = "from bot.audio import cage\ncage.CPU_SECONDS = 1\ncage.limit()\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT, timeout=60)  # noqa: S603
    assert done.returncode < 0


def test_six_minutes_at_a_studios_rate_fit_into_the_cage() -> None:
    content = file_of(noise(180).repeat(2), "FLAC", 48_000)
    done = subprocess.run(
        [sys.executable, "-m", "bot.audio"],
        input=content[:MOST_BYTES],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0
    assert Heard.from_json(done.stdout).seconds > 100
    assert cage.MEMORY < 2**31


@pytest.mark.parametrize("field", ["seconds", "listened", "descriptors"])
def test_findings_must_be_numbers(field: str) -> None:
    found = Heard(seconds=1, listened=1, tempo=None, key=0, mode=1, loudness=None, descriptors=(1.0,))
    assert Heard.from_json(found.to_json()) == found
    with pytest.raises(NothingHeard):
        Heard.from_json(found.to_json().replace(f'"{field}": ', f'"{field}": "x", "y": '))


def test_a_finding_out_of_range_is_none() -> None:
    found = Heard(seconds=1, listened=1, tempo=9e9, key=15, mode=1, loudness=-500, descriptors=())
    read = Heard.from_json(found.to_json())
    assert (read.tempo, read.key, read.mode, read.loudness) == (None, None, 1, None)
    assert RATE > 0
