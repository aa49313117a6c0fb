"""Updates of the shape that Telegram sends, as plain dictionaries; ids are the stand-in's business."""

from __future__ import annotations

import re
from typing import Any

# ruff: noqa: ANN401 - any field that Telegram has

BOT_USER = {"id": 123456, "is_bot": True, "first_name": "Jangreu", "username": "jangreu_bot"}
DATE = 1_790_000_000
ADMINISTRATOR_RIGHTS = dict.fromkeys(
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
)


def person(language: str | None = "en", number: int = 77) -> dict[str, Any]:
    found: dict[str, Any] = {"id": number, "is_bot": False, "first_name": "Min"}
    return found if language is None else {**found, "language_code": language}


def entities(text: str) -> list[dict[str, Any]]:
    """Return the entities that Telegram itself finds: commands and addresses; offsets in UTF-16 units."""
    pattern = r"(?P<bot_command>(?<![\w/])/[a-z0-9_]+(?:@\w+)?)|(?P<url>https?://\S+)"
    return [
        {"type": str(hit.lastgroup), "offset": _units(text[: hit.start()]), "length": _units(hit[0])}
        for hit in re.finditer(pattern, text)
    ]


def text_link(text: str, words: str, url: str) -> dict[str, Any]:
    return {
        "type": "text_link",
        "offset": _units(text[: text.index(words)]),
        "length": _units(words),
        "url": url,
    }


def private(text: str, *, language: str | None = "en", chat: int = 77, **fields: Any) -> dict[str, Any]:
    return _message(text, {"id": chat, "type": "private", "first_name": "Min"}, language, chat, fields)


def group(
    text: str, *, language: str | None = "en", chat: int = -500, kind: str = "group", **fields: Any
) -> dict[str, Any]:
    return _message(text, {"id": chat, "type": kind, "title": "Friends"}, language, 77, fields)


def channel_post(text: str, *, chat: int = -1001, **fields: Any) -> dict[str, Any]:
    channel = {"id": chat, "type": "channel", "title": "Charts"}
    body = {"date": DATE, "chat": channel, "sender_chat": channel, "text": text}
    return {"channel_post": {**body, "entities": entities(text), **fields}}


def captioned(caption: str, *, chat: int = 77, **fields: Any) -> dict[str, Any]:
    body = private("", chat=chat)["message"]
    del body["text"], body["entities"]
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    return {
        "message": {
            **body,
            "photo": photo,
            "caption": caption,
            "caption_entities": entities(caption),
            **fields,
        }
    }


def with_sound(update: dict[str, Any], kind: str, file_id: str, **fields: Any) -> dict[str, Any]:
    """Put a voice message, an audio file or a document into a message; its text becomes the caption."""
    [(name, body)] = update.items()
    sound = {"file_id": file_id, "file_unique_id": "u", **fields}
    if kind != "document":
        sound.setdefault("duration", 30)
    caption = {"caption": body["text"], "caption_entities": body["entities"]} if body["text"] else {}
    rest = {key: value for key, value in body.items() if key not in ("text", "entities")}
    return {name: {**rest, **caption, kind: sound}}


def pressed(
    data: str,
    *,
    message_id: int,
    chat: int = 77,
    language: str | None = "en",
    text: str | None = "Which one?",
    old: bool = False,
    carried: str | None = None,
) -> dict[str, Any]:
    """Return the press of a button below a message of the bot's; without a text it is a photo.

    Of one that is `old` Telegram tells only where it is. `carried` is what the message's one button carries,
    if that is not the data.
    """
    kind = "private" if chat > 0 else "group"
    where = {"message_id": message_id, "chat": {"id": chat, "type": kind, "title": "Friends"}}
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    shown = {"text": text} if text is not None else {"photo": photo, "caption": "shares"}
    button = {"text": "press", "callback_data": data if carried is None else carried}
    shown = {**shown, "reply_markup": {"inline_keyboard": [[button]]}}
    message = {**where, "date": 0} if old else {**where, "date": DATE, "from": BOT_USER, **shown}
    query = {
        "id": "1",
        "from": person(language),
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    return {"callback_query": query}


def typed_inline(query: str, *, number: str = "1", user: int = 77, language: str = "en") -> dict[str, Any]:
    """Return what a person has typed behind the bot's name in some chat."""
    return {
        "inline_query": {
            "id": number,
            "from": person(language, user),
            "query": query,
            "offset": "",
            "chat_type": "sender",
        }
    }


def put_out(chat: int = -500, status: str = "kicked") -> dict[str, Any]:
    """Return that the bot was removed from a chat."""
    old = {"status": "member", "user": BOT_USER}
    new = {"status": status, "user": BOT_USER, "until_date": 0}
    where = {"id": chat, "type": "group", "title": "Friends"}
    change = {"chat": where, "from": person(), "date": DATE, "old_chat_member": old, "new_chat_member": new}
    return {"my_chat_member": change}


def added(
    chat: int = -500, kind: str = "group", status: str = "member", language: str | None = "en", **rights: Any
) -> dict[str, Any]:
    """Return that a person added the bot to a chat; `rights` are the fields of its membership."""
    given = {"status": status, "user": BOT_USER, **rights}
    if status == "administrator":
        given = {**ADMINISTRATOR_RIGHTS, **given}
    change = {
        "chat": {"id": chat, "type": kind, "title": "Friends"},
        "from": person(language),
        "date": DATE,
        "old_chat_member": {"status": "left", "user": BOT_USER},
        "new_chat_member": given,
    }
    return {"my_chat_member": change}


def anonymous(chat: int = -500) -> dict[str, Any]:
    """Return what marks a message of an administrator who writes in the name of the group."""
    bot = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return {"from": bot, "sender_chat": {"id": chat, "type": "supergroup", "title": "Friends"}}


def edited(update: dict[str, Any]) -> dict[str, Any]:
    return {"edited_message": {**update["message"], "edit_date": DATE + 5}}


def forwarded_from_user(user: dict[str, Any]) -> dict[str, Any]:
    return {"forward_origin": {"type": "user", "date": DATE, "sender_user": user}}


def forwarded_from_channel(chat: int, message_id: int) -> dict[str, Any]:
    source = {"id": chat, "type": "channel", "title": "Charts"}
    return {"forward_origin": {"type": "channel", "date": DATE, "chat": source, "message_id": message_id}}


def _message(
    text: str, chat: dict[str, Any], language: str | None, sender: int, fields: dict[str, Any]
) -> dict[str, Any]:
    body = {"date": DATE, "chat": chat, "from": person(language, sender), "text": text}
    return {"message": {**body, "entities": entities(text), **fields}}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
