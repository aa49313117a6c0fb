"""What the bot says of itself."""

from __future__ import annotations

from typing import Final

from bot.input_words import language_names
from bot.reply import Span
from bot.words import N_, Words, lines

COMMANDS: Final = {
    "genre": N_("the genre of a song, by its name or link"),
    "chart": N_("a chart by genre: its name, a genre and a day may follow"),
    "trend": N_("the genres of a chart over time"),
    "subscribe": N_("the chart by genre each day or week, in this chat or your channel"),
    "subscriptions": N_("what is subscribed to here, and how to end it"),
    "digest": N_("what a digest looks like"),
    "language": N_("the language of this chat: {languages}"),
    "help": N_("what I can do"),
}


def command_list(words: Words) -> list[tuple[str, str]]:
    """Return the commands with a few words on each."""
    return [(name, words.text(about, languages=language_names())) for name, about in COMMANDS.items()]


def greeting_line(words: Words) -> tuple[Span, ...]:
    """Say in one line what to write, to a person who has just come."""
    return words.say(N_("Jangreu tells a song's genre by its sound. Write a song's name, a link, or /help."))


def invitation_line(words: Words) -> tuple[Span, ...]:
    """Say how to pick, where there are no buttons."""
    return words.say(N_("To go on, write a number:"))


def help_lines(words: Words) -> tuple[Span, ...]:
    """Say what the bot does and how to ask it."""
    return lines(
        [
            words.say(N_("Send me a song's Spotify link or its name, and I tell its genre by its sound.")),
            words.say(N_("Links from Melon, Apple Music, Deezer and YouTube work too.")),
            words.say(N_("Of an artist, a Spotify album or a playlist you get the genres of the songs.")),
            words.say(N_("Three trained models vote, and you see each vote.")),
            (),
            *((Span(f"/{name}: {about}"),) for name, about in command_list(words)),
            (),
            words.say(N_("In groups I answer only commands and the links of music services.")),
        ]
    )


def hint_lines(words: Words) -> tuple[Span, ...]:
    """Say how to ask, where a command needs more words."""
    return words.say(N_("Write the song's name or its Spotify link after it: /genre Next Level aespa"))


def sound_lines(words: Words) -> tuple[Span, ...]:
    """Say what to send in the place of a sound that names no song."""
    return words.say(
        N_(
            "I cannot listen to sounds, but send me the song's name or its link and I will tell you its "
            "genre."
        )
    )
