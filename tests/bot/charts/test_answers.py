"""/chart and /trend as people ask for them, over the days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import sources
from bot.messages.picture_values import ChartPicture, TrendChart
from bot.messages.reply import Reply
from bot.start import bootstrap as start
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_chart, invented_features, invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the time, in a list so that a test can set it: noon in Korea on the day of Melon's chart."""
    time = [datetime(2026, 11, 20, 3, tzinfo=UTC)]
    monkeypatch.setattr(start, "_now", lambda: time[0])
    monkeypatch.setattr(sources, "_now", lambda: time[0])
    return time


async def read(chat: Chat, text: str, language: str = "en") -> Reply:
    return await chat.answer(text, language=language)


def next_day(world: World, clock: list[datetime], days: int = 1) -> None:
    """Let time pass; the last song of Melon's chart takes the first place."""
    clock[0] += timedelta(days=days)
    world.melon.day += timedelta(days=days)
    entries = [world.melon.entries[-1], *world.melon.entries[:-1]]
    world.melon.entries = [replace(entry, rank=rank) for rank, entry in enumerate(entries, start=1)]


@pytest.mark.usefixtures("known_songs")
async def test_the_days_can_be_walked_through_and_are_compared_with_the_day_before(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started(with_keys=True) as chat:
        first = await read(chat, "/chart")
        next_day(world, clock)
        second = await read(chat, "/chart 멜론")
        assert "; against 2026-11-20" in second.plain()
        (top,) = [line for line in second.plain().splitlines() if line.startswith("1. ")]
        assert top.startswith("1. ▲99 ")
        buttons = {choice.label: choice.says for choice in second.choices}
        for service in world.services:
            service.requests.clear()
        then = await read(chat, buttons["◀ Yesterday"])
        assert then.plain() == first.plain()
        assert then.plain() == (await chat.says("/chart 어제"))
        assert then.plain() == (await chat.says("/chart 2026.11.20 melon"))
        now = {choice.label: choice.says for choice in then.choices}["Now"]
        assert await read(chat, now) == second
        later = await read(chat, "/chart 20261121 text")
        assert "; against 2026-11-20" in later.plain()
        assert later.picture is None
    assert not [asked for service in world.services for asked in service.requests]


@pytest.mark.usefixtures("known_songs")
async def test_pages_and_genres_are_turned_without_a_request(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    del clock
    async with started(with_keys=True) as chat:
        reply = await read(chat, "/chart")
        for service in world.services:
            service.requests.clear()
        for page in range(2, 11):
            on = next(choice for choice in reply.choices if choice.label.endswith("▶"))
            reply = await read(chat, on.says)
            assert f"\n{page * 10}. " in reply.plain()
        assert not [choice for choice in reply.choices if choice.label.endswith("▶")]
        genre = next(choice for choice in reply.choices if choice.row == 2)
        picked = await read(chat, genre.says)
        said = picked.plain().splitlines()
        name = genre.label.rpartition(" ")[0]
        assert said[1].startswith(f"Genre {name}: ")
        assert all(f": {name}" in line for line in said[3:])
        assert isinstance(picked.picture, ChartPicture)
        assert picked.picture.genres is None
    assert not [asked for service in world.services for asked in service.requests]


@pytest.mark.usefixtures("known_songs")
async def test_a_day_without_a_stored_chart_leads_to_a_stored_one(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started(with_keys=True) as chat:
        none = await read(chat, "/chart 2020-01-01")
        assert "no earlier chart of Melon Top 100" in none.plain()
        await chat.says("/chart")
        before_all = await read(chat, "/chart 2020-01-01")
        assert "that I have kept is of 2026-11-20" in before_all.plain()
        next_day(world, clock, days=3)
        between = await chat.says("/chart yesterday")
        assert "Of 2026-11-22 I have kept none; this is the last one before." in between
        assert between.startswith("Melon Top 100 by genre, 2026-11-20")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("I do not know what “zzz” means", "After /chart I understand")),
        ("ko", ("“zzz”", "순서 상관없이")),
    ],
)
@pytest.mark.usefixtures("known_songs")
async def test_what_means_nothing_is_answered_with_what_works(
    started: StartedBot, language: str, words: tuple[str, ...]
) -> None:
    async with started(with_keys=True) as chat:
        said = await chat.says("/chart zzz dance", language=language)
    assert all(each in said for each in words)


