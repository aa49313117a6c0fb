"""What is said of a chart: its genres, its first songs, and what could not be classified."""

from __future__ import annotations

from typing import Final

from bot.chart_reader import ChartSongGenre, GenreChart, Unclassified
from bot.digest import Digest, genre_counts
from bot.replies.problems import why
from bot.reply import BarChart, Reply, Span
from bot.words import N_, Words, lines, percent
from model.study_sample import STUDY_CHART

_SHOWN_SONGS: Final = 10
_SHOWN_GENRES: Final = 5
_DRAWN_GENRES: Final = 12
_LONGEST_TITLE: Final = 34
_LONGEST_ARTIST: Final = 22
_REASONS: Final = {
    Unclassified.NO_MATCH: N_("{number} have no certain match on Spotify"),
    Unclassified.NO_KEYS: N_(
        "{number} are not among the songs that I know, and without keys I cannot search Spotify"
    ),
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
    text = _opening(digest.chart, words)
    if digest.compared_with is not None:
        since = words.day(digest.compared_with)
        if digest.movers:
            text += [(), words.say(N_("Moved most since {day}:"), day=since)]
            text += [_moved(move.song, move.gained, words) for move in digest.movers]
        if digest.new_entries:
            text += [(), words.say(N_("New since {day}:"), day=since)]
            text += [song_line(song, words) for song in digest.new_entries]
    if len(text) == len(_opening(digest.chart, words)):
        text += [(), *(song_line(song, words) for song in digest.chart.songs[:_SHOWN_SONGS])]
    return Reply(lines(text), picture_of(digest.chart, words))


def song_line(song: ChartSongGenre, words: Words) -> tuple[Span, ...]:
    """Name a chart song in one line, with its genre or a dash."""
    return words.say(
        N_("{rank}. {title} by {artists}: {genre}"),
        rank=song.entry.rank,
        title=shortened(song.entry.title, _LONGEST_TITLE),
        artists=shortened(", ".join(song.entry.artists), _LONGEST_ARTIST),
        genre=Span(words.genre(song.song.vote.genre), bold=True) if song.song else "–",
    )


def shortened(text: str, most: int) -> str:
    """Cut a text to at most so many characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def picture_of(chart: GenreChart, words: Words) -> BarChart | None:
    """Return the picture of a chart's genre shares; None where no song has a genre."""
    counts = genre_counts(chart)
    if not counts:
        return None
    total = sum(count for _, count in counts)
    shares = _shares_text(chart, words, len(counts))
    rest = sum(count for _, count in counts[_DRAWN_GENRES:])
    bars = [(genre, words.genre(genre), count) for genre, count in counts[:_DRAWN_GENRES]]
    return BarChart(
        title=_name(chart, words),
        subtitle=_moment(chart, words),
        bars=(*bars, *([("others", words.text(N_("others")), rest)] if rest else [])),
        footnote=words.text(
            N_("{number} of {all} songs classified by their sound"), number=total, all=len(chart.songs)
        ),
        alt_text=words.text(N_("Bar chart of the genres: {genres}"), genres=shares),
    )


def _opening(chart: GenreChart, words: Words) -> list[tuple[Span, ...]]:
    title = Span(f"{_name(chart, words)}, {_moment(chart, words)}", bold=True)
    opening: list[tuple[Span, ...]] = [(title,)]
    if chart.problem is not None:
        opening.append(_why_not_today(chart, why(chart.problem, words), words))
    if genre_counts(chart):
        opening.append((Span(_shares_text(chart, words, _SHOWN_GENRES)),))
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


def _shares_text(chart: GenreChart, words: Words, most: int) -> str:
    counts = genre_counts(chart)
    total = sum(count for _, count in counts)
    shown = [f"{words.genre(genre)} {percent(count / total)} ({count})" for genre, count in counts[:most]]
    rest = sum(count for _, count in counts[most:])
    return ", ".join(
        [*shown, words.text(N_("others {percent} ({number})"), percent=percent(rest / total), number=rest)]
        if rest
        else shown
    )


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
