"""How many Korean songs the rule of model/korean.py finds, and how many others it takes for Korean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.charted_songs import ChartedSong
from model.data.markdown import filled, table
from model.korean import has_hangul, is_korean, is_korean_artist
from model.music import Track

_HANGUL: Final = "Hangul in the title or a name"
_ARTIST: Final = "the same, or the first artist's name"
_WHOLE: Final = "the same, or the artist's other songs"
CLUES: Final = (_HANGUL, _ARTIST, _WHOLE)
"""The clues that title and artist give, each row with those before it."""


_SHOWN: Final = 30
_TEMPLATE: Final = Path(__file__).with_name("korean_rule_template.txt")
_CHARTED: Final = """
On a Korean chart a song has a second title and artist. Of the {songs} songs of {file}, {korean} are Korean by
the word of the chart: the rule finds them with a recall of {recall} and a precision of {precision}.
"""


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """What the rule says of `korean` Korean songs and `public` songs of all countries, by the clues used.

    `found` counts the Korean songs found. `judged` counts the public songs judged Korean, and `confirmed`
    those of them whose first artist occurs among the Korean songs. `unconfirmed` are the artists of the
    rest, `missed` those of the Korean songs not found, each with the number of songs, most first.
    """

    korean: int
    public: int
    found: Mapping[str, int]
    judged: Mapping[str, int]
    confirmed: Mapping[str, int]
    unconfirmed: tuple[tuple[str, int], ...]
    missed: tuple[tuple[str, int], ...]

    def recall(self, clues: str) -> float:
        """Return the share of the Korean songs that these clues find."""
        return self.found[clues] / self.korean

    def precision(self, clues: str) -> float:
        """Return the least share of right ones among the public songs judged Korean, NaN of none."""
        judged = self.judged[clues]
        return self.confirmed[clues] / judged if judged else float("nan")


def rule_figures(korean: Sequence[Track], public: Sequence[Track]) -> RuleFigures:
    """Judge all songs by title and artist; a song's `others` are those of its artist with another title."""
    ours, theirs = _judgements(korean), _judgements(public)
    artists = {_artist(track) for track in korean}

    def confirmed(verdicts: Iterable[bool]) -> int:
        return sum(
            verdict and _artist(track) in artists for track, verdict in zip(public, verdicts, strict=True)
        )

    return RuleFigures(
        len(korean),
        len(public),
        {clues: sum(ours[clues]) for clues in CLUES},
        {clues: sum(theirs[clues]) for clues in CLUES},
        {clues: confirmed(theirs[clues]) for clues in CLUES},
        _by_artist(public, theirs[_WHOLE], lambda artist, verdict: verdict and artist not in artists),
        _by_artist(korean, ours[_WHOLE], lambda _, verdict: not verdict),
    )


def chart_report(songs: Sequence[ChartedSong], file: str) -> str:
    """Write what the rule says of songs that stand on a Korean chart, with the names there and elsewhere."""
    judged = np.array([is_korean(song.track, charted=[song.entry]) for song in songs])
    korean = np.array([song.korean for song in songs])
    right = int((judged & korean).sum())
    return _CHARTED.format(
        songs=f"{len(songs):,}",
        file=f"`{file}`",
        korean=f"{int(korean.sum()):,}",
        recall=f"{right / max(int(korean.sum()), 1):.3f}",
        precision=f"{right / max(int(judged.sum()), 1):.3f}",
    )


def report(command: str, figures: RuleFigures, korean: str, public: str) -> str:
    """Write the page of the figures, in Markdown."""
    rows = (
        (
            clues,
            f"{figures.recall(clues):.3f}",
            f"{figures.judged[clues]:,}",
            f"{figures.precision(clues):.3f}",
        )
        for clues in CLUES
    )
    page = filled(
        _TEMPLATE,
        command=command,
        korean=f"`{korean}` ({figures.korean:,} songs)",
        public=f"`{public}` ({figures.public:,} songs)",
        figures=table(("clues", "recall", "judged Korean in the second file", "precision, at least"), rows),
        unconfirmed=_listed(figures.unconfirmed),
        missed=_listed(figures.missed[:_SHOWN]),
    )
    return f"{page}\n"


def _judgements(tracks: Sequence[Track]) -> dict[str, list[bool]]:
    hangul = [has_hangul((track.title, *track.artists)) for track in tracks]
    artist = [one or is_korean_artist(track.artists[0]) for one, track in zip(hangul, tracks, strict=True)]
    by_artist: dict[str, list[int]] = defaultdict(list)
    for row, track in enumerate(tracks):
        by_artist[_artist(track)].append(row)
    whole = [
        verdict or is_korean(track, others=_others(track, tracks, artist, by_artist[_artist(track)]))
        for track, verdict in zip(tracks, artist, strict=True)
    ]
    return {_HANGUL: hangul, _ARTIST: artist, _WHOLE: whole}


def _others(
    track: Track, tracks: Sequence[Track], verdicts: Sequence[bool], rows: Collection[int]
) -> list[bool]:
    title = track.title.casefold()
    return [verdicts[row] for row in rows if tracks[row].title.casefold() != title]


def _by_artist(
    tracks: Sequence[Track], verdicts: Sequence[bool], wanted: Callable[[str, bool], bool]
) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        track.artists[0]
        for track, verdict in zip(tracks, verdicts, strict=True)
        if wanted(_artist(track), verdict)
    )
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _artist(track: Track) -> str:
    return track.artists[0].casefold()


def _listed(artists: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{artist} ({songs})" for artist, songs in artists) or "none"
