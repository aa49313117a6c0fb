"""What the members of a model make of all known songs by their sound, for who compares songs."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import islice

from sqlalchemy import Engine, func, select

from storage.casting import heard, keep_opinions
from storage.database import chunks, reading, writing
from storage.song_rows import read_features
from storage.tables import FEATURES, LOG_OPINIONS
from storage.voter import Voter


class LogOpinions:
    """The log-opinions of one model; every method raises `StorageError`."""

    def __init__(self, engine: Engine, voter: Voter) -> None:
        self._engine = engine
        self._voter = voter

    def count(self) -> int:
        """Return of how many songs there are log-opinions."""
        query = (
            select(func.count()).select_from(LOG_OPINIONS).where(LOG_OPINIONS.c.model == self._voter.model)
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def hear(self, most: int) -> int:
        """Let the models hear so many songs with audio features that they have not heard; return how many."""
        heard_by_it = select(LOG_OPINIONS.c.track_id).where(LOG_OPINIONS.c.model == self._voter.model)
        query = select(FEATURES.c.track_id).where(FEATURES.c.track_id.not_in(heard_by_it)).limit(most)
        with reading(self._engine) as connection:
            features = read_features(connection, list(connection.execute(query).scalars()))
        if opinions := heard(features, self._voter):
            with writing(self._engine) as connection:
                keep_opinions(connection, opinions, self._voter)
        return len(opinions)

    def besides(self, known: Container[str], most: int) -> Iterator[dict[str, bytes]]:
        """Yield at most so many songs' log-opinions by id, but for the known ones, some hundred at a time."""
        model = LOG_OPINIONS.c.model == self._voter.model
        numbers = select(LOG_OPINIONS.c.track_id, LOG_OPINIONS.c.numbers).where(model)
        with reading(self._engine) as connection:
            every = connection.execute(select(LOG_OPINIONS.c.track_id).where(model)).scalars()
            ids = list(islice((key for key in every if key not in known), most))
            for some in chunks(ids):
                yield {
                    row.track_id: row.numbers
                    for row in connection.execute(numbers.where(LOG_OPINIONS.c.track_id.in_(some)))
                    if isinstance(row.numbers, bytes) and len(row.numbers) == self._voter.opinion_bytes
                }
