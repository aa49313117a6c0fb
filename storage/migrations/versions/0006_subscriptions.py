"""Who gets which digest when, and the language of a chat; the digests belong to their subscriptions.

The chat of the settings was all that there was: it becomes a subscription, and keeps what it got. The
program's start brings that subscription up to date with the settings.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "chat_languages",
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
    )
    _subscriptions()
    _digests()
    op.execute(
        "INSERT INTO subscriptions (chat, chart, at, zone, language, setting, counts_from)"
        " SELECT subscription, 'melon-top100', '09:00', 'Asia/Seoul', 'ko', subscription, changed_at"
        " FROM digests ORDER BY changed_at DESC LIMIT 1"
    )
    op.execute(
        "INSERT INTO new_digests (subscription, period, state, token, attempt, lease_until, ends_at,"
        " retry_at, message_id, reason, told, changed_at)"
        " SELECT subscriptions.id, period, state, token, attempt, lease_until,"
        " datetime(changed_at, '+1 day') || '.000000', retry_at, message_id, reason,"
        " state IN ('in doubt', 'gone'), changed_at"
        " FROM digests JOIN subscriptions ON subscriptions.chat = digests.subscription"
    )
    op.drop_table("digests")
    op.rename_table("new_digests", "digests")


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


def _digests() -> None:
    op.create_table(
        "new_digests",
        sa.Column(
            "subscription",
            sa.Integer,
            sa.ForeignKey("subscriptions.id", ondelete="CASCADE"),
            primary_key=True,
        ),
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
