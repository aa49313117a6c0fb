"""What is said, drawn and offered of a chart, its summary and its trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.charts.genre_chart import ChartSongGenre, GenreChart, Vocabulary
from bot.charts.replies import ShownChart, chart_reply, digest_reply, nothing_stored, trend_reply, unreadable
from bot.charts.replies.caption_fit import CAPTION_LIMIT
from bot.charts.requests import ChartRequest, Show, Unclear, UnreadableRequest
from bot.charts.summary import (
    Agreement,
    ChartRun,
    ChartSummary,
    EarlierCharts,
    Trend,
    TrendPoint,
    chart_summary,
)
from bot.errors import SourceUnavailable, Trouble
from bot.platforms.telegram.html import units
from bot.reply import Bar, BarChart, Move, Reply, TrendChart
from bot.words import GENRES, MELON_WORDS, Words
from model.levels import Level
from model.music import Chart
from tests.bot.charts.test_summary import DAY, chart, classified, entry

MELON = ChartRequest("melon-top100")
YESTERDAY = DAY - timedelta(days=1)
EN = Words("en")


def shown(
    current: GenreChart,
    earlier: Chart | None = None,
    request: ChartRequest = MELON,
    days: Sequence[date] = (),
    summary: ChartSummary | None = None,
) -> ShownChart:
    made = summary or chart_summary(current, EarlierCharts(earlier, {}) if earlier else EarlierCharts())
    return ShownChart(request, made, days)


def estimated(song: ChartSongGenre) -> ChartSongGenre:
    if song.song is None:
        return song
    vote = replace(song.song.vote, level=Level.ARTIST)
    return replace(song, song=replace(song.song, features=None, vote=vote))


def plain_caption(reply: Reply) -> str:
    return "".join(span.text for span in reply.caption)


def offered(reply: Reply) -> dict[str, str]:
    return {choice.label: choice.says for choice in reply.choices}


def hundred() -> GenreChart:
    genres = {number: list(GENRES)[number % 9] for number in range(1, 64)}
    return classified(chart(*range(1, 101)), genres)


# What is said


def test_a_chart_says_its_moment_shares_with_changes_and_moved_songs() -> None:
    earlier = chart(2, 1, 3, 4, day=YESTERDAY)
    current = classified(chart(1, 2, 5, 4), {1: "dance", 2: "dance", 4: "rock"})
    summary = chart_summary(current, EarlierCharts(earlier, {"dance": 1, "rock": 1, "jazz": 1}))
    said = chart_reply(shown(current, earlier, summary=summary), EN).plain().splitlines()
    assert said[0] == "Melon Top 100 by genre, 2026-11-22 09:00 KST"
    assert said[1] == "dance 67% (2 ▲1), rock 33% (1); against 2026-11-21"
    assert said[2].startswith("Without a genre: 1 of 4 (1 have no certain match")
    assert said[-4:] == [
        "1. ▲1 Song 1 by Band 1: dance",
        "2. ▼1 Song 2 by Band 2: dance",
        "3. NEW Song 5 by Band 5: genre not known",
        "4. = Song 4 by Band 4: rock",
    ]


def test_without_an_earlier_chart_the_services_own_marks_are_shown() -> None:
    entries = (
        replace(entry(1, 1), previous_rank=3),
        replace(entry(2, 2), is_new=True),
        entry(3, 3),
    )
    said = chart_reply(shown(classified(replace(chart(), entries=entries), {})), EN).plain()
    assert said.splitlines()[-3:] == [
        "1. ▲2 Song 1 by Band 1: genre not known",
        "2. NEW Song 2 by Band 2: genre not known",
        "3. Song 3 by Band 3: genre not known",
    ]


@pytest.mark.parametrize(
    ("title", "shown_as"),
    [
        ("SPOT! (feat. JENNIE)", "SPOT!"),
        ("밤양갱 (Prod. 장기하)", "밤양갱"),
        ("Celebrity [Feat.IU] (Remix)", "Celebrity (Remix)"),
        ("3D (feat. Jack Harlow (잭 할로우)) - Alternate", "3D - Alternate"),
        ("Ditto feat. Somi", "Ditto"),
        ("Stay (with me)", "Stay (with me)"),
        ("Feature Film (Ft", "Feature Film"),
        ("(Feat. IU)", "(Feat. IU)"),
        ("Defeat. The Prodigal", "Defeat. The Prodigal"),
        ("어떻게 이별까지 사랑하겠어, 널 사랑하는 거지그렇지요", "어떻게 이별까지 사랑하겠어, 널 사랑하는…"),
        ("Supercalifragilisticexpialidocious", "Supercalifragilisticexpiali…"),
    ],
)
def test_a_line_names_the_title_without_guests_and_is_cut_at_a_word(title: str, shown_as: str) -> None:
    entries = (replace(entry(1, 1), title=title),)
    said = chart_reply(shown(classified(replace(chart(), entries=entries), {})), EN).plain()
    assert said.splitlines()[-1] == f"1. {shown_as} by Band 1: genre not known"
    assert "–" not in said


def test_how_far_melon_agrees_and_who_stays_longest_is_told_where_it_is_known() -> None:
    current = classified(chart(1, 2), {1: "dance"})
    summary = replace(
        chart_summary(current),
        agreement=Agreement(41, 63),
        longest_runs=(ChartRun(current.songs[0], 120, DAY - timedelta(days=120)),),
    )
    said = chart_reply(shown(current, summary=summary), EN).plain()
    assert "Melon's own genre agrees for 41 of 63 songs that have one." in said
    assert "Longest in the chart: Song 1 (120 days)." in said
    assert "Melon's own" not in chart_reply(shown(current), EN).plain()


def test_estimated_songs_are_counted_apart() -> None:
    current = classified(chart(1, 2, 3), {1: "dance", 2: "pop"})
    songs = (current.songs[0], estimated(current.songs[1]), current.songs[2])
    reply = chart_reply(shown(replace(current, songs=songs)), EN)
    assert "Estimated, since no service has their audio features: 1 of 3." in reply.plain()
    assert "2. Song 2 by Band 2: pop (estimated)" in reply.plain()
    assert isinstance(reply.picture, BarChart)
    assert reply.picture.footnote == "1 of 3 songs classified by their sound, 1 estimated"
    assert "Estimated" not in chart_reply(shown(current), EN).plain()


def test_a_genre_alone_lists_its_songs_and_stands_out_in_the_picture() -> None:
    request = replace(MELON, genre="dance")
    current = classified(chart(1, 2, 3), {1: "rock", 3: "dance"})
    reply = chart_reply(shown(current, request=request), EN)
    said = reply.plain().splitlines()
    assert said[1:] == [
        "Genre dance: 1 of 2 songs with a genre, 50%",
        "",
        "3. Song 3 by Band 3: dance",
    ]
    assert isinstance(reply.picture, BarChart)
    assert reply.picture.chosen == "dance"


def test_a_genre_that_no_song_has_is_said_to_be_missing() -> None:
    request = replace(MELON, genre="opera")
    said = chart_reply(shown(classified(chart(1), {1: "rock"}), request=request), EN).plain()
    assert said.splitlines()[1:] == ["No song of this chart sounds like opera."]


def test_another_day_than_the_one_asked_for_is_said_to_be_another() -> None:
    request = replace(MELON, day=DAY + timedelta(days=3))
    said = chart_reply(shown(classified(chart(1), {}), request=request), EN).plain()
    assert "Of 2026-11-25 I have kept none; this is the last one before." in said


def test_an_old_chart_says_why_it_is_no_newer_one() -> None:
    current = replace(classified(chart(1), {}), problem=SourceUnavailable("Melon", Trouble.TIMEOUT))
    said = chart_reply(shown(current), EN).plain()
    assert "This is the last chart that I have read: Melon did not answer in time." in said


def test_a_new_reading_says_when_it_was_made() -> None:
    current = classified(replace(chart(1), fetched_at=datetime(2026, 11, 22, 0, 5, tzinfo=UTC)), {})
    said = chart_reply(shown(current, request=replace(MELON, again=True)), EN).plain()
    assert "Read at 09:05 KST; I read a chart again at most every 10 minutes." in said


def test_a_weekly_chart_says_its_week_and_another_service_its_name() -> None:
    circle = replace(
        classified(chart(1), {1: "pop"}), chart=replace(chart(1), name="circle-weekly", hour=None)
    )
    reply = chart_reply(shown(circle, request=ChartRequest("circle-weekly")), EN)
    assert reply.plain().startswith("Circle digital chart by genre, week of 2026-11-22")
    assert reply.picture is not None
    assert reply.picture.subtitle == "week of 2026-11-22 · Circle Chart"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", [1, 10])
def test_ten_songs_of_long_names_fit_under_a_picture(language: str, page: int) -> None:
    long = tuple(
        replace(entry(song, song), title="아주 긴 제목 🎵" * 20, artists=("이름이 아주 긴 밴드 " * 10,))
        for song in range(1, 101)
    )
    everything = classified(replace(chart(), entries=long), dict.fromkeys(range(1, 100), "singer-songwriter"))
    everything = replace(everything, songs=tuple(map(estimated, everything.songs)))
    reply = chart_reply(
        shown(everything, chart(1, day=YESTERDAY), replace(MELON, page=page)), Words(language)
    )
    caption = plain_caption(reply)
    assert units(caption) <= CAPTION_LIMIT
    first = (page - 1) * 10
    assert all(f"\n{first + number}. " in caption for number in range(1, 11))
    assert caption.splitlines()[0] == reply.plain().splitlines()[0]


# In Melon's words

IN_MELON = replace(MELON, vocabulary=Vocabulary.MELON)


def in_melon(current: GenreChart, sounds: dict[int, dict[str, float]], said: dict[int, str]) -> GenreChart:
    """Give the songs of these numbers Melon's words by their sound, and those that Melon says itself."""

    def song(each: ChartSongGenre) -> ChartSongGenre:
        number = int(each.entry.song_id)
        entry = replace(each.entry, genres=(said[number],) if number in said else ())
        if each.song is None:
            return replace(each, entry=entry)
        vote = replace(each.song.vote, melon=sounds.get(number))
        return replace(each, entry=entry, song=replace(each.song, vote=vote))

    return replace(current, songs=tuple(map(song, current.songs)))


