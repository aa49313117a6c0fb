from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.language.words import Words
from bot.messages.picture_values import GenreMark
from bot.songs.replies.card import song_card
from bot.songs.song_genre import SongGenre
from model.features import AudioFeatures
from model.levels import Level
from model.music import Track
from model.voting import GenreVote, MemberVote

DAY = date(2026, 11, 22)
HEARD = AudioFeatures(
    danceability=0.8, energy=0.9, valence=0.5, acousticness=0.1, source="spotify", obtained_on=DAY
)
VOTE = GenreVote(
    "dance",
    (MemberVote("one", "dance", 0.4, 1), MemberVote("two", "pop", 0.3, 1)),
    {"dance": 0.42, "pop": 0.3},
    "soft",
    "tiny@1",
)
SONG = SongGenre(Track("x" * 22, "Lantern", ("Kite",)), HEARD, VOTE)


def test_a_card_shows_the_genre_the_votes_and_the_sound() -> None:
    card = song_card(SONG, {"energy": 0.6}, b"jpeg", DAY, Words("en"))
    assert (card.title, card.artist, card.cover) == ("Lantern", "Kite", b"jpeg")
    assert card.genre == GenreMark("dance", "Dance")
    assert card.likely == "42% · likely"
    assert [(vote.label, vote.share) for vote in card.votes] == [("Dance", 0.4), ("Pop", 0.3)]
    energy = next(bar for bar in card.bars if bar.label == "Energy")
    assert (energy.value, energy.of_chart) == (0.9, 0.6)
    assert energy.of_genre is not None
    assert len(card.bars) == 4, "a feature that was not measured has no bar"
    assert card.averages == ("Dance average", "chart average")
    assert card.alt_text == "Card of Lantern by Kite: Dance, 42%"


def test_a_card_in_korean_speaks_korean() -> None:
    card = song_card(SONG, {}, None, DAY, Words("ko"))
    assert card.genre.label == "댄스"
    assert card.day == "2026년 11월 22일"
    assert card.averages == ("댄스 평균", "")


def test_a_song_without_a_sound_says_what_it_was_estimated_by() -> None:
    estimated = replace(SONG, features=None, vote=replace(VOTE, level=Level.ARTIST, songs=3))
    card = song_card(estimated, {"energy": 0.6}, None, DAY, Words("en"))
    assert card.bars == ()
    assert card.bars_title == "Estimated by the artist's other songs"
