"""The one door for every chat platform: a message in, a reply out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.answering.deadline import Deadline
from bot.answering.lookup_count import counted_lookups
from bot.charts.answers import ChartAnswers
from bot.charts.requests import asks_for_chart, is_about_charts
from bot.digests import replies as digest_replies
from bot.digests.answers import COMMANDS as SUBSCRIPTION_COMMANDS
from bot.digests.answers import SubscriptionAnswers
from bot.digests.requests import is_channels_post
from bot.language.command_names import with_command_name, words_on
from bot.language.plain_text import visible
from bot.language.words import Words, languages, words_for
from bot.messages.message import Message, Progress
from bot.messages.reply import Reply, changed
from bot.messages.suggestion import Suggestion
from bot.people.administration import Administration
from bot.people.answers import COMMANDS as PEOPLES_COMMANDS
from bot.people.answers import PeopleAnswers
from bot.people.chat_settings import as_set, language_of
from bot.people.limits import Limits
from bot.songs import replies as song_replies
from bot.songs.answers import SongAnswers
from bot.songs.song_buttons import SONG_BUTTONS, SongButtons
from bot.songs.suggestions import MOST_SUGGESTED, SongSuggestions
from bot.talk import help as help_texts
from bot.talk.small_talk import small_answer, small_talk
from storage.places import Chat, Person


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers each kind of message."""

    songs: SongAnswers
    buttons: SongButtons
    suggestions: SongSuggestions
    charts: ChartAnswers
    subscribing: SubscriptionAnswers
    administration: Administration
    people: PeopleAnswers


