"""Everything that the bot says, as Reply values, in every language; knows no platform."""

from bot.replies.artist import artist_lines
from bot.replies.chart import ShownChart, chart_reply, digest_reply
from bot.replies.chart_help import nothing_stored, unreadable
from bot.replies.help import command_list, greeting_line, help_lines, hint_lines
from bot.replies.problems import bug, choices, sorry
from bot.replies.song import song_lines
from bot.replies.song_list import list_reply
from bot.replies.sound import sound_lines
from bot.replies.trend import TREND_OF, trend_reply

__all__ = [
    "TREND_OF",
    "ShownChart",
    "artist_lines",
    "bug",
    "chart_reply",
    "choices",
    "command_list",
    "digest_reply",
    "greeting_line",
    "help_lines",
    "hint_lines",
    "list_reply",
    "nothing_stored",
    "song_lines",
    "sorry",
    "sound_lines",
    "trend_reply",
    "unreadable",
]
