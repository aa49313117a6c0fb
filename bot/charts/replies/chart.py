"""What is said of a chart: its genres, its songs, and what could not be classified."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.chart_menu import KOREA
from bot.charts.current import REFRESHED_AFTER
from bot.charts.genre_chart import GenreChart, NoGenreReason, Vocabulary
from bot.charts.replies.caption_fit import Line, Paragraph, caption_text, full_text
from bot.charts.replies.choices import chart_choices
from bot.charts.replies.picture import chart_picture, digest_picture
from bot.charts.replies.shown_chart import ShownChart
from bot.charts.replies.song_lines import song_lines
from bot.charts.replies.title import chart_name, moment
from bot.charts.requests import PAGE, ChartRequest, Show
from bot.charts.summary import ChartSummary
from bot.language.words import N_, Words, percent
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.genres import arrow, change, estimated, shares_line, short_title
from bot.songs.replies.names import shown_artist, shown_title
from bot.songs.replies.problems import why
from model.study_sample import STUDY_CHART

_LONGEST_TITLE: Final = 24
_REASONS: Final = {
    NoGenreReason.NO_MATCH: N_("{number} have no certain match among Spotify's tracks"),
    NoGenreReason.NO_FEATURES: N_("{number} without audio features"),
    NoGenreReason.NO_ANSWER: N_("{number} could not be looked up just now"),
    NoGenreReason.NO_WORD: N_("{number} for which only our own genre is known"),
}


def chart_reply(shown: ShownChart, words: Words) -> Reply:
    """Say and draw a chart by genre, with ten of its songs."""
    paragraphs = [*_opening(shown, words), Paragraph(_page(shown, words), 9, shrink=True)]
    text = full_text(paragraphs)
    choices = chart_choices(shown.request, shown.summary, shown.days, len(shown.songs), shown.page, words)
    if shown.request.show is Show.TEXT or shown.request.artist:
        return Reply(text, choices=choices)
    picture = chart_picture(shown.summary, words, shown.request.genre)
    return Reply(text, picture, choices, caption_text(paragraphs) if picture else ())


def digest_reply(summary: ChartSummary, words: Words) -> Reply:
    """Say and draw the digest of a chart."""
    first_songs = song_lines(summary.chart.songs[:PAGE], summary, words)
    paragraphs = [
        Paragraph((_title(summary, words),), 10),
        Paragraph(_instead(summary.chart, words), 9),
        Paragraph(_shares(summary, words), 9),
        Paragraph(
            (
                *_without_genre(summary, words, in_detail=False),
                *_estimated(summary, words),
            ),
            8,
        ),
        *(_news(summary, words) or [Paragraph(((), *first_songs), 5, shrink=True)]),
    ]
    chart = summary.chart.chart
    whole = ChartRequest(chart.name, day=chart.day)
    choice = Choice(words.text(N_("The whole chart")), whole.says(), apart=True)
    choices = () if summary.chart.problem else (choice,)
    return Reply(full_text(paragraphs), digest_picture(summary, words), choices, caption_text(paragraphs))


def _opening(shown: ShownChart, words: Words) -> list[Paragraph]:
    summary = shown.summary
    about = [
        Paragraph((_title(summary, words),), 10),
        Paragraph(_which_chart(shown, words), 8),
    ]
    if shown.request.artist is not None:
        return [*about, Paragraph((_of_artist(shown, shown.request.artist, words),), 7)]
    if shown.request.genre is not None:
        return [*about, Paragraph((_of_genre(shown, shown.request.genre, words),), 7)]
    return [
        *about,
        Paragraph(_shares(summary, words), 7),
        Paragraph(_without_genre(summary, words, in_detail=True), 6),
        Paragraph(_estimated(summary, words), 5),
        Paragraph(_agreement(summary, words), 4),
        Paragraph(_longest(summary, words), 3),
    ]


def _title(summary: ChartSummary, words: Words) -> Line:
    chart = summary.chart.chart
    name = chart_name(chart.name, words, summary.vocabulary)
    return (Span(f"{name}, {moment(chart, words)}", bold=True),)


def _which_chart(shown: ShownChart, words: Words) -> tuple[Line, ...]:
    """Say why this is not the chart that was asked for, where it is not."""
    chart = shown.summary.chart
    if chart.problem is not None:
        return _instead(chart, words)
    if shown.request.again:
        read_at = f"{chart.chart.fetched_at.astimezone(KOREA):%H:%M}"
        minutes = REFRESHED_AFTER // timedelta(minutes=1)
        said = N_("Read at {time} KST; I read a chart again at most every {minutes} minutes.")
        return (words.say(said, time=read_at, minutes=minutes),)
    day = shown.request.day
    if day is None or day == chart.chart.day:
        return ()
    return (words.say(N_("Of {day} I have kept none; this is the last one before."), day=words.day(day)),)


def _instead(chart: GenreChart, words: Words) -> tuple[Line, ...]:
    """Say why this is no current chart, where it is none."""
    if chart.problem is None:
        return ()
    if chart.chart.name == STUDY_CHART:
        said = N_("This is not today's chart, only ten songs that a study published: {why}.")
    else:
        said = N_("This is the last chart that I have read: {why}.")
    return (words.say(said, why=why(chart.problem, words)),)


def _shares(summary: ChartSummary, words: Words) -> tuple[Line, ...]:
    if not any(share.count for share in summary.genre_shares):
        unknown = N_("I cannot tell yet what Melon would call these songs.")
        return (words.say(unknown),) if summary.vocabulary is Vocabulary.MELON else ()
    shares = shares_line(summary.genre_shares, words)
    if summary.compared_with is None:
        return ((Span(shares),),)
    return (words.say(N_("{shares}; against {day}"), shares=shares, day=words.day(summary.compared_with)),)


def _of_artist(shown: ShownChart, artist: str, words: Words) -> Line:
    name = Span(shown_artist(artist, words), bold=True)
    if not shown.songs:
        return words.say(N_("{artist} has no song in this chart."), artist=name)
    return words.say(
        N_("Songs by {artist}: {number} of {all}"),
        artist=name,
        number=len(shown.songs),
        all=len(shown.summary.chart.songs),
    )


def _of_genre(shown: ShownChart, genre: str, words: Words) -> Line:
    share = next((share for share in shown.summary.genre_shares if share.genre == genre), None)
    if share is None or share.count == 0:
        return words.say(
            N_("As far as I can tell, no song of this chart is {genre}."), genre=words.genre(genre)
        )
    said = words.say(
        N_("Genre {genre}: {number} of {all} songs with a genre, {percent}"),
        genre=Span(words.genre(genre), bold=True),
        number=share.count,
        all=shown.summary.with_genre,
        percent=percent(share.count / shown.summary.with_genre),
    )
    changed = change(share)
    if changed is None or shown.summary.compared_with is None:
        return said
    since = words.say(
        N_("{arrow} against {day}"), arrow=arrow(changed), day=words.day(shown.summary.compared_with)
    )
    return (*said, Span("; "), *since)


def _without_genre(summary: ChartSummary, words: Words, *, in_detail: bool) -> tuple[Line, ...]:
    number, of = sum(summary.without_genre.values()), len(summary.chart.songs)
    if not number:
        return ()
    if not in_detail:
        return (words.say(N_("Without a genre: {number} of {all}."), number=number, all=of),)
    told = [
        words.text(text, number=summary.without_genre[reason])
        for reason, text in _REASONS.items()
        if summary.without_genre.get(reason)
    ]
    return (
        words.say(
            N_("Without a genre: {number} of {all} ({reasons})."),
            number=number,
            all=of,
            reasons="; ".join(told),
        ),
    )


def _estimated(summary: ChartSummary, words: Words) -> tuple[Line, ...]:
    of = len(summary.chart.songs)
    own = words.say(
        N_("Not by sound but as Melon says: {number} of {all}."), number=summary.as_melon_says, all=of
    )
    return (*estimated(summary.estimated, of, words), *([own] if summary.as_melon_says else ()))


def _agreement(summary: ChartSummary, words: Words) -> tuple[Line, ...]:
    if summary.agreement is None:
        return ()
    said = (
        N_("Melon itself says the same of {agreeing} of {all} songs.")
        if summary.vocabulary is Vocabulary.MELON
        else N_("Melon's own genre agrees for {agreeing} of {all} songs that have one.")
    )
    return (words.say(said, agreeing=summary.agreement.agreeing, all=summary.agreement.of),)


def _longest(summary: ChartSummary, words: Words) -> tuple[Line, ...]:
    runs = [
        words.text(
            N_("{title} ({number} days)"),
            title=short_title(
                shown_title(run.song.entry.title, run.song.entry.artists, words), _LONGEST_TITLE
            ),
            number=run.days,
        )
        for run in summary.longest_runs
        if run.days > 1
    ]
    return (words.say(N_("Longest in the chart: {songs}."), songs=", ".join(runs)),) if runs else ()


def _page(shown: ShownChart, words: Words) -> tuple[Line, ...]:
    start = (shown.page - 1) * PAGE
    page = shown.songs[start : start + PAGE]
    return ((), *song_lines(page, shown.summary, words)) if page else ()


def _news(summary: ChartSummary, words: Words) -> list[Paragraph]:
    if summary.compared_with is None:
        return []
    since = words.day(summary.compared_with)
    moved = song_lines((move.song for move in summary.movers), summary, words)
    new = song_lines(summary.new_entries, summary, words)
    told = [
        Paragraph(((), words.say(N_("Moved most since {day}:"), day=since), *moved), 7, shrink=True),
        Paragraph(((), words.say(N_("New since {day}:"), day=since), *new), 6, shrink=True),
    ]
    return [paragraph for paragraph, songs in zip(told, (moved, new), strict=True) if songs]
