"""Names as people write them, from the message to the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_features, invented_track
from tests.standins.world import World

SONGS = (
    ("Dynamite", "BTS"),
    ("봄날", "BTS"),
    ("Butter", "BTS"),
    ("Butter (feat. Megan Thee Stallion)", "BTS, Megan Thee Stallion"),
    ("TOMBOY", "(G)I-DLE"),
    ("TOMBOY", "HYUKOH"),
    ("밤편지", "IU"),
    ("LILAC", "IU"),
    ("Bam Yang Gang", "BIBI"),
    ("Rising", "tripleS"),
    ("Rock with you", "SEVENTEEN"),
    ("SPOT! (feat. JENNIE)", "ZICO, JENNIE"),
    ("3D (feat. Jack Harlow)", "Jung Kook, Jack Harlow"),
    ("Kick Back", "WayV"),
    ("Into The New World", "Girls' Generation"),
    ("Ditto", "NewJeans"),
    ("LOVE DIVE", "IVE"),
    ("DALLA DALLA", "ITZY"),
    ("DDU-DU DDU-DU", "BLACKPINK"),
    ("Smells Like Teen Spirit", "Nirvana"),
    ("Smells Like Teen Spirit - Remastered 2021", "Nirvana"),
    ("Savage (Remix)", "aespa"),
    ("Savage (Live)", "aespa"),
    ("Traffic light", "Lee Mujin"),
)


@pytest.fixture(autouse=True)
def _known_songs(world: World) -> None:
    """Let Spotify and ReccoBeats know these songs and no others."""
    world.songs.clear()
    world.reccobeats.features.clear()
    for number, (title, artists) in enumerate(SONGS, start=1):
        track = replace(invented_track(number), title=title, artists=tuple(artists.split(", ")))
        world.songs[track.id] = track
        world.reccobeats.features[track.id] = invented_features(number)


async def learned(chat: Chat, world: World) -> Chat:
    """Let the bot know all songs, as if they had been asked for by their links."""
    for track_id in world.songs:
        await chat.says(f"spotify:track:{track_id}")
    return chat


WHICH = "Which song? Send me its name or link, or answer the message that names it with /genre."


def titled(said: str) -> str:
    return said.splitlines()[0]


AS_WRITTEN = (
    ("Rising tripleS (트리플에스)", "Rising by tripleS"),
    ("Rock with you 세븐틴 (SEVENTEEN)", "Rock with you by SEVENTEEN"),
    ("SPOT! (feat. JENNIE) 지코 (ZICO)", "SPOT! (feat. JENNIE) by ZICO"),
    ("3D (feat. Jack Harlow) 정국", "3D (feat. Jack Harlow) by Jung Kook"),
    ("TOMBOY by (G)I-DLE", "TOMBOY by (G)I-DLE"),
    ("TOMBOY 혁오 (HYUKOH)", "TOMBOY by HYUKOH"),
    ("아이유의 밤편지", "Through the Night by IU"),
    ("bibi가 부른 밤양갱", "Bam Yang Gang by BIBI"),
    ("Dynamite from BTS", "Dynamite by BTS"),
    ("what genre is Dynamite by BTS?", "Dynamite by BTS"),
    ("방탄소년단 봄날 장르가 뭐예요?", "Spring Day by BTS"),
    ("방탄 봄날", "Spring Day by BTS"),
    ("[MV] IU(아이유) _ LILAC(라일락)", "LILAC by IU"),
    ("BTS - Dynamite (Official MV)", "Dynamite by BTS"),
    ("🎵 Now playing: Dynamite - BTS #nowplaying", "Dynamite by BTS"),
    ("소녀시대 다만세", "Into The New World by Girls' Generation"),
    ("디토", "Ditto by NewJeans"),
    ("러브 다이브", "LOVE DIVE by IVE"),
    ("달라달라", "DALLA DALLA by ITZY"),
    ("뚜두뚜두", "DDU-DU DDU-DU by BLACKPINK"),
    ("블핑 뚜두뚜두", "DDU-DU DDU-DU by BLACKPINK"),
    ("Butter BTS", "Butter by BTS"),
    ("Smells Like Teen Spirit Nirvana", "Smells Like Teen Spirit by Nirvana"),
    ("Kick Back (Korean Ver.) WayV", "Kick Back by WayV"),
    ("dinamite bts", "Dynamite by BTS"),
    ("traffic", "Traffic light by Lee Mujin"),
)


async def test_a_song_is_answered_by_a_name_as_people_write_it(world: World, started: StartedBot) -> None:
    async with started() as chat:
        await learned(chat, world)
        answers = {text: await chat.says(text) for text, _ in AS_WRITTEN}
    wrong = {text: titled(answers[text]) for text, title in AS_WRITTEN if not answers[text].startswith(title)}
    assert wrong == {}


async def test_another_version_alone_is_offered_and_not_answered(world: World, started: StartedBot) -> None:
    """In Korean Melon says 불공평해 (Unfair); of EXO's two recordings only the Chinese one is known."""
    track = replace(invented_track(99), title="Unfair (Chinese Ver.)", artists=("EXO",))
    world.songs[track.id], world.reccobeats.features[track.id] = track, invented_features(99)
    async with started() as chat:
        reply = await (await learned(chat, world)).reply("불공평해 (Unfair) EXO")
    assert reply is not None
    assert reply.plain().startswith("Did you mean")
    assert [choice.label for choice in reply.choices] == ["Unfair (Chinese Ver.) by EXO"]


