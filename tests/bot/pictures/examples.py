"""Invented charts and trends to draw, and how to look at what was drawn."""

from __future__ import annotations

import io
from datetime import date, timedelta

from PIL import Image

from bot.picture_values import (
    Bar,
    BarChart,
    FeatureBar,
    GenreCount,
    GenreCounts,
    GenreMark,
    GenreMix,
    MixPanel,
    Move,
    Picture,
    SongCard,
    TrendChart,
    TrendLine,
    VoteBar,
)
from bot.pictures import draw
from bot.songs.replies.genres import drawn_genre
from bot.words import Words

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
        headline=("댄스 50%로 최고", "지난주보다 힙합이 늘었어요")
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


MOVES = (
    Move("봄날 – 방탄소년단", 12, "pop"),
    Move("Déjà Vu – TXT", -9, "dance"),
    Move("새 노래", None, None),
)


def chart(*counts: tuple[str, int], moves: tuple[Move, ...] = (), chosen: str | None = None) -> BarChart:
    shown = tuple(Bar(genre, Words("ko").genre(genre), count, 1) for genre, count in counts)
    return BarChart(
        "장르로 보는 멜론 Top 100",
        "2026년 11월 22일 13시",
        shown,
        "100곡 중 65곡",
        "alt text",
        "많이 움직인 곡",
        moves,
        chosen,
    )


def trend(days: int, *genres: str) -> TrendChart:
    first = date(2026, 5, 1)
    lines = tuple(TrendLine(genre, genre, (1 / len(genres),) * days) for genre in genres)
    moments = tuple(first + timedelta(days=number) for number in range(days))
    return TrendChart("Genres of the Melon Top 100", "May", moments, lines, "shares", "alt text")


def image(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture)))


def pixels(picture: Picture) -> dict[str, int]:
    """Return how many pixels there are of each colour."""
    drawn = image(picture).convert("RGB")
    return {
        "#{:02x}{:02x}{:02x}".format(*rgb): number
        for number, rgb in drawn.getcolors(maxcolors=drawn.width * drawn.height) or []
    }
