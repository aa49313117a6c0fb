"""How often the right song is found, asked about or mistaken, on pairs of which the truth is known."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.offline.match_pairs import Known, Pair
from bot.songs.matching.choice import best_song, is_likely, meant
from bot.songs.matching.names import names, without_guests
from bot.songs.matching.searches import name_searches, song_searches
from model.music import Track

Search = Callable[[Sequence[str]], Sequence[Track]]
"""Texts to look up, and the candidates that come back."""

_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
OFFERED: Final = 5
"""So many plausible songs a person is asked about."""
CHART: Final = "chart"
PRINTED: Final = (
    "printed: title artist",
    "printed: artist title",
    "printed: artist - title",
    "printed: title by artist",
    "printed, without brackets",
)
"""The ways in which people type or paste a song just as Melon prints it."""
KINDS: Final = (
    CHART,
    *PRINTED,
    "artist title",
    "title artist",
    "as Spotify writes it",
    "artist in the other script",
    "lower case",
    "one typing error",
    "without spaces",
    "title alone",
)
"""The ways of asking: a chart's title and artists, and what people type, mostly as Melon writes it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One way to ask for a song; `artists` is None where a person typed the text."""

    kind: str
    text: str
    title: str
    artists: tuple[str, ...] | None = None


@dataclass(slots=True)
class Tally:
    """What became of the requests of one kind.

    `outcomes` counts "right", "wrong", "asked" (the right one is offered) and "none" where the right
    recording was in the catalogue, `absent` the same where it was not; `missed` the right ones that the index
    did not bring among the candidates.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)
    missed: int = 0

    @property
    def asked(self) -> int:
        """The requests whose right recording was in the catalogue."""
        return self.outcomes.total()

    @property
    def recall(self) -> float:
        """The share of these requests that got the right recording at once."""
        return _share(self.outcomes["right"], self.outcomes.total())

    @property
    def precision(self) -> float:
        """The share of right recordings among those that were chosen at once."""
        return _share(self.outcomes["right"], self.outcomes["right"] + self.outcomes["wrong"])

    @property
    def offered(self) -> float:
        """The share of requests that got the right recording at once or among those offered."""
        return _share(self.outcomes["right"] + self.outcomes["asked"], self.outcomes.total())

    @property
    def wrong_when_absent(self) -> float:
        """The share of requests that got a recording although theirs was not in the catalogue."""
        return _share(self.absent["wrong"], self.absent.total())


def measure(
    known: Iterable[Known], search: Search, seed: int, kinds: Collection[str] = KINDS
) -> dict[tuple[str, bool], Tally]:
    """Ask for each song in each way and return a tally for each (kind, whether a title is shared).

    Each request is made twice: with the right recordings among the candidates, and with them taken out. Songs
    that the catalogue does not hold are absent only; their titles count as shared.
    """
    tallies = {(kind, shared): Tally() for shared in (True, False) for kind in kinds}
    chance = random.Random(seed)  # noqa: S311 - typing errors, no secret
    for song in known:
        for request in requests(song.pair, chance):
            if request.kind in kinds:
                shared = not song.right or song.shares_title(request.title)
                _count(tallies[request.kind, shared], request, song, list(search(_texts(request))))
    return tallies


def table(tallies: Mapping[tuple[str, bool], Tally], *, shared: bool) -> str:
    """Return the figures of the requests that share a title with their song, or of the others, as text."""
    headings = f"{'songs':>7}{'index':>8}{'recall':>8}{'offered':>9}{'precision':>11}{'wrong if absent':>17}"
    lines = [f"{'request':28}{headings}"]
    for (kind, shares), tally in tallies.items():
        if shares == shared and tally.asked:
            shown = (1 - _share(tally.missed, tally.asked), tally.recall, tally.offered, tally.precision)
            index, recall, offered, precision = (f"{100 * share:.1f} %" for share in shown)
            absent = f"{100 * tally.wrong_when_absent:.1f} %"
            lines.append(
                f"{kind:28}{tally.asked:7}{index:>8}{recall:>8}{offered:>9}{precision:>11}{absent:>17}"
            )
    return "\n".join(lines)


def printed_shares(tallies: Mapping[tuple[str, bool], Tally]) -> str:
    """Return what became of all requests as printed whose song shares a title with the chart's, as text."""
    outcomes = sum(
        (tallies[kind, True].outcomes for kind in PRINTED if (kind, True) in tallies), Counter[str]()
    )
    shares = {what: _share(outcomes[what], outcomes.total()) for what in ("right", "wrong", "asked", "none")}
    shown = ", ".join(f"{what} {share:.3f}" for what, share in shares.items())
    return f"As printed, all five forms ({outcomes.total():,} requests): {shown}"


