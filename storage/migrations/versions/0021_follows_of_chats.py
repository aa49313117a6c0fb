"""Adds the chat and thread that are told the news of what is followed; so far that was the private chat."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("follows", sa.Column("chat", sa.Text, nullable=False, server_default=""))
    op.add_column("follows", sa.Column("thread", sa.Text))
    op.create_index("follows_of_chat", "follows", ["platform", "chat"])
    op.execute(
        "UPDATE follows SET chat = coalesce((SELECT min(chat) FROM subscriptions WHERE chart = 'alerts'"
        " AND subscriptions.platform = follows.platform AND owner = person), '')"
    )
    op.execute("DELETE FROM follows WHERE chat = ''")  # without a subscription they had no news
