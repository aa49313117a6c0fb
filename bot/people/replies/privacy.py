"""What is said of what is kept, and of its deletion."""

from __future__ import annotations

from bot.language.words import N_, Words, lines
from bot.messages.reply import Choice, Document, Reply


def privacy_reply(words: Words, *, private: bool, history: bool, days: int) -> Reply:
    """Say what is kept, with buttons that show and delete it; songs are kept for so many days."""
    kept = (
        N_(
            "Of each song that is asked for here: when, in which chat, by whom, and its genre. "
            "I keep that for {time} at most."
        )
        if history
        else N_("No songs: the history of this chat is off.")
    )
    text = [
        words.say(N_("What I keep:")),
        words.say(kept, time=words.days(days)),
        words.say(N_("Settings, subscriptions, alerts and opinions on genres, until they are deleted.")),
        words.say(N_("A message itself only until it is answered, and talk that is not for me not at all.")),
        words.say(
            N_("To Spotify and other services I send names and links of songs, and nothing about you.")
        ),
    ]
    if not private:
        more = words.say(N_("In private /mydata shows what I keep about you, and /forget deletes it."))
        forget = Choice(words.text(N_("Delete what is kept of this chat")), "/forgetchat")
        return Reply(lines([*text, more]), choices=(forget,))
    choices = (
        Choice(words.text(N_("Show me my data")), "/mydata", apart=True),
        Choice(words.text(N_("Delete my data")), "/forget"),
    )
    return Reply(lines(text), choices=choices)


def in_private(words: Words, command: str) -> Reply:
    """Say that something is for a person alone."""
    return Reply(
        words.say(
            N_("That is for you alone: please write /{command} to me in private."),
            command=words.command(command),
        )
    )


def data_reply(name: str, content: str, words: Words) -> Reply:
    """Send what is kept of a person as a file."""
    said = words.say(N_("This is everything that I keep about you."))
    return Reply(said, document=Document(name, content))


def really_forget(number: int, words: Words) -> Reply:
    """Ask before a person's data is deleted; `number` counts what is kept, and may be none."""
    if not number:
        return Reply(words.say(N_("I keep nothing about you.")))
    said = N_(
        "Shall I delete everything that I keep about you ({number} entries)? History, alerts, subscriptions, "
        "settings and opinions will be gone for good. What you set up for a group or a channel stays there, "
        "without your name."
    )
    choices = (
        Choice(words.text(N_("Delete everything")), "/forget everything"),
        Choice(words.text(N_("Keep it")), "/privacy"),
    )
    return Reply(words.say(said, number=number), choices=choices)


def really_forget_chat(number: int, words: Words) -> Reply:
    """Ask before a chat's data is deleted; `number` counts what is kept, and may be none."""
    if not number:
        return Reply(words.say(N_("I keep nothing of this chat.")))
    said = N_(
        "Shall I delete everything that I keep of this chat ({number} entries)? Its history, subscriptions "
        "and settings will be gone for good."
    )
    choices = (
        Choice(words.text(N_("Delete everything")), "/forgetchat everything"),
        Choice(words.text(N_("Keep it")), "/privacy"),
    )
    return Reply(words.say(said, number=number), choices=choices)


def forgotten(words: Words, *, private: bool, history: bool) -> Reply:
    """Say that everything was deleted; where songs would be kept from now on, offer that they are not."""
    said = words.say(N_("Everything is deleted."))
    if not history:
        return Reply(said)
    choice = Choice(words.text(N_("Keep no songs from now on")), "/settings history off")
    return Reply(said, choices=(choice,) if private else ())
