"""Everything that is kept of a chat or a person, over all tables: shown, moved and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    Table,
    Update,
    and_,
    delete,
    exists,
    func,
    select,
    true,
    update,
)

from storage.blocked import TOPIC as BLOCKED_CHATS
from storage.chart_tables import METADATA
from storage.chat_settings import SettingsOfChats
from storage.database import reading, writing
from storage.news import tell
from storage.people_tables import BLOCKED, FOLLOWS, LIMITS
from storage.places import Chat, Person, in_chat, of_person
from storage.remains import Remains, note_remains
from storage.song_rows import read_tracks
from storage.tables import SUBSCRIPTIONS

_KEYS: Final = {
    SUBSCRIPTIONS: ("platform", "chat", "thread", "chart"),
    FOLLOWS: ("platform", "chat", "thread", "kind", "name"),
}
"""What makes two rows the same, where that is not the primary key."""
_OF_CHATS: Final = {SUBSCRIPTIONS: SUBSCRIPTIONS.c.setting.is_(None), FOLLOWS: true()}
"""Which rows are a chat's, also where a person has asked for them: not what the operator has set."""


class PeopleRecords:
    """The records of chats and people; each method raises `StorageError` where the database does not work.

    Of what is deleted copies may stay in SQLite's file until `erase` is called.
    """

    def __init__(self, engine: Engine, settings: SettingsOfChats) -> None:
        self._engine = engine
        self._settings = settings
        self._remains = Remains(engine)

    def of_person(self, person: Person, private: Chat) -> dict[str, list[dict[str, Any]]]:
        """Return all rows about a person and their private chat by table; a song's row has its name too."""
        found: dict[str, list[dict[str, Any]]] = {}
        with reading(self._engine) as connection:
            for table, condition in _of_both(person, private):
                rows = [dict(row) for row in connection.execute(select(table).where(condition)).mappings()]
                _name_songs(connection, rows)
                if rows:
                    found[table.name] = rows
        return found

    def count(self, chat: Chat, person: Person | None = None) -> int:
        """Return how many rows are about a chat, and about a person or who wrote in the chat's name."""
        with reading(self._engine) as connection:
            conditions = _of_both(person or _named_after(chat), chat)
            counts = (select(func.count()).select_from(table).where(where) for table, where in conditions)
            return sum(int(connection.execute(count).scalar_one()) for count in counts)

    def forget(self, chat: Chat, person: Person | None = None) -> None:
        """Delete what is kept of a chat, and of a person in all chats or of who wrote in the chat's name.

        That no history is wanted is kept.
        What the person subscribed to or follows for other chats is theirs and loses its owner only.
        """
        unwanted = self._settings.of(chat).history is False
        person = person or _named_after(chat)
        with writing(self._engine) as connection:
            statements: list[Delete | Update] = [
                delete(table).where(
                    in_chat(table, chat) & _OF_CHATS[table] if table in _OF_CHATS else condition
                )
                for table, condition in _of_both(person, chat)
            ]
            statements += [delete(LIMITS).where(_of_number(each)) for each in (chat, person)]
            statements.append(update(SUBSCRIPTIONS).where(_owned_by(person)).values(owner=None))
            asked = update(FOLLOWS).where(of_person(FOLLOWS, person))
            statements.append(asked.values(person=FOLLOWS.c.chat))
            for statement in statements:
                connection.execute(statement)
            note_remains(connection)
            self._settings.tell(connection, chat)
        self._settings.forget_read(chat)
        if unwanted:
            self._settings.change(chat, history=False)

    def erase(self) -> None:
        """Remove what deleted rows left in the file, as `Remains` does."""
        self._remains.erase()

    def move(self, chat: Chat, to: Chat) -> None:
        """Follow a chat whose number has changed; what the new number has already stays.

        What was written in the name of the chat, and that it is blocked, goes with it.
        """
        named = [(table, column) for column in ("chat", "person") for table in _with(column)]
        with writing(self._engine) as connection:
            for table, column in (*named, (BLOCKED, "number")):
                old = (table.c.platform == chat.platform) & (table.c[column] == chat.id)
                connection.execute(delete(table).where(old, _is_there_too(table, column, to)))
                connection.execute(update(table).where(old).values({column: to.id}))
            self._settings.tell(connection, chat, to)
            tell(connection, BLOCKED_CHATS, "")
        self._settings.forget_read(chat, to)


def _named_after(chat: Chat) -> Person:
    """Return who writes in the name of a chat."""
    return Person(chat.platform, chat.id)


def _is_there_too(table: Table, column: str, chat: Chat) -> ColumnElement[bool]:
    """Return the condition of rows whose like a chat has already under this column."""
    there = table.alias()
    keys = _KEYS.get(table) or table.primary_key.columns.keys()
    alike = (there.c[key].is_not_distinct_from(table.c[key]) for key in keys if key != column)
    return exists().where(there.c.platform == chat.platform, there.c[column] == chat.id, and_(*alike))


def _with(column: str) -> list[Table]:
    return [
        table
        for table in METADATA.sorted_tables
        if {"platform", column} <= set(table.c.keys()) and table is not LIMITS
    ]


def _of_both(person: Person, chat: Chat) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Return each table with the condition of the rows that are about the chat or the person."""
    by_chat = {table: in_chat(table, chat) for table in _with("chat")}
    by_person = {table: of_person(table, person) for table in _with("person")}
    by_person[SUBSCRIPTIONS] = _owned_by(person)
    for table in {**by_chat, **by_person}:
        conditions = [where[table] for where in (by_chat, by_person) if table in where]
        yield table, conditions[0] if len(conditions) == 1 else conditions[0] | conditions[1]


def _owned_by(person: Person) -> ColumnElement[bool]:
    return (SUBSCRIPTIONS.c.platform == person.platform) & (SUBSCRIPTIONS.c.owner == person.id)


def _of_number(one: Chat | Person) -> ColumnElement[bool]:
    kind = LIMITS.c.person == isinstance(one, Person)
    return (LIMITS.c.platform == one.platform) & (LIMITS.c.number == one.id) & kind


def _name_songs(connection: Connection, rows: list[dict[str, Any]]) -> None:
    tracks = read_tracks(connection, {row["track_id"] for row in rows if row.get("track_id")})
    for row in rows:
        if (track := tracks.get(row.get("track_id", ""))) is not None:
            row |= {"title": track.title, "artists": list(track.artists)}
