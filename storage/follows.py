"""Which artists and genres people follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Engine, delete, func, insert, select

from storage.database import reading, writing
from storage.people_tables import FOLLOWS
from storage.places import Person, of_person

MOST_FOLLOWED: Final = 10
"""So much one person may follow."""

Kind = Literal["artist", "ours", "melon"]


@dataclass(frozen=True, slots=True)
class Follow:
    """What is followed: an artist, or a genre of the model's or of Melon's; `id` is its number in storage."""

    kind: Kind
    name: str
    id: int = 0


class Follows:
    """What people follow; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, person: Person) -> list[Follow]:
        """Return what a person follows, the first first."""
        query = select(FOLLOWS).where(of_person(FOLLOWS, person)).order_by(FOLLOWS.c.id)
        with reading(self._engine) as connection:
            return [Follow(row.kind, row.name, row.id) for row in connection.execute(query)]

    def add(self, person: Person, follow: Follow) -> bool:
        """Let a person follow something; False where that is one too many."""
        mine = of_person(FOLLOWS, person)
        row = {"platform": person.platform, "person": person.id, "kind": follow.kind, "name": follow.name}
        with writing(self._engine) as connection:
            if connection.execute(select(func.count()).where(mine)).scalar_one() >= MOST_FOLLOWED:
                return False
            connection.execute(insert(FOLLOWS).values(row))
        return True

    def remove(self, person: Person, number: int) -> None:
        """End what a person follows under this number."""
        with writing(self._engine) as connection:
            connection.execute(delete(FOLLOWS).where(of_person(FOLLOWS, person), FOLLOWS.c.id == number))
