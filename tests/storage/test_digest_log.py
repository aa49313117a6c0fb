from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine, text

from storage.database import open_database, reading
from storage.digest_log import OFF, Claim, DigestLog, State
from storage.places import Chat
from storage.subscriptions import Subscriptions, SubscriptionTerms

LEASE = timedelta(minutes=5)
LATER = timedelta(minutes=6)
CHAT, DAY = 1, "2026-11-22"
ENDS = timedelta(hours=15)

RACER = (
    "from storage.database import open_database\nfrom storage.digest_log import DigestLog\n"
    "log, now = DigestLog(open_database(sys.argv[1])), datetime.fromisoformat(sys.argv[2])\n"
    "lease, ends = timedelta(minutes=5), now + timedelta(hours=15)\n"
)


def subscribed(engine: Engine, now: datetime, chat: str = "-1001") -> int:
    terms = SubscriptionTerms(Chat("telegram", chat), "melon-top100", time(9), "Asia/Seoul")
    return Subscriptions(engine).subscribe(terms, None, now)[0].id


@pytest.fixture
def log(engine: Engine, now: datetime) -> DigestLog:
    assert subscribed(engine, now) == CHAT
    return DigestLog(engine)


def claimed(log: DigestLog, now: datetime) -> Claim:
    claim = log.claim(CHAT, DAY, now, LEASE, now + ENDS)
    assert claim is not None
    return claim


def sending(log: DigestLog, now: datetime) -> Claim:
    claim = claimed(log, now)
    assert log.mark_sending(claim, now, LEASE)
    return claim


def test_a_digest_is_claimed_once(log: DigestLog, now: datetime) -> None:
    assert claimed(log, now).attempt == 1
    assert log.claim(CHAT, DAY, now, LEASE, now + ENDS) is None


def test_other_chats_and_other_days_have_claims_of_their_own(
    engine: Engine, log: DigestLog, now: datetime
) -> None:
    claimed(log, now)
    assert log.claim(subscribed(engine, now, "-1002"), DAY, now, LEASE, now + ENDS) is not None
    assert log.claim(CHAT, "2026-11-23", now, LEASE, now + ENDS) is not None


def test_a_claim_whose_lease_ran_out_is_taken_over(log: DigestLog, now: datetime) -> None:
    lost = claimed(log, now)
    assert log.claim(CHAT, DAY, now + LEASE - timedelta(seconds=1), LEASE, now + ENDS) is None
    taken = claimed(log, now + LEASE)
    assert (taken.attempt, taken.token == lost.token) == (2, False)
    assert not log.mark_sending(lost, now + LEASE, LEASE)
    assert log.mark_sending(taken, now + LEASE, LEASE)


def test_a_sent_digest_is_never_sent_again(log: DigestLog, now: datetime) -> None:
    assert log.mark_sent(sending(log, now), now, "4711")
    assert log.claim(CHAT, DAY, now + timedelta(days=30), LEASE, now + ENDS) is None
    assert log.abandon(now + timedelta(days=30)) == 0


def test_a_digest_is_not_sent_before_it_is_marked(log: DigestLog, now: datetime) -> None:
    claim = claimed(log, now)
    assert not log.mark_sent(claim, now, "4711")
    assert not log.mark_in_doubt(claim, now, "timeout")
    assert log.mark_sending(claim, now, LEASE)
    assert not log.mark_sending(claim, now, LEASE)


def test_a_released_digest_waits_for_its_time(log: DigestLog, now: datetime) -> None:
    assert log.release(claimed(log, now), now, LATER, "melon: timeout")
    assert log.claim(CHAT, DAY, now + LEASE, LEASE, now + ENDS) is None
    assert claimed(log, now + LATER).attempt == 2


def test_what_the_platform_refused_may_be_sent_again(log: DigestLog, now: datetime) -> None:
    assert log.release(sending(log, now), now, timedelta(0), "429")
    assert claimed(log, now).attempt == 2


