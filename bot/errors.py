"""What can go wrong in a way that a person can be told about."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from model.music import ServiceGenres, Track

UNREADABLE: Final = (
    *(TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError),
    OSError,  # of a moment far from now
)
"""What a platform's library raises where what it was sent has not the shape that it knows."""


class Trouble(StrEnum):
    """Why a foreign service did not answer."""

    UNREACHABLE = "unreachable"  # no network, refused, name unknown
    TIMEOUT = "timeout"
    BUSY = "busy"  # 429
    QUOTA = "quota"  # Spotify's QUOTA_EXCEEDED: not before tomorrow
    REFUSED = "refused"  # 401, 403: keys or access
    BROKEN = "broken"  # 5xx, half a body, or not the shape that we know


class CannotAnswer(Exception):  # noqa: N818 - it is an answer, not an error
    """The user can be told what happened and what to do."""


class SourceUnavailable(CannotAnswer):
    """A foreign service did not give what was asked; `retry_after` in seconds, where it said so."""

    def __init__(
        self, service: str, trouble: Trouble, detail: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"{service}: {trouble}{f' ({detail})' if detail else ''}")
        self.service = service
        self.trouble = trouble
        self.detail = detail
        self.retry_after = retry_after


class SongNotFound(CannotAnswer):
    """Spotify has no track of this id."""

    def __init__(self, track_id: str) -> None:
        super().__init__(track_id)
        self.track_id = track_id


class NameNotFound(CannotAnswer):
    """No song has this name, as far as the services that were asked know."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotOnSpotify(CannotAnswer):
    """The song is known by another service, but not which of Spotify's tracks it is.

    `said` is what that service calls its genre, where it does.
    """

    def __init__(self, title: str, artists: tuple[str, ...], said: ServiceGenres | None = None) -> None:
        super().__init__(title)
        self.title = title
        self.artists = artists
        self.said = said


class NameIsArtist(CannotAnswer):
    """The name is an artist's; `names` are all names of the artist, `tracks` the songs that are called so."""

    def __init__(self, name: str, names: frozenset[str], tracks: tuple[Track, ...] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.names = names
        self.tracks = tracks


class NameAmbiguous(CannotAnswer):
    """Several songs may be meant by this name; `tracks` are the likeliest, best first."""

    def __init__(self, name: str, tracks: tuple[Track, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.tracks = tracks


class NoAudioFeatures(CannotAnswer):
    """The track is known, its sound is not: no service that was asked has its audio features.

    `said` is what another service calls its genre, where one does.
    """

    def __init__(self, track: Track, said: ServiceGenres | None = None) -> None:
        super().__init__(track.id)
        self.track = track
        self.said = said


class LinkNotUnderstood(CannotAnswer):
    """A link that is no track's; `kind` as in `UnreadableLink`, or "short" or "gone": to nowhere.

    `service` is the name of the service that it belongs to, where that is known.
    """

    def __init__(self, kind: str, service: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.service = service


class CannotSubscribe(CannotAnswer):
    """A subscription cannot be made, changed or shown; `kind` says why, `what` is what it is about."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.what = what


class ChatGone(Exception):  # noqa: N818 - a fact about a chat
    """The platform says that this chat cannot be written to any more."""


class NotDelivered(Exception):  # noqa: N818 - a fact about a message
    """The platform certainly did not take the message: it may be sent again, after so many seconds."""

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class DeliveryUnknown(Exception):  # noqa: N818 - a fact about a message
    """It is not known whether the message arrived: it must not be sent again."""


class CannotRun(Exception):  # noqa: N818 - a fact about the settings
    """The bot cannot go on as it is set up; the message is one sentence for the operator."""
