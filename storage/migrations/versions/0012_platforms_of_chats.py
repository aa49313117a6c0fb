"""Adds the platform to the keys of chats and people; so far all were Telegram's."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("platform", sa.Text, nullable=False, server_default="telegram"))
    op.execute("UPDATE subscriptions SET setting = 'telegram:' || setting WHERE setting IS NOT NULL")
    op.drop_index("subscriptions_place", "subscriptions")
    op.create_index(
        "subscriptions_place",
        "subscriptions",
        ["platform", "chat", sa.text("coalesce(thread, '')"), "chart"],
        unique=True,
    )
    op.rename_table("chat_languages", "old_chat_languages")
    if op.get_context().dialect.name == "postgresql":  # there the key's name is not the table's own affair
        op.execute("ALTER INDEX chat_languages_pkey RENAME TO old_chat_languages_pkey")
    op.create_table(
        "chat_languages",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO chat_languages SELECT 'telegram', chat, language FROM old_chat_languages")
    op.drop_table("old_chat_languages")
