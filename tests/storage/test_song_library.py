from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from model.levels import Level
from storage.database import open_database, reading
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from storage.song_notes import MissingFeatures, Request
from storage.tables import REQUESTS

MODEL, RULE = "trio@0123abcd", "study"
Songs = Callable[..., KnownSong]


def recall(library: SongLibrary, song: KnownSong) -> KnownSong | None:
    return library.known([song.track.id], MODEL, RULE).get(song.track.id)


def test_an_unknown_song_is_none(library: SongLibrary) -> None:
    assert library.known(["0" * 22], MODEL, RULE).get("0" * 22) is None
    assert library.known([], MODEL, RULE) == {}
    assert library.count() == 0


def test_a_song_comes_back_as_it_was_saved(library: SongLibrary, song: Songs, now: datetime) -> None:
    track = replace(song().track, isrc="KRA000000001", other_names=("등불 종이달",))
    library.save([song(track=track)], now)
    assert recall(library, song()) == song(track=track)


def test_a_vote_of_another_model_or_rule_is_not_shown(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song()], now)
    track_id = song().track.id
    assert library.known([track_id], "trio@ffffffff", RULE) == {track_id: song(vote=None)}
    assert library.known([track_id], MODEL, "soft").get(track_id) == song(vote=None)


def test_votes_under_two_rules_live_side_by_side(library: SongLibrary, song: Songs, now: datetime) -> None:
    soft = replace(song().vote, rule="soft", genre="rock")
    library.save([song(), song(vote=soft)], now)
    assert library.known([song().track.id], MODEL, "soft").get(song().track.id) == song(vote=soft)
    assert recall(library, song()) == song()


def test_none_never_erases_what_is_known(library: SongLibrary, song: Songs, now: datetime) -> None:
    track = replace(song().track, isrc="KRA000000001", other_names=("등불",))
    library.save([song(track=track)], now)
    bare = replace(track, title="Lantern (Remastered)", duration_ms=None, isrc=None, other_names=("Laterne",))
    library.save([KnownSong(bare, None, None)], now)
    expected = replace(track, title="Lantern (Remastered)", other_names=("등불", "Laterne"))
    assert recall(library, song()) == song(track=expected)


def test_features_with_other_values_end_the_votes_that_were_cast_on_the_old_ones(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song()], now)
    louder = replace(song().features, energy=0.99)
    library.save([song(features=louder, vote=None)], now)
    assert recall(library, song()) == song(features=louder, vote=None)


def test_the_same_values_from_another_source_keep_the_votes(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song()], now)
    again = replace(song().features, source="spotify")
    library.save([song(features=again, vote=None)], now)
    assert recall(library, song()) == song(features=again)


def test_two_thousand_songs_are_fetched_at_once(library: SongLibrary, song: Songs, now: datetime) -> None:
    songs = {made.track.id: made for made in (song(number) for number in range(2_000))}
    library.save(songs.values(), now)
    assert library.known([*songs, "z" * 22, *songs], MODEL, RULE) == songs
    assert library.count() == 2_000


def test_a_save_that_fails_half_way_leaves_nothing(library: SongLibrary, song: Songs, now: datetime) -> None:
    with pytest.raises(ValueError, match="time zone"):
        library.save([song(1), song(2)], now.replace(tzinfo=None))
    assert library.count() == 0


def test_threads_share_a_database_in_memory(library: SongLibrary, song: Songs, now: datetime) -> None:
    async def save_all() -> None:
        await asyncio.gather(*(asyncio.to_thread(library.save, [song(number)], now) for number in range(40)))

    asyncio.run(save_all())
    assert library.count() == 40


def test_missing_features_are_remembered_until_a_service_has_them(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    earlier = now - timedelta(days=9)
    first = MissingFeatures(earlier, earlier)
    library.save([song(n, features=None, vote=None, missing=first) for n in (1, 2)], earlier)
    later = MissingFeatures(earlier, now)
    library.save([song(1, features=None, vote=None, missing=later)], now)
    library.save([song(2, features=None, vote=None), song(3)], now)
    ids = [song(number).track.id for number in (1, 2, 3)]
    known = library.known(ids, MODEL, RULE)
    assert [known[track_id].missing for track_id in ids] == [later, first, None]
    library.save([song(1), song(2)], now)
    assert [each.missing for each in library.known(ids, MODEL, RULE).values()] == [None] * 3


def test_a_request_is_counted_without_its_text_or_user(engine: Engine, now: datetime) -> None:
    SongLibrary(engine).save([], now, requests=[Request("telegram", "link", "answered", now, "x" * 22)])
    with reading(engine) as connection:
        (row,) = connection.execute(select(REQUESTS)).mappings()
    assert dict(row) == {
        "id": 1,
        "at": now,
        "platform": "telegram",
        "kind": "link",
        "outcome": "answered",
        "track_id": "x" * 22,
    }


def test_two_processes_that_write_at_once_lose_nothing(
    database_url: str, race: Callable[..., list[list[str]]]
) -> None:
    race(
        "from model.music import Track\nfrom storage.known_song import KnownSong\n"
        "from storage.song_library import SongLibrary\n"
        "from storage.database import open_database\n"
        "library, who = SongLibrary(open_database(sys.argv[1])), sys.argv[2]\n"
        "wait_for_go()\n"
        "for n in range(100):\n"
        "    shared = Track('s' * 22, 'Shared', ('Moon',), other_names=(f'{who}-{n}',))\n"
        "    own = Track(f'{who}{n:021d}', 'Own', ('Moon',))\n"
        "    library.save([KnownSong(shared, None, None), KnownSong(own, None, None)], datetime.now(UTC))\n",
        database_url,
    )
    library = SongLibrary(open_database(database_url))
    assert library.count() == 201
    assert len(library.known(["s" * 22], MODEL, RULE).get("s" * 22).track.other_names) == 200


def test_a_vote_comes_back_with_its_level_and_the_number_of_its_songs(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    vote = replace(song().vote, level=Level.ARTIST, songs=7, members=())
    library.save([song(features=None, vote=vote)], now)
    assert library.known([song().track.id], MODEL, RULE).get(song().track.id) == song(
        features=None, vote=vote
    )


def test_the_first_features_end_a_vote_that_was_cast_without_them(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    vote = replace(song().vote, level=Level.ARTIST, songs=7, members=())
    library.save([song(features=None, vote=vote)], now)
    library.save([song(vote=None)], now)
    assert library.known([song().track.id], MODEL, RULE).get(song().track.id) == song(vote=None)


def test_when_a_service_last_told_of_a_track_is_remembered(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    ids = [song(number).track.id for number in (1, 2)]
    library.save([song(1, told_at=now)], now)
    library.save([song(1), song(2)], now + timedelta(days=9))
    known = library.known(ids, MODEL, RULE)
    assert [known[track_id].told_at for track_id in ids] == [now, None]
