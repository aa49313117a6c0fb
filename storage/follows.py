"""Which artists and genres chats and people follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select

from storage.database import reading, writing
from storage.people_tables import FOLLOWS
from storage.places import Chat, Person, in_chat, of_person

MOST_OF_PERSON: Final = 10
"""So much one person may follow in one chat; what was asked for in the chat's name counts as one person's."""
MOST_OF_CHAT: Final = 30
"""So much may be followed in one chat with all its threads."""

Kind = Literal["artist", "ours", "melon"]


@dataclass(frozen=True, slots=True)
class Follow:
    """What is followed: an artist, or a genre of the model's or of Melon's.

    `id` is its number in storage, `by` who has asked for it; in the name of the chat, that has its number.
    """

    kind: Kind
    name: str
    id: int = 0
    by: Person | None = None


class Follows:
    """What is followed in chats; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, chat: Chat, thread: str | None = None) -> list[Follow]:
        """Return what is followed in a chat, or in a thread of it, the first first."""
        query = select(FOLLOWS).where(_there(chat, thread)).order_by(FOLLOWS.c.id)
        with reading(self._engine) as connection:
            return [
                Follow(row.kind, row.name, row.id, Person(row.platform, row.person))
                for row in connection.execute(query)
            ]

    def add(self, chat: Chat, thread: str | None, person: Person, follow: Follow) -> bool:
        """Let a chat or a thread follow something, as a person asks; False where that is one too many."""
        row = {
            "platform": chat.platform,
            "chat": chat.id,
            "thread": thread,
            "person": person.id,
            "kind": follow.kind,
            "name": follow.name,
        }
        whole = in_chat(FOLLOWS, chat)
        bounds = ((whole, MOST_OF_CHAT), (whole & of_person(FOLLOWS, person), MOST_OF_PERSON))
        with writing(self._engine) as connection:
            for condition, most in bounds:
                if connection.execute(select(func.count()).where(condition)).scalar_one() >= most:
                    return False
            connection.execute(insert(FOLLOWS).values(row))
        return True

    def remove(self, chat: Chat, number: int) -> None:
        """End what is followed in a chat under this number."""
        with writing(self._engine) as connection:
            connection.execute(delete(FOLLOWS).where(in_chat(FOLLOWS, chat), FOLLOWS.c.id == number))


def _there(chat: Chat, thread: str | None) -> ColumnElement[bool]:
    return in_chat(FOLLOWS, chat) & FOLLOWS.c.thread.is_not_distinct_from(thread)
