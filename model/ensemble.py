"""The trained members of one model folder, and their vote on a song."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from model.artist_context import centred_logs
from model.card import BadModel, ModelCard, read_card
from model.derived_features import Matrix, with_derived
from model.evidence import Evidence
from model.features import FEATURE_NAMES, AudioFeatures
from model.heads import Basis, HeadNumbers, Sureness, read_heads
from model.judging import LEVELS, Judge
from model.member import Member, checked_content, load_member
from model.reasons import Reason, contributions, convincing
from model.tally import Tally
from model.voting import RULES, GenreVote, MemberVote, Weights, weighted_mean


class GenreEnsemble:
    """The members, the rule in force and its weights; thread-safe, since nothing in it changes.

    Missing features are answered: the members were trained with rows that lack them. With nothing known at
    all the answer is near the genres' shares of the training set, which says nothing of the track: a
    caller without any feature must not ask, and model.features.audio_features makes no features of nothing.
    """

    def __init__(
        self, card: ModelCard, members: Sequence[Member], voting_rule: str, heads: HeadNumbers | None = None
    ) -> None:
        self.card: Final = card
        self.voting_rule: Final = voting_rule
        self.name: Final = _name(card)
        self.members: Final = tuple(members)
        self.judge: Final = Judge(heads, card.genres)
        self.weights: Mapping[str, Weights] = {
            rule: np.array([member.weights[rule] for member in card.members]) for rule in RULES
        }

    @classmethod
    def load(cls, folder: Path, voting_rule: str | None = None) -> GenreEnsemble:
        """Load a model folder; `voting_rule` overrides the card's.

        Raises BadModel, with one sentence, where a file is missing, damaged, newer than this version or at
        odds with the card, the features are not ours in our order, or the rule is unknown.
        """
        card = read_card(folder)
        if card.feature_names != FEATURE_NAMES:
            raise BadModel(
                f"The model {folder.name} wants other features: {_difference(card.feature_names)}."
            )
        rule = card.voting_rule if voting_rule is None else voting_rule
        if rule not in RULES:
            raise BadModel(f"The voting rule {rule} is unknown; known are {', '.join(RULES)}.")
        members = [load_member(folder, member, card.genres) for member in card.members]
        return cls(card, members, rule, _heads(folder, card))

    def vote(self, features: AudioFeatures) -> GenreVote:
        """Return the vote on one track by its sound alone."""
        return self.votes([features])[0]

    def votes(self, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Return the votes on several tracks by their sound alone, in their order."""
        votes = self.votes_on([Evidence(features) for features in tracks])
        return [vote for vote in votes if vote is not None]

    def votes_on(self, songs: Sequence[Evidence]) -> list[GenreVote | None]:
        """Return the votes on several songs, in their order, asking each member's trees once.

        None for a song of which nothing is known that this model can judge by.
        """
        views = self._views(songs)
        votes: list[GenreVote | None] = [None] * len(songs)
        for (basis, korean), places in self._kinds(songs).items():
            own = self._votes(basis, views[:, places], [songs[place] for place in places], korean=korean)
            for place, vote in zip(places, own, strict=True):
                votes[place] = vote
        return votes

    def opinions(self, features: Matrix) -> Matrix:
        """Return the members' raw probabilities, (members, n, genres), for an (n, 13) matrix."""
        columns = with_derived(features)
        return np.stack([member.opinions(columns) for member in self.members])

    def log_opinions(self, features: Matrix) -> Matrix:
        """Return the members' centred log-opinions, (members, n, genres), for an (n, 13) matrix.

        These are what `model.artist_context.context_of` takes; 32-bit numbers are exact enough to keep them.
        """
        return centred_logs(self.opinions(features))

    def shown(self, mean: Matrix) -> Matrix:
        """Return how often tracks carry a genre to which the members' mean gives such a probability."""
        shares: Matrix = np.interp(mean, self.card.calibration.raw, self.card.calibration.shown)
        return shares

    def why(self, song: Evidence, vote: GenreVote) -> tuple[Reason, ...]:
        """Return what speaks for the voted genre, strongest first; `song` is what the vote was on.

        Takes as long as some fifty votes: for when it is asked for.
        """
        genre = self.card.genres.index(vote.genre)

        def log_odds(songs: Sequence[Evidence]) -> Matrix:
            odds = weighted_mean(self.judged(songs), self.weights[vote.rule])[:, genre]
            logarithms: Matrix = np.log(odds) - np.log1p(-odds)
            return logarithms

        return convincing(vote.genre, contributions(song, log_odds))

    def likeliest(self, song: Evidence, count: int) -> dict[str, list[tuple[str, float]]]:
        """Return by member the genres to which it gives the highest probabilities, best first."""
        views = self.judged([song])[:, 0]
        return {
            member.name: [
                (self.card.genres[place], float(view[place])) for place in np.argsort(-view)[:count]
            ]
            for member, view in zip(self.members, views, strict=True)
        }

    def tally(self, basis: Basis, views: Matrix, means: Matrix, songs: Matrix, *, korean: bool) -> Tally:
        """Return the vote on n songs that are judged on one basis; the arrays are those of `Judge.judge`."""
        judged = self.judge.judge(basis, views, means, songs, korean=korean)
        curve = self._sureness(basis, korean=korean).calibration
        soft = self.weights["soft"]
        return Tally(
            views=judged.views,
            chosen=RULES[self.voting_rule](judged.views, self.weights[self.voting_rule]),
            shown=np.interp(weighted_mean(judged.views, soft), curve.raw, curve.shown),
            melon=None if judged.melon is None else weighted_mean(judged.melon, soft),
        )

    def judged(self, songs: Sequence[Evidence]) -> Matrix:
        """Return what each member gives to each genre, (members, songs, genres), each row of sum 1.

        A song of which nothing is known that this model can judge by gets equal shares.
        """
        views = self._views(songs)
        for (basis, korean), places in self._kinds(songs).items():
            own = views[:, places]
            means, counts = _contexts(basis, own, [songs[place] for place in places])
            views[:, places] = self.judge.judge(basis, own, means, counts, korean=korean).views
        return views

    def _kinds(self, songs: Sequence[Evidence]) -> dict[tuple[Basis, bool], list[int]]:
        """Return the places of the songs that are judged alike: on one basis, as Korean songs or not."""
        kinds: dict[tuple[Basis, bool], list[int]] = {}
        for place, song in enumerate(songs):
            if basis := self.judge.basis(song):
                kinds.setdefault((basis, song.korean and bool(self.judge.words)), []).append(place)
        return kinds

    def _views(self, songs: Sequence[Evidence]) -> Matrix:
        """Return (members, songs, genres) probabilities by the sound; equal ones where a song has none."""
        shares = np.full((len(self.members), len(songs), len(self.card.genres)), 1 / len(self.card.genres))
        rows = {place: song.features.row() for place, song in enumerate(songs) if song.features is not None}
        if rows:
            shares[:, list(rows)] = self.opinions(np.array(list(rows.values())))
        return shares

    def _votes(
        self, basis: Basis, views: Matrix, songs: Sequence[Evidence], *, korean: bool
    ) -> list[GenreVote]:
        """Return the votes on songs that are judged on one basis; `views` is (members, songs, genres)."""
        means, counts = _contexts(basis, views, songs)
        tally = self.tally(basis, views, means, counts, korean=korean)
        votes = [
            replace(self._vote(view, shown, int(genre)), level=LEVELS[basis], songs=int(count))
            for view, shown, genre, count in zip(
                tally.views.swapaxes(0, 1), tally.shown, tally.chosen, counts, strict=True
            )
        ]
        if tally.melon is None:
            return votes
        return [
            replace(vote, melon=dict(zip(self.judge.words, row, strict=True)))
            for vote, row in zip(votes, tally.melon.tolist(), strict=True)
        ]

    def _sureness(self, basis: Basis, *, korean: bool) -> Sureness:
        own = Sureness(calibration=self.card.calibration, thresholds=self.card.thresholds)
        return self.judge.sureness(basis, korean=korean) or own

    def _vote(self, view: Matrix, mean: Matrix, chosen: int) -> GenreVote:
        genres = self.card.genres
        weights = self.weights[self.voting_rule]
        return GenreVote(
            genre=genres[chosen],
            members=tuple(
                MemberVote(member.name, genres[int(row.argmax())], float(row.max()), float(weight))
                for member, row, weight in zip(self.members, view, weights, strict=True)
            ),
            probabilities=dict(zip(genres, mean.tolist(), strict=True)),
            rule=self.voting_rule,
            model=self.name,
        )


