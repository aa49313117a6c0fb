"""The 13 audio features in words: the Korean ones are those of the slides of 2021 (변수 설명)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FeatureWords:
    """One feature: a short Korean name, and what it means in Korean and in English."""

    korean_name: str
    korean: str
    english: str


GLOSSARY: Final[Mapping[str, FeatureWords]] = {
    "danceability": FeatureWords("춤", "춤추기에 좋은가", "how good the song is to dance to, 0 to 1"),
    "energy": FeatureWords("활기", "1에 가까울수록 활기참", "the nearer to 1, the livelier"),
    "key": FeatureWords("키", "노래의 키", "the key, 0 (C) to 11 (B)"),
    "loudness": FeatureWords(
        "음량", "0에 가까울수록 시끄러움", "the nearer to 0, the louder; in dB, mostly below 0"
    ),
    "mode": FeatureWords("장·단조", "1 장조, 0 단조", "1 major, 0 minor"),
    "speechiness": FeatureWords("말소리", "보컬(내레이션)의 비중", "the share of spoken voice, 0 to 1"),
    "acousticness": FeatureWords("어쿠스틱", "어쿠스틱함 정도", "how acoustic it is, 0 to 1"),
    "instrumentalness": FeatureWords(
        "연주", "악기 연주의 비중", "the share of music without a voice, 0 to 1"
    ),
    "liveness": FeatureWords(
        "라이브", "1에 가까울수록 라이브 음원", "the nearer to 1, the surer a live recording"
    ),
    "valence": FeatureWords("밝기", "1에 가까울수록 밝음", "the nearer to 1, the brighter the mood"),
    "tempo": FeatureWords("빠르기", "BPM", "beats a minute"),
    "duration_ms": FeatureWords("길이", "음악의 길이", "the length, in milliseconds"),
    "time_signature": FeatureWords("박자", "박자", "beats a bar"),
}
