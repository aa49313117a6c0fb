"""Everything that the bot says, as Reply values, in every language; knows no platform."""

from bot.replies.artist import artist_lines
from bot.replies.chart import ShownChart, chart_reply, digest_reply
from bot.replies.chart_help import nothing_stored, unreadable
from bot.replies.help import command_list, greeting_line, help_lines, hint_lines, invitation_line
from bot.replies.problems import bug, choices, sorry
from bot.replies.song import song_lines
from bot.replies.song_list import list_reply
from bot.replies.sound import sound_lines
from bot.replies.subscriptions import (
    channel_offer,
    chat_gone,
    digest_help,
    language_chosen,
    preview_in_private,
    refusal,
    subscribed,
    subscription_list,
    unsubscribed,
    with_missed,
)
from bot.replies.trend import TREND_OF, trend_reply

__all__ = [
    "TREND_OF",
    "ShownChart",
    "artist_lines",
    "bug",
    "channel_offer",
    "chart_reply",
    "chat_gone",
    "choices",
    "command_list",
    "digest_help",
    "digest_reply",
    "greeting_line",
    "help_lines",
    "hint_lines",
    "invitation_line",
    "language_chosen",
    "list_reply",
    "nothing_stored",
    "preview_in_private",
    "refusal",
    "song_lines",
    "sorry",
    "sound_lines",
    "subscribed",
    "subscription_list",
    "trend_reply",
    "unreadable",
    "unsubscribed",
    "with_missed",
]
