from __future__ import annotations

from bot.sources import EVERY_POLICY
from bot.sources.call_policy import CHART_POLICY, MELON_SONG_PAGES, POLICIES, Rate
from bot.sources.chart_services import CHART_SERVICES


def test_no_service_is_called_more_often_than_it_allows() -> None:
    rates = {service: policy.rate for service, policy in POLICIES.items() if policy.rate}
    assert rates == {
        "Deezer": Rate(45, 5),
        "Apple Music": Rate(20, 60),
        "ReccoBeats": Rate(1, 0.5),
        "MusicBrainz": Rate(1, 1),
        MELON_SONG_PAGES: Rate(1, 1),
    }
    assert CHART_POLICY.rate == Rate(4, 4)


def test_a_service_that_is_asked_for_a_chart_names_its_policy_there() -> None:
    assert POLICIES | {service.name: service.policy for service in CHART_SERVICES} == EVERY_POLICY
    assert not POLICIES.keys() & {service.name for service in CHART_SERVICES}


def test_a_person_is_never_kept_waiting_for_more_than_eight_seconds_by_a_call() -> None:
    policies = EVERY_POLICY.values()
    assert all(policy.total <= 8 and policy.connect < policy.total for policy in policies)
    assert all(policy.retry.longest_wait < policy.total for policy in policies)
