"""Which song of several requests is answered, and that each kind of answer comes with what belongs to it."""

from __future__ import annotations

from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_track
from tests.standins.world import World

SONG = invented_track(4)
LINK = f"spotify:track:{SONG.id}"


async def test_a_song_is_answered_with_a_button_and_among_others_in_brief(started: StartedBot) -> None:
    async with started() as chat:
        alone = await chat.reply(LINK)
        among = await chat.reply(f"{LINK} https://example.org/")
        assert alone is not None
        assert among is not None
        assert [choice.says for choice in alone.choices] == [
            f"/{command} {LINK}" for command in ("why", "similar", "wrong", "card")
        ]
        assert among.choices == ()
        assert len(among.plain().split("\n\n")[0].splitlines()) < len(alone.plain().splitlines())


async def test_a_song_that_only_another_service_knows_is_named_without_a_link(
    world: World, started: StartedBot
) -> None:
    world.melon.songs["78"] = ("아무도 모르는 노래", ("무명",))
    async with started() as chat:
        reply = await chat.answer("https://www.melon.com/song/detail.htm?songId=78")
    assert reply.refusal
    assert reply.later is not None, "its artist may be found"
    assert not any(span.link for span in reply.text)
