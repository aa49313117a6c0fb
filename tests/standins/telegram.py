"""Telegram's Bot API on loopback: real HTTP, real long polling, strict, and able to fail.

async with TelegramStandIn() as telegram:
    telegram.say(private("Next Level"))
    [answer] = await telegram.wait_for_sent(1)
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.eventually import PATIENCE
from tests.standins.telegram_markup import CannotParse, Parsed, parse_html, utf16_length
from tests.standins.telegram_updates import BOT_USER, DATE
from tests.standins.telegram_webhook import BroughtUpdates

TOKEN = "123456:stand-in_secret-of-thirty-five-chars"
PNG = b"\x89PNG\r\n\x1a\n"
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1080, "height": 1080}]
GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)
ADMINISTRATOR = {
    "status": "administrator",
    **dict.fromkeys(
        (
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    ),
    "can_post_messages": True,
}
"""An administrator of a channel, as getChatMember tells it."""


@dataclass(frozen=True)
class Fault:
    """How the next call of a method fails; `accepted`: the message counts as sent all the same."""

    status: int = 500
    body: bytes = b""
    delay: float = 0.0  # seconds before anything happens
    accepted: bool = False
    drop: bool = False  # close the connection instead of answering
    pause: float = 0.0  # seconds before the answer, once the message is in


def refused(status: int, description: str, **parameters: int) -> Fault:
    """Telegram's own refusal in JSON."""
    found = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    if not parameters:
        del found["parameters"]
    return Fault(status, json.dumps(found).encode())


def flood(seconds: int) -> Fault:
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


INTERNAL = refused(500, "Internal Server Error")
BAD_GATEWAY = Fault(502, b"<html><h1>502 Bad Gateway</h1></html>")
ACCEPTED_BUT_DROPPED = Fault(accepted=True, drop=True)
HALF_A_BODY = Fault(200, b'{"ok": true, "resu', accepted=True)
KICKED = refused(403, "Forbidden: bot was kicked from the channel chat")
CONFLICT = refused(409, "Conflict: terminated by other getUpdates request")
UNAUTHORIZED = refused(401, "Unauthorized")


def slow(seconds: float) -> Fault:
    return Fault(200, delay=seconds)


