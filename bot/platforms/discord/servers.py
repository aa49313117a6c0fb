"""What a server has set: who may subscribe, and whether links in messages are answered."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.language.words import N_, Words, lines
from bot.messages.reply import Reply
from storage.platform_notes import PlatformNotes

log = logging.getLogger(__name__)

_REMEMBERED: Final = 10_000
_YES: Final = "True"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """`role`: who has it may subscribe, too; None: who may manage the server alone."""

    role: str | None = None
    links: bool = False


class Servers:
    """Keeps the settings of the servers; what the database does not tell is as nothing was set."""

    def __init__(self, notes: PlatformNotes) -> None:
        self.notes = notes
        self._known: OrderedDict[str, ServerSettings] = OrderedDict()

    async def settings(self, server: str) -> ServerSettings:
        """Return what a server has set."""
        if server not in self._known:
            nothing: dict[str, str] = {}
            found = await call_storage(self.notes.of, _key(server), fallback=nothing)
            self._known[server] = ServerSettings(found.get("role"), found.get("links") == _YES)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[server]

    async def change(
        self, server: str, options: Mapping[str, str], words: Words, roles: Mapping[str, str], *, reads: bool
    ) -> Reply:
        """Set what /server names, and say what holds then.

        `roles` are the names of the server's, `reads`: the bot may read messages at all.
        """
        wanted = await self.settings(server)
        if "role" in options:
            wanted = replace(wanted, role=options["role"])
        if options.get("managers") == _YES:
            wanted = replace(wanted, role=None)
        if "links" in options:
            wanted = replace(wanted, links=options["links"] == _YES)
        kept = {"links": str(wanted.links), **({"role": wanted.role} if wanted.role else {})}
        if options and not await call_storage(self.notes.put, _key(server), kept, fallback=False):
            sorry = N_("My memory does not work right now, so nothing was changed. Please try again later.")
            return Reply(words.say(sorry), refusal=True)
        self._known[server] = wanted
        self._known.move_to_end(server)
        return _said(wanted, words, roles, reads=reads)

    def hello(self, words: Words) -> Reply:
        """Return what to say on a server that has just added the bot."""
        said = (
            N_("Hello! I tell a song's genre by its sound."),
            N_("Write /genre in any channel, or choose Apps > What genre is this? in a message's menu."),
            N_("/subscribe posts a chart by genre in its channel each day."),
        )
        return Reply(lines(words.say(line) for line in said))

    def refusal(self, words: Words) -> Reply:
        """Return what to say to a person who may not manage the server."""
        return Reply(words.say(N_("Only people who may manage this server can do that.")), refusal=True)


def _key(server: str) -> str:
    return f"server {server}"


def _said(settings: ServerSettings, words: Words, roles: Mapping[str, str], *, reads: bool) -> Reply:
    who = (
        N_("People who may manage this server can subscribe its channels to digests.")
        if settings.role is None
        else N_(
            "People who may manage this server, or have the role {role}, can subscribe its channels to "
            "digests."
        )
    )
    if not reads:
        links = N_("I cannot see messages here: I answer commands, and messages that mention me.")
    elif settings.links:
        links = N_("I answer the links of songs in messages.")
    else:
        links = N_("I do not answer links in messages.")
    role = roles.get(settings.role or "", settings.role or "")
    return Reply(lines([words.say(who, role=role), words.say(links)]))
