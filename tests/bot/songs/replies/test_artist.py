from __future__ import annotations

from datetime import date

from bot.language.words import Words
from bot.songs.artist_finder import ArtistGenres
from bot.songs.replies import artist_reply
from bot.songs.song_genre import SongGenre
from model.features import AudioFeatures
from model.music import Track
from model.voting import GenreVote

HEARD = AudioFeatures(energy=0.5, source="reccobeats", obtained_on=date(2026, 1, 1))
VOTE = GenreVote("pop", (), {"pop": 0.6}, "soft", "tiny@1")
TITLES = ("밤편지", "Blueming", "Palette")


def test_of_few_songs_each_is_named_once() -> None:
    songs = (SongGenre(Track("1" * 22, "밤편지", ("IU",)), HEARD, VOTE),)
    other = Track("2" * 22, "IU", ("Kite",))
    reply = artist_reply(ArtistGenres("IU", songs, date(2026, 11, 22)), (songs[0].track, other), Words("en"))
    assert "1. Through the Night: pop" in reply.plain()
    assert [choice.label for choice in reply.choices] == ["IU by Kite"]
    alone = artist_reply(ArtistGenres("IU", songs, date(2026, 11, 22)), (songs[0].track,), Words("en"))
    assert alone.choices == ()
    assert alone.plain().endswith("For one song write its title too, or send its link.")


def test_the_songs_of_an_artist_are_listed_by_the_titles_that_the_reader_knows() -> None:
    songs = tuple(
        SongGenre(Track(f"{number:022}", title, ("IU",)), HEARD, VOTE) for number, title in enumerate(TITLES)
    )
    artist = ArtistGenres("IU", songs, date(2026, 11, 22))
    assert "1. Through the Night: pop" in artist_reply(artist, (), Words("en")).plain()
    assert "1. 밤편지: 팝" in artist_reply(artist, (), Words("ko")).plain()