class Conversation:
    """Hands each message to the answers for its kind."""

    def __init__(self, answers: Answers, limits: Limits, deadline: Deadline, language: str) -> None:
        self._songs = answers.songs
        self._buttons = answers.buttons
        self._suggestions = answers.suggestions
        self._charts = answers.charts
        self._subscribing = answers.subscribing
        self._administration = answers.administration
        self._people = answers.people
        self._commands = {
            **dict.fromkeys(SUBSCRIPTION_COMMANDS, answers.subscribing.command),
            **dict.fromkeys(PEOPLES_COMMANDS, answers.people.command),
        }
        self._limits = limits
        self._deadline = deadline
        self._language = language

    async def answer(self, message: Message, progress: Progress) -> Reply | None:
        """Return the reply to a message, or None where it is not meant for the bot, or of a flood.

        A chat or person that asks for too much is told so once in a flood.
        """
        if self.blocks(message.chat, message.user):
            return None
        if not self._limits.admits(message):
            return self.too_many(message.language) if self.dropped(message.chat) else None
        meant = True  # what ends in a bug costs, too
        with counted_lookups() as lookups, self._deadline.of_message():
            try:
                reply = await self._answered(message, progress)
                meant = reply is not None
            finally:
                if meant:
                    self._limits.charge(message, lookups.begun)
        return reply

    async def _answered(self, message: Message, progress: Progress) -> Reply | None:
        message = replace(
            message, text=with_command_name(visible(message.text)), about=visible(message.about)
        )
        settings = await self._people.settings(message)
        message = as_set(message, settings)
        words = words_on(message.platform, language_of(message, settings), self._language)
        said = self._command if message.text.startswith("/") else self._said
        reply = await self._administration.answer(message, words) or await said(message, words, progress)
        return reply and changed(reply, partial(replace, language=words.language))

    async def _said(self, message: Message, words: Words, progress: Progress) -> Reply | None:
        """Answer what is no command; where others talk, only what is for the bot."""
        if message.to_us and not message.links:
            if message.sound:
                return Reply(help_texts.sound_lines(words))
            if is_channels_post(message):
                return digest_replies.channel_offer(message.forwarded_from or "", words)
            if message.wordless and not message.text.strip():
                return Reply(help_texts.wordless_lines(words))
            if kind := small_talk(message.text):
                return self._small(kind, message, words)
            if asks_for_chart(message.text):
                return await self._charts.chart(message.text, message, words, progress)
        return await self._people.told(await self._songs.said(message, words, progress), message, words)

    def concerns(self, message: Message) -> bool:
        """Tell at once, without looking anything up, whether a message may get an answer."""
        return message.to_us or message.text.startswith("/") or self._songs.concerns(message)

    def blocks(self, chat: Chat | None, user: Person | None) -> bool:
        """Tell at once whether the administrator has blocked a chat or a person: they get no answer."""
        return self._administration.blocks(chat, user)

    def dropped(self, chat: Chat | None) -> bool:
        """Note that a message is not answered; return whether `too_many` is to be said, once in a flood."""
        return self._limits.dropped(chat)

    async def expect(self, messages: Sequence[Message]) -> None:
        """Begin to ask for what messages need that wait for an answer; many songs cost few requests so."""
        await self._songs.expect([message for message in messages if self._limits.admits(message)])

    async def suggestions(
        self, message: Message, most: int = MOST_SUGGESTED, *, answers: bool = True
    ) -> list[Suggestion]:
        """Return known songs that a message may mean which is still being typed, none typed: the last ones.

        Nothing is kept of it: it may never be sent. Without `answers` they are there sooner.
        """
        if self.blocks(message.chat, message.user) or not self._limits.suggests(message.user):
            return []
        words = words_for(message.language, self._language)
        return await self._suggestions.suggestions(message, most, words, answers=answers)

    async def digest(self, chart_name: str, language: str) -> Reply:
        """Return the digest of a chart; raises `SourceUnavailable` while there is no current one."""
        return await self._charts.digest(chart_name, words_for(language, self._language))

    async def left(self, chat: Chat) -> list[tuple[Person, Reply]]:
        """Note that the bot was removed from a chat; return which owners to tell what."""
        return await self._subscribing.left(chat)

    async def moved(self, chat: Chat, to: Chat) -> None:
        """Follow a chat whose number has changed."""
        self._administration.moved(chat, to)
        await self._people.moved(chat, to)

    def commands(self, language: str) -> list[tuple[str, str]]:
        """Return the commands, with a few words on each."""
        return help_texts.command_list(words_for(language, self._language))

    def descriptions(self, language: str) -> tuple[str, str]:
        """Return what the bot is, in at most 120 characters and in at most 512."""
        return help_texts.descriptions(words_for(language, self._language))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the bot speaks."""
        return languages()

    def greeting(self, language: str | None) -> Reply:
        """Return what to say first, before the person has written anything."""
        return Reply(help_texts.greeting_line(words_for(language, self._language)))

    def invitation(self, language: str | None) -> Reply:
        """Return what to say above the numbers to pick from, on a platform without buttons."""
        return Reply(help_texts.invitation_line(words_for(language, self._language)))

    def file_line(self, file: str, language: str | None) -> Reply:
        """Return what to say of a picture or a text that is in a file, on a platform that shows none."""
        return Reply(help_texts.file_line(file, words_for(language, self._language)))

    def no_such_number(self, number: str, language: str | None) -> Reply:
        """Return what to say to a number that nothing has, on a platform without buttons."""
        return Reply(help_texts.no_such_number(number, words_for(language, self._language)), refusal=True)

    def hello(self, language: str | None, *, channel: bool, sees_all: bool) -> Reply:
        """Return what to say where the bot was added; `sees_all`: it is shown every message there."""
        words = words_for(language, self._language)
        return Reply(help_texts.hello_lines(words, channel=channel, sees_all=sees_all))

    def notice(self, language: str | None) -> str:
        """Return what to say, in at most 200 characters, to a person who presses a button in a channel."""
        return help_texts.channel_notice(words_for(language, self._language))

    def in_private(self, language: str | None) -> str:
        """Return the words of a button that leads from another chat to the private one."""
        return help_texts.in_private_words(words_for(language, self._language))

    def too_many(self, language: str | None) -> Reply:
        """Return what to say to a chat that asks for more than is kept for it."""
        return Reply(song_replies.too_many(words_for(language, self._language)), refusal=True)

    def apology(self, language: str | None) -> Reply:
        """Return what to say after a bug."""
        return Reply(song_replies.bug(words_for(language, self._language)))

    async def _command(  # noqa: PLR0911, C901 - a line for each command
        self, message: Message, words: Words, progress: Progress
    ) -> Reply | None:
        command, rest = (*message.text[1:].split(maxsplit=1), "", "")[:2]
        match command.lower():
            case "start":
                return await self._people.told(help_texts.welcome(words), message, words)
            case "help":
                return self._help(message, words)
            case "chart":
                about = message.about if is_about_charts(message.about) else ""
                return await self._charts.chart(rest or about, message, words, progress)
            case "trend":
                return await self._charts.trend(rest, message, words)
            case name if name in self._commands:
                return await self._commands[name](name, rest, message, words)
            case "genre":
                return await self._genre(rest, message, words, progress)
            case "artist" | "songs" as name:
                return await self._songs.command(name, rest or message.about, message, words, progress)
            case name if name in SONG_BUTTONS:
                return await self._buttons.command(name, rest or message.about, message, words, progress)
            case _:
                return await self._in_words(message, words, progress) if message.to_us else None

    async def _in_words(self, message: Message, words: Words, progress: Progress) -> Reply:
        """Answer another command by what its words ask for, as /멜론차트, else say that there is none."""
        if asks_for_chart(said := message.text[1:]):
            return await self._charts.chart(said, message, words, progress)
        return Reply(help_texts.unknown_command(said.split(maxsplit=1)[0] if said.split() else "", words))

    def _help(self, message: Message, words: Words) -> Reply:
        return Reply(help_texts.help_lines(words, message.platform))

    def _small(self, kind: str, message: Message, words: Words) -> Reply | None:
        """Answer small talk; a laugh in a group is for the others there."""
        if kind == "help":
            return self._help(message, words)
        return small_answer(kind, message.text, words) if message.private or kind != "laugh" else None

    async def _genre(self, asked: str, message: Message, words: Words, progress: Progress) -> Reply | None:
        """Answer /genre: a name or a link; where it answers a sound that names no song, say so."""
        if message.sound and not asked:
            return Reply(help_texts.sound_lines(words))
        reply = await self._songs.named(asked or message.about, message, words, progress)
        return await self._people.told(reply, message, words)
