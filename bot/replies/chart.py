"""What is said of a chart: its genres, its first songs, and what could not be classified."""

from __future__ import annotations

from typing import Final

from bot.digest import Digest
from bot.genre_chart import ChartSongGenre, GenreChart, Unclassified
from bot.genre_finder import genre_counts
from bot.replies.genres import GenreCounts, picture, ranked_line, shares
from bot.replies.problems import why
from bot.reply import BarChart, Reply, Span
from bot.words import N_, Words, lines
from model.study_sample import STUDY_CHART

_SHOWN_SONGS: Final = 10
_REASONS: Final = {
    Unclassified.NO_MATCH: N_("{number} have no certain match among Spotify's tracks"),
    Unclassified.NO_FEATURES: N_("{number} nobody has measured"),
    Unclassified.NO_ANSWER: N_("{number} could not be looked up just now"),
}


def chart_reply(chart: GenreChart, words: Words) -> Reply:
    """Say and draw a chart by genre, with its first songs."""
    songs = [song_line(song, words) for song in chart.songs[:_SHOWN_SONGS]]
    text = lines([*_opening(chart, words), (), *songs])
    return Reply(text, picture_of(chart, words))


def digest_reply(digest: Digest, words: Words) -> Reply:
    """Say and draw the day's digest."""
    news: list[tuple[Span, ...]] = []
    if digest.compared_with is not None:
        since = words.day(digest.compared_with)
        if digest.movers:
            news += [(), words.say(N_("Moved most since {day}:"), day=since)]
            news += [_moved(move.song, move.gained, words) for move in digest.movers]
        if digest.new_entries:
            news += [(), words.say(N_("New since {day}:"), day=since)]
            news += [song_line(song, words) for song in digest.new_entries]
    first_songs = (song_line(song, words) for song in digest.chart.songs[:_SHOWN_SONGS])
    text = [*_opening(digest.chart, words), *(news or [(), *first_songs])]
    return Reply(lines(text), picture_of(digest.chart, words))


def song_line(song: ChartSongGenre, words: Words) -> tuple[Span, ...]:
    """Name a chart song in one line, with its genre or a dash."""
    return ranked_line(song.entry.rank, song.entry.title, song.entry.artists, song.song, words)


def picture_of(chart: GenreChart, words: Words) -> BarChart | None:
    """Return the picture of a chart's genre shares; None where no song has a genre."""
    return picture(_name(chart, words), _moment(chart, words), _counts(chart), len(chart.songs), words)


def _opening(chart: GenreChart, words: Words) -> list[tuple[Span, ...]]:
    title = Span(f"{_name(chart, words)}, {_moment(chart, words)}", bold=True)
    opening: list[tuple[Span, ...]] = [(title,)]
    if chart.problem is not None:
        opening.append(_why_not_today(chart, why(chart.problem, words), words))
    if counts := _counts(chart):
        opening.append((Span(shares(counts, words)),))
    return [*opening, *_unclassified(chart, words)]


def _name(chart: GenreChart, words: Words) -> str:
    if chart.chart.name == STUDY_CHART:
        return words.text(N_("The study's sample of the Melon Top 100"))
    return words.text(N_("Melon Top 100 by genre"))


def _moment(chart: GenreChart, words: Words) -> str:
    if chart.chart.name == STUDY_CHART:
        return words.text(N_("late 2021"))
    day = words.day(chart.chart.day)
    return (
        day
        if chart.chart.hour is None
        else words.text(N_("{day} {hour}:00 KST"), day=day, hour=f"{chart.chart.hour:02}")
    )


def _why_not_today(chart: GenreChart, reason: str, words: Words) -> tuple[Span, ...]:
    if chart.chart.name == STUDY_CHART:
        return words.say(
            N_("This is not today's chart, only ten songs that a study published: {why}."), why=reason
        )
    return words.say(N_("This is the last chart that I have read: {why}."), why=reason)


def _counts(chart: GenreChart) -> GenreCounts:
    return genre_counts(song.song for song in chart.songs if song.song)


def _unclassified(chart: GenreChart, words: Words) -> list[tuple[Span, ...]]:
    reasons = [song.reason for song in chart.songs if song.reason]
    if not reasons:
        return []
    told = [
        words.text(text, number=reasons.count(reason))
        for reason, text in _REASONS.items()
        if reason in reasons
    ]
    return [
        words.say(
            N_("Without a genre: {number} of {all} ({reasons})."),
            number=len(reasons),
            all=len(chart.songs),
            reasons="; ".join(told),
        )
    ]


def _moved(song: ChartSongGenre, gained: int, words: Words) -> tuple[Span, ...]:
    arrow = f"▲{gained} " if gained > 0 else f"▼{-gained} "
    return (Span(arrow), *song_line(song, words))
