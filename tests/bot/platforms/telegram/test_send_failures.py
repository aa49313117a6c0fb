"""What a failed delivery means."""

from __future__ import annotations

import pytest

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.messages.reply import Reply, Span
from tests.bot.platforms.telegram.bot_on_telegram import (
    SECRET,
    BotOnTelegram,
    chat,
)
from tests.standins import telegram as standin


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (standin.KICKED, ChatGone),
        (standin.refused(403, "Forbidden: bot was blocked by the user"), ChatGone),
        (standin.refused(400, "Bad Request: chat not found"), ChatGone),
        (standin.refused(400, "Bad Request: need administrator rights in the channel chat"), NotDelivered),
        (standin.flood(3600), NotDelivered),
        (standin.INTERNAL, NotDelivered),
        (standin.refused(502, "Bad Gateway"), NotDelivered),
        (standin.UNAUTHORIZED, NotDelivered),
        (standin.Fault(403, b"<html>Forbidden by the proxy</html>"), NotDelivered),
        (standin.BAD_GATEWAY, DeliveryUnknown),
        (standin.Fault(502, b'{"message": "a proxy"}'), DeliveryUnknown),
        (standin.Fault(200, b"<html>hello</html>"), DeliveryUnknown),
        (standin.Fault(200, b'{"ok": true, "result": true}'), DeliveryUnknown),
        (standin.Fault(200, b'{"ok": true, "result": {}}'), DeliveryUnknown),
        (standin.HALF_A_BODY, DeliveryUnknown),
        (standin.ACCEPTED_BUT_DROPPED, DeliveryUnknown),
    ],
    ids=lambda value: f"{value.status} {value.body[:90]!r}" if isinstance(value, standin.Fault) else "",
)
async def test_a_failed_delivery_tells_whether_it_may_be_repeated(
    bot: BotOnTelegram, fault: standin.Fault, outcome: type[Exception]
) -> None:
    bot.telegram.fail("sendMessage", fault)
    with pytest.raises(outcome) as problem:
        await bot.client.deliver(chat("-1001"), Reply((Span("digest"),)))
    assert bot.telegram.count("sendMessage") == 1
    assert SECRET not in str(problem.value)
