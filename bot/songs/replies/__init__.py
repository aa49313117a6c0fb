"""What the bot says about songs, albums, playlists and artists, and about what it could not find."""

from bot.songs.replies.artist import artist_reply, no_such_artist
from bot.songs.replies.collection import collection_reply
from bot.songs.replies.problems import bug, choices, sorry, too_many
from bot.songs.replies.reasons import why_choices, why_lines
from bot.songs.replies.song import song_in_brief, song_lines, song_name
from bot.songs.replies.versions import version_choices, versions_reply

__all__ = [
    "artist_reply",
    "bug",
    "choices",
    "collection_reply",
    "no_such_artist",
    "song_in_brief",
    "song_lines",
    "song_name",
    "sorry",
    "too_many",
    "version_choices",
    "versions_reply",
    "why_choices",
    "why_lines",
]
