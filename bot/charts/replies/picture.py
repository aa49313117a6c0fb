"""What is drawn of a chart."""

from __future__ import annotations

from typing import Final

from bot.chart_menu import service_name
from bot.charts.genre_chart import ChartSongGenre
from bot.charts.replies.title import chart_name, moment
from bot.charts.summary import ChartSummary
from bot.picture_values import BarChart, Move
from bot.songs.replies.genres import bars, bars_in_words, classified, short_title
from bot.songs.replies.names import shown_artists, shown_title
from bot.words import N_, Words
from model.music import Chart

_DRAWN_MOVERS: Final = 3
_DRAWN_NEW: Final = 2
_LONGEST_TITLE: Final = 40
_LONGEST_ARTISTS: Final = 60


def chart_picture(summary: ChartSummary, words: Words, chosen: str | None = None) -> BarChart | None:
    """Return the picture of a chart's genre shares; None where no song has a genre."""
    if not any(share.count for share in summary.genre_shares):
        return None
    chart = summary.chart.chart
    return BarChart(
        title=chart_name(chart.name, words, summary.vocabulary),
        subtitle=_moment_and_source(chart, words),
        bars=bars(summary.genre_shares, words),
        footnote=_footnote(summary, words),
        alt_text=bars_in_words(summary.genre_shares, words),
        moves_title=words.text(N_("Moved most, and new")),
        moves=_moves(summary, words),
        chosen=chosen,
    )


def _moment_and_source(chart: Chart, words: Words) -> str:
    source = service_name(chart.service)
    return " · ".join([moment(chart, words), *([words.text(source)] if source else [])])


def _footnote(summary: ChartSummary, words: Words) -> str:
    known = sum(share.count for share in summary.genre_shares)
    heard = known - summary.estimated - summary.as_melon_says
    said = classified(heard, summary.estimated, len(summary.chart.songs), words)
    if summary.as_melon_says:
        said += words.text(N_(", {number} as Melon says"), number=summary.as_melon_says)
    if summary.compared_with is None:
        return said
    return said + "\n" + words.text(N_("Arrows: against {day}"), day=words.day(summary.compared_with))


def _moves(summary: ChartSummary, words: Words) -> tuple[Move, ...]:
    moved = [
        Move(_named(move.song, words), move.gained, move.song.called(summary.vocabulary))
        for move in summary.movers[:_DRAWN_MOVERS]
    ]
    new = [
        Move(_named(song, words), None, song.called(summary.vocabulary))
        for song in summary.new_entries[:_DRAWN_NEW]
    ]
    return (*moved, *new)


def _named(song: ChartSongGenre, words: Words) -> str:
    title = short_title(shown_title(song.entry.title, song.entry.artists, words), _LONGEST_TITLE)
    if not song.entry.artists:
        return title
    return f"{title} · {shown_artists(song.entry.artists, words, _LONGEST_ARTISTS)}"
