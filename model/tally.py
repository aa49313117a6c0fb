"""A vote on many songs at once, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

from model.artist_context import Matrix
from model.voting import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What the members say of n songs of which the same is known, and the vote on each.

    `views` are the members' (members, n, genres) probabilities, `chosen` (n,) the voted genres' places among
    the genres, `shown` (n, genres) what `GenreVote.probabilities` holds. `melon` is what `GenreVote.melon`
    holds, (n, words): None where the songs are not judged as Korean ones.
    """

    views: Matrix
    chosen: Labels
    shown: Matrix
    melon: Matrix | None
