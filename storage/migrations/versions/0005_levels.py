"""How a vote knows, an artist's songs, a service's own genres, and how old each piece of knowledge is."""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_AT_ONCE = 10_000


def upgrade() -> None:
    op.add_column("votes", sa.Column("level", sa.Text, nullable=False, server_default="measured"))
    for name in ("songs", "agreeing"):
        op.add_column("votes", sa.Column(name, sa.Integer, nullable=False, server_default="1"))
    op.add_column("tracks", sa.Column("told_at", sa.DateTime))
    _first_asked_at()
    op.create_table(
        "service_genres",
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("genres", sa.JSON, nullable=False),
        sa.Column("said_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "track_singers",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
    )
    op.create_index("track_singers_of_track", "track_singers", ["track_id"])
    _fill_singers()


def _first_asked_at() -> None:
    """Let the last time stand for the first one, which nobody wrote down."""
    op.rename_table("missing_features", "asked_in_vain")
    op.create_table(
        "missing_features",
        sa.Column("track_id", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("first_asked_at", sa.DateTime, nullable=False),
    )
    op.execute("INSERT INTO missing_features SELECT track_id, asked_at, asked_at FROM asked_in_vain")
    op.drop_table("asked_in_vain")


def _fill_singers() -> None:
    connection = op.get_bind()
    tracks = connection.execute(sa.text("SELECT id, artists FROM tracks"))
    for some in tracks.partitions(_AT_ONCE):
        rows = [
            {"name": name, "id": track_id}
            for track_id, artists in some
            for name in sorted(_names((json.loads(artists) or [""])[0]))
        ]
        if rows:
            connection.execute(sa.text("INSERT INTO track_singers VALUES (:name, :id)"), rows)


# Spelled out: a migration stays what it was when the index's spelling changes.
def _names(artist: str) -> set[str]:
    texts = (artist, _BRACKETS.sub(" ", artist), *_BRACKETS.findall(artist))
    return {_spelling(text) for text in texts} - {""}


def _spelling(name: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name[:600]).casefold())
    kept = "".join(_kept(character) for character in folded)
    words = " ".join(kept.split())[:600].strip()
    return f" {words} " if words else ""


def _kept(character: str) -> str:
    kind = unicodedata.category(character)[0]
    return "" if kind == "M" else character if kind in "LNS" else " "


def _of_track() -> sa.ForeignKey:
    return sa.ForeignKey("tracks.id", ondelete="CASCADE")
