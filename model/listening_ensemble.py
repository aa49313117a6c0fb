"""An ensemble that knows how much less its votes on estimated features are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.audio_mapping import AudioMapping
from model.ensemble import Certainty, GenreEnsemble
from model.features import AudioFeatures
from model.levels import Level
from model.voting import GenreVote


class ListeningEnsemble(GenreEnsemble):
    """Votes on measured features as the ensemble does, and on estimated ones as a mapping has measured it."""

    def __init__(self, ensemble: GenreEnsemble, mapping: AudioMapping) -> None:
        super().__init__(ensemble.card, ensemble.members, ensemble.voting_rule)
        self._estimated = ensemble.calibrated_as(mapping.votes.calibration, mapping.votes.thresholds)

    def votes(self, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Return the votes on several tracks, in their order."""
        heard = [track.level is Level.AUDIO for track in tracks]
        measured = iter(super().votes([track for track, own in zip(tracks, heard, strict=True) if not own]))
        estimated = iter(
            self._estimated.votes([track for track, own in zip(tracks, heard, strict=True) if own])
        )
        return [replace(next(estimated), model=self.name) if own else next(measured) for own in heard]

    def certainty(self, vote: GenreVote) -> Certainty:
        """Say how far a vote can be trusted, by the thresholds for what it rests on."""
        own = vote.level is Level.AUDIO
        return self._estimated.certainty(vote) if own else super().certainty(vote)