@dataclass(frozen=True)
class Sent:
    """A message that stands in a chat, as it was sent or last edited."""

    chat: int | str
    message_id: int
    text: str  # what people see: the text or the caption
    markup: Parsed
    photo: bytes | None
    params: dict[str, Any]
    document: bytes | None = None

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Label of each button below the message, and what it says or where it leads."""
        rows = self.params.get("reply_markup", {}).get("inline_keyboard", [])
        return [
            (button["text"], button.get("callback_data", "").partition("\x1f")[0] or button["url"])
            for row in rows
            for button in row
        ]

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the buttons, row by row."""
        rows = self.params.get("reply_markup", {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]


_WITHOUT_NUMBER = ("callback_query", "my_chat_member", "inline_query")


class BadCall(Exception):  # noqa: N818
    """What the bot sent is not taken: 400 with this description."""


class TelegramStandIn:
    """An emulated Bot API server; `sent` is what arrived, `calls` is everything that was asked."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}  # by "Description" or "Short..." and language
        self.migrated: dict[int, int] = {}
        self.closed_topics: dict[tuple[int | str, str], str] = {}  # and what is said of them
        self.chats: dict[str, dict[str, Any]] = {}  # by number and @name, those that the bot sees
        self.members: dict[tuple[int, int], dict[str, Any]] = {}  # by chat and person
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.updates: list[dict[str, Any]] = []
        self.edits = 0
        self.inline: dict[str, dict[str, Any]] = {}  # what was offered, by the query's id
        self.url = ""
        self.webhook = BroughtUpdates(self)
        self._numbers = itertools.count(1000)
        self._changed = asyncio.Condition()
        self._poll = 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.come_back()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.go_down()

    async def go_down(self) -> None:
        """Stop listening and cut every connection; `come_back` listens on the same port again."""
        await self.webhook.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def come_back(self) -> None:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        address = self._runner.addresses[0]
        self.url = f"http://127.0.0.1:{address[1]}"

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail, one fault a call."""
        self.faults[method].extend(faults)

    def say(self, update: dict[str, Any]) -> int:
        """Put an update in the queue, numbered; return its message id."""
        [(kind, body)] = update.items()
        number = body.get("message_id") or next(self._numbers)
        numbered = body if kind in _WITHOUT_NUMBER else {**body, "message_id": number}
        self.updates.append({"update_id": next(self._numbers), kind: numbered})
        task = asyncio.get_running_loop().create_task(self._notify())
        task.add_done_callback(lambda done: done.exception())
        return number

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    async def wait_until(self, fulfilled: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(fulfilled)

    async def wait_for_sent(self, number: int) -> list[Sent]:
        """Return what was sent, once at least so many messages have arrived."""
        await self.wait_until(lambda: len(self.sent) >= number)
        return list(self.sent)

    async def wait_for_message(self, wanted: Callable[[Sent], bool]) -> Sent:
        """Return the last message that is wanted, once one stands in a chat, whatever is sent before it.

        While an answer is made a line of progress may stand there, so counting messages is not enough.
        """
        await self.wait_until(lambda: any(wanted(sent) for sent in self.sent))
        return [sent for sent in self.sent if wanted(sent)][-1]

    async def wait_for_calls(self, method: str, number: int = 1) -> None:
        await self.wait_until(lambda: self.count(method) >= number)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        self.calls.append((method, params))
        await self._notify()
        fault = self.faults[method].popleft() if self.faults[method] else None
        if request.match_info["token"] != TOKEN:
            fault = UNAUTHORIZED
        if fault:
            await asyncio.sleep(fault.delay)
        if fault and fault.accepted:
            await self._perform(method, params)
            await asyncio.sleep(fault.pause)
        if fault and fault.drop and request.transport:
            request.transport.close()
        if fault and (fault.body or fault.drop):
            return web.Response(status=fault.status, body=fault.body, content_type="text/plain")
        return await self._performed(method, params)

    async def _performed(self, method: str, params: dict[str, Any]) -> web.Response:
        try:
            return web.json_response({"ok": True, "result": await self._perform(method, params)})
        except BadCall as problem:
            fault = refused(400, f"Bad Request: {problem}")
        except CannotParse as problem:
            fault = refused(400, f"Bad Request: can't parse entities: {problem}")
        except Migrated as problem:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            fault = refused(400, text, migrate_to_chat_id=problem.args[0])
        except Superseded:
            fault = CONFLICT
        return web.Response(status=fault.status, body=fault.body, content_type="application/json")

    async def _perform(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401
        answers = {
            "getMe": _me,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._get_commands,
            "answerInlineQuery": self._offer,
            "setWebhook": self.webhook.set,
            "deleteWebhook": self.webhook.set,
            "getWebhookInfo": self.webhook.info,
        }
        if method in answers:
            return answers[method](params)
        if re.fullmatch(r"[gs]etMy(Short)?Description", method):
            return self._description(method[0] == "s", method[5:], params)
        if method == "getUpdates":
            return await self._get_updates(params)
        if method in ("getChat", "getChatMember"):
            return self._looked_up(method, params)
        if method == "answerCallbackQuery" and len(params.get("text", "")) > 200:
            raise BadCall("MESSAGE_TOO_LONG")
        if method in ("sendChatAction", "answerCallbackQuery"):
            return True
        return await self._change(method, params)

    def _offer(self, params: dict[str, Any]) -> bool:
        """Take the results of an inline query, one answer for each."""
        query = params["inline_query_id"]
        if query in self.inline:
            raise BadCall("query is too old and response timeout expired or query ID is invalid")
        check_inline_answer(params)
        self.inline[query] = params
        return True

    async def _change(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401
        """Do what changes the messages in a chat."""
        if method in ("sendMessage", "sendPhoto", "sendDocument"):
            return await self._send(method, params)
        if method in ("editMessageText", "editMessageCaption", "editMessageMedia"):
            return await self._edit(method, params)
        if method == "deleteMessage":
            return await self._delete(params)
        raise BadCall(f"method {method} is not known here")

    def _set_commands(self, params: dict[str, Any]) -> bool:
        commands = params["commands"]
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise BadCall("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise BadCall("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[params.get("language_code", "")] = commands
        return True

    def _get_commands(self, params: dict[str, Any]) -> list[dict[str, str]]:
        return self.commands.get(params.get("language_code", ""), [])

    def _description(self, is_set: bool, which: str, params: dict[str, Any]) -> Any:  # noqa: ANN401, FBT001
        """Set or tell "Description" or "ShortDescription"; one that is not set is that of all languages."""
        name = re.sub(r"(?<=t)D", "_d", which[0].lower() + which[1:])
        code = params.get("language_code", "")
        if not is_set:
            told = self.descriptions.get((which, code)) or self.descriptions.get((which, ""), "")
            return {name: told}
        if utf16_length(params.get(name, "")) > {"Description": 512, "ShortDescription": 120}[which]:
            raise BadCall("DESCRIPTION_TOO_LONG")
        self.descriptions[which, code] = params.get(name, "")
        return True

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook.url:
            raise Superseded
        self._poll += 1
        mine = self._poll
        offset = int(params.get("offset", 0))
        kinds = set(params.get("allowed_updates") or ())
        self.updates = [update for update in self.updates if update["update_id"] >= offset]

        def wanted() -> list[dict[str, Any]]:
            return [each for each in self.updates if not kinds or kinds & each.keys()]

        async with self._changed:
            self._changed.notify_all()
            try:
                async with asyncio.timeout(float(params.get("timeout", 0))):
                    await self._changed.wait_for(lambda: wanted() or self._poll != mine)
            except TimeoutError:
                pass
        if self._poll != mine:
            raise Superseded
        return wanted()

    async def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        chat = int(params["chat_id"]) if re.fullmatch(r"-?\d+", params["chat_id"]) else params["chat_id"]
        if chat in self.migrated:
            raise Migrated(self.migrated[chat])
        if closed := self.closed_topics.get((chat, params.get("message_thread_id", ""))):
            raise BadCall(closed)
        text = params.get("text" if method == "sendMessage" else "caption", "")
        markup = parse_html(text) if params.get("parse_mode") == "HTML" else Parsed(text)
        _check_length(method, markup.text)
        _check_buttons(params)
        photo, document = params.pop("photo", None), params.pop("document", None)
        if method == "sendDocument" and not document:
            raise BadCall("file must be non-empty")
        if method == "sendPhoto" and not (photo or b"").startswith(PNG):
            raise BadCall("IMAGE_PROCESS_FAILED")
        number = next(self._numbers)
        self.sent.append(Sent(chat, number, markup.text.strip(), markup, photo, params, document))
        await self._notify()
        return self._as_message(self.sent[-1])

    def _looked_up(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        chat = self.chats.get(str(params["chat_id"]))
        if chat is None:
            raise BadCall("chat not found")
        if method == "getChat":
            return {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": GIFTS, **chat}
        person = int(params["user_id"])
        member = self.members.get((chat["id"], person), {"status": "left"})
        return {"user": {"id": person, "is_bot": person == BOT_USER["id"], "first_name": "Min"}, **member}

    def _as_message(self, sent: Sent) -> dict[str, Any]:
        where = (
            {"id": -1001, "type": "channel", "title": "Charts"}
            if sent.chat == "@charts"
            else _chat(int(sent.chat))
        )
        message = {"message_id": sent.message_id, "date": DATE, "chat": where, "from": BOT_USER}
        if sent.document is not None:
            return {**message, "document": {"file_id": "d", "file_unique_id": "d"}}
        if sent.photo is None:
            return {**message, "text": sent.markup.text}
        return {**message, "photo": PHOTO, "caption": sent.markup.text}

    async def _edit(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        found = self._found(params, "message to edit not found")
        if method == "editMessageText" and found.photo is not None:
            raise BadCall("there is no text in the message to edit")
        if method == "editMessageCaption" and found.photo is None:
            raise BadCall("there is no caption in the message to edit")
        photo = found.photo
        if method == "editMessageMedia":
            media = params["media"]
            photo = params.pop(media["media"].removeprefix("attach://"))
            if media["type"] != "photo" or not photo.startswith(PNG):
                raise BadCall("IMAGE_PROCESS_FAILED")
            params = {**params, "caption": media.get("caption", ""), "parse_mode": media.get("parse_mode")}
        text = params.get("text" if method == "editMessageText" else "caption", "")
        markup = parse_html(text) if params.get("parse_mode") == "HTML" else Parsed(text)
        _check_length("sendMessage" if photo is None else "sendPhoto", markup.text)
        _check_buttons(params)
        changed = Sent(found.chat, found.message_id, markup.text.strip(), markup, photo, params)
        if _content(changed) == _content(found):
            raise BadCall(
                "message is not modified: specified new message content and reply markup are exactly the same"
            )
        self.sent[self.sent.index(found)] = changed
        self.edits += 1
        await self._notify()
        return self._as_message(changed)

    async def _delete(self, params: dict[str, Any]) -> bool:
        self.sent.remove(self._found(params, "message to delete not found"))
        await self._notify()
        return True

    def _found(self, params: dict[str, Any], otherwise: str) -> Sent:
        number = int(params["message_id"])
        found = next((each for each in self.sent if each.message_id == number), None)
        if found is None:
            raise BadCall(otherwise)
        return found


class Migrated(Exception):  # noqa: N818
    """The group is a supergroup now."""


class Superseded(Exception):  # noqa: N818
    """Another getUpdates came while this one waited."""


def _me(_params: dict[str, Any]) -> dict[str, Any]:
    return {**BOT_USER, "can_join_groups": True, "can_read_all_group_messages": False}


def _check_length(method: str, text: str) -> None:
    if method == "sendMessage" and not text.strip():
        raise BadCall("message text is empty")
    if method == "sendMessage" and utf16_length(text.strip()) > 4096:
        raise BadCall("message is too long")
    if method in ("sendPhoto", "sendDocument") and utf16_length(text.strip()) > 1024:
        raise BadCall("message caption is too long")


def check_inline_answer(params: dict[str, Any]) -> None:
    """Refuse what https://core.telegram.org/bots/api#answerinlinequery does not allow."""
    results = params["results"]
    if len(results) > 50:
        raise BadCall("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids) or not all(1 <= len(each.encode()) <= 64 for each in ids):
        raise BadCall("RESULT_ID_INVALID")
    for result in results:
        content = result["input_message_content"]
        markup = parse_html(content["message_text"])
        _check_length("sendMessage", markup.text)
        if result["type"] != "article" or not result["title"]:
            raise BadCall("RESULT_TYPE_INVALID")
        if not re.fullmatch(r"https://\S+", result.get("thumbnail_url", "https://a.b")):
            raise BadCall("WEBDOCUMENT_URL_INVALID")
        _check_buttons(result)
    start = params.get("button", {"text": "-", "start_parameter": "-"})
    if not start["text"] or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start["start_parameter"]):
        raise BadCall("START_PARAM_INVALID")
    if len(params.get("next_offset", "").encode()) > 64 or int(params.get("cache_time", 300)) < 0:
        raise BadCall("NEXT_OFFSET_INVALID")


def _content(sent: Sent) -> tuple[object, ...]:
    return (sent.markup, sent.photo, sent.params.get("reply_markup"))


def _check_buttons(params: dict[str, Any]) -> None:
    for row in params.get("reply_markup", {}).get("inline_keyboard", []):
        if not 1 <= len(row) <= 8:
            raise BadCall("BUTTON_COUNT_INVALID")
        for button in row:
            if not button["text"] or len({"callback_data", "url"} & button.keys()) != 1:
                raise BadCall("BUTTON_TYPE_INVALID")
            if "url" in button and not re.fullmatch(r"https://\S+", button["url"]):
                raise BadCall("BUTTON_URL_INVALID")
            if not 1 <= len(button.get("callback_data", "-").encode()) <= 64:
                raise BadCall("BUTTON_DATA_INVALID")


def _chat(number: int) -> dict[str, Any]:
    return {"id": number, "type": "private" if number > 0 else "group", "title": "Friends"}


async def _params(request: web.Request) -> dict[str, Any]:
    """Read a form, or an object whose texts mean what they would in a form."""
    found: dict[str, Any] = {}
    said = await request.json() if request.content_type == "application/json" else await request.post()
    for name, value in said.items():
        if isinstance(value, web.FileField):
            found[name] = value.file.read()
        elif value[:1] in "{[":
            found[name] = json.loads(value) if name not in ("text", "caption") else value
        else:
            found[name] = value
    return found
