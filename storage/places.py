"""The keys of chats and people: the name of a platform, and the number that it gives them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of a platform by its number there, or by its @name where the settings name it so."""

    platform: str
    id: str

    def __str__(self) -> str:
        """Return it as people write it: telegram:-1001234567890."""
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Person:
    """A person on a platform by their number there; who writes in a chat's name has the chat's number."""

    platform: str
    id: str

    def __str__(self) -> str:
        """Return it as people write it: discord:1234."""
        return f"{self.platform}:{self.id}"


def in_chat(table: Table, chat: Chat) -> ColumnElement[bool]:
    """Return the condition of a table's rows of a chat."""
    return (table.c.platform == chat.platform) & (table.c.chat == chat.id)


def of_person(table: Table, person: Person) -> ColumnElement[bool]:
    """Return the condition of a table's rows of a person."""
    return (table.c.platform == person.platform) & (table.c.person == person.id)
