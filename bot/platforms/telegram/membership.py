"""What a change of the bot's own membership or of a chat's number means; pure."""

from __future__ import annotations

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from bot.platforms.telegram.chats import chat_of
from storage.places import Chat

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def was_removed(change: telegram.ChatMemberUpdated) -> bool:
    """Say whether the bot is no member any more."""
    return change.new_chat_member.status in _OUT


def was_added(change: telegram.ChatMemberUpdated) -> bool:
    """Say whether the bot has just come into a group or a channel, and may write there."""
    if change.chat.type == ChatType.PRIVATE or change.old_chat_member.status not in _OUT:
        return False
    new = change.new_chat_member
    if isinstance(new, telegram.ChatMemberAdministrator):
        return change.chat.type != ChatType.CHANNEL or bool(new.can_post_messages)
    if isinstance(new, telegram.ChatMemberRestricted):
        return new.is_member and new.can_send_messages
    return new.status == ChatMemberStatus.MEMBER and change.chat.type != ChatType.CHANNEL


def sees_all(change: telegram.ChatMemberUpdated, me: telegram.User) -> bool:
    """Say whether Telegram shows the bot every message there, not only commands and replies."""
    return change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR or bool(
        me.can_read_all_group_messages
    )


def moved(update: telegram.Update) -> tuple[Chat, Chat] | None:
    """Return a group that an update says has become a supergroup, and that."""
    message = update.message
    if message is None or message.migrate_to_chat_id is None:
        return None
    return chat_of(message.chat.id), chat_of(message.migrate_to_chat_id)
