from __future__ import annotations

import pytest

from bot.messages.message import Message, author_of, chat_of
from storage.places import Chat, Person


def test_what_is_still_being_typed_has_no_chat_and_may_have_no_author() -> None:
    sent = Message("/settings", chat=Chat("discord", "1"), user=Person("discord", "2"))
    assert (chat_of(sent), author_of(sent)) == (Chat("discord", "1"), Person("discord", "2"))
    for asked in (chat_of, author_of):
        with pytest.raises(ValueError, match="a message without a"):
            asked(Message("butter"))
