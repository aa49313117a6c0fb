"""Which song of several requests is answered, and that each kind of answer comes with what belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language.words import Words
from bot.messages.reply import Reply
from bot.songs import replies
from bot.songs.song_genre import SongGenre
from storage.known_song import KnownSong
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


async def test_an_answer_is_made_once_as_long_as_nothing_of_it_changes(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = replies.song_reply

    def counting(song: SongGenre, words: Words, *, named: bool, versions: bool) -> Reply:
        made.append(words.language)
        return make(song, words, named=named, versions=versions)

    monkeypatch.setattr(replies, "song_reply", counting)
    async with started() as chat:
        first = await chat.says(LINK)
        assert await chat.says(LINK) == first
        in_korean = await chat.says(LINK, language="ko")
        assert in_korean != first
        assert made == ["en", "ko"]
        known = chat.application.songs.known
        song = (await known.by_id([SONG.id]))[SONG.id]
        assert song.features
        known.learn([KnownSong(SONG, replace(song.features, energy=0.01, loudness=-20.0))])
        await known.write()
        await chat.says(LINK)
        assert made == ["en", "ko", "en"]
