from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.songs.feature_search import FeatureSearch
from model.features import AudioFeatures
from model.music import Track

SILENT = SourceUnavailable("S", Trouble.TIMEOUT)


def sound(source: str) -> AudioFeatures:
    return AudioFeatures(energy=0.5, source=source, obtained_on=date(2026, 1, 1))


class Source:
    """A source that knows the features of some ids, or does not answer."""

    def __init__(self, name: str, *known: str, answers: bool = True) -> None:
        self._name = name
        self._known = known
        self._answers = answers
        self.asked: list[list[str]] = []

    async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
        self.asked.append(list(ids))
        if not self._answers:
            raise SILENT
        return {track_id: sound(self._name) for track_id in ids if track_id in self._known}

    async def features_by_isrc(self, isrcs: Sequence[str]) -> dict[str, AudioFeatures]:
        return await self.audio_features(isrcs)


def search(*sources: Source, recordings: Source) -> FeatureSearch:
    return FeatureSearch(SimpleNamespace(features=sources, recordings=recordings))  # type: ignore[arg-type]


def tracks(*ids: str) -> list[Track]:
    return [Track(name, name, (), 200_000, isrc=f"KR{name}") for name in ids]


async def test_each_source_is_asked_for_what_those_before_it_lack() -> None:
    first, second, recordings = Source("first", "a"), Source("second", "b", "a"), Source("isrc", "KRc")
    found = await search(first, second, recordings=recordings).features(tracks("a", "b", "c", "d"))
    assert {key: value and value.source for key, value in found.items()} == {  # type: ignore[union-attr]
        "a": "first",
        "b": "second",
        "c": "isrc",
        "d": None,
    }
    assert (first.asked, second.asked) == ([["a", "b", "c", "d"]], [["b", "c", "d"]])
    assert recordings.asked == [["KRc", "KRd"]]


async def test_no_more_sources_are_asked_than_needed_and_a_duration_is_filled_in() -> None:
    first, second = Source("first", "a"), Source("second")
    found = await search(first, second, recordings=second).features(tracks("a"))
    assert found["a"].duration_ms == 200_000  # type: ignore[union-attr]
    assert second.asked == []


@pytest.mark.parametrize("silent", [0, 1])
async def test_where_a_source_did_not_answer_the_missing_ones_say_so(silent: int) -> None:
    sources = [Source(str(number), "a", answers=number != silent) for number in range(2)]
    found = await search(*sources, recordings=Source("isrc")).features(tracks("a", "b"))
    assert found["a"].source == str(1 - silent)  # type: ignore[union-attr]
    assert found["b"] is SILENT


async def test_what_was_not_asked_for_is_left_out() -> None:
    class Generous(Source):
        async def audio_features(self, ids: Sequence[str]) -> dict[str, AudioFeatures]:
            return {**await super().audio_features(ids), "x": sound("x")}

    found = await search(Generous("s", "a"), recordings=Source("isrc")).features(tracks("a"))
    assert list(found) == ["a"]
