"""What is said of a sound file or a voice message."""

from __future__ import annotations

from typing import Final

from bot.audio.heard import Heard
from bot.hearing import SoundGenre
from bot.message import Sound
from bot.reply import Span
from bot.songs.replies.song import likeliest_line, opinion_line, song_name, unlinked_name
from bot.words import N_, Words, lines
from model.features import FEATURE_NAMES, AudioFeatures
from model.music import Track

_NOTES: Final = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_FEATURES: Final = {
    "danceability": N_("danceability"),
    "energy": N_("energy"),
    "key": N_("key"),
    "loudness": N_("loudness"),
    "mode": N_("mode"),
    "speechiness": N_("speechiness"),
    "acousticness": N_("acousticness"),
    "instrumentalness": N_("instrumentalness"),
    "liveness": N_("liveness"),
    "valence": N_("valence"),
    "tempo": N_("tempo"),
    "duration_ms": N_("the song's length"),
    "time_signature": N_("metre"),
}
_MINUTE: Final = 60


def sound_lines(found: SoundGenre, sound: Sound, track: Track | None, words: Words) -> tuple[Span, ...]:
    """Say what was heard, the genre where that is enough for one, and how little the rest is known."""
    return lines(
        [
            (_name(sound, track, words),),
            *_genre_lines(found, sound, words),
            _heard_line(found, words),
            *_excerpt_lines(found.heard, words),
            words.say(
                N_(
                    "Estimated from the audio by this bot, not measured by Spotify: the tempo may be its "
                    "half or its double, the key its relative."
                )
            ),
            words.say(N_("Not known from the audio: {features}"), features=_missing(found.features, words)),
        ]
    )


def _name(sound: Sound, track: Track | None, words: Words) -> Span:
    if track is not None:
        return song_name(track, words)
    if sound.title:
        return unlinked_name(sound.title, [sound.performer] if sound.performer else [], words)
    what = N_("Your voice message") if sound.recorded else N_("Your sound file")
    return Span(words.text(what), bold=True)


def _genre_lines(found: SoundGenre, sound: Sound, words: Words) -> list[tuple[Span, ...]]:
    if found.vote is not None and found.certainty is not None:
        return [
            opinion_line(found.vote, found.certainty, words),
            likeliest_line(found.vote, words),
        ]
    if sound.recorded:
        return [
            words.say(N_("Genre: a recording from a microphone does not tell. Send the file or its name."))
        ]
    return [
        words.say(
            N_(
                "Genre: what I can measure in a sound file is not enough to tell one. Send the song's name "
                "or its link; or the bot's owner calibrates me."
            )
        )
    ]


def _heard_line(found: SoundGenre, words: Words) -> tuple[Span, ...]:
    features = found.features
    heard: list[str] = []
    if features.tempo is not None:
        heard.append(words.text(N_("{tempo} beats a minute"), tempo=round(features.tempo)))
    if features.key is not None and features.mode is not None:
        heard.append(_key(round(features.key), features.mode, words))
    if found.heard.loudness is not None and features.loudness is not None:
        heard.append(words.text(N_("loudness {loudness} LUFS"), loudness=f"{found.heard.loudness:.1f}"))
    heard.append(words.text(N_("length {length}"), length=_length(found.heard.seconds)))
    return words.say(N_("Heard: {findings}"), findings=", ".join(heard))


def _key(key: int, mode: float, words: Words) -> str:
    return words.text(N_("{note} major") if mode >= 0.5 else N_("{note} minor"), note=_NOTES[key])  # noqa: PLR2004


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes}:{rest:02}"


def _excerpt_lines(heard: Heard, words: Words) -> list[tuple[Span, ...]]:
    if heard.seconds - heard.listened < 1:
        return []
    return [words.say(N_("I listened to the first {length} only."), length=_length(heard.listened))]


def _missing(features: AudioFeatures, words: Words) -> str:
    missing = [name for name in FEATURE_NAMES if getattr(features, name) is None]
    return ", ".join(words.text(_FEATURES[name]) for name in missing)
