"""What is said of the administrator's announcements, and how they look."""

from __future__ import annotations

import re
from typing import Final

from bot.language.words import N_, Words
from bot.messages.reply import Choice, Reply, Span
from storage.announcements import Outcome, PostState

_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")
_STATES: Final = {
    PostState.SENT: N_("sent: {number}"),
    PostState.GONE: N_("gone, and without news from now on: {number}"),
    PostState.IN_DOUBT: N_("in doubt, and not sent again: {number}"),
    PostState.MISSED: N_("not reached within a day: {number}"),
}


def announcement(content: str, words: Words) -> Reply:
    """Return what a chat gets."""
    footer = words.say(N_("News of the bot. /settings ends it."))
    return Reply((*_with_links(content), Span("\n\n"), *footer), language=words.language)


def preview(content: str, number: int, chats: int, words: Words) -> Reply:
    """Show what a chat would get, with a button that sends it."""
    asked = words.say(N_("That is how it looks. Chats that get it: {chats}."), chats=chats)
    choice = Choice(words.text(N_("Send it")), f"/announce send {number}")
    return Reply((*announcement(content, words).text, Span("\n\n———\n"), *asked), choices=(choice,))


def announcing_help(chats: int, longest: int, words: Words, *, too_long: bool) -> Reply:
    """Say how to announce something, or that it is too long."""
    if too_long:
        return Reply(
            words.say(N_("Please say it in at most {longest} characters."), longest=longest), refusal=True
        )
    return Reply(
        words.say(
            N_(
                "Write the news behind the command: /announce I now read the Circle chart, too. "
                "You see how it looks before it is sent. Chats that want news of the bot: {chats}."
            ),
            chats=chats,
        ),
        refusal=True,
    )


def no_chat_wants_it(words: Words) -> Reply:
    """Say that there is no one to tell."""
    return Reply(words.say(N_("No chat wants news of the bot yet; /settings turns them on.")), refusal=True)


def not_to_be_sent(words: Words) -> Reply:
    """Say that a confirmation came twice, or too late."""
    return Reply(
        words.say(N_("This was sent already, or is older than an hour. Write it again to send it.")),
        refusal=True,
    )


def begun(chats: int, words: Words) -> Reply:
    """Confirm that it is being sent."""
    return Reply(
        words.say(N_("It is being sent (chats: {chats}); I tell you when it has ended."), chats=chats)
    )


def outcome(found: Outcome, words: Words) -> Reply:
    """Report how it ended."""
    counted = [
        words.text(message, number=found.chats[state])
        for state, message in _STATES.items()
        if found.chats.get(state)
    ]
    ended = ", ".join(counted) or words.text(N_("no chat wanted it any more"))
    return Reply(
        words.say(N_("The news of {day}: {ended}."), day=words.day(found.begun_at.date()), ended=ended)
    )


def _with_links(content: str) -> tuple[Span, ...]:
    pieces = _ADDRESS.split(content)
    return tuple(
        Span(piece, link=piece if place % 2 else None) for place, piece in enumerate(pieces) if piece
    )
