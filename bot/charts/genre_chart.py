"""A chart whose songs have genres, or a reason why they have none."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import SourceUnavailable
from bot.songs import matching
from bot.songs.song_genre import SongGenre
from model.levels import Level
from model.melon_genres import in_melons_words
from model.music import Chart, ChartEntry
from storage.chart_genres import DayGenre


class Vocabulary(StrEnum):
    """Whose names for genres are shown: the model's, or Melon's."""

    OURS = "ours"
    MELON = "melon"

    @property
    def other(self) -> Vocabulary:
        """The one that this is not."""
        return Vocabulary.OURS if self is Vocabulary.MELON else Vocabulary.MELON


class NoGenreReason(StrEnum):
    """Why a chart song has no genre."""

    NO_MATCH = "no-match"  # looked up without a certain match
    NO_FEATURES = "no-features"  # on Spotify, but without audio features
    NO_ANSWER = "no-answer"  # a service did not answer; the song is looked up again next time
    NO_WORD = "no-word"  # it has a genre, but none in the other vocabulary


@dataclass(frozen=True, slots=True)
class ChartSongGenre:
    """A chart entry with its genre, or with the reason why it has none.

    `then` is its genre on the chart's day, where that is kept; the models may judge otherwise today.
    """

    entry: ChartEntry
    song: SongGenre | None
    reason: NoGenreReason | None
    then: DayGenre | None = None

    def is_by(self, names: AbstractSet[str]) -> bool:
        """Tell whether one of the artists has one of these names, written as `matching.artist_names` does."""
        return any(matching.artist_names(artist) & names for artist in self.entry.artists)

    def called(self, vocabulary: Vocabulary) -> str | None:
        """Return the song's genre in a vocabulary, None where it is not known.

        In Melon's it is the likeliest by the song's sound; Melon's own word where the models have none.
        """
        if self.then is not None and (then := self._then(self.then, vocabulary)) is not None:
            return then
        if vocabulary is Vocabulary.OURS:
            return self.song.vote.genre if self.song else None
        return in_melons_words(self.song.vote.melon if self.song else None, self.entry.genres)

    def basis(self, vocabulary: Vocabulary) -> Level | None:
        """Return what the song's genre in a vocabulary is based on, None where it has none."""
        genre = self.called(vocabulary)
        if genre is None:
            return None
        sound = self.song.vote.melon if self.song else None
        if vocabulary is Vocabulary.MELON and (sound is None or genre not in sound):
            return Level.SERVICE
        return self.song.level if self.song else Level.MEASURED

    def lacks(self, vocabulary: Vocabulary) -> NoGenreReason | None:
        """Return why the song has no genre in a vocabulary; None where it has one."""
        return None if self.called(vocabulary) else self.reason or NoGenreReason.NO_WORD

    def _then(self, genre: DayGenre, vocabulary: Vocabulary) -> str | None:
        return genre.genre if vocabulary is Vocabulary.OURS else genre.melon


@dataclass(frozen=True, slots=True)
class GenreChart:
    """A chart with genres; `problem` says why it is not the current one, where it is not."""

    chart: Chart
    songs: tuple[ChartSongGenre, ...]
    problem: SourceUnavailable | None = None
