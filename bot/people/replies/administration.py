"""What the administrator is told about blocked chats and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.language.words import N_, Words
from bot.messages.reply import Reply, Span
from storage.places import Chat

_MOST_NAMED: Final = 50


def block_help(words: Words) -> Reply:
    """Say how to name whom to block."""
    return Reply(
        words.say(
            N_(
                "Write the number of a chat or a person: /block 123456789, /block -1001234567890 or "
                "/block discord:123456789. /unblock lets them in again, /blocked lists them."
            )
        ),
        refusal=True,
    )


def blocked(chat: Chat, words: Words) -> Reply:
    """Confirm a block."""
    return Reply(
        words.say(N_("Blocked: {who}. It gets no answers and no digests. /unblock {who}"), who=str(chat))
    )


def unblocked(chat: Chat, words: Words) -> Reply:
    """Confirm the end of a block."""
    return Reply(
        words.say(N_("{who} gets answers again; its digests have to be subscribed to again."), who=str(chat))
    )


def not_blocked(chat: Chat, words: Words) -> Reply:
    """Say that there is nothing to undo."""
    return Reply(words.say(N_("{who} is not blocked."), who=str(chat)), refusal=True)


def not_this_one(words: Words) -> Reply:
    """Refuse to block the administrator."""
    return Reply(words.say(N_("That is you, or the administrators' chat.")), refusal=True)


def nothing_changed(words: Words) -> Reply:
    """Say that the database did not take it."""
    return Reply(words.say(N_("The database does not work right now, so nothing has changed.")), refusal=True)


def blocked_list(chats: Sequence[Chat], words: Words) -> Reply:
    """Name who is blocked, the last one first."""
    if not chats:
        return Reply(words.say(N_("No chat and no person is blocked.")))
    named = "\n".join(map(str, chats[:_MOST_NAMED]))
    title = words.say(N_("Blocked ({number}):"), number=len(chats))
    return Reply((*title, Span(f"\n{named}"), *([Span("\n…")] if len(chats) > _MOST_NAMED else [])))
