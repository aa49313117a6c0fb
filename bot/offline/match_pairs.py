"""Pairs of which the truth is known: how a chart names a song, and which recording on Spotify it is."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.songs.matching.names import is_korean, is_latin, names, normalized, versions
from bot.songs.matching.singers import spellings
from model.features import AudioFeatures
from model.music import Track

_COLUMNS: Final = ("track_id", "spotify_title", "spotify_artist", "melon_title", "melon_artist")
_SEPARATOR: Final = re.compile(r", ?(?![^(]*\))")
_SAME_MS: Final = 1_500
_SAME_SOUND: Final = (("danceability", 0.01), ("energy", 0.01), ("valence", 0.015), ("tempo", 0.5))


Measured = tuple[Track, AudioFeatures]


class BadPairs(Exception):  # noqa: N818 - a fact about a file
    """A file of pairs is not what it should be; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One song: as a chart writes it, and as Spotify lists it."""

    track_id: str
    title: str
    artists: tuple[str, ...]
    spotify_title: str
    spotify_artists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A pair, which tracks of a catalogue are its recording (with none it is absent), and their titles."""

    pair: Pair
    right: tuple[Track, ...]
    titles: frozenset[str]

    @property
    def right_ids(self) -> frozenset[str]:
        """The ids of the recording."""
        return frozenset(track.id for track in self.right)

    def shares_title(self, title: str) -> bool:
        """Tell whether a title is also, in either script, that of the recording."""
        return bool(_parts(title) & frozenset().union(*map(_parts, self.titles)))


def read_pairs(path: Path) -> list[Pair]:
    """Read a CSV file with the columns track_id, spotify_title, spotify_artist, melon_title, melon_artist.

    Rows without one of them are passed over. Raises BadPairs where the file cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise BadPairs(f"{path.name} has no column {', '.join(missing)}.")
            return [_pair(row) for row in rows if all(row[name] for name in _COLUMNS)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadPairs(f"{path.name} cannot be read: {error}.") from error


def halves(pairs: Iterable[Pair], seed: int) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs in two halves that have no (first) artist in common, drawn with this seed."""
    by_artist: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_artist[_together(pair.spotify_artists[0])].append(pair)
    artists = sorted(by_artist)
    random.Random(seed).shuffle(artists)  # noqa: S311 - a split, no secret
    middle = len(artists) // 2
    return (
        [pair for artist in artists[:middle] for pair in by_artist[artist]],
        [pair for artist in artists[middle:] for pair in by_artist[artist]],
    )


def with_aliases(pairs: Iterable[Pair], catalogue: Iterable[Measured]) -> list[Measured]:
    """Return a catalogue in which Spotify's other title of a pair's track is another name of it.

    Spotify lists a song under its Korean or its English title, as the market has it.
    """
    by_id = {pair.track_id: pair for pair in pairs}
    return [(_aliased(track, by_id.get(track.id)), sound) for track, sound in catalogue]


def with_truth(pairs: Iterable[Pair], catalogue: Sequence[Measured], *, aliases: bool) -> list[Known]:
    """Find each pair's recording in a catalogue: its id, and the same recording under other ids.

    The same is what agrees with it in two of three: an artist; the title without its brackets, in the same
    version; and, to a hair, the sound and the length. With aliases Spotify's other title counts among theirs.
    """
    by_id = {track.id: (track, features) for track, features in catalogue}
    by_word: dict[str, list[Measured]] = defaultdict(list)
    for track, features in catalogue:
        for word in {_bare(track.title), *_singers(track.artists)}:
            by_word[word].append((track, features))
    known = []
    for pair in pairs:
        right = tuple(_right(pair, by_id.get(pair.track_id), by_word))
        listed = {track.title for track in right} | ({pair.spotify_title} if aliases else set())
        known.append(Known(pair, right, frozenset(listed)))
    return known


def _aliased(track: Track, pair: Pair | None) -> Track:
    if pair is None or normalized(pair.spotify_title) == normalized(track.title):
        return track
    return replace(track, other_names=(" ".join((pair.spotify_title, *pair.spotify_artists)),))


def _right(
    pair: Pair,
    listed: Measured | None,
    by_word: dict[str, list[Measured]],
) -> Iterator[Track]:
    titles, artists = [pair.spotify_title], list(pair.spotify_artists)
    if listed:
        titles.append(listed[0].title)
        artists.extend(listed[0].artists)
    wanted, singers = set(map(_bare, titles)), _singers(artists)
    candidates = {track.id: (track, sound) for word in wanted | singers for track, sound in by_word[word]}
    for track, sound in candidates.values():
        same_title = _bare(track.title) in wanted and versions(track.title) == versions(titles[-1])
        same_singer = not singers.isdisjoint(_singers(track.artists))
        same_sound = listed is not None and _sounds_the_same(sound, listed[1])
        if track.id == pair.track_id or same_title + same_singer + same_sound > 1:
            yield track


def _sounds_the_same(one: AudioFeatures, other: AudioFeatures) -> bool:
    pairs = [(getattr(one, name), getattr(other, name), most) for name, most in _SAME_SOUND]
    pairs.append((one.duration_ms, other.duration_ms, _SAME_MS))
    return all(a is not None and b is not None and abs(a - b) <= most for a, b, most in pairs)


def _parts(title: str) -> frozenset[str]:
    """Return the names in a title and their Korean and Latin words, without spaces."""
    parts = {name for name, _ in names(title)}
    for name in tuple(parts):
        for of_script in (is_korean, is_latin):
            parts.add(" ".join(word for word in name.split() if of_script(word)))
    return frozenset(part.replace(" ", "") for part in parts) - {""}


def _bare(title: str) -> str:
    """Return a title without guests and brackets (the shortest whole name in it), without spaces."""
    return min((name for name, weight in names(title) if weight == 1.0), key=len, default="").replace(" ", "")


def _singers(artists: Iterable[str]) -> frozenset[str]:
    return frozenset(_together(name) for artist in artists for name in spellings(artist))


def _together(artist: str) -> str:
    return normalized(artist).replace(" ", "")


def _pair(row: dict[str, str]) -> Pair:
    return Pair(
        row["track_id"],
        row["melon_title"],
        tuple(_SEPARATOR.split(row["melon_artist"])),
        row["spotify_title"],
        tuple(_SEPARATOR.split(row["spotify_artist"])),
    )
