"""From the members' opinions of songs and of their artists' others to what each member says of the songs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from model.artist_context import Matrix, centred_logs
from model.evidence import Evidence
from model.heads import Basis, HeadInputs, HeadNumbers, Heads, MelonWords, Sureness, softmax
from model.levels import Level

LEVELS: Final[Mapping[Basis, Level]] = {
    "both": Level.SOUND_AND_ARTIST,
    "song": Level.MEASURED,
    "others": Level.ARTIST,
}


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the members say of n songs.

    `views` are (members, n, genres) probabilities, `melon` those of Melon's genres, (members, n, words): None
    where the songs are not judged as Korean ones.
    """

    views: Matrix
    melon: Matrix | None


class Judge:
    """The heads of a model; without heads the members' own opinions stand."""

    def __init__(self, numbers: HeadNumbers | None, genres: Sequence[str]) -> None:
        self._general = None if numbers is None else Heads(numbers.general)
        self._melon = (
            None if numbers is None or numbers.korean is None else MelonWords(numbers.korean, genres)
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Melon's genres that the model knows, none without a Korean view."""
        return () if self._melon is None else self._melon.words

    @property
    def hears_others(self) -> bool:
        """Whether the artist's other songs have a part in the votes."""
        return self._general is not None

    def basis(self, evidence: Evidence) -> Basis | None:
        """Return what a vote can be based on; None where that is nothing."""
        heard = self.hears_others and evidence.context is not None
        if evidence.features is None:
            return "others" if heard else None
        return "both" if heard else "song"

    def judge(self, basis: Basis, views: Matrix, means: Matrix, songs: Matrix, *, korean: bool) -> Judgement:
        """Judge n songs of which the same is known.

        `views` are the members' (members, n, genres) probabilities for the songs, of which only the shape
        counts where the basis is the others alone; `means`, of the same shape, are those of the contexts and
        `songs`, (n,), how many songs these are of: of any value where the basis is the song alone.
        """
        if basis == "song" and not korean:
            return Judgement(views, None)
        return self.judged(basis, HeadInputs(centred_logs(views), means, songs), korean=korean)

    def judged(self, basis: Basis, inputs: HeadInputs, *, korean: bool) -> Judgement:
        """Judge n songs by what heads look at; (members, n, genres) opinions and means."""
        if self._general is None:
            return Judgement(softmax(inputs.own), None)
        general = self._general.probabilities(basis, inputs)
        if self._melon is None or not korean:
            return Judgement(general, None)
        melon = self._melon.heads.probabilities(basis, inputs)
        return Judgement(self._melon.corrected(melon, general), melon)

    def sureness(self, basis: Basis, *, korean: bool) -> Sureness | None:
        """Return how votes of a basis are shown and how far they are trusted; None where the card says so."""
        if self._melon is not None and korean:
            return self._melon.heads.sureness[basis]
        return None if self._general is None else self._general.sureness.get(basis)
