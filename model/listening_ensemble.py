"""An ensemble that knows how much less its votes on estimated features are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from model.audio_mapping import AudioMapping
from model.ensemble import Certainty, GenreEnsemble
from model.features import AudioFeatures
from model.voting import GenreVote

ESTIMATED: Final = frozenset({"audio", "preview"})
"""The sources of features that were estimated from a sound."""


class ListeningEnsemble(GenreEnsemble):
    """Votes on measured features as the ensemble does, and on estimated ones as a mapping has measured it."""

    def __init__(self, ensemble: GenreEnsemble, mapping: AudioMapping) -> None:
        super().__init__(ensemble.card, ensemble.members, ensemble.voting_rule)
        self._estimated = ensemble.calibrated_as(mapping.votes.calibration, mapping.votes.thresholds)

    def votes(self, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Return the votes on several tracks, in their order."""
        measured = iter(super().votes([track for track in tracks if track.source not in ESTIMATED]))
        estimated = iter(self._estimated.votes([track for track in tracks if track.source in ESTIMATED]))
        return [next(estimated if track.source in ESTIMATED else measured) for track in tracks]

    def certainty(self, vote: GenreVote) -> Certainty:
        """Say how far a vote can be trusted, by the thresholds for what it rests on."""
        own = vote.model == self._estimated.name
        return self._estimated.certainty(vote) if own else super().certainty(vote)
