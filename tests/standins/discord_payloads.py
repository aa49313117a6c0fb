"""What Discord sends: users, servers, channels, messages and interactions, in its own shapes."""

from __future__ import annotations

import itertools
import time
from typing import Any

APPLICATION = 900
BOT = {
    "id": "901",
    "username": "jangreu",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
}
OWNER, MIN = "11", "77"
SERVER, CHANNEL, THREAD = "500", "501", "503"
EVERYTHING_TO_POST = 0x400 | 0x800 | 0x8000 | 0x4000 | 0x4000000000  # see, send, attach, embed, in threads
MANAGE = 0x20
_EPOCH = 1420070400000
_numbers = itertools.count(1)


def snowflake() -> str:
    """Return a new number, which holds the moment."""
    return str(((int(time.time() * 1000) - _EPOCH) << 22) | (next(_numbers) % 4096))


def user(number: str, name: str = "min") -> dict[str, Any]:
    return {"id": number, "username": name, "discriminator": "0", "global_name": name, "avatar": None}


def member(number: str, roles: tuple[str, ...] = (), permissions: int = 0) -> dict[str, Any]:
    return {
        "user": user(number),
        "roles": list(roles),
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def role(number: str, permissions: int, name: str = "role") -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 1,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel(number: str, name: str = "charts", server: str = SERVER) -> dict[str, Any]:
    return {
        "id": number,
        "type": 0,
        "guild_id": server,
        "name": name,
        "position": 1,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
    }


def thread(number: str, parent: str, server: str = SERVER) -> dict[str, Any]:
    return {
        "id": number,
        "type": 11,
        "guild_id": server,
        "parent_id": parent,
        "owner_id": OWNER,
        "name": "digests",
        "message_count": 1,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def private_channel(person: str) -> dict[str, Any]:
    return {"id": f"9{person}", "type": 1, "last_message_id": None, "recipients": [user(person)]}


def server(
    number: str = SERVER, *channels: dict[str, Any], threads: tuple[dict[str, Any], ...] = ()
) -> dict[str, Any]:
    """Return a server of OWNER's in which the bot may post."""
    return {
        "id": number,
        "name": "K-pop friends",
        "owner_id": OWNER,
        "icon": None,
        "region": "korea",
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [
            role(number, EVERYTHING_TO_POST, "@everyone"),
            role("700", MANAGE, "staff"),
            role("701", 0, "dj"),
        ],
        "members": [member(str(BOT["id"]))],
        "member_count": 3,
        "channels": list(channels) or [channel(CHANNEL, server=number)],
        "threads": list(threads),
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "large": False,
        "unavailable": False,
        "joined_at": "2026-01-01T00:00:00+00:00",
    }


def message(
    number: str, channel_id: str, author: dict[str, Any], content: str = "", **more: object
) -> dict[str, Any]:
    return {
        "id": number,
        "channel_id": channel_id,
        "author": author,
        "content": content,
        "timestamp": "2026-11-26T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }


def interaction(
    kind: int, data: dict[str, Any], *, person: str, where: str | None, language: str, server_id: str = SERVER
) -> dict[str, Any]:
    """Return an interaction of a person in a channel of a server, or in private where `where` is None."""
    number = snowflake()
    whole: dict[str, Any] = {
        "id": number,
        "application_id": str(APPLICATION),
        "type": kind,
        "token": f"interaction-token-{number}",
        "version": 1,
        "data": data,
        "locale": language,
        "app_permissions": str(EVERYTHING_TO_POST),
        "entitlements": [],
        "authorizing_integration_owners": {"0": server_id if where else "0"},
        "attachment_size_limit": 10485760,
    }
    if where is None:
        private = private_channel(person)
        return {**whole, "context": 1, "user": user(person), "channel_id": private["id"], "channel": private}
    return {
        **whole,
        "context": 0,
        "guild_id": server_id,
        "guild": {"id": server_id, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": member(person),
        "channel_id": where,
        "channel": channel(where, server=server_id),
    }
