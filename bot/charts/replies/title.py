"""How charts and their moments are named."""

from __future__ import annotations

from bot.chart_menu import chart_kind
from bot.charts.genre_chart import Vocabulary
from bot.language.words import N_, Words
from model.music import Chart
from model.study_sample import STUDY_CHART


def chart_title(name: str, words: Words) -> str:
    """Name a chart as its service does."""
    kind = chart_kind(name)
    return words.text(kind.title) if kind else name


def chart_name(name: str, words: Words, vocabulary: Vocabulary = Vocabulary.OURS) -> str:
    """Name a chart that is shown by genre, or in Melon's words."""
    if name == STUDY_CHART:
        return words.text(N_("The study's sample of the Melon Top 100"))
    if vocabulary is Vocabulary.MELON:
        return words.text(N_("{chart} in Melon's words"), chart=chart_title(name, words))
    return words.text(N_("{chart} by genre"), chart=chart_title(name, words))


def moment(chart: Chart, words: Words) -> str:
    """Say of when a chart is."""
    if chart.name == STUDY_CHART:
        return words.text(N_("late 2021"))
    day = words.day(chart.day)
    if chart.hour is not None:
        return words.text(N_("{day} {hour}:00 KST"), day=day, hour=f"{chart.hour:02}")
    kind = chart_kind(chart.name)
    return words.text(N_("week of {day}"), day=day) if kind and kind.weekly else day
