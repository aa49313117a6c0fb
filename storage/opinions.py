"""What people say a song's genre is: one opinion a person and song, which may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Engine, Row, delete, func, select

from model.features import AudioFeatures
from storage.database import reading, writing
from storage.places import Person
from storage.song_rows import read_features
from storage.tables import OPINIONS
from storage.upsert import insert

NONE_OF_THESE: Final = "none"
"""Stands in the place of a genre: none of the model's fits."""
LEAST_PEOPLE: Final = 5
"""What fewer people say is not counted as what people say."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of a song: its genre, or `NONE_OF_THESE`, and what the `model` had `voted` for."""

    track_id: str
    genre: str
    voted: str
    model: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class SongOpinions:
    """How many people say which genre of a song with audio features.

    `model` is the one that the last of them spoke of.
    """

    track_id: str
    features: AudioFeatures
    model: str
    genres: dict[str, int]

    @property
    def people(self) -> int:
        """How many people spoke."""
        return sum(self.genres.values())


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree with a voted genre: the mean, over `people`, of the share of a person's songs."""

    share: float
    people: int


class Opinions:
    """People's opinions; every method raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def say(self, person: Person, opinion: Opinion) -> None:
        """Keep a person's opinion of a known song, in the place of the last one."""
        statement = insert(OPINIONS).values(
            platform=person.platform,
            person=person.id,
            track_id=opinion.track_id,
            genre=opinion.genre,
            voted=opinion.voted,
            model=opinion.model,
            said_at=opinion.said_at,
        )
        key = [OPINIONS.c.platform, OPINIONS.c.person, OPINIONS.c.track_id]
        changed = {name: statement.excluded[name] for name in ("genre", "voted", "model", "said_at")}
        with writing(self._engine) as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))

    def take_back(self, person: Person, track_id: str) -> None:
        """Forget what a person said of a song."""
        with writing(self._engine) as connection:
            connection.execute(delete(OPINIONS).where(*_of(person), OPINIONS.c.track_id == track_id))

    def on(self, track_id: str) -> dict[str, int]:
        """Return how many people say which genre of a song, most first."""
        people = func.count().label("people")
        query = (
            select(OPINIONS.c.genre, people)
            .where(OPINIONS.c.track_id == track_id)
            .group_by(OPINIONS.c.genre)
            .order_by(people.desc(), OPINIONS.c.genre)
        )
        with reading(self._engine) as connection:
            return {row.genre: row.people for row in connection.execute(query)}

    def of_person(self, person: Person) -> list[Opinion]:
        """Return all that a person said, the last first."""
        query = select(OPINIONS).where(*_of(person)).order_by(OPINIONS.c.said_at.desc(), OPINIONS.c.track_id)
        with reading(self._engine) as connection:
            return [_opinion(row) for row in connection.execute(query)]

    def agreement(self, model: str, least: int = LEAST_PEOPLE) -> dict[str, Agreement]:
        """Return how far people agree with each genre that a model voted for; people count, not opinions.

        A genre of which fewer than `least` people spoke is absent.
        """
        agreeing, said = Counter[tuple[str, Person]](), Counter[tuple[str, Person]]()
        query = select(OPINIONS).where(OPINIONS.c.model == model)
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                key = (row.voted, Person(row.platform, row.person))
                said[key] += 1
                agreeing[key] += row.genre == row.voted
        shares: dict[str, list[float]] = {}
        for key, number in said.items():
            shares.setdefault(key[0], []).append(agreeing[key] / number)
        return {
            genre: Agreement(sum(each) / len(each), len(each))
            for genre, each in sorted(shares.items())
            if len(each) >= least
        }

    def by_song(self, least: int = LEAST_PEOPLE) -> Iterator[SongOpinions]:
        """Return the songs with audio features of which at least so many people spoke; no person is in it."""
        query = select(OPINIONS).order_by(OPINIONS.c.track_id, OPINIONS.c.said_at)
        said: dict[str, list[Row[tuple[object, ...]]]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                said.setdefault(row.track_id, []).append(row)
            enough = {track_id: rows for track_id, rows in said.items() if len(rows) >= least}
            features = read_features(connection, enough)
        for track_id, rows in enough.items():
            if track_id in features:
                genres = Counter(row.genre for row in rows)
                yield SongOpinions(track_id, features[track_id], rows[-1].model, dict(genres.most_common()))


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return OPINIONS.c.platform == person.platform, OPINIONS.c.person == person.id


def _opinion(row: Row[tuple[object, ...]]) -> Opinion:
    return Opinion(row.track_id, row.genre, row.voted, row.model, row.said_at)
