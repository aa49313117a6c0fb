"""What the bot says about songs, albums, playlists and artists, and about what it could not find."""

from bot.songs.replies.artist import artist_reply, no_such_artist, with_artist
from bot.songs.replies.collection import collection_reply
from bot.songs.replies.opinions import not_noted, opinion_reply
from bot.songs.replies.problems import bug, choices, song_sorry, sorry, too_many
from bot.songs.replies.reasons import why_lines
from bot.songs.replies.similar import similar_reply
from bot.songs.replies.song import genre_in_short, song_in_brief, song_name
from bot.songs.replies.song_reply import song_reply
from bot.songs.replies.versions import versions_reply

__all__ = [
    "artist_reply",
    "bug",
    "choices",
    "collection_reply",
    "genre_in_short",
    "no_such_artist",
    "not_noted",
    "opinion_reply",
    "similar_reply",
    "song_in_brief",
    "song_name",
    "song_reply",
    "song_sorry",
    "sorry",
    "too_many",
    "versions_reply",
    "why_lines",
    "with_artist",
]
