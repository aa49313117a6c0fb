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
    delete,
    exists,
    func,
    select,
    update,
)

from storage.chart_tables import METADATA
from storage.chat_settings import SettingsOfChats
from storage.database import reading, rewrite, writing
from storage.people_tables import CHAT_SETTINGS, LIMITS
from storage.places import Chat, Person, in_chat, of_person
from storage.song_rows import read_tracks
from storage.tables import SUBSCRIPTIONS

_OWN: Final = SUBSCRIPTIONS.c.setting.is_(None)
"""The subscription of the settings is the operator's."""


class PeopleRecords:
    """The records of chats and people; each method raises `StorageError` where the database does not work.

    The file is written again without what is deleted.
    """

    def __init__(self, engine: Engine, settings: SettingsOfChats) -> None:
        self._engine = engine
        self._settings = settings

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
        """Return how many rows are about a chat, and about a person."""
        with reading(self._engine) as connection:
            conditions = _of_both(person, chat)
            counts = (select(func.count()).select_from(table).where(where) for table, where in conditions)
            return sum(int(connection.execute(count).scalar_one()) for count in counts)

    def forget(self, chat: Chat, person: Person | None = None) -> None:
        """Delete what is kept of a chat, and of a person in all chats; that no history is wanted is kept.

        Subscriptions that the person made for other chats are theirs and lose their owner only.
        """
        unwanted = self._settings.of(chat).history is False
        with writing(self._engine) as connection:
            statements: list[Delete | Update] = [
                delete(table).where(in_chat(table, chat) & _OWN if table is SUBSCRIPTIONS else condition)
                for table, condition in _of_both(person, chat)
            ]
            statements.append(delete(LIMITS).where(_of_number(chat)))
            if person is not None:
                statements.append(delete(LIMITS).where(_of_number(person)))
                statements.append(update(SUBSCRIPTIONS).where(_owned_by(person)).values(owner=None))
            gone = sum(connection.execute(statement).rowcount for statement in statements)
        self._settings.forget_read()
        if unwanted:
            self._settings.change(chat, history=False)
        if gone > unwanted:  # all others wait while the file is written: not for what a person deletes again
            rewrite(self._engine)

    def move(self, chat: Chat, to: Chat) -> None:
        """Follow a chat whose number has changed; what the new number has already stays."""
        with writing(self._engine) as connection:
            there = SUBSCRIPTIONS.alias()
            same = (func.coalesce(there.c.thread, "") == func.coalesce(SUBSCRIPTIONS.c.thread, "")) & (
                there.c.chart == SUBSCRIPTIONS.c.chart
            )
            theirs = (there.c.platform == to.platform) & (there.c.chat == to.id)
            double = exists().where(theirs, same)
            connection.execute(delete(SUBSCRIPTIONS).where(in_chat(SUBSCRIPTIONS, chat), double))
            set_there = select(CHAT_SETTINGS.c.chat).where(in_chat(CHAT_SETTINGS, to))
            if connection.execute(set_there).first() is not None:
                connection.execute(delete(CHAT_SETTINGS).where(in_chat(CHAT_SETTINGS, chat)))
            for table in _with("chat"):
                connection.execute(update(table).where(in_chat(table, chat)).values(chat=to.id))
        self._settings.forget_read()


def _with(column: str) -> list[Table]:
    return [
        table
        for table in METADATA.sorted_tables
        if {"platform", column} <= set(table.c.keys()) and table is not LIMITS
    ]


def _of_both(person: Person | None, chat: Chat) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Return each table with the condition of the rows that are about the chat or the person."""
    by_chat = {table: in_chat(table, chat) for table in _with("chat")}
    by_person = {table: of_person(table, person) for table in _with("person")} if person else {}
    if person:
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
