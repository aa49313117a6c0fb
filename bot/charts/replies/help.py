"""What is said where a chart was asked for that cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.chart_menu import CHART_MENU
from bot.charts.replies.title import chart_title
from bot.charts.requests import ChartRequest, Unclear, UnreadableRequest
from bot.language.words import GENRES, MELON_WORDS, N_, Words, lines, shortened
from bot.messages.reply import Choice, Reply

_LONGEST_WORD: Final = 40
_WHY: Final = {
    Unclear.WORD: N_("I do not know what “{word}” means for a chart."),
    Unclear.NO_DAY: N_("There is no day {word}."),
    Unclear.FUTURE: N_("{word} is yet to come."),
    Unclear.TWICE: N_("One genre and one day at a time, please: “{word}” is one too many."),
    Unclear.NO_SUCH_CHART: N_("I do not know a chart “{word}”."),
}


def unreadable(request: UnreadableRequest, command: str, words: Words) -> Reply:
    """Say what was not understood, and what works."""
    charts = ", ".join(next(iter(kind.typed), kind.name) for kind in CHART_MENU)
    return Reply(
        lines(
            [
                words.say(_WHY[request.why], word=shortened(request.word, _LONGEST_WORD)),
                words.say(
                    N_(
                        "After /{command} I understand, in any order: a chart ({charts}), a day "
                        "(2026-11-20, yesterday, last week), and a genre ({genres}; or of Melon's: {melon})."
                    ),
                    command=words.command(command),
                    charts=charts,
                    genres=", ".join(map(words.genre, GENRES)),
                    melon=", ".join(map(words.genre, MELON_WORDS)),
                ),
            ]
        )
    )


def nothing_stored(request: ChartRequest, days: Sequence[date], words: Words) -> Reply:
    """Say that there is no chart of a day or before, and what there is."""
    chart = chart_title(request.chart, words)
    same = ChartRequest(request.chart, request.genre, vocabulary=request.vocabulary)
    now = Choice(words.text(N_("Now")), same.says())
    if not days:
        said = words.say(N_("I have kept no earlier chart of {chart} yet."), chart=chart)
        return Reply(said, choices=(now,))
    first = replace(same, day=days[-1])
    return Reply(
        words.say(
            N_("The first {chart} that I have kept is of {day}."), chart=chart, day=words.day(days[-1])
        ),
        choices=(Choice(words.day(days[-1]), first.says(), 1), Choice(now.label, now.says, 1)),
    )
