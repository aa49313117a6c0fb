"""Any update, whatever is wrong with it: it is read, or left out, and stops no other."""

from __future__ import annotations

import copy
import itertools
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import telegram
from hypothesis import example, given
from hypothesis import strategies as st
from telegram.ext import ExtBot

from bot.platforms.telegram.arrivals import Arrival
from bot.platforms.telegram.incoming import message_of_update
from bot.platforms.telegram.intake import Intake
from bot.platforms.telegram.membership import moved
from storage.database import open_database
from storage.inbox import Inbox
from tests.standins.telegram import TOKEN
from tests.standins.telegram_updates import (
    BOT_USER,
    added,
    anonymous,
    captioned,
    channel_post,
    edited,
    forwarded_from_channel,
    group,
    pressed,
    private,
    text_link,
    typed_inline,
    with_sound,
)

TEXT: Final = "butter 🎵 @jangreu_bot https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
UPDATES: Final = [
    private(TEXT, entities=[text_link(TEXT, "butter", "https://youtu.be/D1PvIWdJ8xo")]),
    private("", **forwarded_from_channel(-1001, 7)),
    group(TEXT, reply_to_message={"message_id": 4, **group("butter")["message"]}),
    group("/genre@jangreu_bot butter", **anonymous()),
    group("", migrate_to_chat_id=-100500),
    with_sound(private(""), "audio", "f", title="Butter", performer="BTS"),
    captioned(TEXT),
    channel_post("/chart"),
    edited(private(TEXT)),
    pressed("/help", message_id=5),
    added(),
    typed_inline("butter"),
]
VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["/genre", "@jangreu_bot", "http://[", "\ud800", "private", "text_mention"]),
    st.just([]),
    st.just({}),
)
BOT: Final = ExtBot[None](TOKEN)
INBOX: Final = Inbox(open_database("sqlite://"), "telegram")
NUMBERS: Final = itertools.count(1)
ME: Final = telegram.User(**BOT_USER)


class Adapter:
    """Looks at updates as the adapter does before they are queued."""

    def heard(self, update: telegram.Update) -> Arrival | None:
        message = message_of_update(update, ME, deque())
        return Arrival(update, message) if message or moved(update) or update.callback_query else None

    def suggest(self, query: telegram.InlineQuery) -> None:
        self.suggested = query.from_user.id

    def expect(self, arrivals: Sequence[Arrival]) -> None:
        self.expected = [arrival.message for arrival in arrivals]

    def handle(self, arrival: Arrival) -> None:
        chat = arrival.update.effective_chat
        self.handled = str(chat.id if chat else None)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """Return an update in which some values are missing or something else."""
    update: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(UPDATES)))
    for _ in range(draw(st.integers(1, 3))):
        inside, key = draw(st.sampled_from(list(places(update)) or [(update, "message")]))
        if draw(st.booleans()):
            inside[key] = draw(VALUES)
        elif isinstance(inside, dict):
            inside.pop(key, None)
    return update


def places(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Return where each value stands inside of another."""
    keys = (
        list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    )
    return [place for key in keys for place in ((value, key), *places(value[key]))]


def with_changes(update: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    [(kind, content)] = update.items()
    return {kind: {"message_id": 5, **content, **fields}}


@example([with_changes(group("/genre@jangreu_bot x"), text=5)])
@example(
    [with_changes(private("x"), entities=[{"type": "text_link", "offset": "", "length": 1, "url": "x"}])]
)
@example([with_changes(added(), date=2**70)])
@given(st.lists(spoilt(), min_size=1, max_size=3))
async def test_any_update_is_read_or_left_out(contents: list[dict[str, Any]]) -> None:
    intake = Intake(BOT, INBOX, Adapter())
    numbered = [content | {"update_id": next(NUMBERS)} for content in contents]
    assert await intake.take(numbered, new=False, unwritten=False)
