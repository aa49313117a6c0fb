from __future__ import annotations

import pytest

from bot.sources.video_titles import without_notes_on_the_video


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("[MV] IU(아이유) _ LILAC(라일락)", "IU(아이유) _ LILAC(라일락)"),
        ("BTS - Dynamite (Official MV)", "BTS - Dynamite"),
        ("BTS (방탄소년단) '봄날 (Spring Day)' Official MV", "BTS (방탄소년단) '봄날 (Spring Day)'"),
        ("aespa - Drama (Performance Video)", "aespa - Drama"),
        ("뉴진스 디토 뮤직비디오", "뉴진스 디토"),
        ("aespa 에스파 'Whiplash' MV Teaser", "aespa 에스파 'Whiplash'"),
        ("aespa(에스파) - Supernova @인기가요 inkigayo 20240519", "aespa(에스파) - Supernova"),
        ("IVE - I AM | Show! MusicCore | MBC 230415방송", "IVE - I AM"),
        ("[MPD직캠] 아이브 안유진 직캠 4K 'I AM'", "아이브 안유진 4K 'I AM'"),
        (
            "(여자)아이들 - 퀸카 (Queencard) [뮤직뱅크/Music Bank] | KBS 230526 방송",
            "(여자)아이들 - 퀸카 (Queencard)",
        ),
        ("Teaser Pleaser", "Teaser Pleaser"),
        ("Kick Back (Korean Ver.)", "Kick Back (Korean Ver.)"),
        ("Video Killed the Radio Star", "Video Killed the Radio Star"),
        ("MV", "MV"),
    ],
)
def test_only_what_surely_speaks_of_the_video_is_left_out(title: str, plain: str) -> None:
    assert without_notes_on_the_video(title) == plain