async def test_several_lines_are_several_songs(world: World, started: StartedBot) -> None:
    async with started() as chat:
        said = await (await learned(chat, world)).says("1. Dynamite - BTS\n2. LILAC - IU")
    assert "Dynamite by BTS" in said
    assert "LILAC by IU" in said


async def test_other_versions_are_offered_and_can_be_picked(world: World, started: StartedBot) -> None:
    async with started() as chat:
        reply = await (await learned(chat, world)).reply("Butter BTS")
        assert reply is not None
        (more,) = [choice for choice in reply.choices if choice.label == "Another version"]
        versions = await chat.answer(more.says)
        assert [choice.label for choice in versions.choices] == [
            "Butter (feat. Megan Thee Stallion) by BTS, Megan Thee…"
        ]
        picked = await chat.says(versions.choices[0].says)
        assert picked.startswith("Butter (feat. Megan Thee Stallion)")
        plain = await chat.answer("Dynamite BTS")
        assert "Another version" not in {choice.label for choice in plain.choices}
        assert "no song" in await chat.says("/versions spotify:track:" + "x" * 22)
        assert (await chat.says("/versions")).startswith("Write the song's name")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://music.bugs.co.kr/track/32131231", "That is a song on Bugs, whose links I cannot read."),
        ("https://www.deezer.com/en/album/302127", "That is an album on Deezer"),
        ("https://www.melon.com/chart/index.htm", "That link to Melon names no song"),
        ("ftp://example.org/Dynamite", "That link does not name a song"),
    ],
)
async def test_a_refusal_names_the_service_and_what_works(
    world: World, started: StartedBot, text: str, said: str
) -> None:
    async with started() as chat:
        answer = await chat.says(text)
        assert answer.startswith(said)
        assert "What works: " in answer
        assert not world.deezer.requests, "an address is never searched for as a name"


async def test_the_words_beside_links_that_name_no_song_are_used(world: World, started: StartedBot) -> None:
    unreadable = "https://music.bugs.co.kr/track/32131231"
    async with started() as chat:
        await learned(chat, world)
        assert (await chat.says(f"Dynamite BTS {unreadable}")).startswith("Dynamite by BTS")
        assert (await chat.says(f"no such words {unreadable}")).startswith("That is a song on Bugs")
        in_a_group = await chat.says(f"Dynamite BTS {unreadable}", private=False)
        assert in_a_group.startswith("That is a song on Bugs"), "the words there are for others"


async def test_short_links_of_deezer_and_kakao_are_followed_and_kakaos_to_melon_only(
    world: World, started: StartedBot
) -> None:
    track = next(iter(world.songs.values()))
    world.deezer.songs = {"1": track}
    world.melon.songs["7"] = (track.title, track.artists)
    melons = "https://m2.melon.com/pda/msvc/snsGatePage.jsp?type=son&sId=7"
    world.short_links.redirects |= {
        "/s/abc": f"https://www.deezer.com/track/{int(track.id[-15:])}",
        "/abc": melons,
        "/evil": f"https://open.spotify.com/track/{track.id}",
    }
    async with started() as chat:
        await chat.says(f"spotify:track:{track.id}")
        assert (await chat.says("https://kko.to/abc")).startswith("Dynamite by BTS")
        assert (await chat.says("https://link.deezer.com/s/abc")).startswith("Dynamite by BTS")
        assert (await chat.says("https://kko.to/evil")).startswith("That short link does not lead to a song")


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("what genre is this song", "en", WHICH),
        ("/genre what song is this?", "en", WHICH),
        ("이 노래 장르 뭐야", "ko", "어떤 노래예요?"),
    ],
)
async def test_a_question_without_a_song_is_told_how_to_ask(
    world: World, started: StartedBot, text: str, language: str, said: str
) -> None:
    async with started() as chat:
        await learned(chat, world)
        assert said in await chat.says(text, language=language)


async def test_this_song_is_that_of_the_message_which_is_answered(world: World, started: StartedBot) -> None:
    async with started() as chat:
        await learned(chat, world)
        assert (await chat.says("what genre is this?", about="Dynamite BTS")).startswith("Dynamite by BTS")
        assert (await chat.says("이 노래 장르 뭐야", about="봄날 - BTS")).startswith("Spring Day by BTS")
        asked = await chat.says("/genre what genre is this song", about="LILAC IU", private=False)
        assert asked.startswith("LILAC by IU")


async def test_a_song_with_the_name_of_an_artist_offers_the_artist(world: World, started: StartedBot) -> None:
    for number, title in enumerate(("Lantern", "Brook", "Petal"), start=200):
        track = replace(invented_track(number), title=title, artists=("Dynamite",))
        world.songs[track.id], world.reccobeats.features[track.id] = track, invented_features(number)
    async with started() as chat:
        await learned(chat, world)
        reply = await chat.answer("Dynamite")
        assert reply.plain().startswith("Dynamite by BTS")
        (offered,) = [choice for choice in reply.choices if choice.says.startswith("/artist")]
        assert (offered.label, offered.says) == ("The artist Dynamite", "/artist Dynamite")
        assert (await chat.says(offered.says)).startswith("Dynamite is an artist. Of 3 songs")
        other = await chat.answer("Butter")
        assert not [choice for choice in other.choices if choice.says.startswith("/artist")]