def melon_chart() -> GenreChart:
    """Return five songs: Melon says another word for the second and the only one for the fifth."""
    current = classified(chart(1, 2, 3, 4, 5), {1: "dance", 2: "acoustic", 3: "electronic", 4: "pop"})
    ballad, dance = {"발라드": 0.7, "댄스": 0.3}, {"발라드": 0.2, "댄스": 0.8}
    return in_melon(current, {1: dance, 2: ballad, 3: dance}, {1: "댄스", 2: "댄스", 5: "트로트"})


def test_a_chart_is_told_in_melons_words_with_melons_own_beside_another() -> None:
    summary = chart_summary(melon_chart(), EarlierCharts(), Vocabulary.MELON)
    reply = chart_reply(shown(melon_chart(), request=IN_MELON, summary=summary), EN)
    said = reply.plain().splitlines()
    assert said[0] == "Melon Top 100 in Melon's words, 2026-11-22 09:00 KST"
    assert said[1] == "dance 50% (2), ballad 25% (1), trot 25% (1)"
    assert said[2] == "Without a genre: 1 of 5 (1 for which the models have no word of Melon's)."
    assert "Melon itself says the same of 1 of 2 songs." in said
    assert said[-5:] == [
        "1. Song 1 by Band 1: dance",
        "2. Song 2 by Band 2: ballad (Melon: dance)",
        "3. Song 3 by Band 3: dance",
        "4. Song 4 by Band 4: genre not known",
        "5. Song 5 by Band 5: trot",
    ]
    assert isinstance(reply.picture, BarChart)
    assert reply.picture.title == "Melon Top 100 in Melon's words"
    assert reply.picture.bars[0] == Bar("댄스", "dance", 2, None)
    assert offered(reply)["ballad 1"] == "/chart melon-top100 발라드"
    assert offered(reply)["dance 2"] == "/chart melon-top100 댄스 in-melon"
    assert offered(reply)["In our genres"] == "/chart melon-top100"
    assert offered(reply)["Trend"] == "/trend melon-top100 in-melon"
    korean = chart_reply(shown(melon_chart(), request=IN_MELON, summary=summary), Words("ko")).plain()
    assert "2. Song 2 · Band 2: 발라드 (멜론: 댄스)" in korean


