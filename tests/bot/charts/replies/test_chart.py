"""What is said of a chart and of a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.charts.genre_chart import Vocabulary
from bot.charts.replies import chart_reply, digest_reply
from bot.charts.replies.caption_fit import CAPTION_LIMIT
from bot.charts.requests import ChartRequest, Show
from bot.charts.summary import (
    Agreement,
    ChartRun,
    EarlierCharts,
    chart_summary,
)
from bot.errors import SourceUnavailable, Trouble
from bot.language.plain_text import units
from bot.language.words import Words
from bot.messages.picture_values import ChartPicture, GenreCount
from tests.bot.charts.examples import (
    DAY,
    EN,
    IN_MELON,
    MELON,
    YESTERDAY,
    chart,
    classified,
    entry,
    estimated,
    hundred,
    melon_chart,
    offered,
    plain_caption,
    shown,
)


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


def test_the_song_that_stays_longest_has_the_title_that_the_reader_knows() -> None:
    current = classified(chart(1), {1: "dance"})
    song = replace(
        current.songs[0], entry=replace(current.songs[0].entry, title="밤편지", artists=("아이유",))
    )
    runs = (ChartRun(song, 120, DAY - timedelta(days=120)),)
    said = chart_reply(shown(current, summary=replace(chart_summary(current), longest_runs=runs)), EN).plain()
    assert "Longest in the chart: Through the Night (120 days)." in said


def test_estimated_songs_are_counted_apart() -> None:
    current = classified(chart(1, 2, 3), {1: "dance", 2: "pop"})
    songs = (current.songs[0], estimated(current.songs[1]), current.songs[2])
    reply = chart_reply(shown(replace(current, songs=songs)), EN)
    assert "Estimated, since no service has their audio features: 1 of 3." in reply.plain()
    assert "2. Song 2 by Band 2: pop (estimated)" in reply.plain()
    assert isinstance(reply.picture, ChartPicture)
    assert reply.picture.known == "1 of 3 songs classified by their sound, 1 estimated"
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
    assert isinstance(reply.picture, ChartPicture)
    assert reply.picture.accent == "dance"
    assert reply.picture.genres is None
    (section,) = reply.picture.sections
    assert [song.title for song in section.songs] == ["Song 3"]


def test_a_genre_that_no_song_has_is_said_to_be_missing() -> None:
    request = replace(MELON, genre="opera")
    said = chart_reply(shown(classified(chart(1), {1: "rock"}), request=request), EN).plain()
    assert said.splitlines()[1:] == ["As far as I can tell, no song of this chart is opera."]


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
    assert reply.picture.day == "week of 2026-11-22"


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


def test_a_chart_is_told_in_melons_words_with_melons_own_beside_another() -> None:
    summary = chart_summary(melon_chart(), EarlierCharts(), Vocabulary.MELON)
    reply = chart_reply(shown(melon_chart(), request=IN_MELON, summary=summary), EN)
    said = reply.plain().splitlines()
    assert said[0] == "Melon Top 100 in Melon's words, 2026-11-22 09:00 KST"
    assert said[1] == "dance 50% (2), ballad 25% (1), trot 25% (1)"
    assert said[2] == "Without a genre: 1 of 5 (1 for which only our own genre is known)."
    assert "Melon itself says the same of 1 of 2 songs." in said
    assert "Not by sound but as Melon says: 1 of 5." in said
    assert said[-5:] == [
        "1. Song 1 by Band 1: dance",
        "2. Song 2 by Band 2: ballad (Melon: dance)",
        "3. Song 3 by Band 3: dance",
        "4. Song 4 by Band 4: genre not known",
        "5. Song 5 by Band 5: trot",
    ]
    assert isinstance(reply.picture, ChartPicture)
    assert reply.picture.genres is not None
    assert reply.picture.kicker == "Melon Top 100 in Melon's words"
    assert reply.picture.known == "3 of 5 songs classified by their sound, 1 as Melon says"
    assert reply.picture.genres.counts[0] == GenreCount("댄스", "Dance", 2, None)
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


def test_who_wants_text_gets_all_of_it_and_no_picture() -> None:
    reply = chart_reply(shown(hundred(), request=replace(MELON, show=Show.TEXT)), EN)
    assert reply.picture is None
    assert offered(reply)["As picture"] == "/chart melon-top100"


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