@pytest.mark.parametrize("end", ["mark_in_doubt", "mark_gone"])
def test_a_digest_in_doubt_or_of_a_lost_chat_is_left(log: DigestLog, now: datetime, end: str) -> None:
    claim = sending(log, now)
    assert getattr(log, end)(claim, now, "the reason")
    assert log.claim(CHAT, DAY, now + timedelta(days=1), LEASE, now + ENDS) is None
    assert not log.release(claim, now, LATER, "too late")


def test_a_lost_claim_changes_nothing(engine: Engine, log: DigestLog, now: datetime) -> None:
    lost = claimed(log, now)
    sending(log, now + LEASE)
    with reading(engine) as connection:
        before = connection.execute(text("SELECT * FROM digests")).all()
    later = now + LATER
    assert not log.mark_sending(lost, later, LEASE)
    assert not log.mark_sent(lost, later, "1")
    assert not log.mark_in_doubt(lost, later, "")
    assert not log.mark_gone(lost, later, "")
    assert not log.release(lost, later, LATER, "")
    with reading(engine) as connection:
        assert connection.execute(text("SELECT * FROM digests")).all() == before


def test_a_send_that_was_never_finished_is_reported_once_and_never_repeated(
    log: DigestLog, now: datetime
) -> None:
    claim = sending(log, now)
    assert log.abandon(now) == 0
    assert log.abandon(now + LEASE) == 1
    assert log.abandon(now + LEASE) == 0
    [record] = log.untold()
    assert (record.subscription, record.period, record.state) == (CHAT, DAY, State.IN_DOUBT)
    log.mark_told([record])
    assert log.untold() == []
    assert log.claim(CHAT, DAY, now + LATER, LEASE, now + ENDS) is None
    assert not log.mark_sent(claim, now + LATER, "late")


def test_a_claim_without_a_send_is_not_reported(log: DigestLog, now: datetime) -> None:
    claimed(log, now)
    assert log.abandon(now + LATER) == 0


def test_two_processes_never_claim_the_same_digest(
    database_url: str, race: Callable[..., list[list[str]]], now: datetime
) -> None:
    subscribed(open_database(database_url), now)
    printed = race(
        RACER + "wait_for_go()\n"
        "for n in range(150):\n"
        "    if log.claim(1, str(n), now, lease, ends): print(n)\n",
        database_url,
        now.isoformat(),
    )
    assert sorted(int(line) for lines in printed for line in lines) == list(range(150))


def test_two_processes_put_each_abandoned_send_in_doubt_once(
    file_url: str, race: Callable[..., list[list[str]]], now: datetime
) -> None:
    engine = open_database(file_url)
    subscribed(engine, now)
    log = DigestLog(engine)
    for number in range(60):
        claim = log.claim(CHAT, str(number), now, LEASE, now + ENDS)
        assert claim is not None
        assert log.mark_sending(claim, now, timedelta(seconds=number))
    printed = race(
        RACER + "wait_for_go()\nfor n in range(60):\n    print(log.abandon(now + timedelta(seconds=n)))\n",
        file_url,
        now.isoformat(),
    )
    assert sum(int(line) for lines in printed for line in lines) == 60