def test_a_genre_of_melons_lists_its_songs_and_leads_to_its_namesake_among_ours() -> None:
    request = replace(IN_MELON, genre="댄스")
    summary = chart_summary(melon_chart(), EarlierCharts(), Vocabulary.MELON)
    reply = chart_reply(shown(melon_chart(), request=request, summary=summary), EN)
    assert reply.plain().splitlines()[1:] == [
        "Genre dance: 2 of 4 songs with a genre, 50%",
        "",
        "1. Song 1 by Band 1: dance",
        "3. Song 3 by Band 3: dance",
    ]
    assert offered(reply)["In our genres"] == "/chart melon-top100 dance"
    ours = chart_reply(shown(melon_chart(), request=replace(MELON, genre="dance")), EN)
    assert offered(ours)["In Melon's words"] == "/chart melon-top100 댄스 in-melon"


def test_melons_words_are_offered_only_where_any_is_known() -> None:
    assert "In Melon's words" not in offered(chart_reply(shown(hundred()), EN))
    summary = chart_summary(hundred(), EarlierCharts(), Vocabulary.MELON)
    reply = chart_reply(shown(hundred(), request=IN_MELON, summary=summary), EN)
    assert reply.picture is None
    assert "I cannot tell yet what Melon would call these songs." in reply.plain()
    assert offered(reply)["In our genres"] == "/chart melon-top100"


