from __future__ import annotations

from bot.sources.call_policy import ANY_CHART, POLICIES, Rate


def test_no_service_is_called_more_often_than_it_allows() -> None:
    rates = {service: policy.rate for service, policy in POLICIES.items() if policy.rate}
    assert rates == {
        "Deezer": Rate(45, 5),
        "Apple Music": Rate(20, 60),
        "ReccoBeats": Rate(1, 0.5),
        ANY_CHART: Rate(4, 4),
    }


def test_a_person_is_never_kept_waiting_for_more_than_eight_seconds_by_a_call() -> None:
    assert all(policy.total <= 8 and policy.connect < policy.total for policy in POLICIES.values())
    assert all(policy.retry.longest_wait < policy.total for policy in POLICIES.values())