def requests(pair: Pair, chance: random.Random) -> Iterator[Request]:
    """Return the ways in which charts and people ask for a song."""
    yield Request(CHART, pair.title, pair.title, pair.artists)
    yield from _as_printed(pair)
    korean, singer = _bare(pair.title), _bare(pair.artists[0])
    english, star = _bare(pair.spotify_title), pair.spotify_artists[0]
    texts = (
        (korean, f"{singer} {korean}"),
        (korean, f"{korean} {singer}"),
        (english, f"{star} - {english}"),
        (english, f"{english} {singer}"),
        (english, f"{english} {star}".lower()),
        (korean, _mistyped(f"{singer} {korean}", chance)),
        (korean, f"{singer}{korean}".replace(" ", "")),
        (korean, korean),
    )
    for kind, (title, text) in zip(KINDS[1 + len(PRINTED) :], texts, strict=True):
        yield Request(kind, text, title)


def _as_printed(pair: Pair) -> Iterator[Request]:
    """Return the ways of typing what Melon prints; the chart's title tells whether the song shares one."""
    title, artist = pair.title, ", ".join(pair.artists)
    texts = (
        f"{title} {artist}",
        f"{artist} {title}",
        f"{artist} - {title}",
        f"{title} by {artist}",
        f"{_outside(title)} {_outside(artist)}",
    )
    for kind, text in zip(PRINTED, texts, strict=True):
        yield Request(kind, text, title)


def _outside(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).split()) or text


def _texts(request: Request) -> tuple[str, ...]:
    if request.artists is None:
        return name_searches(request.text)
    return song_searches(request.title, request.artists)


def _count(tally: Tally, request: Request, song: Known, found: list[Track]) -> None:
    right = song.right_ids
    others = [track for track in found if track.id not in right]
    tally.absent[_outcome(request, others, right)] += 1
    if right:
        tally.outcomes[_outcome(request, found, right)] += 1
        tally.missed += len(others) == len(found)


def _outcome(request: Request, found: list[Track], right: frozenset[str]) -> str:
    if request.artists is None:
        certain, plausible = meant(request.text, found)
    else:
        best = best_song(request.title, request.artists, found)
        certain, plausible = [best] if best else [], []
    if not certain and len(plausible) == 1 and is_likely(request.text, plausible[0]):
        certain = plausible
    if len(certain) == 1:
        return "right" if certain[0].id in right else "wrong"
    offered = (certain or plausible)[:OFFERED]
    return "asked" if any(track.id in right for track in offered) else "none"


def _bare(text: str) -> str:
    """Return a title or an artist as people type it: without brackets and guests."""
    plain = without_guests(text).split("(")[0].split(" - ")[0].strip()
    return plain or names(text)[0][0]


def _mistyped(text: str, chance: random.Random) -> str:
    """Return the text with two neighbouring characters swapped, or one left out or doubled."""
    place = chance.randrange(max(len(text) - 1, 1))
    one, two = text[place : place + 1], text[place + 1 : place + 2]
    return text[:place] + chance.choice((two + one, two, one + one + two)) + text[place + 2 :]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