def test_a_trend_is_told_in_melons_words() -> None:
    trend = Trend("melon-top100", points({"댄스": 1, "발라드": 3}, {"댄스": 2, "발라드": 2}))
    reply = trend_reply(IN_MELON, trend, [DAY, YESTERDAY], EN)
    said = reply.plain().splitlines()
    assert said[0] == "Melon Top 100 in Melon's words"
    assert said[3:5] == ["ballad: 75% → 50%", "dance: 25% → 50%"]
    assert offered(reply)["dance"] == "/trend melon-top100 댄스 in-melon"
    assert offered(reply)["In our genres"] == "/trend melon-top100"
    assert offered(reply)["To the chart"] == "/chart melon-top100 in-melon"
    early = trend_reply(IN_MELON, Trend("melon-top100", ()), [DAY], EN)
    assert "of Melon Top 100 in Melon's words I have none yet" in early.plain()
    assert offered(early)["In our genres"] == "/trend melon-top100"


# What is drawn


def test_the_picture_shows_every_classified_song_once() -> None:
    genres = dict(enumerate(GENRES, start=1))
    picture = chart_reply(shown(classified(chart(*range(1, 31)), genres)), EN).picture
    assert isinstance(picture, BarChart)
    assert sum(bar.count for bar in picture.bars) == len(genres)
    assert picture.bars[-1].genre == "others"
    assert f"{len(genres)} of 30 songs" in picture.footnote
    assert picture.subtitle == "2026-11-22 09:00 KST · Melon"


def test_the_picture_shows_what_changed_since_when_and_who_moved() -> None:
    earlier = chart(*range(1, 11), day=YESTERDAY)
    current = classified(chart(10, *range(2, 10), 11), {10: "dance"})
    summary = chart_summary(current, EarlierCharts(earlier, {"dance": 3, "jazz": 2}))
    picture = chart_reply(shown(current, earlier, summary=summary), EN).picture
    assert isinstance(picture, BarChart)
    assert picture.bars == (Bar("dance", "dance", 1, -2),)
    assert "Arrows: against 2026-11-21" in picture.footnote
    assert picture.moves == (Move("Song 10 · Band 10", 9, "dance"), Move("Song 11 · Band 11", None, None))


def test_no_picture_is_drawn_of_nothing() -> None:
    reply = chart_reply(shown(classified(chart(1, 2), {})), EN)
    assert reply.picture is None
    assert reply.caption == ()


def test_who_wants_text_gets_all_of_it_and_no_picture() -> None:
    reply = chart_reply(shown(hundred(), request=replace(MELON, show=Show.TEXT)), EN)
    assert reply.picture is None
    assert offered(reply)["As picture"] == "/chart melon-top100"


# What is offered


def test_pages_of_ten_are_turned_back_and_on_within_the_genre() -> None:
    first = chart_reply(shown(hundred()), EN)
    assert offered(first)["11–20 ▶"] == "/chart melon-top100 p2"
    assert not [label for label in offered(first) if label.startswith("◀")]
    middle = offered(chart_reply(shown(hundred(), request=replace(MELON, page=5)), EN))
    assert middle["◀ 31–40"] == "/chart melon-top100 p4"
    assert middle["51–60 ▶"] == "/chart melon-top100 p6"
    last = chart_reply(shown(hundred(), request=replace(MELON, page=30)), EN)
    assert last.plain().splitlines()[-1].startswith("100. ")
    assert "◀ 81–90" in offered(last)
    few = chart_reply(shown(hundred(), request=replace(MELON, genre="alternative", page=2)), EN)
    assert not [label for label in offered(few) if "▶" in label or "◀" in label]


