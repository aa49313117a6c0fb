"""What is said of settings, of the songs that are kept, and of what is kept at all."""

from bot.people.replies.administration import (
    block_help,
    blocked,
    blocked_list,
    not_blocked,
    not_this_one,
    nothing_changed,
    unblocked,
)
from bot.people.replies.history import history_off, history_reply, stats_reply, top_reply
from bot.people.replies.privacy import (
    data_reply,
    forgotten,
    in_private,
    privacy_reply,
    really_forget,
    really_forget_chat,
)
from bot.people.replies.settings import refusal, settings_reply, told_of_history

__all__ = [
    "block_help",
    "blocked",
    "blocked_list",
    "data_reply",
    "forgotten",
    "history_off",
    "history_reply",
    "in_private",
    "not_blocked",
    "not_this_one",
    "nothing_changed",
    "privacy_reply",
    "really_forget",
    "really_forget_chat",
    "refusal",
    "settings_reply",
    "stats_reply",
    "told_of_history",
    "top_reply",
    "unblocked",
]
