"""What the bot says about charts, their digests and their trends."""

from bot.charts.replies.chart import chart_reply, digest_reply
from bot.charts.replies.help import nothing_stored, unreadable
from bot.charts.replies.shown_chart import ShownChart
from bot.charts.replies.trend import TREND_OF, trend_reply

__all__ = [
    "TREND_OF",
    "ShownChart",
    "chart_reply",
    "digest_reply",
    "nothing_stored",
    "trend_reply",
    "unreadable",
]
