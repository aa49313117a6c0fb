"""Songs that do not exist, for the stand-ins to know; song number n is always the same song."""

from __future__ import annotations

from model.music import ChartEntry, Track

_ONE = ("달빛", "여름", "새벽", "파도", "거울", "골목", "편지", "기차", "우산", "별자리")
_TWO = ("산책", "연습", "약속", "정류장", "일기", "왈츠", "소나기", "지도", "온도", "그림자")
_BANDS = (
    "물결상회 (MULGYEOL)",
    "Paper Tigers & Co.",
    "은하식당",
    "LUMENADE",
    "오월의 방",
    "DOT <3 DASH",
    "한걸음",
)


def invented_id(number: int) -> str:
    """Return an id of Spotify's form."""
    return f"jangreu{number:015}"


def invented_track(number: int) -> Track:
    """Return the song: its title is unlike all others up to 9,999, some have two artists."""
    title = f"{_ONE[number % 10]} {_TWO[number // 10 % 10]} {number}"
    band = _BANDS[number % 7]
    artists = (band, _BANDS[(number + 3) % 7]) if number % 5 == 4 else (band,)
    return Track(invented_id(number), title, artists, 150_000 + number * 1_000, f"KRA{number:09}")


def invented_features(number: int) -> dict[str, object]:
    """Return the eleven features that ReccoBeats has."""
    share = number % 20 / 20
    return {
        "danceability": round(0.3 + share * 0.6, 3),
        "energy": round(0.95 - share * 0.8, 3),
        "key": number % 12,
        "loudness": round(-3 - share * 12, 3),
        "mode": number % 2,
        "speechiness": round(0.03 + share * 0.2, 4),
        "acousticness": round(share * 0.9, 4),
        "instrumentalness": 0.0,
        "liveness": 0.1,
        "valence": round(0.9 - share * 0.7, 3),
        "tempo": 80.0 + number % 90,
    }


def invented_chart(size: int = 100) -> tuple[ChartEntry, ...]:
    """Return a chart of songs 1 to `size`, each at the rank of its number: new, up, down or where it was."""
    return tuple(_entry(rank) for rank in range(1, size + 1))


def _entry(rank: int) -> ChartEntry:
    song = invented_track(rank)
    is_new = rank % 10 == 7
    previous = None if is_new else max(1, rank + (2, 0, -1)[rank % 3])
    return ChartEntry(rank, song.title, song.artists, str(30_000_000 + rank), "모음집", previous, is_new)
