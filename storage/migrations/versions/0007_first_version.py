"""The tables of the first version; its unreleased predecessors had the revisions 0001 to 0006."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
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

# PostgreSQL: every word's trigrams, the spaces around the word among them, as `storage/name_index.py` has
# them. The extension pg_trgm would drop symbols, know letters by the database's locale only, and is not
# on every server.
_TRIGRAMS = """
CREATE FUNCTION track_name_trigrams(spelt text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(word, start, 3))
    FROM (SELECT ' ' || bare || ' ' AS word FROM unnest(string_to_array(spelt, ' ')) AS bare WHERE bare <> '')
        AS words, generate_series(1, length(word) - 2) AS start
$$
"""
_TRIGRAM_INDEX = (
    "CREATE INDEX track_names_trigrams ON track_names USING gin (track_name_trigrams(text))"
    " WITH (fastupdate = off)"
)


def upgrade() -> None:
    _tracks()
    _names()
    _features_and_votes()
    _charts()
    _subscriptions()
    _digests()
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("track_id", sa.Text),
    )


def _tracks() -> None:
    op.create_table(
        "tracks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("artists", sa.JSON, nullable=False),
        sa.Column("duration_ms", sa.Integer),
        sa.Column("isrc", sa.Text),
        sa.Column("other_names", sa.JSON, nullable=False),
        sa.Column("told_at", sa.DateTime),
    )
    op.create_table(
        "service_genres",
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("genres", sa.JSON, nullable=False),
        sa.Column("said_at", sa.DateTime, nullable=False),
    )


def _names() -> None:
    op.create_table(
        "track_names",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("track_id", sa.Text, _of_track(), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.UniqueConstraint("track_id", "text"),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(_TRIGRAMS)
        op.execute(_TRIGRAM_INDEX)
    else:
        _sqlite_name_index()
    op.create_table(
        "track_singers",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("track_id", sa.Text, _of_track(), primary_key=True),
    )
    op.create_index("track_singers_of_track", "track_singers", ["track_id"])


def _sqlite_name_index() -> None:
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
        "missing_features",
        sa.Column("track_id", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("first_asked_at", sa.DateTime, nullable=False),
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
        sa.Column("level", sa.Text, nullable=False, server_default="measured"),
        sa.Column("songs", sa.Integer, nullable=False, server_default="1"),
        sa.Column("agreeing", sa.Integer, nullable=False, server_default="1"),
    )


def _charts() -> None:
    op.create_table(
        "charts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer),
        sa.Column("fetched_at", sa.DateTime, nullable=False),
        sa.Column("posted", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("charts_moment", "charts", ["name", "day", sa.text("coalesce(hour, -1)")], unique=True)
    op.create_table(
        "chart_entries",
        sa.Column("chart_id", sa.Integer, sa.ForeignKey("charts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("artists", sa.JSON, nullable=False),
        sa.Column("song_id", sa.Text, nullable=False),
        sa.Column("album", sa.Text),
        sa.Column("previous_rank", sa.Integer),
        sa.Column("is_new", sa.Boolean, nullable=False),
        sa.Column("genres", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("duration_ms", sa.Integer),
    )
    op.create_index("chart_entries_song", "chart_entries", ["song_id"])
    op.create_table(
        "chart_songs",
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("song_id", sa.Text, primary_key=True),
        sa.Column("track_id", sa.Text),
        sa.Column("looked_up_at", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="1"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        sa.Column("chart", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("setting", sa.Text),
        sa.Column("counts_from", sa.DateTime, nullable=False),
        sa.Column("disabled", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "subscriptions_place",
        "subscriptions",
        ["chat", sa.text("coalesce(thread, '')"), "chart"],
        unique=True,
    )
    op.create_table(
        "chat_languages",
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
    )


def _digests() -> None:
    subscription = sa.ForeignKey("subscriptions.id", ondelete="CASCADE")
    op.create_table(
        "digests",
        sa.Column("subscription", sa.Integer, subscription, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("retry_at", sa.DateTime),
        sa.Column("message_id", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )


def _of_track() -> sa.ForeignKey:
    return sa.ForeignKey("tracks.id", ondelete="CASCADE")
