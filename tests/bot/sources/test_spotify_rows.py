from __future__ import annotations

from bot.sources.spotify_rows import collection_of, listed_item, track_of
from model.music import LeftOut
from tests.standins.invented import invented_track
from tests.standins.spotify import track_object

SONG = invented_track(1)


def test_spotifys_api_tells_songs_from_episodes_local_files_and_removed_tracks() -> None:
    song = track_object(SONG)
    episode = {**song, "type": "episode", "track": False, "episode": True}
    listed = [
        {"track": song, "is_local": False},
        {"item": song},
        {"track": episode, "is_local": False},
        {"track": {**song, "id": None, "is_local": True}, "is_local": True},
        {"track": None, "is_local": False},
        None,
    ]
    found = collection_of({"name": None, "owner": None}, "playlist", "x" * 22, listed, whole=True)
    assert found.tracks == (listed_item(song), listed_item(song))
    assert found.left_out == LeftOut(episodes=1, local=1, removed=2)
    assert (found.title, found.by) == ("", "")


def test_a_track_of_a_search_needs_an_id_of_its_own() -> None:
    assert track_of({"name": "x", "artists": []}) is None
    assert track_of({"name": "x", "artists": []}, SONG.id) is not None
