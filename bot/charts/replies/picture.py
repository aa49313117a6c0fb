"""What is drawn of a chart: its genres and first songs, its songs of one genre, or what changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.charts.genre_chart import ChartSongGenre
from bot.charts.replies.title import chart_name, moment
from bot.charts.summary import ChartSummary, Mover
from bot.language.words import N_, Words, percent
from bot.messages.picture_values import ChartPicture, GenreCount, RankedSong, SongSection
from bot.songs.replies.genres import (
    bars_in_words,
    change,
    classified,
    drawn_artists,
    drawn_genre,
    drawn_title,
    genre_counts_of,
    genre_mark,
    short_title,
)
from bot.songs.replies.names import shown_title
from bot.songs.song_genre import GenreShare
from model.study_sample import STUDY_CHART

_MOST_SONGS: Final = 12
_MOST_CHANGES: Final = 4
_LONGEST_IN_HEADLINE: Final = 22


def chart_picture(summary: ChartSummary, words: Words, chosen: str | None = None) -> ChartPicture | None:
    """Return the picture of a chart, or of its songs of a genre; None where there is nothing to show."""
    if chosen is not None:
        return _genre_picture(summary, chosen, words)
    if not any(share.count for share in summary.genre_shares):
        return None
    first = summary.genre_shares[0]
    leads = words.text(
        N_("{genre} leads with {percent}"),
        genre=drawn_genre(first.genre, words),
        percent=percent(first.count / summary.with_genre),
    )
    headline = (leads, *_second_line(summary, words))
    return ChartPicture(
        kicker=_kicker(summary, words),
        headline=headline,
        accent=first.genre,
        day=moment(summary.chart.chart, words),
        alt_text=". ".join([*headline, bars_in_words(summary.genre_shares, words)]),
        genres=genre_counts_of(summary.genre_shares, sum(summary.without_genre.values()), words),
        known=_known_line(summary, words),
        sections=(SongSection("", _songs(summary.chart.songs[:_MOST_SONGS], summary, words)),),
        boxes=_boxes(summary, words),
    )


def digest_picture(summary: ChartSummary, words: Words) -> ChartPicture | None:
    """Return the picture of what changed since the last digest; that of the chart where there was none."""
    if summary.compared_with is None or not any(share.count for share in summary.genre_shares):
        return chart_picture(summary, words)
    changes = _changes(summary, words)
    since = words.text(N_("Since {day}"), day=words.day(summary.compared_with))
    up, down = _movers(summary, words, up=True), _movers(summary, words, up=False)
    new = _songs(summary.new_entries, summary, words)
    headline = (_news(changes, words), *_second_line(summary, words))
    return ChartPicture(
        kicker=_kicker(summary, words),
        headline=headline,
        accent=changes[0].genre if changes else summary.genre_shares[0].genre,
        day=moment(summary.chart.chart, words),
        alt_text=". ".join([since, *headline, bars_in_words(summary.genre_shares, words)]),
        known=since,
        changes=changes,
        sections=(
            SongSection(words.text(N_("Newly in")), new),
            SongSection(words.text(N_("Up")), up),
            SongSection(words.text(N_("Down")), down),
        )
        if new or up or down
        else (SongSection("", _songs(summary.chart.songs[:_MOST_SONGS], summary, words)),),
    )


def _genre_picture(summary: ChartSummary, genre: str, words: Words) -> ChartPicture | None:
    songs = [song for song in summary.chart.songs if song.called(summary.vocabulary) == genre]
    if not songs:
        return None
    label = drawn_genre(genre, words)
    told = words.text(
        N_("{genre}: {number} of {all}"), genre=label, number=len(songs), all=len(summary.chart.songs)
    )
    share = percent(len(songs) / summary.with_genre)
    return ChartPicture(
        kicker=_kicker(summary, words),
        headline=(told, words.text(N_("{percent} of the songs with a genre"), percent=share)),
        accent=genre,
        day=moment(summary.chart.chart, words),
        alt_text=f"{told}, {share}",
        sections=(SongSection("", _songs(songs[:_MOST_SONGS], summary, words)),),
    )


def _kicker(summary: ChartSummary, words: Words) -> str:
    return chart_name(summary.chart.chart.name, words, summary.vocabulary)


def _second_line(summary: ChartSummary, words: Words) -> tuple[str, ...]:
    """Say the greatest climb, else how many songs are new, else the first song, where ranks are true ones."""
    climb = next((mover for mover in summary.movers if mover.gained > 0), None)
    if climb is not None:
        return (f"{_short(climb.song, words)} ▲{climb.gained}",)
    if summary.new_entries:
        return (words.text(N_("New songs: {number}"), number=len(summary.new_entries)),)
    if summary.chart.chart.name == STUDY_CHART:
        return ()
    return (words.text(N_("No. 1: {title}"), title=_short(summary.chart.songs[0], words)),)


def _news(changes: tuple[GenreCount, ...], words: Words) -> str:
    if not changes:
        return words.text(N_("The genres stay as they were"))
    most = changes[0]
    grown = (most.change or 0) > 0
    said = N_("{genre} gains {number}") if grown else N_("{genre} loses {number}")
    return words.text(said, genre=most.label, number=abs(most.change or 0))


def _known_line(summary: ChartSummary, words: Words) -> str:
    heard = summary.with_genre - summary.estimated - summary.as_melon_says
    said = classified(heard, summary.estimated, len(summary.chart.songs), words)
    if summary.as_melon_says:
        said += words.text(N_(", {number} as Melon says"), number=summary.as_melon_says)
    return said


def _changes(summary: ChartSummary, words: Words) -> tuple[GenreCount, ...]:
    moved = [(share, moved) for share in summary.genre_shares if (moved := change(share))]
    most = sorted(moved, key=lambda pair: (-abs(pair[1]), -pair[1], pair[0].genre))[:_MOST_CHANGES]
    return tuple(_count(share, moved, words) for share, moved in most)


def _count(share: GenreShare, moved: int, words: Words) -> GenreCount:
    return GenreCount(share.genre, drawn_genre(share.genre, words), share.count, moved)


def _boxes(summary: ChartSummary, words: Words) -> tuple[SongSection, ...]:
    """Return the greatest climb or fall, and the new songs."""
    new = _songs(summary.new_entries, summary, words)
    return (
        SongSection(words.text(N_("Moved most")), _moved(summary.movers[:1], summary, words)),
        SongSection(words.text(N_("Newly in")), new, f"+{len(new) - 1}" if len(new) > 1 else ""),
    )


def _movers(summary: ChartSummary, words: Words, *, up: bool) -> tuple[RankedSong, ...]:
    return _moved([mover for mover in summary.movers if (mover.gained > 0) is up], summary, words)


def _moved(movers: Iterable[Mover], summary: ChartSummary, words: Words) -> tuple[RankedSong, ...]:
    return _songs((mover.song for mover in movers), summary, words)


def _songs(songs: Iterable[ChartSongGenre], summary: ChartSummary, words: Words) -> tuple[RankedSong, ...]:
    return tuple(_song(song, summary, words) for song in songs)


def _song(song: ChartSongGenre, summary: ChartSummary, words: Words) -> RankedSong:
    entry, gained = song.entry, summary.moves.gained
    genre = song.called(summary.vocabulary)
    return RankedSong(
        rank=entry.rank,
        title=drawn_title(entry.title, entry.artists, words),
        artist=drawn_artists(entry.artists, words),
        mark=genre_mark(genre, words) if genre else None,
        gained=gained.get(entry.song_id),
        is_new=entry.song_id in gained and gained[entry.song_id] is None,
    )


def _short(song: ChartSongGenre, words: Words) -> str:
    title = shown_title(song.entry.title, song.entry.artists, words)
    return short_title(title, _LONGEST_IN_HEADLINE)
