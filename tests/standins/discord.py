"""Discord on loopback: a real gateway on a web socket and real REST, strict, and able to fail.

async with DiscordStandIn() as discord:
    asked = discord.command("genre", song="Next Level")
    answer = await discord.answer_to(asked)
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.eventually import PATIENCE
from tests.standins.discord_gateway import Gateway
from tests.standins.discord_payloads import (
    APPLICATION,
    BOT,
    CHANNEL,
    MIN,
    SERVER,
    interaction,
    message,
    private_channel,
    server,
    snowflake,
    user,
)
from tests.standins.discord_rules import (
    PNG,
    Refused,
    check_commands,
    check_message,
    check_modal,
    check_suggestions,
)

TOKEN = "OTAx.stand-in.secret-of-the-discord-bot"
EPHEMERAL = 64
APPLICATION_INFO: dict[str, Any] = {
    "id": str(APPLICATION),
    "name": "Jangreu",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0",
    "flags": 0,
    "owner": user("11", "owner"),
    "team": None,
    "hook": True,
}
_API = "/api/v10"


@dataclass(frozen=True)
class Fault:
    """An answer in place of the right one; `accepted`: the request was carried out all the same."""

    status: int = 500
    code: int = 0
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    accepted: bool = False
    drop: bool = False
    pause: float = 0.0


def rate_limited(seconds: float, *, everywhere: bool = False) -> Fault:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    headers = {"Via": "1.1 google", "Retry-After": str(seconds), "X-RateLimit-Remaining": "0"}
    return Fault(429, body=body, headers=headers)


@dataclass
class Sent:
    """A message of the bot's as it stands now; `only_for` is who alone sees it."""

    id: str
    channel: str
    data: dict[str, Any]
    files: dict[str, bytes]
    only_for: str | None = None
    asked_by: str | None = None
    edits: int = 0

    @property
    def text(self) -> str:
        embeds = [embed.get("description") or "" for embed in self.data.get("embeds") or []]
        return "\n".join(filter(None, [self.data.get("content") or "", *embeds]))

    @property
    def picture(self) -> bytes | None:
        return next((content for content in self.files.values() if content.startswith(PNG)), None)

    @property
    def document(self) -> bytes | None:
        return next((content for content in self.files.values() if not content.startswith(PNG)), None)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """Return the buttons and the options of lists by their labels."""
        items = [item for row in self.data.get("components") or [] for item in row["components"]]
        options = [
            {**option, "list": item["custom_id"]} for item in items for option in item.get("options") or []
        ]
        return {each["label"]: each for each in [*options, *(item for item in items if "label" in item)]}


@dataclass
class Asked:
    """An interaction: how it was answered first, and the message of that answer."""

    payload: dict[str, Any]
    at: float
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    answer: Sent | None = None
    followups: list[Sent] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def person(self) -> str:
        found = self.payload.get("member", self.payload)
        return str(found["user"]["id"])


