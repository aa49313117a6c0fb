"""Which thread votes: the event loop's own on a few songs, another one on many."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from bot.songs.genre_finder import VOTES_ON_THE_LOOP
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.music import SongCollection
from model.voting import GenreVote
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_track
from tests.standins.world import World


@pytest.mark.parametrize(
    ("songs", "on_the_loop"), [(VOTES_ON_THE_LOOP, True), (VOTES_ON_THE_LOOP + 1, False)]
)
async def test_votes_on_more_than_a_few_songs_leave_the_event_loop(
    world: World,
    started: StartedBot,
    monkeypatch: pytest.MonkeyPatch,
    songs: int,
    on_the_loop: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    threads: list[int] = []
    votes = GenreEnsemble.votes

    def noted(ensemble: GenreEnsemble, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        if tracks:
            threads.append(threading.get_ident())
        return votes(ensemble, tracks)

    tracks = tuple(invented_track(number) for number in range(1, songs + 1))
    world.spotify_web.lists["a" * 22] = SongCollection("album", "a" * 22, "모음", "은하식당", tracks)
    async with started() as chat:
        monkeypatch.setattr(GenreEnsemble, "votes", noted)
        await chat.says(f"https://open.spotify.com/album/{'a' * 22}")
    assert [thread == threading.get_ident() for thread in threads] == [on_the_loop]
