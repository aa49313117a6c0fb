"""How many requests of which kind went how, as far as they are written down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from storage.database import reading
from storage.tables import REQUESTS


@dataclass(frozen=True, slots=True)
class RequestCount:
    """So many requests of one kind ("TrackLink") with one outcome ("answered")."""

    kind: str
    outcome: str
    number: int


def newest_request(engine: Engine) -> int:
    """Return the number of the newest request, 0 where there is none; raises `StorageError`."""
    with reading(engine) as connection:
        return connection.execute(select(func.max(REQUESTS.c.id))).scalar_one() or 0


def requests_between(engine: Engine, after: int, until: int) -> list[RequestCount]:
    """Count the requests after one number until another, the most frequent first; raises `StorageError`."""
    number = func.count().label("number")
    query = (
        select(REQUESTS.c.kind, REQUESTS.c.outcome, number)
        .where(REQUESTS.c.id > after, REQUESTS.c.id <= until)
        .group_by(REQUESTS.c.kind, REQUESTS.c.outcome)
        .order_by(number.desc(), REQUESTS.c.kind, REQUESTS.c.outcome)
    )
    with reading(engine) as connection:
        return [RequestCount(*row) for row in connection.execute(query)]
