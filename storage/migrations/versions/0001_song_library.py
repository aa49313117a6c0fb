"""Songs, their names for the search, their features and votes; what was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Spelled out: a migration stays what it was when the features change.
_FEATURES = (
    "danceability",
    "energy",
    "key",
    "loudness",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
    "time_signature",
)
_INDEX = """
CREATE VIRTUAL TABLE track_names_index USING fts5(
    text, content='track_names', content_rowid='id', tokenize='trigram case_sensitive 1'
)
"""
_COUNTS = "CREATE VIRTUAL TABLE track_names_counts USING fts5vocab(track_names_index, 'row')"
_REMOVE = (
    "INSERT INTO track_names_index (track_names_index, rowid, text) VALUES ('delete', old.id, old.text);"
)
_ADD = "INSERT INTO track_names_index (rowid, text) VALUES (new.id, new.text);"


def upgrade() -> None:
    _songs()
    _features_and_votes()
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("track_id", sa.Text),
    )


def _songs() -> None:
    op.create_table(
        "tracks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("artists", sa.JSON, nullable=False),
        sa.Column("duration_ms", sa.Integer),
        sa.Column("isrc", sa.Text),
        sa.Column("other_names", sa.JSON, nullable=False),
    )
    op.create_table(
        "track_names",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("track_id", sa.Text, _of_track(), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.UniqueConstraint("track_id", "text"),
    )
    op.execute(_INDEX)
    op.execute(_COUNTS)
    op.execute(f"CREATE TRIGGER track_names_added AFTER INSERT ON track_names BEGIN {_ADD} END")
    op.execute(f"CREATE TRIGGER track_names_removed AFTER DELETE ON track_names BEGIN {_REMOVE} END")
    op.execute(f"CREATE TRIGGER track_names_changed AFTER UPDATE ON track_names BEGIN {_REMOVE} {_ADD} END")


def _features_and_votes() -> None:
    op.create_table(
        "features",
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
        *(sa.Column(name, sa.Float) for name in _FEATURES),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("obtained_on", sa.Date, nullable=False),
    )
    op.create_table(
        "votes",
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
        sa.Column("model", sa.Text, primary_key=True),
        sa.Column("rule", sa.Text, primary_key=True),
        sa.Column("genre", sa.Text, nullable=False),
        sa.Column("members", sa.JSON, nullable=False),
        sa.Column("probabilities", sa.JSON, nullable=False),
        sa.Column("cast_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "missing_features",
        sa.Column("track_id", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
    )


def _of_track() -> sa.ForeignKey:
    return sa.ForeignKey("tracks.id", ondelete="CASCADE")
