"""What a person asks for, read from the text of a message and the addresses behind its words; pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.links.reader import Link, SongLink, UnreadableLink, links_in, without_addresses
from bot.messages.message import Message
from bot.songs.typed_names import song_names


@dataclass(frozen=True, slots=True)
class SongName:
    """A song's name as a person typed it: a title, perhaps with artists, in any order."""

    text: str


SongRequest = Link | SongName


@lru_cache(maxsize=256)  # a message is looked at when it arrives and when it is answered
def song_requests(text: str, links: tuple[str, ...] = ()) -> tuple[SongRequest, ...]:
    """Return what a message asks for, each thing once, in the order of the message.

    `links` are addresses that the platform knows of (behind words, say). Where there is any link the rest of
    the text is talk; without one each line is a song's name; nothing but white space asks for nothing.
    """
    requests = dict.fromkeys(links_in(text, links))
    if requests:
        return tuple(requests)
    return tuple(map(SongName, song_names(text)))


def names_beside_links(message: Message) -> tuple[SongName, ...]:
    """Return the songs' names in a message's words, where none of its links names a song that can be read."""
    links = song_requests(message.text, message.links)
    if not all(isinstance(link, UnreadableLink) for link in links):
        return ()
    words = without_addresses(message.text)
    return tuple(map(SongName, song_names(words))) if any(map(str.isalnum, words)) else ()


def requests_for_us(message: Message) -> tuple[SongRequest, ...]:
    """Return what a message asks of us: where others talk, only the links of music services."""
    requests = song_requests(message.text, message.links)
    if message.to_us:
        return requests
    return tuple(request for request in requests if _names_music(request))


def _names_music(request: SongRequest) -> bool:
    match request:
        case SongName():
            return False
        case SongLink(service):
            return service != "youtube"  # most videos in a group are no songs
        case UnreadableLink(kind):
            return kind not in {"other", "page"}
        case _:
            return True
