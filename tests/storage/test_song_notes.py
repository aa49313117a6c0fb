from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from model.music import ServiceGenres
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

MODEL, RULE = "trio@0123abcd", "study"
Songs = Callable[..., KnownSong]


def said(library: SongLibrary, ids: list[str]) -> dict[str, ServiceGenres]:
    known = library.known(ids, MODEL, RULE)
    return {track_id: song.said for track_id, song in known.items() if song.said}


def test_what_a_service_calls_a_song_is_remembered_the_last_word_counting(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    library.save([song(1), song(2)], now)
    ids = [song(number).track.id for number in (1, 2, 3)]
    dance, nothing = ServiceGenres("melon", ("댄스",)), ServiceGenres("melon", ())
    library.save([], now, said={ids[0]: dance, ids[1]: nothing})
    assert said(library, ids) == {ids[0]: dance}
    later = ServiceGenres("genie", ("가요", "발라드"))
    library.save([], now + timedelta(days=1), said={ids[0]: later})
    assert said(library, ids) == {ids[0]: later}


def test_words_for_a_track_that_is_not_known_cost_nothing_else_that_is_saved(
    library: SongLibrary, song: Songs, now: datetime
) -> None:
    unknown, known = song(2).track.id, song(1).track.id
    dance = ServiceGenres("melon", ("댄스",))
    library.save([song(1)], now, said={unknown: dance, known: dance})
    assert said(library, [known, unknown]) == {known: dance}
