"""What Discord refuses: lengths and counts of messages, components and commands."""

from __future__ import annotations

import re
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n"
LOCALES = frozenset(
    [
        "id",
        "da",
        "de",
        "en-GB",
        "en-US",
        "es-ES",
        "es-419",
        "fr",
        "hr",
        "it",
        "lt",
        "hu",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "fi",
        "sv-SE",
        "vi",
        "tr",
        "cs",
        "el",
        "bg",
        "ru",
        "uk",
        "hi",
        "th",
        "zh-CN",
        "ja",
        "zh-TW",
        "ko",
    ]
)
_NAME = re.compile(r"[-_'\w]{1,32}")


class Refused(Exception):  # noqa: N818
    """Discord answers with this status and code."""

    def __init__(self, status: int, code: int, message: str = "", **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **more}


def invalid(what: str) -> Refused:
    return Refused(400, 50035, f"Invalid Form Body: {what}")


def need(condition: object, what: str) -> None:
    if not condition:
        raise invalid(what)


def check_message(data: dict[str, Any], files: dict[str, bytes], *, whole: bool = True) -> None:
    """Refuse a message that Discord would not take; `whole`: it is new, not a change of one."""
    content = data.get("content") or ""
    embeds = data.get("embeds") or []
    components = data.get("components") or []
    need(len(content) <= 2000, "content: BASE_TYPE_MAX_LENGTH")
    _check_embeds(embeds)
    _check_components(components)
    if whole and not (content.strip() or embeds or files):
        raise Refused(400, 50006, "Cannot send an empty message")
    need(data.get("allowed_mentions", {}).get("parse") == [], "our own rule: no person is ever mentioned")
    for attachment in data.get("attachments") or []:
        need(len(attachment.get("description") or "") <= 1024, "attachments: description")
    for content_of_file in files.values():
        kinds = (PNG, b"{", b"[")
        need(content_of_file.startswith(kinds), "our own rule: only pictures and JSON are sent")


def _check_embeds(embeds: list[dict[str, Any]]) -> None:
    need(len(embeds) <= 10, "embeds: too many")
    total = 0
    for embed in embeds:
        fields = embed.get("fields") or []
        need(len(embed.get("title") or "") <= 256, "embeds: title")
        need(len(embed.get("description") or "") <= 4096, "embeds: description")
        need(len(fields) <= 25, "embeds: fields")
        for field in fields:
            need(1 <= len(field["name"]) <= 256 and 1 <= len(field["value"]) <= 1024, "embeds: field")
        total += len(embed.get("title") or "") + len(embed.get("description") or "")
        total += sum(len(field["name"]) + len(field["value"]) for field in fields)
    need(total <= 6000, "embeds: total size")


def _check_components(rows: list[dict[str, Any]]) -> None:
    need(len(rows) <= 5, "components: rows")
    ids: list[str] = []
    for row in rows:
        items = row["components"]
        need(row["type"] == 1 and 1 <= len(items) <= 5, "components: items of a row")
        for item in items:
            if item["type"] == 2:
                need(1 <= len(item.get("label") or "") <= 80, "components: label")
            else:
                need(item["type"] == 3 and len(items) == 1, "components: a list has a row of its own")
                _check_list(item)
            need(1 <= len(item["custom_id"]) <= 100, "components: custom_id")
            ids.append(item["custom_id"])
    need(len(set(ids)) == len(ids), "components: COMPONENT_CUSTOM_ID_DUPLICATED")


def _check_list(item: dict[str, Any]) -> None:
    options = item["options"]
    need(1 <= len(options) <= 25, "components: options")
    for option in options:
        need(1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100, "components: option")
    need(len({option["value"] for option in options}) == len(options), "components: values")


def check_modal(data: dict[str, Any]) -> None:
    """Refuse a form that Discord would not take."""
    need(1 <= len(data["title"]) <= 45 and 1 <= len(data["custom_id"]) <= 100, "modal")
    need(1 <= len(data["components"]) <= 5, "modal: components")
    for label in data["components"]:
        need(label["type"] == 18 and 1 <= len(label["label"]) <= 45, "modal: label")
        need(len(label["component"].get("placeholder") or "") <= 100, "modal: placeholder")


def check_suggestions(choices: list[dict[str, Any]]) -> None:
    """Refuse suggestions that Discord would not take."""
    need(len(choices) <= 25, "choices: too many")
    for choice in choices:
        need(1 <= len(choice["name"]) <= 100 and 1 <= len(choice["value"]) <= 100, "choices: length")


def check_commands(commands: list[dict[str, Any]]) -> None:
    """Refuse commands that Discord would not register."""
    need(sum(each.get("type", 1) == 1 for each in commands) <= 100, "commands: too many")
    need(sum(each.get("type", 1) == 3 for each in commands) <= 15, "commands: too many menus")
    for locale in (None, *LOCALES):
        names = [(each.get("type", 1), _named(each, locale)) for each in commands]
        need(len(set(names)) == len(names), f"commands: names twice in {locale}")
    for each in commands:
        _check_command(each)


def _check_command(command: dict[str, Any]) -> None:
    if command.get("type", 1) == 3:
        need(1 <= len(command["name"]) <= 32 and not command.get("description"), "menu: name")
        for locale, name in command["name_localizations"].items():
            need(locale in LOCALES and 1 <= len(name) <= 32, "menu: localised name")
        return
    _check_names(command)
    options = command.get("options") or []
    need(len(options) <= 25, "options: too many")
    required = [bool(option.get("required")) for option in options]
    need(required == sorted(required, reverse=True), "options: required ones come first")
    for locale in (None, *LOCALES):
        need(len({_named(option, locale) for option in options}) == len(options), "options: names twice")
    for option in options:
        _check_names(option)
        choices = option.get("choices") or []
        need(not (choices and option.get("autocomplete")), "options: choices or autocompletion")
        check_suggestions(choices)
    need(_size(command) <= 8000, "command: too long")


def _check_names(each: dict[str, Any]) -> None:
    for field, most in (("name", 32), ("description", 100)):
        texts = {"en-US": each[field], **(each.get(f"{field}_localizations") or {})}
        need(texts.keys() <= LOCALES, f"{field}: unknown locale")
        for text in texts.values():
            need(1 <= len(text) <= most, f"{field}: length of {text!r}")
            need(field != "name" or (_NAME.fullmatch(text) and text == text.lower()), f"name: {text!r}")


def _named(each: dict[str, Any], locale: str | None) -> str:
    return str((each.get("name_localizations") or {}).get(locale, each["name"]))


def _size(command: dict[str, Any]) -> int:
    parts = [command, *(command.get("options") or [])]
    parts += [choice for option in command.get("options") or [] for choice in option.get("choices") or []]
    return sum(
        len(str(part.get(field) or "")) for part in parts for field in ("name", "description", "value")
    )
