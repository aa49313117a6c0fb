from __future__ import annotations

from bot.sources.listed import NoSong, left_out_of, songs_among
from model.music import LeftOut
from tests.standins.invented import invented_track

SONG = invented_track(1)


def test_songs_are_kept_as_often_as_they_stand_there_and_the_rest_is_counted() -> None:
    items = [SONG, NoSong.LOCAL, SONG, NoSong.EPISODE, NoSong.REMOVED, NoSong.EPISODE]
    assert songs_among(items) == (SONG, SONG)
    assert left_out_of(items) == LeftOut(episodes=2, local=1, removed=1)
