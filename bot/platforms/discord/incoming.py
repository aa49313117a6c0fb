"""What arrives from Discord as a message for the conversation; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import discord

from bot.language.command_names import with_command_name
from bot.messages.message import Message
from bot.platforms.discord.chats import PLATFORM, chat_of, person_of
from bot.platforms.discord.commands import MENU, said
from storage.places import Chat

_GENRE: Final = "/genre"
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]]{1,500}")
_LONGEST: Final = 4000
_THREADS: Final = frozenset(
    {
        discord.ChannelType.news_thread,
        discord.ChannelType.public_thread,
        discord.ChannelType.private_thread,
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A slash command, as it is typed so far or whole; `typing` is the option that is being typed."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    typing: str = ""


def asked(interaction: discord.Interaction[Any]) -> Asked:
    """Return the command of an interaction and its options."""
    data: Any = interaction.data or {}
    options = data.get("options") or []
    values = {str(option["name"]): str(option.get("value", ""))[:_LONGEST] for option in options}
    typing = next((str(option["name"]) for option in options if option.get("focused")), "")
    return Asked(str(data.get("name", "")), values, typing)


def is_menu(interaction: discord.Interaction[Any]) -> bool:
    """Say whether it is the menu of a message that was used."""
    data: Any = interaction.data or {}
    return bool(data.get("name") == MENU)


def message_of_interaction(interaction: discord.Interaction[Any], text: str, **more: Any) -> Message:  # noqa: ANN401
    """Return a text as a message of the person whom an interaction comes from."""
    channel = interaction.channel
    private = interaction.context.dm_channel  # two people's own chat is another context
    chat, thread = place_of(channel, interaction.channel_id or 0)
    return Message(
        text=text,
        private=private,
        language=interaction.locale.value,
        platform=PLATFORM,
        addressed=True,
        chat=chat,
        user=person_of(interaction.user.id),
        thread=thread,
        **more,
    )


def message_of_command(interaction: discord.Interaction[Any]) -> Message:
    """Return what a slash command or the menu of a message says."""
    if is_menu(interaction):
        text, links = target_of(interaction)
        return message_of_interaction(interaction, _GENRE, about=text, links=links)
    command = asked(interaction)
    return message_of_interaction(interaction, said(command.name, command.values))


def target_of(interaction: discord.Interaction[Any]) -> tuple[str, tuple[str, ...]]:
    """Return text and links of the message whose menu was used; its embeds count where it has no words."""
    data: Any = interaction.data or {}
    found = (data.get("resolved") or {}).get("messages") or {}
    message = found.get(str(data.get("target_id"))) or {}
    embeds = [
        str(embed.get(part) or "") for embed in message.get("embeds") or [] for part in ("url", "title")
    ]
    words = str(message.get("content") or "") or "\n".join(filter(None, embeds))
    return words[:_LONGEST], addresses(" ".join([words, *embeds]))


def message_of_text(
    found: discord.Message, me: int, language: str | None, *, reads_all: bool
) -> Message | None:
    """Return a message that people wrote in a language; None for what is not for the bot.

    Without the intent for contents Discord shows those of private messages and of such that name the bot.
    """
    if (
        found.author.bot
        or found.webhook_id
        or found.type not in (discord.MessageType.default, discord.MessageType.reply)
    ):
        return None
    private = found.guild is None
    named = re.compile(rf"<@!?{me}>")
    addressed = bool(named.search(found.content)) or _answers(found, me)
    if not (private or addressed or reads_all):
        return None
    text = with_command_name(named.sub(" ", found.content).strip()[:_LONGEST])
    about, links = _what_is_answered(found) if addressed and not text else ("", ())
    chat, thread = place_of(found.channel, found.channel.id)
    return Message(
        text=text or (_GENRE if addressed else ""),
        links=addresses(text) or links,
        private=private,
        language=language,
        platform=PLATFORM,
        wordless=private and not text,
        addressed=addressed,
        about=about,
        chat=chat,
        user=person_of(found.author.id),
        thread=thread,
    )


def addresses(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, each once."""
    return tuple(dict.fromkeys(_ADDRESS.findall(text)))


def place_of(channel: object, number: int) -> tuple[Chat, str | None]:
    """Return chat and thread of a channel: a thread belongs to the channel that it hangs on."""
    if isinstance(channel, discord.Thread) or getattr(channel, "type", None) in _THREADS:
        parent = getattr(channel, "parent_id", None)
        return chat_of(parent or number), str(number) if parent else None
    return chat_of(number), None


def _answers(found: discord.Message, me: int) -> bool:
    answered = found.reference.resolved if found.reference else None
    return isinstance(answered, discord.Message) and answered.author.id == me


def _what_is_answered(found: discord.Message) -> tuple[str, tuple[str, ...]]:
    answered = found.reference.resolved if found.reference else None
    if not isinstance(answered, discord.Message):
        return "", ()
    return answered.content[:_LONGEST], addresses(answered.content)
