"""What the bot says of itself."""

from __future__ import annotations

from typing import Final

from bot.chart_menu import CHART_MENU
from bot.language.command_names import local_names
from bot.language.input_words import language_names
from bot.language.words import N_, Words, lines, shortened
from bot.messages.reply import Choice, Reply, Span

_LONGEST_COMMAND: Final = 32
COMMANDS: Final = {
    "genre": N_("the genre of a song, by its name or link"),
    "why": N_("what speaks for a song's genre, by its name or link"),
    "similar": N_("songs that sound like one, by its name or link"),
    "card": N_("a song as a picture to share"),
    "artist": N_("the genres of an artist's best known songs"),
    "chart": N_("a chart by genre: its name, a genre and a day may follow"),
    "trend": N_("the genres of a chart over time"),
    "subscribe": N_("the chart by genre each day or week, in this chat or your channel"),
    "subscriptions": N_("what is subscribed to here, and how to end it"),
    "digest": N_("what a digest looks like"),
    "language": N_("the language of this chat ({languages})"),
    "settings": N_("what is set in this chat: links, length of answers, history"),
    "history": N_("the songs that were asked for here"),
    "stats": N_("the genres of these songs, this week and all kept"),
    "top": N_("the songs and artists that are asked for most"),
    "follow": N_("news of an artist or a genre in the chart: /follow aespa"),
    "unfollow": N_("end that"),
    "follows": N_("what you follow"),
    "privacy": N_("what I keep, and how to see and delete it"),
    "mydata": N_("everything that I keep about you, as a file"),
    "forget": N_("delete everything that I keep about you"),
    "forgetchat": N_("delete everything that I keep of this chat"),
    "help": N_("what I can do"),
}

_HINT: Final = N_("Write the song's name or its Spotify link after it: /{command} Next Level aespa")
_HINTS: Final = {
    "artist": N_("Write the artist's name after it: /artist aespa"),
    "songs": N_("Send me the link of an album or a playlist on Spotify."),
    "this": N_("Which song? Send me its name or link, or answer the message that names it with /genre."),
}


_WHERE_OTHERS_TALK: Final = {
    "telegram": N_(
        "In groups I answer commands, music services' links, my @name and replies to my messages."
    ),
    "discord": N_(
        "On servers I answer commands, messages that mention me, and Apps > What genre is this? in a "
        "message's menu."
    ),
    "terminal": N_("exit ends this chat. Digests and news appear here while it is open."),
}
_SHOWN_LOCALLY: Final = frozenset({"genre", "similar", "artist", "chart", "subscribe", "settings"})
"""Commands whose names in another language stand for those of all."""
_TOGETHER: Final = {
    ("settings", "history", "stats", "top"): N_("of this chat and your songs"),
    ("follow", "unfollow", "follows"): N_("news of an artist or a genre in the chart"),
    ("privacy", "mydata", "forget", "forgetchat"): N_("what I keep of you"),
}
"""Commands that share a line of the help."""
_IN_COMPANY: Final = frozenset(name for names in _TOGETHER for name in names)


def command_list(words: Words) -> list[tuple[str, str]]:
    """Return the commands with a few words on each."""
    return [(name, words.text(about, languages=language_names())) for name, about in COMMANDS.items()]


def descriptions(words: Words) -> tuple[str, str]:
    """Say what the bot is before a person has written to it: for its profile, and for the empty chat."""
    short = words.text(N_("Tells a song's genre by its sound. Send a song's name or link. K-pop first."))
    long = [
        N_("Send me a song's name or its link, and I tell its genre by its sound: three models vote."),
        N_("Links of Spotify, Melon, Apple Music, YouTube Music and Deezer; albums, playlists and artists."),
        N_("/chart shows Melon, Bugs, Genie and others by genre. In English and Korean."),
    ]
    return short, "\n\n".join(map(words.text, long))


def greeting_line(words: Words) -> tuple[Span, ...]:
    """Say in one line what to write, to a person who has just come."""
    return words.say(
        N_("Jangreu tells a song's genre by its sound. Write a song's name, a link, or /help; exit ends it.")
    )


def invitation_line(words: Words) -> tuple[Span, ...]:
    """Say how to pick, where there are no buttons."""
    return words.say(N_("To go on, write a number:"))


def file_line(file: str, words: Words) -> tuple[Span, ...]:
    """Say where a picture or a text is that cannot be shown."""
    return words.say(N_("Saved in {file}"), file=file)


