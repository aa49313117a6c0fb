"""Invented tracks in the shape of the public data set."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TRACKS_PER_SEED = 12


def invented_rows(tracks_per_seed: int = TRACKS_PER_SEED) -> list[dict[str, object]]:
    """Return rows in which each genre leans its own way, so that there is something to learn."""
    rng = np.random.default_rng(7)
    genres = taxonomy().genres
    rows: list[dict[str, object]] = []
    for seed, genre in taxonomy().genre_of.items():
        lean = genres.index(genre) / len(genres)
        for _ in range(tracks_per_seed):
            number = len(rows)
            rows.append(
                {
                    "": number,
                    "track_id": "".join(rng.choice(list(ALPHABET), 22)),
                    "artists": f"Artist {number % 250};Guest",
                    "album_name": "Album",
                    "track_name": f"Song {number}",
                    "popularity": int(rng.integers(0, 101)),
                    "explicit": False,
                    **invented_features(rng, lean),
                    "track_genre": seed,
                }
            )
    return rows


def invented_features(rng: np.random.Generator, lean: float) -> dict[str, object]:
    shares = np.clip(rng.normal(lean, 0.15, 13), 0, 1)
    scales = {"loudness": (-30, 0), "tempo": (60, 200), "duration_ms": (90_000, 400_000)}
    values: dict[str, object] = {
        name: scales.get(name, (0, 1))[0]
        + share * (scales.get(name, (0, 1))[1] - scales.get(name, (0, 1))[0])
        for name, share in zip(FEATURE_NAMES, shares, strict=True)
    }
    return values | {
        "key": int(rng.integers(0, 12)),
        "mode": int(rng.integers(0, 2)),
        "time_signature": int(rng.choice([3, 4])),
        "duration_ms": int(rng.integers(90_000, 400_000)),
    }


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
