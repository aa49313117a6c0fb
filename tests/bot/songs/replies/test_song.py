from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import GENRES, Words, languages
from bot.songs.replies.song import song_in_brief, song_lines
from bot.songs.song_genre import SongGenre
from model.features import AudioFeatures
from model.levels import Level
from model.music import ServiceGenres, Track
from model.study_sample import STUDY_SOURCE
from model.voting import GenreVote, MemberVote

TRACK = Track("2zrhoHlFKxFTRF5aMyxMoQ", "Next Level", ("aespa",))
HEARD = AudioFeatures(source="reccobeats", obtained_on=date(2026, 11, 20))
VOTE = GenreVote(
    "dance",
    (
        MemberVote("predict1", "dance", 0.37, 1.0),
        MemberVote("predict2", "dance", 0.46, 1.5),
        MemberVote("predict3", "hip-hop", 0.33, 1.0),
    ),
    {"dance": 0.42, "hip-hop": 0.16, "reggae": 0.13, "pop": 0.01},
    "soft",
    "tiny@1",
    Level.MEASURED,
    songs=0,
)
SONG = SongGenre(TRACK, HEARD, VOTE)


def said(song: SongGenre, language: str = "en") -> list[str]:
    return "".join(span.text for span in song_lines(song, Words(language))).splitlines()


def with_vote(**fields: object) -> SongGenre:
    return replace(SONG, vote=replace(VOTE, **fields))  # type: ignore[arg-type]


def test_a_song_is_its_name_its_genre_the_votes_and_how_it_is_known() -> None:
    assert said(SONG) == [
        "Next Level by aespa",
        "Genre: dance 42% (likely), then hip-hop 16%, reggae 13%",
        "Votes: dance 37% · dance 46% · hip-hop 33%",
        "By its sound alone: Spotify's measurements from ReccoBeats, 2026-11-20.",
    ]


def test_a_korean_song_ends_its_second_line_with_melons_word() -> None:
    song = with_vote(melon={"발라드": 0.1, "댄스": 0.6, "랩/힙합": 0.3})
    assert said(song)[1].endswith(" · Melon would say: dance 60%, rap / hip-hop 30%")
    assert said(song, "ko")[1] == (
        "장르: 댄스 42% (유력해요), 그다음 힙합 16%, 레게 13% · 멜론이라면: 댄스 60%, 랩/힙합 30%"
    )
    own = replace(song, said=ServiceGenres("melon", ("댄스",)))
    assert said(own, "ko")[1].endswith("랩/힙합 30% · 멜론 분류: 댄스")


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(0.5, "sure"), (0.49, "likely"), (0.246, "likely"), (0.244, "open"), (0.18, "open")],
)
def test_the_percentage_that_is_shown_says_how_sure_an_answer_is(confidence: float, word: str) -> None:
    assert f"({word})" in said(with_vote(probabilities={**VOTE.probabilities, "dance": confidence}))[1]


def test_where_most_votes_are_for_another_genre_it_is_said_why_that_is_not_the_answer() -> None:
    members = tuple(
        MemberVote(f"predict{number}", genre, 0.2, 1.0)
        for number, genre in enumerate(("punk", "punk", "electronic"), start=1)
    )
    song = with_vote(
        genre="electronic", members=members, probabilities={"electronic": 0.3, "punk": 0.2, "pop": 0.1}
    )
    assert said(song)[2] == (
        "Votes: punk 20% · punk 20% · electronic 20%; all their numbers together, electronic is ahead"
    )
    assert said(song, "ko")[2].endswith("(셋을 다 합치면 일렉트로닉이 앞서요)")


def test_three_different_votes_need_no_explanation() -> None:
    members = tuple(MemberVote(genre, genre, 0.2, 1.0) for genre in ("punk", "rock", "dance"))
    assert ";" not in said(with_vote(members=members))[2]


@pytest.mark.parametrize(
    ("song", "english", "korean"),
    [
        (
            with_vote(level=Level.SOUND_AND_ARTIST, songs=12),
            "By its sound and other songs by aespa (12): Spotify's measurements from ReccoBeats, 2026-11-20.",
            "이 곡과 에스파의 다른 노래 12곡의 소리로 판단했어요: ReccoBeats에서 받은 Spotify 측정값",
        ),
        (
            replace(with_vote(level=Level.ARTIST, songs=3), features=None),
            "An estimate by other songs by aespa (3): no service has measured this one.",
            "추정이에요. 이 곡은 측정한 곳이 없어서 에스파의 다른 노래 3곡의 소리로 짐작했어요.",
        ),
        (
            replace(SONG, features=replace(HEARD, source=STUDY_SOURCE)),
            "By its sound alone: measured by Spotify, as published in the 2021 study.",
            "이 곡의 소리만으로 판단했어요: 2021년 연구에 실린 Spotify 측정값",
        ),
        (
            replace(SONG, features=replace(HEARD, source="elsewhere")),
            "By its sound alone: from elsewhere, 2026-11-20.",
            "이 곡의 소리만으로 판단했어요: elsewhere, 2026년 11월 20일",
        ),
    ],
    ids=["sound and artist", "artist", "study", "another source"],
)
def test_the_last_line_says_what_the_votes_are_based_on(song: SongGenre, english: str, korean: str) -> None:
    assert said(song)[3] == english
    assert said(song, "ko")[3].partition(", ")[0] == korean.partition(", ")[0]


def test_in_brief_a_song_is_two_lines_with_the_votes() -> None:
    brief = "".join(span.text for span in song_in_brief(SONG, Words("en")))
    assert brief == "Next Level by aespa\ndance 42% · Votes: dance 37% · dance 46% · hip-hop 33%"
    estimated = "".join(span.text for span in song_in_brief(replace(SONG, features=None), Words("en")))
    assert "\ndance 42% (estimated) · Votes: " in estimated


@given(
    st.sampled_from(sorted(GENRES)),
    st.lists(st.sampled_from(sorted(GENRES)), min_size=3, max_size=3),
    st.lists(st.floats(0, 1), min_size=len(GENRES), max_size=len(GENRES)),
    st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"])),
    st.booleans(),
)
def test_every_song_is_four_lines_in_every_language(
    genre: str,
    voted: list[str],
    shares: list[float],
    title: str,
    measured: bool,  # noqa: FBT001
) -> None:
    members = tuple(
        MemberVote(f"predict{number}", each, 0.2, 1.0) for number, each in enumerate(voted, start=1)
    )
    vote = replace(
        VOTE, genre=genre, members=members, probabilities=dict(zip(sorted(GENRES), shares, strict=True))
    )
    song = SongGenre(replace(TRACK, title=title), HEARD if measured else None, vote)
    for language in languages():
        text = "".join(span.text for span in song_lines(song, Words(language)))
        assert text.count("\n") == 3
        assert text.removeprefix(text.splitlines()[0]).count("%") == 6
