"""Sound files: the only place that decodes them, with libsndfile; called in the child process alone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
import soundfile

from bot.audio.frames import Signal

LONGEST_LISTENED: Final = 360  # seconds from the beginning; more would hardly change a finding
_MOST_NUMBERS: Final = (
    2 * 48_000 * LONGEST_LISTENED
)  # decoded at once, whatever rate and channels a file claims
_RATES: Final = range(8_000, 192_001)
_MOST_CHANNELS: Final = 8
_LONGEST_TAG: Final = 500  # characters
_EXPECTED_FRAMES: Final = 2**40  # a file that claims more tells nonsense


class NotDecodable(ValueError):  # noqa: N818 - a fact about a file
    """This is no sound file that libsndfile reads, or an empty one."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The beginning of a file as (n, channels) samples from -1 to 1, and how long the whole is.

    `title` and `performer` are its tags, empty where it has none.
    """

    values: Signal
    rate: int
    seconds: float
    title: str = ""
    performer: str = ""

    @property
    def mono(self) -> Signal:
        """The mean of the channels."""
        mixed: Signal = self.values.mean(axis=1, dtype=np.float32)
        return mixed


def decoded(content: bytes) -> Samples:
    """Decode the beginning of a file: OGG (Opus, Vorbis), MP3, FLAC, WAV, AIFF; raises NotDecodable.

    What is damaged further on ends the sound there.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            rate, channels, claimed = file.samplerate, file.channels, file.frames
            if rate not in _RATES or not 1 <= channels <= _MOST_CHANNELS:
                raise NotDecodable(f"{channels} channels at {rate} Hz")
            wanted = min(rate * LONGEST_LISTENED, _MOST_NUMBERS // channels)
            tags = file.copy_metadata()
            values = file.read(wanted, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError, TypeError, RuntimeError) as error:
        raise NotDecodable(str(error)) from None
    if not len(values):
        raise NotDecodable("no samples")
    whole = len(values) < wanted or not len(values) <= claimed < _EXPECTED_FRAMES
    values = np.clip(np.nan_to_num(values, posinf=1.0, neginf=-1.0), -4.0, 4.0)
    title, performer = (tags.get(tag, "")[:_LONGEST_TAG] for tag in ("title", "artist"))
    return Samples(values, rate, (len(values) if whole else claimed) / rate, title, performer)
