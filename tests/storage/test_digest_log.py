from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from storage.database import open_database, reading
from storage.digest_log import Claim, DigestLog

LEASE = timedelta(minutes=5)
LATER = timedelta(minutes=6)
CHAT, DAY = "telegram:@songs", "2026-11-22"

RACER = (
    "from storage.database import open_database\nfrom storage.digest_log import DigestLog\n"
    "log, now = DigestLog(open_database(sys.argv[1])), datetime.fromisoformat(sys.argv[2])\n"
)


@pytest.fixture
def log(engine: Engine) -> DigestLog:
    return DigestLog(engine)


def claimed(log: DigestLog, now: datetime) -> Claim:
    claim = log.claim(CHAT, DAY, now, LEASE)
    assert claim is not None
    return claim


def sending(log: DigestLog, now: datetime) -> Claim:
    claim = claimed(log, now)
    assert log.mark_sending(claim, now, LEASE)
    return claim


def test_a_digest_is_claimed_once(log: DigestLog, now: datetime) -> None:
    assert claimed(log, now).attempt == 1
    assert log.claim(CHAT, DAY, now, LEASE) is None


def test_other_chats_and_other_days_have_claims_of_their_own(log: DigestLog, now: datetime) -> None:
    claimed(log, now)
    assert log.claim("telegram:@other", DAY, now, LEASE) is not None
    assert log.claim(CHAT, "2026-11-23", now, LEASE) is not None


def test_a_claim_whose_lease_ran_out_is_taken_over(log: DigestLog, now: datetime) -> None:
    lost = claimed(log, now)
    assert log.claim(CHAT, DAY, now + LEASE - timedelta(seconds=1), LEASE) is None
    taken = claimed(log, now + LEASE)
    assert (taken.attempt, taken.token == lost.token) == (2, False)
    assert not log.mark_sending(lost, now + LEASE, LEASE)
    assert log.mark_sending(taken, now + LEASE, LEASE)


def test_a_sent_digest_is_never_sent_again(log: DigestLog, now: datetime) -> None:
    assert log.mark_sent(sending(log, now), now, "4711")
    assert log.claim(CHAT, DAY, now + timedelta(days=30), LEASE) is None
    assert log.abandoned(now + timedelta(days=30)) == []


def test_a_digest_is_not_sent_before_it_is_marked(log: DigestLog, now: datetime) -> None:
    claim = claimed(log, now)
    assert not log.mark_sent(claim, now, "4711")
    assert not log.mark_in_doubt(claim, now, "timeout")
    assert log.mark_sending(claim, now, LEASE)
    assert not log.mark_sending(claim, now, LEASE)


def test_a_released_digest_waits_for_its_time(log: DigestLog, now: datetime) -> None:
    assert log.release(claimed(log, now), now + LATER, "melon: timeout")
    assert log.claim(CHAT, DAY, now + LEASE, LEASE) is None
    assert claimed(log, now + LATER).attempt == 2


def test_what_the_platform_refused_may_be_sent_again(log: DigestLog, now: datetime) -> None:
    assert log.release(sending(log, now), now, "429")
    assert claimed(log, now).attempt == 2


@pytest.mark.parametrize("end", ["mark_in_doubt", "mark_gone"])
def test_a_digest_in_doubt_or_of_a_lost_chat_is_left(log: DigestLog, now: datetime, end: str) -> None:
    claim = sending(log, now)
    assert getattr(log, end)(claim, now, "the reason")
    assert log.claim(CHAT, DAY, now + timedelta(days=1), LEASE) is None
    assert not log.release(claim, now, "too late")


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
    assert not log.release(lost, later, "")
    with reading(engine) as connection:
        assert connection.execute(text("SELECT * FROM digests")).all() == before


def test_a_send_that_was_never_finished_is_reported_once_and_never_repeated(
    log: DigestLog, now: datetime
) -> None:
    claim = sending(log, now)
    assert log.abandoned(now) == []
    assert log.abandoned(now + LEASE) == [claim]
    assert log.abandoned(now + LEASE) == []
    assert log.claim(CHAT, DAY, now + LATER, LEASE) is None
    assert not log.mark_sent(claim, now + LATER, "late")


def test_a_claim_without_a_send_is_not_reported(log: DigestLog, now: datetime) -> None:
    claimed(log, now)
    assert log.abandoned(now + LATER) == []


def test_two_processes_never_claim_the_same_digest(
    file_url: str, race: Callable[..., list[list[str]]], now: datetime
) -> None:
    printed = race(
        RACER + "wait_for_go()\n"
        "for n in range(150):\n"
        "    if log.claim('chat', str(n), now, timedelta(minutes=5)): print(n)\n",
        file_url,
        now.isoformat(),
    )
    assert sorted(int(line) for lines in printed for line in lines) == list(range(150))


def test_two_processes_report_each_abandoned_send_once(
    file_url: str, race: Callable[..., list[list[str]]], now: datetime
) -> None:
    log = DigestLog(open_database(file_url))
    for number in range(60):
        claim = log.claim("chat", str(number), now, LEASE)
        assert claim is not None
        assert log.mark_sending(claim, now, timedelta(seconds=number))
    printed = race(
        RACER + "wait_for_go()\n"
        "for n in range(60):\n"
        "    for claim in log.abandoned(now + timedelta(seconds=n)): print(claim.period)\n",
        file_url,
        now.isoformat(),
    )
    assert Counter(line for lines in printed for line in lines) == Counter(str(n) for n in range(60))


@pytest.mark.parametrize("died_while_sending", [False, True])
def test_a_killed_process_is_followed_up_by_where_it_died(
    file_url: str,
    python: Callable[..., subprocess.Popen[str]],
    now: datetime,
    died_while_sending: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    process = python(
        RACER + "claim = log.claim('telegram:@songs', '2026-11-22', now, timedelta(minutes=5))\n"
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
    assert log.claim(CHAT, DAY, now, LEASE) is None
    again = log.claim(CHAT, DAY, now + LATER, LEASE)
    assert (again is None) == died_while_sending
    assert [claim.period for claim in log.abandoned(now + LATER)] == [DAY] * died_while_sending
