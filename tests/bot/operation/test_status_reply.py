from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.language.words import Words
from bot.operation.state import BotState, Week
from bot.operation.status_reply import duration, status_reply
from bot.sources.call_record import ServiceState
from storage.digest_log import State
from storage.opinions import Agreement
from storage.overview import Overview
from storage.service_checks import Outcome, ServiceCheck, ServiceCheckSummary

NOW = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
EN, KO = Words("en"), Words("ko")
STATE = BotState(
    "0.1.0",
    "trio@1",
    NOW - timedelta(days=3, hours=4),
    NOW,
    ("discord", "telegram"),
    (ServiceState("Bugs"), ServiceState("Melon")),
    0.5,
    Overview("SQLite", 41_200_000, 22_310, 0, None, {State.SENT: 120, State.IN_DOUBT: 1}, NOW),
    Week(340, 41, 250, {"energy": 0.1, "tempo": 0.2}, 0.41, 0.38, {"rock": Agreement(0.81, 12)}),
    seconds=0.012,
)
QUIET = replace(
    STATE,
    platforms=(),
    database=Overview("PostgreSQL", 0, 0, 0, None, {}, None),
    week=Week(0, 0, 0, {}, None, None, {}),
)


def said(state: BotState, words: Words = EN, *, more: bool = False) -> str:
    return status_reply(state, words, more=more).plain()


def test_the_short_status_is_a_few_lines_and_a_button_for_more() -> None:
    reply = status_reply(STATE, EN, more=False)
    assert reply.plain() == (
        "Jangreu 0.1.0 · trio@1 · up for 3 d 4 h\n"
        "Connected: Discord, Telegram\n"
        "Services: none fails\n"
        "Database: SQLite, 41.2 MB, 22,310 songs, read in 12 ms\n"
        "Waiting messages: none\n"
        "Digests of seven days: 120 posted, 1 in doubt; the last at 2026-11-22 00:30 UTC\n"
        "Songs of seven days: asked for 340 times, 12% without audio features\n"
        "Their sound: like that of the training songs\n"
        "Feedback: people agree most with rock (81%), least with rock (81%)"
    )
    assert [choice.says for choice in reply.choices] == ["/status more"]


def test_the_long_status_names_each_service_feature_and_genre() -> None:
    reply = status_reply(STATE, EN, more=True)
    assert reply.plain().removeprefix(said(STATE)) == (
        "\n\nBugs: fine\nMelon: fine\n\n"
        "Likely votes: 41%; 38% when the model was measured\n"
        "Distance from the training songs (from 0.25 on another distribution):\n"
        "energy 0.10\ntempo 0.20\n"
        "People who agree with a voted genre:\nrock: 81% of 12 people"
    )
    assert reply.choices == ()


def test_a_quiet_bot_says_that_there_is_nothing() -> None:
    assert said(QUIET).splitlines()[1:] == [
        "Connected: none",
        "Services: none fails",
        "Database: PostgreSQL, 0.0 MB, 0 songs, read in 12 ms",
        "Waiting messages: none",
        "Digests of seven days: none",
        "Songs of seven days: none",
        "Feedback: of no genre from five people yet",
    ]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (ServiceState("Melon", 7260.0, "timeout"), "Melon does not answer in time, for 2 h 1 min now"),
        (ServiceState("Melon", 5.0, "refused"), "Melon does not let the bot in"),
        (ServiceState("Spotify", left_alone=720.0), "Spotify is left alone for 12 min"),
    ],
)
def test_a_service_in_trouble_is_named_with_the_reason(service: ServiceState, expected: str) -> None:
    assert f"\nServices: {expected}\n" in said(replace(STATE, services=(ServiceState("Bugs"), service)))


def test_a_service_is_called_as_in_every_other_answer() -> None:
    melon = replace(STATE, services=(ServiceState("Melon", 5.0, "refused"),))
    assert "멜론" in said(melon, Words("ko"))
    assert "Melon" not in said(melon, Words("ko"))


def test_what_waits_and_a_disk_that_fills_up_are_told() -> None:
    waiting = Overview("SQLite", 1, 1, 3, NOW - timedelta(seconds=12), {}, None)
    text = said(replace(STATE, database=waiting, disk_free=0.04))
    assert "Waiting messages: 3, the oldest for 12 s" in text
    assert "Free on the disk: 4%" in text


def test_a_database_that_does_not_work_is_told_with_its_sentence() -> None:
    text = said(replace(STATE, database=None, week=None, problem="The disk is full."))
    assert text.splitlines()[3:] == ["The database does not work: The disk is full."]


def test_songs_that_sound_unlike_the_training_songs_and_too_few_songs_are_told() -> None:
    shifted = replace(STATE, week=Week(500, 0, 250, {"energy": 0.1, "tempo": 0.3}, None, None, {}))
    assert "Their sound: unlike the training songs in tempo" in said(shifted)
    few = replace(STATE, week=Week(500, 0, 99, {"tempo": 0.3}, None, None, {}))
    assert "Their sound: too few songs to compare (99)" in said(few)


def test_the_last_check_of_the_services_is_one_line() -> None:
    checks = (
        ServiceCheck("Melon", Outcome.UNDERSTOOD),
        ServiceCheck("Genie", Outcome.UNDERSTOOD),
        ServiceCheck("Bugs", Outcome.CHANGED, "track_title"),
        ServiceCheck("Spotify", Outcome.NEEDS_KEY, "SPOTIFY_CLIENT_ID"),
    )
    state = replace(STATE, checks=ServiceCheckSummary(NOW - timedelta(hours=50), checks))
    head = "Services, checked 2 d 2 h ago: "
    assert f"{head}understood: 2; changed: Bugs (track_title); without a key: Spotify\n" in said(state)
    assert f"{head}understood: Melon, Genie; changed" in said(state, more=True)


def test_korean_has_a_word_for_all_of_it() -> None:
    down = (ServiceState("Melon", 7260.0, "timeout"),)
    text = said(replace(STATE, services=down), KO, more=True)
    assert "서비스: 멜론: 제때 답하지 않아요 (2시간 1분째)" in text
    assert "켜진 지 3일 4시간" in text


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h 0 min"), (90_000, "1 d 1 h")],
)
def test_a_time_is_said_in_its_largest_units(seconds: int, expected: str) -> None:
    assert duration(timedelta(seconds=seconds), EN) == expected