def no_such_number(number: str, words: Words) -> tuple[Span, ...]:
    """Say that nothing has that number; many songs are called like one."""
    return words.say(
        N_("There is no {number} to pick from. For a song of that name write /genre {number}."), number=number
    )


def help_lines(words: Words, platform: str) -> tuple[Span, ...]:
    """Say what the bot does and how to ask it."""
    called = {name: f"/{words.command(name)}" for name in COMMANDS}
    commands = [f"{called[name]}: {about}" for name, about in command_list(words) if name not in _IN_COMPANY]
    commands += [
        f"{' '.join(called[name] for name in names)}: {words.text(about)}"
        for names, about in _TOGETHER.items()
    ]
    end = _WHERE_OTHERS_TALK.get(platform, _WHERE_OTHERS_TALK["telegram"])
    return lines(
        [
            words.say(N_("Send me a song's Spotify link or its name, and I tell its genre by its sound.")),
            words.say(N_("Links from Melon, Apple Music, Deezer and YouTube work too.")),
            words.say(N_("Of an artist, a Spotify album or a playlist you get the genres of the songs.")),
            words.say(N_("Three trained models vote, and you see each vote.")),
            (),
            *((Span(command),) for command in commands),
            *_local(words),
            (),
            words.say(end),
        ]
    )


def _local(words: Words) -> list[tuple[Span, ...]]:
    """Say what commands are called in a language that has names for them."""
    names = local_names(words.language)
    if _SHOWN_LOCALLY - names.keys() or words.command("genre") == names["genre"]:
        return []
    said = ", ".join(f"/{names[name]}" for name in COMMANDS if name in _SHOWN_LOCALLY)
    return [words.say(N_("Commands may be written in this language, too: {names}"), names=said)]


def welcome(words: Words) -> Reply:
    """Greet a person who starts to talk with the bot, with two examples to press."""
    text = [
        words.say(N_("Hi, I am Jangreu. I tell a song's genre by its sound.")),
        words.say(N_("Three trained models vote, and you see each vote.")),
        words.say(N_("Send me a song's name or a link, or pick one of the examples.")),
        words.say(N_("/help lists everything that I can do.")),
    ]
    examples = (
        Choice(words.text(N_("Next Level by aespa")), "/genre Next Level aespa"),
        Choice(words.text(N_("{chart} by genre"), chart=words.text(CHART_MENU[0].title)), "/chart"),
    )
    return Reply(lines(text), choices=examples)


def unknown_command(command: str, words: Words) -> tuple[Span, ...]:
    """Say that there is no such command."""
    return words.say(
        N_("I do not know /{command}. /help lists what I can do."),
        command=shortened(command, _LONGEST_COMMAND),
    )


def hello_lines(words: Words, *, channel: bool, sees_all: bool) -> tuple[Span, ...]:
    """Say hello where the bot was added: what to do there, and what it is shown."""
    hello = words.say(N_("Hello! I tell a song's genre by its sound."))
    if channel:
        post = N_("For a chart by genre each day or week, an administrator writes /subscribe here.")
        return lines([hello, words.say(post)])
    ask = words.say(
        N_("Write /genre Next Level aespa, or answer a message with /genre. /chart shows a chart by genre.")
    )
    seen = (
        N_("I also answer the links of music services.")
        if sees_all
        else N_("Make me an administrator if I shall see and answer the links of music services, too.")
    )
    return lines([hello, ask, words.say(seen)])


def channel_notice(words: Words) -> str:
    """Say where to ask instead, to a reader of a channel."""
    return words.text(N_("Buttons of a channel change nothing there. Write to me in private."))


def in_private_words(words: Words) -> str:
    """Say in a few words where songs can be asked about that are not offered while one types."""
    return words.text(N_("Another song? Ask me in private"))


def wordless_lines(words: Words) -> tuple[Span, ...]:
    """Say what to send in the place of a photo, a sticker or a video."""
    return words.say(N_("I can read text only: send me a song's name or its link."))


def hint(words: Words, command: str) -> Reply:
    """Say how to ask, where a command needs more words."""
    return Reply(words.say(_HINTS.get(command, _HINT), command=words.command(command)), refusal=True)


def sound_lines(words: Words) -> tuple[Span, ...]:
    """Say what to send in the place of a sound that names no song."""
    return words.say(
        N_(
            "I cannot listen to sounds, but send me the song's name or its link and I will tell you its "
            "genre."
        )
    )
