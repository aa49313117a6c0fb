"""YouTube's oEmbed, which tells the title of a video and the name of its channel; no key."""

from __future__ import annotations

import re
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources.call_failures import NotFound
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, name
from bot.sources.video_titles import OF_THE_VIDEO

SERVICE: Final = "YouTube"
_ART_TRACK: Final = " - Topic"  # the end of the name of a channel that YouTube Music makes for an artist
_ABOUT_THIS_VIDEO: Final = {"400", "401"}  # an impossible id; a private video, or one not to be embedded

_BRACKETS: Final = re.compile(r"[(\[{【「][^()\[\]{}【】「」]*[)\]}】」]")
_QUOTED: Final = re.compile(r"(?:^|\s)['‘\"“]([^'‘’\"“”]{1,120}|[^‘’\"“”]{1,120})['’\"”](?=\s|$)")
_SIGNS: Final = re.compile(r"[_|:\"“”]|(?<!\w)['‘’]|['‘’](?!\w)|\s[-–—](?=\s|$)")


class YouTube:
    """The songs of videos, as far as their titles tell."""

    def __init__(self, client: ServiceClient, path: str) -> None:
        self._client = client
        self._path = path

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song that a video's title names, if the video is public; raises SourceUnavailable."""
        video = f"https://www.youtube.com/watch?v={link.song_id}"  # YouTube's own, whatever host is asked
        try:
            body = await self._client.get_json(self._path, {"url": video, "format": "json"})
        except NotFound:
            return None
        except SourceUnavailable as trouble:
            if trouble.detail in _ABOUT_THIS_VIDEO:
                return None
            raise
        title = name(at(body, "title"))
        if title is None:
            raise SourceUnavailable(SERVICE, Trouble.BROKEN, "a video without a title")
        return song_of_video(title, name(at(body, "author_name")) or "")


def song_of_video(title: str, channel: str) -> ForeignSong:
    """Read title and artists out of a video's title.

    YouTube Music's own videos have the song's title and a channel "NAME - Topic". Of others, what is in
    quotes is the song and what precedes it the artists; where there is none, the artists stay in the title.
    """
    if channel.endswith(_ART_TRACK):
        artist = name(channel.removesuffix(_ART_TRACK))
        return ForeignSong(SERVICE, title, (artist,) if artist else ())
    quoted = _QUOTED.search(title)
    song = name(quoted[1]) if quoted else None
    if quoted and song and (artist := _without_words_of_the_video(title[: quoted.start()])):
        return ForeignSong(SERVICE, song, (artist,))
    plain = OF_THE_VIDEO.sub(" ", _BRACKETS.sub(" ", title))
    return ForeignSong(SERVICE, name(_SIGNS.sub(" ", plain)) or title, ())


def _without_words_of_the_video(text: str) -> str | None:
    """Return the names before a quoted title, "[MV] BTS (방탄소년단)" without the MV."""
    plain = re.sub(r"[(\[{【]\s*[)\]}】]", " ", OF_THE_VIDEO.sub(" ", text))
    return name(plain.strip("-–—_|: \t\n"))
