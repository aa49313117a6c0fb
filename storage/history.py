"""The songs that were answered, by chat and person, as far as the chats' settings let them be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, insert, select

from model.music import Track
from storage.database import reading
from storage.people_tables import HISTORY
from storage.places import Chat, Person, in_chat, of_person
from storage.song_rows import read_tracks

_MOST_COUNTED: Final = 5000
"""So many different songs of a chat or a person are counted for their artists."""


@dataclass(frozen=True, slots=True)
class KeptSong:
    """A song that was answered with this genre; `person` is None where the chat itself asked."""

    chat: Chat
    person: Person | None
    track_id: str
    genre: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PastSong:
    """A kept song as people see it."""

    track: Track
    genre: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose songs are meant: those of a chat, of a person, or those of a person in a chat."""

    chat: Chat | None = None
    person: Person | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition of their rows."""
        parts = [in_chat(HISTORY, self.chat)] if self.chat else []
        return and_(*parts, *([of_person(HISTORY, self.person)] if self.person else []))


def write_history(connection: Connection, songs: Iterable[KeptSong]) -> None:
    """Keep songs that were answered."""
    rows = [
        {
            "at": song.at,
            "platform": song.chat.platform,
            "chat": song.chat.id,
            "person": song.person and song.person.id,
            "track_id": song.track_id,
            "genre": song.genre,
        }
        for song in songs
    ]
    if rows:
        connection.execute(insert(HISTORY), rows)


class History:
    """Reads the kept songs; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def songs(self, whose: Whose, most: int, skipped: int = 0) -> list[PastSong]:
        """Return kept songs, the last first."""
        columns = (HISTORY.c.track_id, HISTORY.c.genre, HISTORY.c.at)
        order = (HISTORY.c.at.desc(), HISTORY.c.id.desc())
        query = select(*columns).where(whose.condition).order_by(*order).limit(most).offset(skipped)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            tracks = read_tracks(connection, {row.track_id for row in rows})
        return [PastSong(tracks[row.track_id], row.genre, row.at) for row in rows if row.track_id in tracks]

    def count(self, whose: Whose) -> int:
        """Return how many songs are kept."""
        with reading(self._engine) as connection:
            query = select(func.count()).select_from(HISTORY).where(whose.condition)
            return int(connection.execute(query).scalar_one())

    def latest(self, person: Person, most: int) -> list[Track]:
        """Return the songs that a person asked for last, each once."""
        last = func.max(HISTORY.c.at).desc()
        mine = of_person(HISTORY, person)
        query = select(HISTORY.c.track_id).where(mine).group_by(HISTORY.c.track_id).order_by(last).limit(most)
        with reading(self._engine) as connection:
            ids = connection.execute(query).scalars().all()
            tracks = read_tracks(connection, ids)
        return [tracks[track_id] for track_id in ids if track_id in tracks]

    def genres(self, whose: Whose, since: datetime | None = None) -> dict[str, int]:
        """Return how many songs had each genre, most first."""
        lately = [HISTORY.c.at >= since] if since else []
        number = func.count().label("number")
        query = select(HISTORY.c.genre, number).where(whose.condition, *lately).group_by(HISTORY.c.genre)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(number.desc(), HISTORY.c.genre)).all()
        return {row.genre: row.number for row in rows}

    def top_songs(
        self, whose: Whose, most: int
    ) -> tuple[Sequence[tuple[Track, int]], Sequence[tuple[str, int]]]:
        """Return the songs that were asked for most often, and the artists, each with how often."""
        number = func.count().label("number")
        query = select(HISTORY.c.track_id, number).where(whose.condition).group_by(HISTORY.c.track_id)
        query = query.order_by(number.desc(), func.max(HISTORY.c.at).desc()).limit(_MOST_COUNTED)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            tracks = read_tracks(connection, [row.track_id for row in rows])
        counted = [(tracks[row.track_id], row.number) for row in rows if row.track_id in tracks]
        artists = Counter[str]()
        for track, times in counted:
            artists.update(dict.fromkeys(track.artists[:1], times))
        return counted[:most], artists.most_common(most)

    def top_people(self, chat: Chat, most: int) -> list[tuple[Person, int]]:
        """Return who brought the most songs into a chat, each with how many."""
        number = func.count().label("number")
        theirs = select(HISTORY.c.person, number).where(in_chat(HISTORY, chat), HISTORY.c.person.is_not(None))
        query = theirs.group_by(HISTORY.c.person).order_by(number.desc(), HISTORY.c.person).limit(most)
        with reading(self._engine) as connection:
            return [(Person(chat.platform, row.person), row.number) for row in connection.execute(query)]