class DiscordStandIn:
    """What the bot sees of Discord; `patience` is how long an interaction waits for its first answer."""

    def __init__(self, shards: int = 1) -> None:
        self.gateway = Gateway(shards)
        self.servers: list[dict[str, Any]] = [server()]
        self.members: dict[tuple[str, str], dict[str, Any]] = {}
        self.gone: dict[str, Refused] = {}
        self.threads: dict[str, dict[str, Any]] = {}
        self.sent: list[Sent] = []
        self.commands: list[dict[str, Any]] | None = None
        self.commands_of: dict[str, list[dict[str, Any]]] = {}  # by the server
        self.calls: list[tuple[str, str]] = []
        self.faults: dict[str, deque[Fault]] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.asked: dict[str, Asked] = {}
        self.patience = 60.0
        self.typed = 0
        self.application: dict[str, Any] = dict(APPLICATION_INFO)
        self._nonces: dict[str, Sent] = {}
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=30_000_000)
        app.router.add_get("/gateway/", self._on_gateway)
        app.router.add_route("*", _API + "/{path:.*}", self._on_request)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        if self._runner:
            await self._runner.cleanup()

    # What people do

    def command(
        self,
        name: str,
        *,
        person: str = MIN,
        where: str | None = CHANNEL,
        language: str = "en-US",
        permissions: int = 0,
        fields: dict[str, Any] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> Asked:
        """Let a person use a slash command, in a channel or (where is None) in private."""
        given = [
            {"name": option, "type": 5 if isinstance(value, bool) else 3, "value": value}
            for option, value in options.items()
        ]
        data = {"id": "1", "type": 1, "name": name, "options": given}
        whole = interaction(2, data, person=person, where=where, language=language)
        if "member" in whole:
            whole["member"]["permissions"] = str(permissions)
        return self._emit({**whole, **(fields or {})})

    def menu(self, content: str, *, person: str = MIN, language: str = "en-US", **more: Any) -> Asked:  # noqa: ANN401
        """Let a person ask for the genre of a message by its menu."""
        target = message(snowflake(), CHANNEL, user("12", "other"), content, **more)
        data = {
            "id": "2",
            "type": 3,
            "name": "What genre is this?",
            "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }
        return self._emit(interaction(2, data, person=person, where=CHANNEL, language=language))

    def typing(self, name: str, option: str, typed: str, *, language: str = "en-US") -> Asked:
        """Let a person type an option of a command."""
        given = [{"name": option, "type": 3, "value": typed, "focused": True}]
        data = {"id": "1", "type": 1, "name": name, "options": given}
        return self._emit(interaction(4, data, person=MIN, where=CHANNEL, language=language))

    def press(self, sent: Sent, label: str, *, person: str = MIN, language: str = "en-US") -> Asked:
        """Let a person press a button, or pick from a list."""
        button = sent.buttons[label]
        data: dict[str, Any] = {"component_type": 2, "custom_id": button.get("custom_id")}
        if "list" in button:
            data = {"component_type": 3, "custom_id": button["list"], "values": [button["value"]]}
        where = None if sent.channel == private_channel(person)["id"] else sent.channel
        pressed = interaction(3, data, person=person, where=where, language=language)
        return self._emit({**pressed, "message": self._as_message(sent)})

    def submit(self, form: Asked, typed: str) -> Asked:
        """Let the person fill in a form."""
        modal = form.callbacks[0]["data"]
        field_id = modal["components"][0]["component"]["custom_id"]
        data = {
            "custom_id": modal["custom_id"],
            "components": [{"type": 18, "component": {"type": 4, "custom_id": field_id, "value": typed}}],
        }
        where = form.payload["channel_id"] if "guild_id" in form.payload else None
        return self._emit(
            interaction(5, data, person=form.person, where=where, language=form.payload["locale"])
        )

    def say(self, text: str, *, person: str = MIN, where: str | None = CHANNEL, **more: Any) -> str:  # noqa: ANN401
        """Let a person write a message; without the intent its content is hidden unless it names the bot."""
        private = where is None
        number = snowflake()
        named = f"<@{BOT['id']}>" in text
        shown = text if private or named or self.gateway.reads_content else ""
        place = private_channel(person)["id"] if private else where
        written = message(number, str(place), more.pop("author", user(person)), shown, **more)
        if not private:
            written |= {"guild_id": SERVER, "member": {**_without_user(person)}}
        if named:
            written["mentions"] = [BOT]
        self.gateway.dispatch("MESSAGE_CREATE", written)
        return number

    def edit(
        self,
        number: str,
        text: str,
        *,
        person: str = MIN,
        where: str | None = CHANNEL,
        edited_timestamp: str | None = "2026-11-26T00:01:00+00:00",
    ) -> None:
        """Let a person edit a message; without a moment Discord has only looked behind a link."""
        place = str(private_channel(person)["id"] if where is None else where)
        written = message(number, place, user(person), text, edited_timestamp=edited_timestamp)
        self.gateway.dispatch("MESSAGE_UPDATE", written | ({} if where is None else {"guild_id": SERVER}))

    # What the bot did

    async def answer_to(self, asked: Asked) -> Sent:
        """Return the message that answers an interaction, once it says more than that it is coming."""
        await self.wait_until(asked.done.is_set)
        sent = asked.followups[-1] if asked.followups else asked.answer
        assert sent is not None
        return sent

    async def callback_of(self, asked: Asked) -> dict[str, Any]:
        """Return the first answer to an interaction."""
        await self.wait_until(lambda: bool(asked.callbacks))
        return asked.callbacks[0]

    async def wait_until(self, fulfilled: Callable[[], bool]) -> None:
        async with self._changed, asyncio.timeout(PATIENCE):
            await self._changed.wait_for(fulfilled)

    async def wait_for_sent(self, number: int) -> list[Sent]:
        await self.wait_until(lambda: len(self.sent) >= number)
        return self.sent

    def posted(self, channel: str) -> list[Sent]:
        return [each for each in self.sent if each.channel == channel and each.only_for is None]

    def fail(self, call: str, *faults: Fault) -> None:
        """Answer the next calls so; `call` is "METHOD path", where a path may end in "*"."""
        self.faults.setdefault(call, deque()).extend(faults)

    def count(self, call: str) -> int:
        return sum(_fits(call, *each) for each in self.calls)

    # The server

    async def _on_gateway(self, request: web.Request) -> web.WebSocketResponse:
        return await self.gateway.serve(request, TOKEN, self.servers)

    async def _on_request(self, request: web.Request) -> web.StreamResponse:
        method, path = request.method, request.match_info["path"]
        data, files = await _body(request)
        self.calls.append((method, path))
        fault = self._fault(method, path)
        try:
            _check_token(request)
            if fault and not fault.accepted:
                return await self._failed(fault, request)
            found = await self._perform(method, path, data, files)
            if fault:
                await self._notify()
                return await self._failed(fault, request)
        except Refused as refusal:
            return _json(refusal.body, refusal.status)
        finally:
            await self._notify()
        headers = next((some for call, some in self.headers.items() if _fits(call, method, path)), {})
        return web.Response(status=204) if found is None else _json(found, 200, headers)

    async def _failed(self, fault: Fault, request: web.Request) -> web.Response:
        await asyncio.sleep(fault.pause)
        if fault.drop and request.transport:
            request.transport.close()
        body = fault.body if fault.body is not None else {"code": fault.code, "message": "refused"}
        return _json(body, fault.status, fault.headers)

    def _fault(self, method: str, path: str) -> Fault | None:
        return next(
            (some.popleft() for call, some in self.faults.items() if some and _fits(call, method, path)), None
        )

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _perform(self, method: str, path: str, data: Any, files: dict[str, bytes]) -> Any:  # noqa: ANN401
        for pattern, perform in _ROUTES:
            if found := re.fullmatch(pattern, f"{method} {path}"):
                return perform(self, data, files, *found.groups())
        raise Refused(404, 0, "404: Not Found")

    def _me(self, _data: Any, _files: Any) -> Any:  # noqa: ANN401
        return BOT

    def _application(self, _data: Any, _files: Any) -> Any:  # noqa: ANN401
        return self.application

    def _gateway_bot(self, _data: Any, _files: Any) -> Any:  # noqa: ANN401
        limit = {"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1}
        url = self.url.replace("http", "ws") + "/gateway/"
        return {"url": url, "shards": self.gateway.shards, "session_start_limit": limit}

    def _set_commands(self, data: Any, _files: Any, _application: str) -> Any:  # noqa: ANN401
        check_commands(data)
        self.commands = data
        registered = {"application_id": str(APPLICATION), "version": "1", "default_member_permissions": None}
        return [{"id": snowflake(), "description": "", **registered, **each} for each in data]

    def _set_commands_of_a_server(self, data: Any, _files: Any, _application: str, server: str) -> Any:  # noqa: ANN401
        check_commands(data)
        self.commands_of[server] = data
        return []

    def _callback(self, data: Any, files: dict[str, bytes], number: str, token: str) -> Any:  # noqa: ANN401
        asked = self._asked_by(token)
        if time.monotonic() - asked.at > self.patience:
            raise Refused(404, 10062, "Unknown interaction")
        if asked.callbacks:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind = data["type"]
        asked.answer = self._first_answer(asked, kind, data.get("data") or {}, files)
        asked.callbacks.append(data)
        if kind in (4, 7):
            asked.done.set()
        resource = {"type": kind}
        if asked.answer and kind in (4, 7):
            resource["message"] = self._as_message(asked.answer)
        answered = {"id": number, "type": asked.payload["type"], "response_message_ephemeral": False}
        if asked.answer:
            answered["response_message_id"] = asked.answer.id
        return {"interaction": answered, "resource": resource}

    def _first_answer(
        self, asked: Asked, kind: int, said: dict[str, Any], files: dict[str, bytes]
    ) -> Sent | None:
        match kind:
            case 4:
                check_message(said, files)
                return self._new(asked, said, files)
            case 5:
                return self._new(asked, said, {})
            case 6:
                return self._pressed_on(asked)
            case 7:
                return self._pressed(asked, said, files)
            case 8:
                check_suggestions(said["choices"])
            case 9:
                check_modal(said)
        return None

    def _followup(self, data: Any, files: dict[str, bytes], token: str) -> Any:  # noqa: ANN401
        asked = self._answered_by(token)
        check_message(data, files)
        asked.followups.append(self._new(asked, data, files))
        asked.done.set()
        return self._as_message(asked.followups[-1])

    def _edit_answer(self, data: Any, files: dict[str, bytes], token: str, which: str) -> Any:  # noqa: ANN401
        asked = self._answered_by(token)
        found = asked.answer if which == "@original" else self._found(which)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        changed = self._change(found, data, files)
        if "components" in data or "attachments" in data:  # a line of progress has neither
            asked.done.set()
        return changed

    def _delete_answer(self, _data: Any, _files: Any, token: str) -> None:  # noqa: ANN401
        asked = self._answered_by(token)
        if asked.answer in self.sent:
            self.sent.remove(asked.answer)
        asked.answer = None

    def _create(self, data: Any, files: dict[str, bytes], channel: str) -> Any:  # noqa: ANN401
        self._check_place(channel)
        check_message(data, files)
        nonce = str(data.get("nonce", ""))
        if data.get("enforce_nonce") and nonce in self._nonces:
            return self._as_message(self._nonces[nonce])
        self.sent.append(Sent(snowflake(), channel, data, files))
        self._nonces[nonce] = self.sent[-1]
        return self._as_message(self.sent[-1])

    def _edit(self, data: Any, files: dict[str, bytes], channel: str, number: str) -> Any:  # noqa: ANN401
        self._check_place(channel)
        return self._change(self._found(number), data, files)

    def _typing(self, _data: Any, _files: Any, channel: str) -> None:  # noqa: ANN401
        self._check_place(channel)
        self.typed += 1

    def _channel(self, _data: Any, _files: Any, number: str) -> Any:  # noqa: ANN401
        if number in self.threads:
            return self.threads[number]
        self._check_place(number)
        return next(each for some in self.servers for each in some["channels"] if each["id"] == number)

    def _edit_channel(self, data: Any, _files: Any, number: str) -> Any:  # noqa: ANN401
        found = self.threads[number]
        if found["thread_metadata"]["locked"]:
            raise Refused(403, 50013, "Missing Permissions")
        found["thread_metadata"]["archived"] = data["archived"]
        return found

    def _open_private(self, data: Any, _files: Any) -> Any:  # noqa: ANN401
        person = str(data["recipient_id"])
        if not re.fullmatch(r"\d{1,3}", person) or person in self.gone:
            raise Refused(400, 50033, "Invalid Recipient(s)")
        return private_channel(person)

    def _member(self, _data: Any, _files: Any, server_id: str, person: str) -> Any:  # noqa: ANN401
        if (server_id, person) not in self.members:
            raise Refused(404, 10007, "Unknown Member")
        return self.members[server_id, person]

    def _check_place(self, channel: str) -> None:
        if channel in self.gone:
            raise self.gone[channel]
        known = {each["id"] for some in self.servers for each in (*some["channels"], *some["threads"])}
        thread = self.threads.get(channel)
        if thread and thread["thread_metadata"]["archived"]:
            raise Refused(400, 50083, "Thread is archived")
        if channel not in known and not thread and not channel.startswith("9"):
            raise Refused(404, 10003, "Unknown Channel")

    def _new(self, asked: Asked, data: dict[str, Any], files: dict[str, bytes]) -> Sent:
        hidden = bool(data.get("flags", 0) & EPHEMERAL)
        only_for = asked.person if hidden else None
        self.sent.append(Sent(snowflake(), asked.payload["channel_id"], data, files, only_for, asked.person))
        return self.sent[-1]

    def _pressed_on(self, asked: Asked) -> Sent:
        return self._found(asked.payload["message"]["id"])

    def _pressed(self, asked: Asked, data: dict[str, Any], files: dict[str, bytes]) -> Sent:
        found = self._pressed_on(asked)
        self._change(found, data, files)
        return found

    def _change(self, sent: Sent, data: dict[str, Any], files: dict[str, bytes]) -> Any:  # noqa: ANN401
        check_message(data, files, whole=False)
        sent.data = {**sent.data, **data}
        if "attachments" in data:
            sent.files = files
        sent.edits += 1
        return self._as_message(sent)

    def _found(self, number: str) -> Sent:
        found = next((each for each in self.sent if each.id == number), None)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found

    def _asked_by(self, token: str) -> Asked:
        if token not in self.asked:
            raise Refused(404, 10062, "Unknown interaction")
        return self.asked[token]

    def _answered_by(self, token: str) -> Asked:
        asked = self._asked_by(token)
        if not asked.callbacks:
            raise Refused(404, 10015, "Unknown Webhook")
        return asked

    def _emit(self, payload: dict[str, Any]) -> Asked:
        asked = self.asked[payload["token"]] = Asked(payload, time.monotonic())
        self.gateway.dispatch("INTERACTION_CREATE", payload)
        return asked

    def _as_message(self, sent: Sent) -> dict[str, Any]:
        data = sent.data
        more: dict[str, Any] = {
            "embeds": [{"type": "rich", **embed} for embed in data.get("embeds") or []],
            "components": data.get("components") or [],
            "flags": data.get("flags", 0),
            "attachments": [
                {
                    "id": snowflake(),
                    "filename": each.get("filename", "jangreu.png"),
                    "size": 8,
                    "url": "https://cdn.discordapp.com/a/jangreu.png",
                    "proxy_url": "https://media.discordapp.net/a/jangreu.png",
                    "description": each.get("description"),
                }
                for each in data.get("attachments") or []
            ],
        }
        if sent.asked_by:
            more["interaction_metadata"] = {
                "id": snowflake(),
                "type": 2,
                "user": user(sent.asked_by),
                "authorizing_integration_owners": {},
            }
        return message(sent.id, sent.channel, BOT, data.get("content") or "", **more)


_Perform = Callable[..., Any]
_ROUTES: tuple[tuple[str, _Perform], ...] = (
    (r"GET users/@me", DiscordStandIn._me),
    (r"GET oauth2/applications/@me", DiscordStandIn._application),
    (r"GET gateway/bot", DiscordStandIn._gateway_bot),
    (r"PUT applications/(\d+)/commands", DiscordStandIn._set_commands),
    (r"PUT applications/(\d+)/guilds/(\d+)/commands", DiscordStandIn._set_commands_of_a_server),
    (r"POST interactions/(\d+)/([^/]+)/callback", DiscordStandIn._callback),
    (r"POST webhooks/\d+/([^/]+)", DiscordStandIn._followup),
    (r"PATCH webhooks/\d+/([^/]+)/messages/([^/]+)", DiscordStandIn._edit_answer),
    (r"DELETE webhooks/\d+/([^/]+)/messages/@original", DiscordStandIn._delete_answer),
    (r"POST channels/(\d+)/messages", DiscordStandIn._create),
    (r"PATCH channels/(\d+)/messages/(\d+)", DiscordStandIn._edit),
    (r"POST channels/(\d+)/typing", DiscordStandIn._typing),
    (r"GET channels/(\d+)", DiscordStandIn._channel),
    (r"PATCH channels/(\d+)", DiscordStandIn._edit_channel),
    (r"POST users/@me/channels", DiscordStandIn._open_private),
    (r"GET guilds/(\d+)/members/(\d+)", DiscordStandIn._member),
)


def _fits(call: str, method: str, path: str) -> bool:
    wanted, _, pattern = call.partition(" ")
    return wanted == method and (path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern)


def _without_user(person: str) -> dict[str, Any]:
    return {
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "id": person,
    }


def _json(found: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:  # noqa: ANN401
    """Return JSON as Discord does: the library looks for its type without a character set."""
    body = json.dumps(found).encode()
    return web.Response(
        status=status, body=body, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _check_token(request: web.Request) -> None:
    """Interactions carry a token of their own in their path."""
    if request.headers.get("Authorization", f"Bot {TOKEN}") != f"Bot {TOKEN}":
        raise Refused(401, 0, "401: Unauthorized")


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Return the JSON of a request, and its files by name."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else {}), {}
    data: Any = {}
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        content = await part.read(decode=False)  # type: ignore[union-attr]
        if part.name == "payload_json":
            data = json.loads(content)
        else:
            files[str(part.name)] = bytes(content)
    return data, files
