from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import Words
from bot.messages.reply import MOST_SAID
from bot.talk.small_talk import small_answer, small_talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hi", "greeting"),
        ("Hello!!", "greeting"),
        ("안녕 👋", "greeting"),
        ("👋🏻", "greeting"),
        ("thx", "thanks"),
        ("감사합니다.", "thanks"),
        ("ㅇㅋ", "yes"),
        ("ㅋ", "laugh"),
        ("ㅋㅋㅋㅋㅋㅋ", "laugh"),
        ("ㅠㅠ", "laugh"),
        ("hahahah", "laugh"),
        ("ㄱㅅㄱㅅ", "thanks"),
        ("네네!", "yes"),
        ("ㅇㅋㅇㅋ", "yes"),
        ("고마워ㅋㅋㅋ", "thanks"),
        ("heyyyy bot", "greeting"),
        ("안녕 장르봇!", "greeting"),
        ("Hello Kitty", None),
        ("ok thanks lol", "thanks"),
        ("안녕하세요 반가워요 👋", "greeting"),
        ("thanks for IU", None),
        ("…", "laugh"),
        ("??", "help"),
        ("도움말", "help"),
        ("잘 자", "bye"),
        ("왜?", "why"),
        ("뭐야", "laugh"),
        ("what?", "laugh"),
        ("진짜?", "laugh"),
        ("", None),
        ("   ", None),
        ("Hello Adele", None),
        ("하하 키 작은 꼬마 이야기", None),
        ("ㅋ" * 41, None),
        ("hi" * 200, None),
    ],
)
def test_small_talk_is_told_from_songs(text: str, kind: str | None) -> None:
    assert small_talk(text) == kind


@given(st.text())
def test_any_text_is_talk_or_none_and_what_a_button_says_fits(text: str) -> None:
    kind = small_talk(text)
    if kind not in {None, "help"}:
        assert kind
        for language in ("en", "ko"):
            reply = small_answer(kind, text, Words(language))
            assert reply.plain()
            assert all(len(choice.says.encode()) <= MOST_SAID for choice in reply.choices)
