"""What a video's title says beside its song: "[MV]", "Official Video", "뮤직비디오"; pure."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"official|m/v|mv|music\s+video|lyrics?(?:\s+video)?|video|audio|visuali[sz]er|hd|4k|performance|"
    r"special\s+clip|colou?r\s+coded|뮤직\s?비디오|뮤비|가사|공식|안무\s?영상|직캠"
)
_SHOWS: Final = (
    r"(?:sbs|kbs|mbc|mnet)\s+(?:\d{6,8}(?:\s?방송)?|방송)|인기가요|inkigayo|뮤직\s?뱅크|music\s?bank|엠\s?카운트다운|m\s?countdown|"
    r"(?:쇼!?\s*)?음악\s?중심|(?:show!?\s*)?music\s?core"
)
"""The broadcasts whose recordings are named after them."""
_IN_BRACKETS: Final = re.compile(
    rf"[(\[{{【「][^()\[\]{{}}【】「」]*(?<!\w)(?:{_WORDS}|{_SHOWS}|\w*직캠|teaser|eng\s?sub|sub|han|rom|eng|fancam|"
    r"dance\s+practice|live\s+clip|자막)(?!\w)[^()\[\]{}【】「」]*[)\]}】」]",
    flags=re.IGNORECASE,
)
_SURELY: Final = re.compile(
    r"(?<!\w)(?:official(?:\s+(?:music|lyrics?|performance|dance|live))?\s+(?:m/v|mv|video|audio|visuali[sz]er)|"
    r"(?:(?:official|m/v|mv|music\s+video)\s+)teaser(?:\s+(?:video|\d{1,2}))?|"
    r"official\s+(?:m/v|mv)|m/v|mv|music\s+video|lyrics?\s+video|performance\s+video|dance\s+practice|"
    r"special\s+clip|colou?r\s+coded(?:\s+lyrics)?|뮤직\s?비디오|뮤비|가사|공식\s?영상|안무\s?영상|\w*직캠|fancam)(?!\w)"
    rf"|(?:@\s*|(?<!\w))(?:{_SHOWS})(?!\w)(?:[\s|]+(?:{_SHOWS}|(?:sbs|kbs|mbc|mnet)|\d{{6,8}}(?:\s?방송)?|방송)(?!\w))*",
    flags=re.IGNORECASE,
)
OF_THE_VIDEO: Final = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)", flags=re.IGNORECASE)
"""Words that in a video's title speak of the video; a song may be called so, too."""


def without_notes_on_the_video(text: str) -> str:
    """Return a text that may be a video's title without what surely speaks of the video only."""
    plain = " ".join(_SURELY.sub(" ", _IN_BRACKETS.sub(" ", text)).split())
    return plain.strip("|-–—_ ") or text
