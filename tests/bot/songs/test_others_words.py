"""What others call a song, below the reasons: it comes after the answer and is kept for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.start import bootstrap as start
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World

WHY = f"/why spotify:track:{invented_id(1)}"
ISRC = invented_track(1).isrc or ""


async def later(chat: Chat) -> str | None:
    """Ask why, and return what the answer has become, None where it stays as it is."""
    reply = await chat.answer(WHY)
    assert "MusicBrainz" not in reply.plain()
    assert reply.later is not None
    better = await reply.later()
    return better.plain() if better else None


async def test_musicbrainz_words_come_after_the_answer_with_their_source_and_then_at_once(
    world: World, started: StartedBot
) -> None:
    world.musicbrainz.recordings[ISRC] = {"k-pop": 3, "dance-pop": 1}
    async with started(with_keys=True) as chat:
        said = await later(chat)
        assert said is not None
        page = f"<https://musicbrainz.org/isrc/{ISRC}>"
        assert said.splitlines()[-1] == f"MusicBrainz {page} calls it: k-pop, dance-pop (CC BY-NC-SA 3.0)"
        again = await chat.answer(WHY)
        assert again.plain() == said
        assert again.later is None
        assert "에서 부르는 장르: k-pop, dance-pop" in await chat.says(WHY, language="ko")
    assert len(world.musicbrainz.requests) == 1


async def test_the_words_are_asked_for_again_a_day_later_and_after_a_restart(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [datetime.now(UTC)]
    monkeypatch.setattr(start, "_now", lambda: clock[0])
    world.musicbrainz.recordings[ISRC] = {"k-pop": 3}
    async with started(with_keys=True) as chat:
        await later(chat)
        clock[0] += timedelta(days=1, minutes=1)
        assert await later(chat) is not None
    async with started(with_keys=True) as chat:
        assert await later(chat) is not None
    assert len(world.musicbrainz.requests) == 3


async def test_a_song_that_musicbrainz_does_not_know_or_a_silent_service_changes_nothing(
    world: World, started: StartedBot
) -> None:
    async with started(with_keys=True) as chat:
        world.musicbrainz.fault = Fault.ERROR
        assert await later(chat) is None
        world.musicbrainz.fault = Fault.NONE
        assert await later(chat) is None


async def test_an_isrc_that_is_not_known_is_asked_of_reccobeats_after_the_answer(
    world: World, started: StartedBot
) -> None:
    world.musicbrainz.recordings[ISRC] = {"k-pop": 3}
    async with started() as chat:
        await chat.says(WHY)
        world.reccobeats.requests.clear()
        said = await later(chat)
    assert said is not None
    assert "calls it: k-pop" in said
    assert len(world.reccobeats.requests) == 1


async def test_without_the_service_nothing_is_asked(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSICBRAINZ_GENRES", "no")
    async with started(with_keys=True) as chat:
        reply = await chat.answer(WHY)
        assert reply.later is None
    assert not world.musicbrainz.requests