@pytest.mark.usefixtures("known_songs")
async def test_today_is_koreas_day(started: StartedBot, clock: list[datetime]) -> None:
    clock[0] = datetime(2026, 11, 20, 16, tzinfo=UTC)  # the 21st in Korea
    async with started(with_keys=True) as chat:
        assert "2026-11-22 is yet to come" in await chat.says("/chart 2026-11-22")
        assert "yet to come" not in await chat.says("/chart 2026-11-21")


@pytest.mark.usefixtures("known_songs")
async def test_another_chart_that_cannot_be_read_is_said_so(world: World, started: StartedBot) -> None:
    world.bugs.fault = Fault.CLOSED
    async with started(with_keys=True) as chat:
        assert "I cannot look that up: Bugs " in await chat.says("/chart bugs")
        assert (await chat.says("/chart 지니")).startswith("Genie Top 100 by genre, ")


@pytest.mark.usefixtures("known_songs")
async def test_a_trend_begins_with_the_second_day(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started(with_keys=True) as chat:
        await chat.says(f"https://open.spotify.com/track/{invented_id(1)}")
        assert "of Melon Top 100 I have none yet" in await chat.says("/trend")
        await chat.says("/chart")
        early = await read(chat, "/trend")
        assert "of Melon Top 100 I have one so far" in early.plain()
        next_day(world, clock)
        await chat.says("/chart")
        trend = await read(chat, "/trend 멜론")
        assert "2026-11-20 to 2026-11-21, 2 charts" in trend.plain()
        assert isinstance(trend.picture, TrendChart)
        genre = trend.picture.lines[0].genre
        alone = await read(chat, f"/trend {genre}")
        assert isinstance(alone.picture, TrendChart)
        assert [line.genre for line in alone.picture.lines] == [genre]
        assert "“zzz”" in await chat.says("/trend zzz")


@pytest.mark.usefixtures("known_songs")
async def test_a_refresh_reads_the_chart_again_but_not_at_once(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    async with started(with_keys=True) as chat:
        await chat.says("/chart")
        await chat.says("/chart again")
        assert len(world.melon.requests) == 1
        clock[0] += timedelta(minutes=11)
        await chat.says("/chart again")
        assert len(world.melon.requests) == 2


@pytest.mark.usefixtures("known_songs")
async def test_the_digest_of_any_chart_leads_to_it(world: World, started: StartedBot) -> None:
    world.melon.entries = list(invented_chart())
    async with started(with_keys=True) as chat:
        digest = await chat.conversation.digest("melon-top100", "en")
        (whole,) = digest.choices
        assert whole.says == f"/chart melon-top100 {date(2026, 11, 20)}"
        assert digest.picture is not None
        assert (await chat.says(whole.says)).splitlines()[0] == digest.plain().splitlines()[0]


@pytest.mark.usefixtures("known_songs")
async def test_a_chart_and_its_trend_can_be_seen_in_melons_words_and_back(
    world: World, started: StartedBot, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MELON_CP_ID", world.melon_app.cp_id)
    monkeypatch.setenv("MELON_CP_KEY", world.melon_app.cp_key)
    async with started(with_keys=True) as chat:
        ours = await read(chat, "/chart 일간")
        buttons = {choice.label: choice.says for choice in ours.choices}
        melon = await read(chat, buttons["In Melon's words"])
        assert melon.plain().startswith("Melon daily chart in Melon's words, 2026-11-19")
        back = {choice.label: choice.says for choice in melon.choices}["In our genres"]
        assert (await read(chat, back)).plain().splitlines()[0] == ours.plain().splitlines()[0]
        ballads = (await read(chat, "/chart 일간 발라드")).plain().splitlines()
        assert ballads[1].startswith("Genre ballad: ")
        songs = [line for line in ballads if line[0:1].isdigit()]
        assert songs
        assert all(": ballad" in line for line in songs)
        next_day(world, clock)
        await chat.says("/chart 일간")
        trend = await read(chat, "/trend 일간 발라드")
        assert trend.plain().startswith("Ballad in Melon daily chart")
        assert isinstance(trend.picture, TrendChart)
        assert all(share > 0 for share in trend.picture.lines[0].shares)


MOST_BANDS = 70
"""More than so many songs are by bands whose names ReccoBeats' search finds."""


def estimated(reply: Reply) -> int:
    assert isinstance(reply.picture, ChartPicture)
    heard, of, estimates = map(int, re.findall(r"\d+", reply.picture.known))
    assert (heard, of) == (0, 100)
    return estimates


def without_features(world: World) -> None:
    """Leave the chart's songs without features; another song of each band has some."""
    for number in range(1, 101):
        world.reccobeats.features.pop(invented_id(number), None)
    for number in range(9_000, 9_021):
        song = invented_track(number)
        world.songs[song.id] = song
        world.reccobeats.features[song.id] = invented_features(1)


@pytest.mark.usefixtures("clock")
async def test_a_chart_of_songs_without_features_gets_its_genres_later_and_is_known_then(
    world: World, started: StartedBot
) -> None:
    without_features(world)
    async with started(with_keys=True) as chat:
        first = await read(chat, "/chart")
        assert first.picture is None
        assert first.later is not None
        better = await first.later()
        assert better is not None
        assert isinstance(better.picture, ChartPicture)
        assert estimated(better) > MOST_BANDS
        assert better.language == "en"
        asked = len(world.reccobeats.requests)
        again = await read(chat, "/chart")
        assert again.plain() == better.plain()
        assert again.later is not None
        assert await again.later() is None
        assert len(world.reccobeats.requests) == asked, "each artist is asked about once"


@pytest.mark.usefixtures("clock")
async def test_a_digest_waits_for_the_artists_songs_and_a_preview_does_not(
    world: World, started: StartedBot
) -> None:
    without_features(world)
    async with started(with_keys=True) as chat:
        preview = await chat.answer("/digest melon")
        assert preview.picture is None
        digest = await chat.conversation.digest("melon-top100", "en")
    assert digest.picture is not None
    assert estimated(digest) > MOST_BANDS


@pytest.mark.usefixtures("known_songs")
async def test_an_artists_songs_in_the_chart_are_shown_and_may_be_none(
    world: World, started: StartedBot, clock: list[datetime]
) -> None:
    del clock
    artist = world.melon.entries[1].artists[0]
    async with started(with_keys=True) as chat:
        found = await read(chat, f"/chart {artist}")
        own = [entry for entry in world.melon.entries if artist in entry.artists]
        assert f": {len(own)} of 100" in found.plain()
        listed = [line for line in found.plain().splitlines() if line[:1].isdigit()]
        assert len(listed) == min(len(own), 10)
        assert all(artist in line for line in listed)
        assert found.picture is None
        assert {choice.label: choice.says for choice in found.choices}[
            "The whole chart"
        ] == "/chart melon-top100"
        none = await read(chat, "/chart aespa")
        assert "aespa has no song in this chart." in none.plain()
        assert "에스파의 노래는 없어요" in (await read(chat, "에스파 차트", "ko")).plain()
        assert "I do not know what “zzz” means" in (await read(chat, "/chart zzz")).plain()
        assert "I do not know what “aespa” means" in (await read(chat, "/trend aespa")).plain()
