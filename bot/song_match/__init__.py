"""How well a name fits a track, and which of several tracks it means."""

from bot.song_match.choice import best_song, meant
from bot.song_match.names import versions, words
from bot.song_match.scores import CERTAIN, PLAUSIBLE, name_score, same_song, song_score
from bot.song_match.searches import name_searches, song_searches

__all__ = [
    "CERTAIN",
    "PLAUSIBLE",
    "best_song",
    "meant",
    "name_score",
    "name_searches",
    "same_song",
    "song_score",
    "song_searches",
    "versions",
    "words",
]
