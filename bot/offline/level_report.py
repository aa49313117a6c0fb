"""The page that says what the levels are worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.offline.level_coverage import NOTHING, OTHERS_WORD, Coverage
from model.artist_level import ArtistLevel
from model.evaluation.songs_without_features import LevelFigures
from model.levels import Level

LIMITS: Final = ((1, 0.0), (3, 0.0), (3, 0.4), (3, 0.5), (3, 0.6), (3, 0.7), (5, 0.5), (8, 0.5))
"""The limits (songs, agreement) that are compared."""
_LEVELS: Final = (
    (Level.MEASURED, "measured"),
    (Level.ARTIST, "estimated from the artist's other songs"),
    (OTHERS_WORD, OTHERS_WORD),
    (NOTHING, NOTHING),
)
_OPENING: Final = """\
# What each level of an answer is worth

This page is written by `{command}` and by nothing else: do not edit it. It was measured with {model}.

An answer rests on the song's **measured** sound (Spotify's own values), or, where nobody has measured it, on
an **estimate from the artist's other songs**: the mean of the votes on those whose sound is known, if there
are at least {songs} and at least {agreement} of them carry the genre of the highest mean probability. Else
the genre is **not known**, and what Melon calls the song is said as Melon's word, where Melon does.

How it is measured: each song's sound is hidden once, its genre estimated from the other songs of its first
artist (each title once, other versions of the song left out), and the two compared.
"""
_KOREAN: Final = """\
## Korean tracks

{tracks:,} tracks of {file}. Nobody knows their true genres: compared is with the vote on the hidden sound,
which is itself right in about 45 of 100 cases, and the members learned from such tracks without their genres.
"Same": that vote is the estimate; "among three": the estimate is among its three likeliest; "given": the
probability that it gives to the estimate. The percentage shown with an estimate is fitted to "given", so that
an estimate never claims more than the measured sound would.

{table}
"""
_PUBLIC: Final = """\
## The public data set

{recordings:,} recordings of {file}, with their true genres. The models are trained on four fifths of the
artists and asked about the last fifth, so they have never heard the artists whose songs are hidden. An
artist's tracks were often collected under one genre, which flatters the estimate: read it as an upper bound.
"Right": the estimate is one of the song's genres; "measured right": the vote on the song's own sound is.

{table}
"""
_CHARTS: Final = """\
## A real chart

Melon's weekly Top 100, if {file} were all that anybody had measured and every other song were known by
Melon's title and artist only. "As new": if no song of the chart itself had been measured yet.

{table}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of tracks, by its file's name, and the figures under each of the limits."""

    file: str
    tracks: int
    figures: Sequence[tuple[ArtistLevel, LevelFigures]]


def report(
    command: str,
    model: str,
    chosen: ArtistLevel,
    korean: Measured,
    public: Measured | None,
    charts: Sequence[Coverage],
) -> str:
    """Return the page as Markdown."""
    parts = [
        _OPENING.format(
            command=command,
            model=model,
            songs=chosen.least_songs,
            agreement=_percent(chosen.least_agreement),
        ),
        _KOREAN.format(tracks=korean.tracks, file=korean.file, table=_korean_table(korean, chosen)),
    ]
    if public:
        table = _public_table(public, chosen)
        parts.append(_PUBLIC.format(recordings=public.tracks, file=public.file, table=table))
    if charts:
        parts.append(_CHARTS.format(file=korean.file, table=_chart_table(charts)))
    return "\n".join(parts)


def _korean_table(measured: Measured, chosen: ArtistLevel) -> str:
    heading = ("songs", "agreement", "estimated", "same", "among three", "shown", "given")
    rows = [
        (
            *_limits(level, chosen),
            *_percents(own.coverage, own.same, own.among_three, own.shown, own.deserved),
        )
        for level, own in measured.figures
    ]
    return _table(heading, rows)


def _public_table(measured: Measured, chosen: ArtistLevel) -> str:
    heading = ("songs", "agreement", "estimated", "right", "measured right", "same", "shown")
    rows = [
        (
            *_limits(level, chosen),
            *_percents(own.coverage, own.right or 0, own.own_right or 0, own.same, own.shown),
        )
        for level, own in measured.figures
    ]
    return _table(heading, rows)


def _chart_table(charts: Sequence[Coverage]) -> str:
    heading = ["level", *(text for chart in charts for text in (chart.week, f"{chart.week} as new"))]
    rows = [
        [name, *(str(counts.get(level, 0)) for chart in charts for counts in (chart.songs, chart.as_new))]
        for level, name in _LEVELS
    ]
    return _table(heading, rows)


def _limits(level: ArtistLevel, chosen: ArtistLevel) -> tuple[str, str]:
    texts = (f"{level.least_songs}", f"{level.least_agreement:.0%}")
    is_chosen = texts == (f"{chosen.least_songs}", f"{chosen.least_agreement:.0%}")
    one, other = (f"**{text}**" for text in texts) if is_chosen else texts
    return one, other


def _percents(*shares: float) -> list[str]:
    return [_percent(share) for share in shares]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
