"""The pictures of a data set: songs per seed and genre, features by genre, correlations, chart songs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from model.derived_features import Matrix
from model.exploration.drawing.paper import BLUE, FAINT, GRID, INK, ORANGE, PAPER, SIGNED, bare, png, sheet
from model.exploration.glossary import GLOSSARY
from model.exploration.statistics import Exploration
from model.features import FEATURE_NAMES

_BAR: Final = 0.235  # inches a bar
_PALE: Final = "#c9d6e3"
_STRONG: Final = 0.5  # a correlation from which on the cell is dark


def seeds_picture(exploration: Exploration) -> bytes:
    """Draw the rows of each kept seed, in two columns."""
    title = "시드별 곡 수 Songs per genre seed"
    counts = sorted(exploration.per_seed.items(), key=lambda pair: (-pair[1], pair[0]))
    half = (len(counts) + 1) // 2
    height = 1.3 + _BAR * half
    with sheet(
        11, height, title, f"남긴 시드 {len(counts)}개, 파일의 행 수 · rows of the kept seeds"
    ) as figure:
        most = counts[0][1]
        for column, part in enumerate((counts[:half], counts[half:])):
            left = 0.155 + 0.49 * column
            bottom = 0.3 + _BAR * (half - len(part))
            axes = figure.add_axes((left, bottom / height, 0.325, _BAR * len(part) / height))
            _bars(axes, part, most)
        return png(figure, title)


def genres_picture(exploration: Exploration) -> bytes:
    """Draw the distinct tracks of each genre."""
    title = "장르별 곡 수 Songs per genre"
    pairs = [(genre, len(rows)) for genre, rows in exploration.per_genre.items()]
    counts = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    subtitle = "여러 장르에 속한 곡은 장르마다 센다 · a track of several genres counts for each"
    return bars_picture(title, subtitle, counts)


def bars_picture(title: str, subtitle: str, counts: Sequence[tuple[str, int]]) -> bytes:
    """Draw a bar with its number for each count, most first."""
    height = 1.3 + _BAR * len(counts)
    with sheet(8.5, height, title, subtitle) as figure:
        axes = figure.add_axes((0.19, 0.3 / height, 0.7, _BAR * len(counts) / height))
        _bars(axes, counts, counts[0][1])
        return png(figure, title)


def boxes_picture(exploration: Exploration, names: Sequence[str], title: str) -> bytes:
    """Draw a box plot by genre of each named feature: the quartiles, and whiskers from 5 to 95 percent."""
    genres = list(exploration.per_genre)
    width, height = 1.75 + 2.05 * len(names), 1.85 + 0.25 * len(genres)
    subtitle = "상자: 사분위수, 수염: 5–95 % · boxes: quartiles, whiskers: 5 to 95 percent"
    with sheet(width, height, title, subtitle) as figure:
        for number, name in enumerate(names):
            left = (1.6 + 2.05 * number) / width
            axes = figure.add_axes((left, 0.45 / height, 1.8 / width, 0.25 * len(genres) / height))
            _boxes(axes, exploration, name)
            axes.set_yticks(range(len(genres)), genres if number == 0 else [""] * len(genres))
        return png(figure, title)


def correlation_picture(exploration: Exploration) -> bytes:
    """Draw the correlations of the 13 features as a heat map with its numbers."""
    title = "오디오 특성의 상관관계 Correlation of the audio features"
    size = len(FEATURE_NAMES)
    width, height = 10.6, 10.75
    tracks = f"{len(exploration.features):,}"
    with sheet(width, height, title, f"피어슨 상관계수, {tracks}곡 · Pearson, {tracks} tracks") as figure:
        axes = figure.add_axes((0.19, 0.127, 0.78, 0.78 * width / height))
        table = exploration.correlation
        axes.imshow(table, cmap=SIGNED, vmin=-1, vmax=1)
        labels = [f"{GLOSSARY[name].korean_name} {name}" for name in FEATURE_NAMES]
        axes.set_xticks(range(size), labels, rotation=45, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(size), labels)
        bare(axes)
        _numbers(axes, table)
        return png(figure, title)


def chart_picture(
    exploration: Exploration, ranges: Mapping[str, Sequence[float]], songs: Matrix, charted: int
) -> bytes:
    """Draw the chart songs' ranges over the training set's, and each of `songs`, (n, 13), as a dot."""
    title = "차트 곡의 범위 The chart songs' ranges over the training set's"
    height = 1.85 + 0.42 * len(FEATURE_NAMES)
    whose = f"학습 데이터와 차트 {charted:,}곡 · training set and {charted:,} chart songs"
    subtitle = f"1–99 % 범위 range: {whose}"
    with sheet(11, height, title, subtitle) as figure:
        axes = figure.add_axes((0.175, 0.72 / height, 0.69, 0.42 * len(FEATURE_NAMES) / height))
        for row, name in enumerate(FEATURE_NAMES):
            _range(axes, row, exploration.percentiles[:, row], ranges[name], songs[:, row])
        axes.set_yticks(range(len(FEATURE_NAMES)), [f"{GLOSSARY[n].korean_name} {n}" for n in FEATURE_NAMES])
        axes.set_ylim(len(FEATURE_NAMES) - 0.4, -0.6)
        axes.set_xlim(-0.04, 1.06)
        axes.set_xticks([])
        bare(axes)
        _chart_legend(figure, height)
        return png(figure, title)


def _bars(axes: Axes, counts: Sequence[tuple[str, int]], most: int) -> None:
    places = range(len(counts))
    axes.barh(places, [count for _, count in counts], height=0.7, color=BLUE)
    axes.set_yticks(places, [name for name, _ in counts])
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlim(0, most * 1.02)
    axes.set_xticks([])
    bare(axes)
    for place, (_, count) in zip(places, counts, strict=True):
        axes.text(count + most * 0.015, place, f"{count:,}", va="center", size=8.5, color=FAINT)


def _boxes(axes: Axes, exploration: Exploration, name: str) -> None:
    column = exploration.features[:, FEATURE_NAMES.index(name)]
    scale = 1 / 60_000 if name == "duration_ms" else 1
    values = [column[rows] * scale for rows in exploration.per_genre.values()]
    axes.boxplot(
        [own[np.isfinite(own)] for own in values],
        positions=range(len(values)),
        orientation="horizontal",
        widths=0.62,
        whis=(5, 95),
        showfliers=False,
        patch_artist=True,
        manage_ticks=False,
        boxprops={"facecolor": _PALE, "edgecolor": BLUE, "linewidth": 0.8},
        medianprops={"color": INK, "linewidth": 1.4},
        whiskerprops={"color": BLUE, "linewidth": 0.8},
        capprops={"linewidth": 0},
    )
    unit = " (분 min)" if name == "duration_ms" else ""
    axes.set_title(f"{GLOSSARY[name].korean_name}{unit}\n{name}", loc="left", size=10, color=INK)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.grid(axis="x", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", labelsize=8, labelcolor=FAINT)
    bare(axes)


def _numbers(axes: Axes, table: Matrix) -> None:
    for (row, column), value in np.ndenumerate(table):
        colour = PAPER if abs(value) > _STRONG else INK
        text = "" if np.isnan(value) else f"{round(value, 2) + 0.0:.2f}"  # no "-0.00"
        axes.text(column, row, text, ha="center", va="center", size=8.5, color=colour)


def _range(axes: Axes, row: int, edges: Matrix, chart: Sequence[float], songs: Matrix) -> None:
    """Draw one feature; all its values are placed between the training set's 1st and 99th percentile."""
    low, _, _, _, high = edges
    if np.isnan(low):
        axes.text(0, row, "값 없음 no values", va="center", color=FAINT)
        return

    def place(value: float) -> float:
        return float(np.clip((value - low) / ((high - low) or 1), -0.04, 1.04))

    axes.add_patch(Rectangle((0, row - 0.3), 1, 0.6, color=_PALE, linewidth=0))
    start, end = place(chart[0]), place(chart[1])
    axes.add_patch(Rectangle((start, row - 0.14), end - start, 0.28, color=BLUE, linewidth=0))
    axes.scatter(
        [place(value) for value in songs], [row] * len(songs), s=17, color=ORANGE, zorder=3, linewidth=0
    )
    axes.text(1.07, row - 0.19, f"{_short(low)} ~ {_short(high)}", va="center", size=8.5, color=FAINT)
    axes.text(1.07, row + 0.21, f"{_short(chart[0])} ~ {_short(chart[1])}", va="center", size=8.5, color=BLUE)


def _chart_legend(figure: Figure, height: float) -> None:
    words = (
        (_PALE, "학습 데이터 training set"),
        (BLUE, "차트 곡 chart songs"),
        (ORANGE, "2021년 슬라이드의 10곡 the slides' ten songs"),
    )
    for number, (colour, text) in enumerate(words):
        left, bottom = 0.2 + 0.215 * number, 0.36 / height
        figure.add_artist(Rectangle((left, bottom), 0.014, 0.13 / height, color=colour, linewidth=0))
        figure.text(left + 0.021, bottom, text, size=9.5, color=INK)


def _short(value: float) -> str:
    if abs(value) < 0.001:  # noqa: PLR2004 - nothing that could be seen
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}"  # noqa: PLR2004 - two digits are enough
