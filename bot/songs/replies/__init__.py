"""What the bot says about songs, albums, playlists and artists, and about what it could not find."""

from bot.songs.replies.artist import artist_lines
from bot.songs.replies.problems import bug, choices, sorry
from bot.songs.replies.song import song_lines
from bot.songs.replies.song_list import list_reply
from bot.songs.replies.sound import sound_lines

__all__ = ["artist_lines", "bug", "choices", "list_reply", "song_lines", "sorry", "sound_lines"]