def test_the_commonest_genres_can_be_picked_and_all_of_them_again() -> None:
    current = classified(chart(1, 2, 3, 4), {1: "dance", 2: "dance", 3: "rock"})
    buttons = offered(chart_reply(shown(current), EN))
    assert buttons["dance 2"] == "/chart melon-top100 dance"
    assert buttons["rock 1"] == "/chart melon-top100 rock"
    picked = offered(chart_reply(shown(current, request=replace(MELON, genre="dance")), EN))
    assert picked["All genres"] == "/chart melon-top100"
    assert "dance 2" not in picked


def test_yesterday_and_last_week_are_offered_where_they_are_kept() -> None:
    current = classified(chart(1), {1: "dance"})
    days = [DAY - timedelta(days=number) for number in (0, 1, 7, 30)]
    buttons = offered(chart_reply(shown(current, days=days), EN))
    assert buttons["◀ Yesterday"] == "/chart melon-top100 2026-11-21"
    assert buttons["◀ Last week"] == "/chart melon-top100 2026-11-15"
    assert "Now" not in buttons
    gaps = offered(chart_reply(shown(current, days=[DAY, DAY - timedelta(days=3)]), EN))
    assert gaps["◀ 2026-11-19"] == "/chart melon-top100 2026-11-19"
    weekly = offered(chart_reply(shown(current, days=[DAY, DAY - timedelta(days=7)]), EN))
    assert [label for label in weekly if "◀" in label] == ["◀ Last week"]
    none = offered(chart_reply(shown(current, days=[DAY]), EN))
    assert not [label for label in none if "◀" in label]


def test_below_an_old_chart_there_is_a_way_to_the_current_one_and_nothing_to_read_again() -> None:
    request = replace(MELON, genre="dance", day=DAY)
    buttons = offered(chart_reply(shown(classified(chart(1), {1: "dance"}), request=request), EN))
    assert buttons["Now"] == "/chart melon-top100 dance"
    assert "Read again" not in buttons
    current = offered(chart_reply(shown(classified(chart(1), {1: "dance"})), EN))
    assert current["Read again"] == "/chart melon-top100 again"
    assert current["Trend"] == "/trend melon-top100"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_button_has_a_row_and_no_row_is_too_wide_for_a_phone(language: str) -> None:
    days = [DAY - timedelta(days=number) for number in range(10)]
    request = replace(MELON, genre="singer-songwriter", day=DAY, page=3)
    for asked in (MELON, request, replace(MELON, page=4)):
        reply = chart_reply(shown(hundred(), request=asked, days=days), Words(language))
        rows = [[choice for choice in reply.choices if choice.row == row] for row in range(1, 5)]
        assert sum(map(len, rows)) == len(reply.choices)
        assert max(map(len, rows)) <= 3
        assert all(len(choice.says.encode()) <= 64 for choice in reply.choices)


# The digest


def test_a_digest_fits_below_its_picture_and_keeps_what_matters_most() -> None:
    long = tuple(
        replace(entry(song, rank), title="아주 긴 제목 🎵" * 20, artists=("이름이 아주 긴 밴드 " * 10,))
        for rank, song in enumerate([*range(50, 101), *range(201, 250)], start=1)
    )
    current = classified(replace(chart(), entries=long), dict.fromkeys(range(50, 80), "singer-songwriter"))
    earlier = chart(*range(1, 101), day=YESTERDAY)
    for language in ("en", "ko"):
        reply = digest_reply(chart_summary(current, EarlierCharts(earlier, {"pop": 4})), Words(language))
        caption = plain_caption(reply)
        assert units(caption) <= CAPTION_LIMIT
        told = caption.splitlines()
        assert told[:3] == reply.plain().splitlines()[:3]
        assert sum("▲" in line for line in told[3:]) == 3
    assert reply.picture is not None


def test_a_digest_of_no_genre_at_all_still_says_what_it_knows() -> None:
    summary = chart_summary(
        classified(chart(1, 2), {}), EarlierCharts(chart(2, 1, day=YESTERDAY), {"pop": 2})
    )
    reply = digest_reply(summary, EN)
    assert reply.picture is None
    assert reply.plain().splitlines()[1:3] == ["Without a genre: 2 of 2.", ""]


def test_a_digest_opens_its_chart_as_it_was_then_apart_from_the_post() -> None:
    (whole,) = digest_reply(chart_summary(hundred()), EN).choices
    assert (whole.says, whole.apart) == ("/chart melon-top100 2026-11-22", True)


# The trend