@pytest.mark.parametrize("died_while_sending", [False, True])
def test_a_killed_process_is_followed_up_by_where_it_died(
    file_url: str,
    python: Callable[..., subprocess.Popen[str]],
    now: datetime,
    died_while_sending: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    subscribed(open_database(file_url), now)
    process = python(
        RACER + "claim = log.claim(1, '2026-11-22', now, lease, ends)\n"
        "if sys.argv[3] == 'True': log.mark_sending(claim, now, timedelta(minutes=5))\n"
        "print('there', flush=True)\ntime.sleep(60)\n",
        file_url,
        now.isoformat(),
        str(died_while_sending),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.wait()
    log = DigestLog(open_database(file_url))
    assert log.claim(CHAT, DAY, now, LEASE, now + ENDS) is None
    again = log.claim(CHAT, DAY, now + LATER, LEASE, now + ENDS)
    assert (again is None) == died_while_sending
    assert log.abandon(now + LATER) == died_while_sending


def test_what_is_held_may_be_held_on_to(log: DigestLog, engine: Engine, now: datetime) -> None:
    claim = claimed(log, now)
    DigestLog(engine).renew(now + LATER, LEASE)  # another's
    log.renew(now + LEASE / 2, LEASE)
    assert log.claim(CHAT, DAY, now + LEASE, LEASE, now + ENDS) is None
    assert claimed(log, now + LEASE * 1.5).token != claim.token


def test_what_was_not_posted_before_its_period_ended_is_missed_with_its_reason(
    log: DigestLog, now: datetime
) -> None:
    log.release(claimed(log, now), now, LATER, "melon: timeout")
    assert log.expire(now + ENDS - LATER, LEASE) == 0
    assert log.expire(now + ENDS, LEASE) == 1
    assert [(each.state, each.reason) for each in log.untold()] == [(State.MISSED, "melon: timeout")]


def test_a_claim_is_not_missed_while_it_is_held(log: DigestLog, now: datetime) -> None:
    assert log.claim(CHAT, DAY, now + ENDS - LEASE / 2, LEASE, now + ENDS) is not None
    assert log.expire(now + ENDS, LEASE) == 0
    assert log.expire(now + ENDS + LEASE, LEASE) == 1
    assert log.untold()[0].reason == "the program ended while it was being made"


def test_what_came_due_while_no_program_ran_is_missed_until_the_next_is_sent(
    log: DigestLog, now: datetime
) -> None:
    log.miss([(CHAT, "2026-11-20"), (CHAT, "2026-11-21")], now)
    log.miss([(CHAT, "2026-11-21")], now)
    assert [(each.period, each.reason) for each in log.untold()] == [("2026-11-20", OFF), ("2026-11-21", OFF)]
    assert [each.period for each in log.missed_lately()[CHAT]] == ["2026-11-20", "2026-11-21"]
    assert log.mark_sent(sending(log, now), now, "1")
    assert log.missed_lately() == {}


def test_a_clock_that_was_wrong_holds_nothing_up(log: DigestLog, now: datetime) -> None:
    wrong = now + timedelta(days=400)
    claimed(log, wrong)
    assert log.release(claimed(log, now), wrong, timedelta(minutes=1), "timeout")
    assert claimed(log, now).attempt == 3


def test_what_is_missed_by_a_wrong_clock_may_still_be_posted(log: DigestLog, now: datetime) -> None:
    log.miss([(CHAT, DAY)], now + timedelta(days=10))
    assert log.mark_sent(sending(log, now), now, "1")
    assert log.untold() == []


def test_what_cannot_be_claimed_is_known_beforehand(log: DigestLog, now: datetime) -> None:
    assert log.taken(DAY, now, LEASE) == set()
    claim = claimed(log, now)
    assert log.taken(DAY, now, LEASE) == {(CHAT, DAY)}
    assert log.taken("2026-11-23", now, LEASE) == set()
    assert log.give_back(claim, now, "the program ended")
    assert log.taken(DAY, now, LEASE) == set()
    sending(log, now)
    assert not log.give_back(claim, now, "too late")
    assert log.taken(DAY, now + timedelta(days=9), LEASE) == {(CHAT, DAY)}


def test_the_last_digest_of_a_subscription_is_known(log: DigestLog, now: datetime) -> None:
    assert log.last(CHAT) is None
    log.mark_sent(sending(log, now), now, "4711")
    last = log.last(CHAT)
    assert last is not None
    assert (last.state, last.at, last.chat) == (State.SENT, now, Chat("telegram", "-1001"))
