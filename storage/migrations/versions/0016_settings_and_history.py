"""Adds what chats have set, with the language that each has chosen, and the songs that they asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "chat_settings",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("language", sa.Text),
        sa.Column("links", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("brief", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("history", sa.Boolean),
        sa.Column("members_subscribe", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("announcements", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.execute(
        "INSERT INTO chat_settings (platform, chat, language)"
        " SELECT platform, chat, language FROM chat_languages"
    )
    op.drop_table("chat_languages")
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("track_id", sa.Text, nullable=False),
        sa.Column("genre", sa.Text, nullable=False),
    )
    op.create_index("history_of_chat", "history", ["platform", "chat", "at"])
    op.create_index("history_of_person", "history", ["platform", "person", "at"])
