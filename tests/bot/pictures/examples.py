"""Invented pictures of each kind in both languages, with names of the sort that charts have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.language.words import Words
from bot.messages.picture_values import (
    ChartPicture,
    CollectionCard,
    FeatureBar,
    GenreCount,
    GenreCounts,
    GenreMark,
    GenreMix,
    MixPanel,
    Picture,
    RankedSong,
    SongCard,
    SongSection,
    TrendChart,
    TrendLine,
    VoteBar,
)
from bot.songs.replies.genres import drawn_genre

LANGUAGES = ("ko", "en")
DAY = date(2026, 11, 22)


def genre_counts(language: str, *counts: tuple[str, int, int | None], unknown: int = 0) -> GenreCounts:
    words = Words(language)
    shown = (GenreCount(genre, drawn_genre(genre, words), count, change) for genre, count, change in counts)
    return GenreCounts(tuple(shown), unknown, words.text("Others"), words.text("Not known"))


def song_card(language: str) -> SongCard:
    words = Words(language)
    korean = language == "ko"
    votes = (("hip-hop", 0.41), ("hip-hop", 0.33), ("dance", 0.36))
    features = zip(
        ("춤추기 좋은 정도", "에너지", "밝기", "어쿠스틱", "말소리")
        if korean
        else ("Danceability", "Energy", "Brightness", "Acousticness", "Spoken words"),
        ((0.82, 0.69, 0.64), (0.85, 0.66, 0.72), (0.52, 0.52, 0.55), (0.09, 0.21, None), (0.17, None, 0.08)),
        strict=True,
    )
    return SongCard(
        title="등대의 밤 (Lantern Night)" if korean else "Lantern Night",
        artist="하버 키즈" if korean else "Harbour Kids",
        genre=GenreMark("hip-hop", drawn_genre("hip-hop", words)),
        likely="41% · 유력해요" if korean else "41% · likely",
        votes_title="모델별 투표" if korean else "Each model's vote",
        votes=tuple(VoteBar(genre, drawn_genre(genre, words), share) for genre, share in votes),
        bars_title="노래의 소리" if korean else "How it sounds",
        bars=tuple(FeatureBar(label, *values) for label, values in features),
        averages=("힙합 평균", "차트 평균") if korean else ("Hip-hop average", "chart average"),
        day=words.day(DAY),
        alt_text="a song",
        bot="@jangreu_bot",
    )


def genre_mix(language: str) -> GenreMix:
    korean = language == "ko"
    week = (("dance", 6, None), ("hip-hop", 3, None), ("r-n-b", 2, None), ("pop", 1, None))
    ever = (("dance", 51, None), ("pop", 30, None), ("electronic", 22, None), ("indie", 15, None))
    more = (("rock", 9, None), ("folk", 6, None))
    panels = (
        ("나 · 이번 주", "12곡", genre_counts(language, *week)),
        ("나 · 지금까지", "143곡", genre_counts(language, *ever, *more, unknown=10)),
        ("이 방 · 이번 주", "", genre_counts(language)),
        ("이 방 · 지금까지", "820곡", genre_counts(language, *reversed(ever))),
    )
    english = ("Me · this week", "Me · ever", "This chat · this week", "This chat · ever")
    return GenreMix(
        title="음악 취향" if korean else "Taste in music",
        headline=("댄스 50%로 1위", "지난주보다 힙합이 늘었어요")
        if korean
        else ("Dance leads with 50%", "more hip-hop than last week"),
        panels=tuple(
            MixPanel(
                title if korean else other,
                songs if korean else songs.replace("곡", " songs"),
                counts,
                "아직 노래가 없어요" if korean else "No songs yet",
            )
            for (title, songs, counts), other in zip(panels, english, strict=True)
        ),
        day=Words(language).day(DAY),
        alt_text="a mix",
    )


SONGS = (
    ("등대의 밤 (Lantern Night)", "하버 키즈", "dance", 0),
    ("밤에 달리다 夜に駆ける", "YOUTH", "singer-songwriter", 1),
    ("Déjà Vu ♥", "Kite & The Strings", "r-n-b", 35),
    ("나는 아픈 건 딱 질색이니까 그리고 아주 긴 제목", "(아이들) feat. 긴 이름의 가수들", "hip-hop", -2),
    ("파도", "솔트", None, None),
    ("Siren", "Blue Hour", "metal", 7),
)


def ranked(language: str, *numbers: int, gained: bool = True, new: bool = False) -> tuple[RankedSong, ...]:
    words = Words(language)
    return tuple(
        RankedSong(
            rank=number + 1,
            title=title,
            artist=artist,
            mark=GenreMark(genre, drawn_genre(genre, words)) if genre else None,
            gained=moved if gained and not new else None,
            is_new=new,
        )
        for number in numbers
        for title, artist, genre, moved in (SONGS[number],)
    )


CHART_COUNTS = (("dance", 17, 6), ("metal", 9, -9), ("rock", 8, 0), ("indie", 7, 2), ("soul", 3, None))
SMALL_COUNTS = (("folk", 2, None), ("jazz", 1, None), ("opera", 1, None))


def chart(language: str, *, compared: bool = True) -> ChartPicture:
    korean = language == "ko"
    return ChartPicture(
        kicker="장르로 보는 멜론 TOP 100" if korean else "Melon Top 100 by genre",
        headline=("댄스 35%로 1위" if korean else "Dance leads with 35%", "Déjà Vu ♥ ▲35"),
        accent="dance",
        day="2026년 11월 22일 13시" if korean else "2026-11-22 13:00 KST",
        alt_text="alt text",
        genres=genre_counts(language, *CHART_COUNTS, *SMALL_COUNTS, unknown=52),
        known="100곡 중 48곡을 소리로 분류했어요" if korean else "48 of 100 songs classified by their sound",
        sections=(SongSection("", ranked(language, *range(6), gained=compared)),),
        boxes=(
            SongSection("가장 크게 움직인 곡" if korean else "Moved most", ranked(language, 2)),
            SongSection("새로 들어온 곡" if korean else "Newly in", ranked(language, 4, new=True), "+2"),
        )
        if compared
        else (),
    )


def digest(language: str) -> ChartPicture:
    korean = language == "ko"
    return replace(
        chart(language),
        headline=("메탈 9곡 줄었어요" if korean else "Metal loses 9", "Déjà Vu ♥ ▲35"),
        accent="metal",
        genres=None,
        known="2026년 11월 21일 이후 달라진 것" if korean else "Since 2026-11-21",
        changes=genre_counts(language, ("metal", 0, -9), ("dance", 17, 6), ("indie", 7, 2)).counts,
        sections=(
            SongSection("새로 들어온 곡" if korean else "Newly in", ranked(language, 1, 4, new=True)),
            SongSection("올라간 곡" if korean else "Up", ranked(language, 2, 5)),
            SongSection("내려간 곡" if korean else "Down", ranked(language, 3)),
        ),
        boxes=(),
    )


def genre_songs(language: str) -> ChartPicture:
    korean = language == "ko"
    return replace(
        chart(language),
        headline=("댄스 100곡 중 17곡", "장르를 아는 노래의 35%")
        if korean
        else ("Dance: 17 of 100", "35% of the songs with a genre"),
        genres=None,
        known="",
        sections=(SongSection("", tuple(replace(song) for song in ranked(language, *range(6)) * 3)),),
        boxes=(),
    )


def trend(language: str, days: int = 40) -> TrendChart:
    words, korean = Words(language), language == "ko"
    first = DAY - timedelta(days=days - 1)
    grown = tuple(0.2 + 0.15 * number / (days - 1) for number in range(days))
    others = (("pop", 0.3), ("rock", 0.25), ("r-n-b", 0.2), ("hip-hop", 0.15), ("others", 0.1))
    lines = [TrendLine("dance", drawn_genre("dance", words), grown)]
    lines += [
        TrendLine(genre, drawn_genre(genre, words), tuple(share * (1 - dance) for dance in grown))
        for genre, share in others
    ]
    return TrendChart(
        kicker="멜론 TOP 100 장르 추이" if korean else "Genres of Melon Top 100",
        headline=("댄스 +15%p", "팝 −4%p") if korean else ("Dance +15 points", "Pop −4 points"),
        accent="dance",
        days=tuple(first + timedelta(days=number) for number in range(days)),
        lines=tuple(lines),
        footnote="장르를 아는 곡 중의 비율" if korean else "Shares among the songs that have a genre",
        day=words.day(DAY),
        alt_text="alt text",
    )


def trend_of_one(language: str, days: int = 40) -> TrendChart:
    korean = language == "ko"
    whole = trend(language, days)
    return replace(
        whole,
        kicker="멜론 TOP 100의 댄스" if korean else "Dance in Melon Top 100",
        headline=("댄스 20% → 35%", "2026년 10월 14일 이후 +15%p")
        if korean
        else ("Dance 20% → 35%", "+15 points since 2026-10-14"),
        lines=whole.lines[:1],
        boxes=(
            SongSection("새로 들어온 곡" if korean else "Newly in", ranked(language, 0), "+4"),
            SongSection("나간 곡" if korean else "Gone", ranked(language, 3)),
        ),
    )


def collection(language: str) -> CollectionCard:
    words, korean = Words(language), language == "ko"
    named = (0, "dance"), (1, "singer-songwriter")
    titles = ("가장 전형적인 곡", "가장 튀는 곡") if korean else ("Most typical", "Oddest")
    return CollectionCard(
        kicker="플레이리스트" if korean else "Playlist",
        title="출근길에 듣는 노래 모음" if korean else "Songs for the way to work",
        by="하버 키즈" if korean else "Harbour Kids",
        genres=genre_counts(language, *CHART_COUNTS, *SMALL_COUNTS, unknown=9),
        known="57곡 중 40곡을 소리로 분류했어요, 8곡은 추정"
        if korean
        else "40 of 57 songs classified by their sound, 8 estimated",
        boxes=tuple(
            SongSection(title, ranked(language, number, gained=False), drawn_genre(genre, words))
            for title, (number, genre) in zip(titles, named, strict=True)
        ),
        day=words.day(DAY),
        alt_text="alt text",
    )


EXAMPLES: Mapping[str, Callable[[str], Picture]] = {
    "chart": chart,
    "digest": digest,
    "genre": genre_songs,
    "trend": trend,
    "trend-of-one": trend_of_one,
    "song": song_card,
    "collection": collection,
    "mix": genre_mix,
}
"""A picture of each kind, by its name and made in a language."""
