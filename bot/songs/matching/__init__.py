"""How well a name fits a track, and which of several tracks it means."""

from bot.songs.matching.choice import best_song, is_likely, meant, other_versions, suggested
from bot.songs.matching.editions import is_famous, same_song
from bot.songs.matching.names import is_aside, names, normalized, title_of_all_versions, versions
from bot.songs.matching.searches import name_searches, query, song_searches
from bot.songs.matching.shown_titles import title_in_script
from bot.songs.matching.singers import artist_names, known_spellings, songs_by_artist_called

__all__ = [
    "artist_names",
    "best_song",
    "is_aside",
    "is_famous",
    "is_likely",
    "known_spellings",
    "meant",
    "name_searches",
    "names",
    "normalized",
    "other_versions",
    "query",
    "same_song",
    "song_searches",
    "songs_by_artist_called",
    "suggested",
    "title_in_script",
    "title_of_all_versions",
    "versions",
]
