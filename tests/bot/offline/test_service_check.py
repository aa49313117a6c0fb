from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.offline.service_check import check_services
from bot.offline.service_questions import Question, questions
from bot.sources import open_sources
from bot.start.settings import Settings
from storage.service_checks import Outcome, ServiceCheck
from tests.standins.bugs import chart_data
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.well_known import know_what_is_well_known
from tests.standins.world import World, stand_ins

Check = Callable[..., Awaitable[dict[str, ServiceCheck]]]


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    async with stand_ins() as started:
        know_what_is_well_known(started)
        yield started


@pytest.fixture
def check(world: World, monkeypatch: pytest.MonkeyPatch) -> Check:
    async def checked(*, with_keys: bool = True, **settings: str) -> dict[str, ServiceCheck]:
        environment = world.settings_environment(with_keys=with_keys) | settings
        if with_keys:
            environment |= {"MELON_CP_ID": world.melon_app.cp_id, "MELON_CP_KEY": world.melon_app.cp_key}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        sources = open_sources(Settings(_env_file=None), for_all(PATIENT, {}))
        found = await check_services(questions(sources, world.melon.day))
        await sources.aclose()
        return {check.service: check for check in found}

    return checked


async def test_services_as_the_bot_knows_them_are_all_understood(check: Check) -> None:
    found = await check()
    assert len(found) == 25
    assert [each for each in found.values() if each.outcome is not Outcome.UNDERSTOOD] == []


async def test_what_needs_a_key_is_not_asked_and_names_the_settings(world: World, check: Check) -> None:
    found = await check(with_keys=False)
    assert [(each.service, each.detail) for each in found.values() if each.outcome is Outcome.NEEDS_KEY] == [
        ("Spotify Web API", "SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET"),
        ("Melon app data", "MELON_CP_ID, MELON_CP_KEY"),
    ]
    assert not world.spotify_api.requests
    assert not world.melon_app.requests


async def test_what_the_settings_turn_off_is_not_asked(world: World, check: Check) -> None:
    assert "MusicBrainz" not in await check(MUSICBRAINZ_GENRES="no")
    assert not world.musicbrainz.requests


async def test_a_renamed_field_of_a_chart_is_named(world: World, check: Check) -> None:
    world.bugs.answer = chart_data(world.bugs.entries).replace('"track_title"', '"track_name"')
    bugs = (await check())["Bugs real-time chart"]
    assert bugs.outcome is Outcome.CHANGED
    assert "not found: track_title" in bugs.detail


async def test_a_renamed_class_of_a_page_is_named(world: World, check: Check) -> None:
    page = world.melon._written("/chart/index.htm")
    world.melon.page = page.replace("rank02", "rank_2")
    melon = (await check(with_keys=False))["Melon Top 100"]
    assert melon.outcome is Outcome.CHANGED
    assert ".rank02" in melon.detail


async def test_an_answer_that_is_still_read_but_lost_a_field_has_changed(world: World, check: Check) -> None:
    world.bugs.entries = [replace(entry, previous_rank=None) for entry in world.bugs.entries]
    del world.reccobeats.features["3dbLT62Cvs46Ju7a8gpr36"]["tempo"]
    world.deezer.songs = {"": replace(world.deezer.songs[""], isrc=None)}
    found = await check()
    changed = {name: each.detail for name, each in found.items() if each.outcome is Outcome.CHANGED}
    assert sorted(changed) == ["Bugs real-time chart", "Deezer", "ReccoBeats audio features"]
    assert changed["Bugs real-time chart"].startswith("without previous ranks")
    assert changed["Deezer"] == "without isrc; not found: isrc"
    assert changed["ReccoBeats audio features"].startswith("without tempo")


async def test_a_chart_of_another_time_has_changed(world: World, check: Check) -> None:
    world.circle.entries = world.circle.entries[:50]
    world.melon.day = world.melon.day.replace(year=2019)
    found = await check()
    assert "50 songs of 100 could be read" in found["Circle digital chart"].detail
    assert found["Bugs real-time chart"].detail.startswith(
        "without a date of these days (it says 2026-11-20)"
    )


async def test_what_a_service_does_not_know_any_more_has_changed(world: World, check: Check) -> None:
    del world.songs["3dbLT62Cvs46Ju7a8gpr36"]
    world.spotify_web.lists.clear()
    found = await check()
    for service in ("Spotify song page", "Spotify playlist page", "ReccoBeats tracks"):
        assert found[service].outcome is Outcome.CHANGED


@pytest.mark.parametrize(
    ("fault", "outcome", "detail"),
    [
        (Fault.ERROR, Outcome.UNREACHABLE, "500"),
        (Fault.CLOSED, Outcome.UNREACHABLE, "ConnectError"),
        (Fault.DROPPED, Outcome.UNREACHABLE, "RemoteProtocolError"),
        (Fault.BUSY, Outcome.UNREACHABLE, "429"),
        (Fault.REFUSED, Outcome.REFUSED, "403"),
        (Fault.HTML, Outcome.CHANGED, "JSON"),
        (Fault.REDIRECT, Outcome.CHANGED, "redirect"),
    ],
)
async def test_each_way_to_fail_is_told_apart(
    world: World, check: Check, fault: Fault, outcome: Outcome, detail: str
) -> None:
    world.vibe.fault = fault
    world.vibe.redirect_to = "https://elsewhere.example/"
    found = await check()
    assert found["VIBE Top 100"].outcome is outcome
    assert detail in found["VIBE Top 100"].detail
    assert [each.service for each in found.values() if not each.is_fine] == ["VIBE Top 100"]


async def test_a_reader_that_breaks_is_a_changed_service_and_the_others_are_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks() -> list[str]:
        raise KeyError("track")

    async def answers() -> list[str]:
        return []

    asked = [Question("One", "", breaks), Question("Other", "", answers)]
    one, other = await check_services(asked)
    assert (one.outcome, other.outcome) == (Outcome.CHANGED, Outcome.UNDERSTOOD)
    assert one.detail == "reading it failed: KeyError('track')"
    assert caplog.records