def points(*counts: dict[str, int]) -> tuple[TrendPoint, ...]:
    first = DAY - timedelta(days=len(counts) - 1)
    return tuple(TrendPoint(first + timedelta(days=n), 100, each) for n, each in enumerate(counts))


def test_a_trend_says_and_draws_each_genres_first_and_last_share() -> None:
    trend = Trend("melon-top100", points({"dance": 1, "pop": 3}, {"dance": 2, "pop": 2}))
    reply = trend_reply(MELON, trend, [DAY, YESTERDAY], EN)
    said = reply.plain().splitlines()
    assert said[0] == "Genres of Melon Top 100"
    assert said[1] == "2026-11-21 to 2026-11-22, 2 charts"
    assert said[3:5] == ["pop: 75% → 50%", "dance: 25% → 50%"]
    assert isinstance(reply.picture, TrendChart)
    assert [line.shares for line in reply.picture.lines] == [(0.75, 0.5), (0.25, 0.5)]
    assert reply.picture.days == (YESTERDAY, DAY)
    assert offered(reply)["dance"] == "/trend melon-top100 dance"
    assert offered(reply)["To the chart"] == "/chart melon-top100"


def test_a_trend_of_many_genres_draws_the_commonest_and_the_others_together() -> None:
    counts = {genre: number + 1 for number, genre in enumerate(GENRES)}
    reply = trend_reply(MELON, Trend("melon-top100", points(counts, counts)), [DAY, YESTERDAY], EN)
    assert isinstance(reply.picture, TrendChart)
    assert len(reply.picture.lines) == 7
    assert reply.picture.lines[-1].label == "others"
    assert [sum(shares) for shares in zip(*(line.shares for line in reply.picture.lines), strict=True)] == [
        pytest.approx(1)
    ] * 2


def test_the_trend_of_a_genre_is_its_alone() -> None:
    trend = Trend("melon-top100", points({"pop": 3}, {"dance": 1, "pop": 3}))
    reply = trend_reply(replace(MELON, genre="dance"), trend, [DAY, YESTERDAY], Words("ko"))
    assert reply.plain().splitlines()[0] == "멜론 TOP 100의 댄스"
    assert isinstance(reply.picture, TrendChart)
    assert [line.shares for line in reply.picture.lines] == [(0.0, 0.25)]
    assert offered(reply)["모든 장르"] == "/trend melon-top100"


def test_a_trend_of_less_than_two_days_says_when_there_will_be_one() -> None:
    for kept in ((), points({"dance": 1}), points({}, {"dance": 1})):
        reply = trend_reply(MELON, Trend("melon-top100", kept), [DAY], EN)
        assert "of Melon Top 100 I have" in reply.plain()
        assert "ask again tomorrow" in reply.plain()
        assert reply.picture is None


def test_spans_of_time_are_offered_as_far_as_the_charts_go_back() -> None:
    trend = Trend("melon-top100", points({"dance": 1}, {"dance": 1}))
    for age, asked, labels in (
        (20, None, []),
        (40, None, ["30 days", "All days"]),
        (400, None, ["30 days", "All days"]),
        (400, DAY - timedelta(days=30), ["90 days", "All days"]),
        (400, DAY - timedelta(days=400), ["30 days", "90 days"]),
    ):
        days = [DAY, DAY - timedelta(days=age)]
        buttons = offered(trend_reply(replace(MELON, day=asked), trend, days, EN))
        assert [label for label in buttons if label.endswith("days")] == labels


# What cannot be shown


@pytest.mark.parametrize("why", list(Unclear))
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_was_not_understood_is_named_with_what_works(why: Unclear, language: str) -> None:
    said = unreadable(UnreadableRequest("zzz" * 50, why), "chart", Words(language)).plain()
    assert "zzz" in said
    assert "zzz" * 20 not in said
    assert "/chart" in said
    assert "billboard" in said
    assert all(Words(language).genre(genre) in said for genre in (*GENRES, *MELON_WORDS))
    assert "2026-11-20" in said


def test_a_day_before_all_charts_leads_to_the_first_one() -> None:
    request = replace(MELON, day=date(2020, 1, 1))
    reply = nothing_stored(request, [DAY, YESTERDAY], EN)
    assert reply.plain() == "The first Melon Top 100 that I have kept is of 2026-11-21."
    assert list(offered(reply).values()) == ["/chart melon-top100 2026-11-21", "/chart melon-top100"]
    assert "no earlier chart of Melon Top 100" in nothing_stored(request, [], EN).plain()