def _contexts(basis: Basis, views: Matrix, songs: Sequence[Evidence]) -> tuple[Matrix, Matrix]:
    """Return the means, (members, songs, genres), and the numbers of songs of the contexts; 0 without one."""
    means, counts = np.zeros_like(views), np.zeros(len(songs))
    for place, song in enumerate(songs):
        if basis != "song" and song.context is not None:
            means[:, place], counts[place] = song.context.mean, song.context.songs
    return means, counts


def _name(card: ModelCard) -> str:
    """Return the card's name and a digest of all that an answer depends on but the rule."""
    digest = hashlib.sha256(repr(card.calibration).encode())
    for member in card.members:
        weights = ",".join(f"{rule}={member.weights[rule]!r}" for rule in RULES)
        digest.update(f"{member.name} {member.trees_sha256} {weights}\n".encode())
    if card.heads is not None:
        digest.update(card.heads.sha256.encode())
    return f"{card.name}@{digest.hexdigest()[:8]}"


def _heads(folder: Path, card: ModelCard) -> HeadNumbers | None:
    if card.heads is None:
        return None
    return read_heads(checked_content(folder, card.heads.file, card.heads.sha256, card.name), card.genres)


def _difference(names: Sequence[str]) -> str:
    missing = [name for name in FEATURE_NAMES if name not in names]
    unknown = [name for name in names if name not in FEATURE_NAMES]
    if missing:
        return f"it lacks {', '.join(missing)}"
    return f"it has {', '.join(unknown)}" if unknown else "they stand in another order"
