"""What is said of a chat's settings."""

from __future__ import annotations

from typing import Final

from bot.language.input_words import input_words
from bot.language.words import N_, Words, lines
from bot.messages.reply import Choice, Reply, Span
from storage.chat_settings import ChatSettings

_REFUSALS: Final = {
    "not-admin": N_("Only administrators of this chat can do that."),
    "not-manager": N_("Only people who may manage this server can do that."),
    "no-memory": N_("My memory does not work right now, so nothing was changed. Please try again later."),
}
_SWITCHES: Final = (
    ("links", N_("Links in messages: I answer them"), N_("Links in messages: I leave them alone"), False),
    ("short", N_("Answers: short"), N_("Answers: long"), None),
    ("history", N_("History: on"), N_("History: off"), None),
    ("members", N_("Digests: all members may subscribe"), N_("Digests: administrators subscribe"), False),
    ("news", N_("News of the bot: yes"), N_("News of the bot: no"), None),
)
"""What is typed, what is said of it on and off; False: only where it is no private chat."""
_TURNS: Final = {
    "links": (N_("Answer links"), N_("Leave links alone")),
    "short": (N_("Short answers"), N_("Long answers")),
    "history": (N_("Turn history on"), N_("Turn history off")),
    "members": (N_("Let all subscribe"), N_("Let administrators subscribe")),
    "news": (N_("News of the bot"), N_("No news of the bot")),
}


def settings_reply(settings: ChatSettings, words: Words, *, private: bool, shows_links: bool = True) -> Reply:
    """Show the settings of a chat, with a button for each other choice.

    `shows_links`: the platform shows the bot the links that people post there.
    """
    on = {
        "links": settings.links,
        "short": settings.brief,
        "history": settings.keeps_history(private=private),
        "members": settings.members_subscribe,
        "news": settings.announcements,
    }
    unseen = not (private or shows_links)
    shown = [
        row for row in _SWITCHES if (row[3] is None or not private) and not (unseen and row[0] == "links")
    ]
    spoken = input_words()
    names = {language: known.name for language, known in spoken.items()}
    language = names.get(settings.language or "", words.text(N_("that of each person")))
    said = [
        words.say(N_("The settings of this chat:")),
        words.say(N_("Language: {language}"), language=language),
        *([words.say(N_("Links in messages: I am not shown them here"))] if unseen else []),
        *(words.say(is_on if on[name] else is_off) for name, is_on, is_off, _ in shown),
    ]
    languages = [
        Choice(name, f"/settings language {code}", row=0)
        for code, name in names.items()
        if code != settings.language
    ]
    turns = [
        Choice(
            words.text(_TURNS[name][on[name]]),
            f"/settings {name} {'off' if on[name] else 'on'}",
            row=1 + number // 2,
        )
        for number, (name, *_) in enumerate(shown)
    ]
    return Reply(lines(said), choices=(*languages, *turns))


def told_of_history(words: Words) -> tuple[Span, ...]:
    """Say, once, that the songs of a private chat are kept."""
    return words.say(
        N_("I keep the songs you ask for, for your /history and /stats. To turn that off: /settings")
    )


def refusal(why: str, words: Words) -> Reply:
    """Say why something is not done or shown."""
    return Reply(words.say(_REFUSALS[why]), refusal=True)
