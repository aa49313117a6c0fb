"""Everything that the bot says, as Reply values, in every language; knows no platform."""

from bot.replies.artist import artist_lines
from bot.replies.chart import chart_reply, digest_reply
from bot.replies.help import command_list, help_lines, hint_lines
from bot.replies.problems import bug, choices, sorry
from bot.replies.song import song_lines
from bot.replies.song_list import list_reply

__all__ = [
    "artist_lines",
    "bug",
    "chart_reply",
    "choices",
    "command_list",
    "digest_reply",
    "help_lines",
    "hint_lines",
    "list_reply",
    "song_lines",
    "sorry",
]
