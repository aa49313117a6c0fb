"""What each chat has set."""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields
from typing import Final

from sqlalchemy import Connection, Engine, select

from storage.database import reading, writing
from storage.news import tell
from storage.people_tables import CHAT_SETTINGS
from storage.places import Chat, in_chat
from storage.upsert import insert

TOPIC: Final = "settings"
"""What the processes on one database tell each other."""
MOST_KEPT: Final = 10_000
"""So many chats' settings are kept in memory."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The settings of one chat.

    `language` is None where none was chosen, `history` where the kind of chat decides; `links`: links of
    music services are answered though the bot is not addressed; `brief`: answers for songs are short;
    `members_subscribe`: not only administrators may; `announcements`: the chat wants news of the bot;
    `told`: the chat knows that its songs are kept.
    """

    language: str | None = None
    links: bool = True
    brief: bool = False
    history: bool | None = None
    members_subscribe: bool = False
    announcements: bool = False
    told: bool = False

    def keeps_history(self, *, private: bool) -> bool:
        """Say whether the songs of the chat are kept: by default those of a private chat."""
        return private if self.history is None else self.history


class SettingsOfChats:
    """The settings of all chats, kept in memory too; what another process changes is to be told to `heard`.

    Each method raises `StorageError` where the database does not work.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[Chat, ChatSettings] = {}
        self._one_reader = threading.Lock()

    def kept(self, chat: Chat) -> ChatSettings | None:
        """Return the settings of a chat at once, None where they are in the database only."""
        return self._known.get(chat)

    def of(self, chat: Chat) -> ChatSettings:
        """Return the settings of a chat, the default ones where nothing was set."""
        with self._one_reader:  # what is read here is kept before a later change can be forgotten
            if chat not in self._known:
                if len(self._known) >= MOST_KEPT:
                    self._known.clear()
                self._known[chat] = self._read(chat)
            return self._known[chat]

    def change(self, chat: Chat, **values: str | bool | None) -> ChatSettings:
        """Set some of the settings of a chat, by their names, and return all."""
        new = insert(CHAT_SETTINGS).values(platform=chat.platform, chat=chat.id, **values)
        key = [CHAT_SETTINGS.c.platform, CHAT_SETTINGS.c.chat]
        with writing(self._engine) as connection:
            connection.execute(new.on_conflict_do_update(index_elements=key, set_=values))
            self.tell(connection, chat)
        self.forget_read(chat)
        return self.of(chat)

    def forget_read(self, *chats: Chat) -> None:
        """Read what is asked for next of these chats in the database again, without any, of all."""
        with self._one_reader:
            if not chats:
                self._known.clear()
            for chat in chats:
                self._known.pop(chat, None)

    def tell(self, connection: Connection, *chats: Chat) -> None:
        """Let the other processes forget what they have read of these chats, once that is committed."""
        for chat in chats:
            tell(connection, TOPIC, f"{chat.platform} {chat.id}")

    def heard(self, said: str) -> None:
        """Forget what another process has changed, and all where it is not known what."""
        platform, _, number = said.partition(" ")
        self.forget_read(*([Chat(platform, number)] if number else []))

    def wanting_announcements(self) -> list[Chat]:
        """Return the chats that want news of the bot."""
        query = select(CHAT_SETTINGS.c.platform, CHAT_SETTINGS.c.chat).where(CHAT_SETTINGS.c.announcements)
        with reading(self._engine) as connection:
            return [Chat(platform, chat) for platform, chat in connection.execute(query)]

    def _read(self, chat: Chat) -> ChatSettings:
        columns = [CHAT_SETTINGS.c[field.name] for field in fields(ChatSettings)]
        with reading(self._engine) as connection:
            row = connection.execute(select(*columns).where(in_chat(CHAT_SETTINGS, chat))).one_or_none()
        return ChatSettings() if row is None else ChatSettings(*row)
