"""Adds news of the bot, and which alarms the administrator was told."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.Column("begun_at", sa.DateTime),
        sa.Column("reported", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announcement_posts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "announcement",
            sa.Integer,
            sa.ForeignKey("announcements.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("retry_at", sa.DateTime),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.create_index("announcement_posts_place", "announcement_posts", ["announcement", "platform", "chat"])
    op.create_table(
        "alarms",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("told_at", sa.DateTime, nullable=False),
    )
