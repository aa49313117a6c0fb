from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.language.words import Words
from bot.messages.message import Message
from bot.songs.replies.names import shown_artists
from model.card import ARTIFACTS, SHIPPED_MODEL, read_card
from model.voting import RULES
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import PATIENT
from tests.standins.stand_in import NEVER, Fault
from tests.standins.world import World

SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"


def link(number: int) -> str:
    return f"https://open.spotify.com/track/{invented_id(number)}"


async def test_a_song_of_the_study_is_answered_without_asking_a_service(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        for text in (SAVAGE, "spotify:track:3dbLT62Cvs46Ju7a8gpr36", "Savage aespa", "에스파 새비지"):
            said = await chat.says(text)
            assert said.startswith("Savage by aespa")
            assert "as published in the 2021 study" in said
    assert not [asked for service in world.services for asked in service.requests]


@pytest.mark.parametrize("rule", list(RULES))
async def test_an_answer_is_four_lines_and_why_tells_the_weights_and_each_models_likeliest(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    monkeypatch.setenv("VOTING_RULE", rule)
    async with started() as chat:
        title, genre, votes, knowledge = (await chat.says(SAVAGE)).splitlines()
        said = await chat.says(f"/why {SAVAGE}")
    assert title.startswith("Savage by aespa")
    assert re.fullmatch(
        r"Genre: .+ \d+% \((sure|likely|open)\), then .+ \d+%, .+ \d+% · Melon would say: .+", genre
    )
    assert re.fullmatch(r"Votes: .+ \d+% · .+ \d+% · .+ \d+%(; all their numbers .+)?", votes)
    assert knowledge.endswith("measured by Spotify, as published in the 2021 study.")
    weights = {
        member.name: f"{member.weights[rule]:g}" for member in read_card(ARTIFACTS / SHIPPED_MODEL).members
    }
    assert set(weights) == {"predict1", "predict2", "predict3"}
    for member, weight in weights.items():
        (line,) = [line for line in said.splitlines() if member in line]
        assert f", weight {weight}: " in line
        assert line.count("%") == 3


async def test_a_person_who_writes_korean_is_answered_in_korean(started: StartedBot) -> None:
    async with started() as chat:
        said = await chat.says(SAVAGE, language="ko-KR")
    assert "장르: " in said
    assert "투표: " in said


async def test_any_link_works_without_keys_and_costs_two_requests_once(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        first = await chat.says(link(4))
        again = await chat.says(link(4))
    async with started() as chat:
        after_a_restart = await chat.says(link(4))
    assert first == again == after_a_restart
    assert invented_track(4).title in first
    assert shown_artists(invented_track(4).artists, Words("en"), 200) in first
    assert "from ReccoBeats" in first
    assert len(world.spotify_web.requests) == 1
    assert len(world.reccobeats.requests) == 1


async def test_a_song_once_seen_is_known_by_its_name(started: StartedBot) -> None:
    async with started() as chat:
        by_link = await chat.says(link(4))
        assert await chat.says(invented_track(4).title) == by_link


async def test_with_keys_a_name_is_found_on_spotify_and_remembered(world: World, started: StartedBot) -> None:
    name = f"{invented_track(9).title} {invented_track(9).artists[0]}"
    async with started(with_keys=True) as chat:
        assert (await chat.says(name)).startswith(invented_track(9).title)
        before = len(world.spotify_api.requests)
        assert (await chat.says(name)).startswith(invented_track(9).title)
    assert len(world.spotify_api.requests) == before


async def test_with_keys_an_unknown_name_is_said_not_to_be_found(started: StartedBot) -> None:
    async with started(with_keys=True) as chat:
        assert "I found no song called “zzzz qqqq xxxx”" in await chat.says("zzzz qqqq xxxx")


async def test_a_name_of_two_songs_is_asked_about(world: World, started: StartedBot) -> None:
    one, other = invented_track(5), invented_track(6)
    world.songs[one.id] = type(one)(one.id, "같은 제목", ("한걸음",), 200_000)
    world.songs[other.id] = type(other)(other.id, "같은 제목", ("은하식당",), 210_000)
    async with started() as chat:
        await chat.says(f"{link(5)} {link(6)}")
        question = await chat.answer("같은 제목")
        assert "Did you mean one of these?" in question.plain()
        labels = {choice.label for choice in question.choices}
        assert labels == {"같은 제목 by 한걸음", "같은 제목 by 은하식당"}
        assert (await chat.says(question.choices[0].says)).startswith(question.choices[0].label)
        assert all(len(choice.says.encode()) <= 64 for choice in question.choices)
        assert (await chat.says("같은 제목 은하식당")).startswith("같은 제목 by 은하식당")


async def test_a_song_without_features_is_said_so_and_asked_again_another_day(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(4)]
    async with started() as chat:
        said = await chat.says(link(4))
        assert invented_track(4).title in said
        assert "no service that I asked has its audio features" in said
        assert await chat.says(link(4)) == said
    assert len(world.reccobeats.requests) == 1


async def test_an_id_that_spotify_does_not_have_is_said_so(started: StartedBot) -> None:
    async with started() as chat:
        assert "Spotify has no song with the id" in await chat.says(
            f"https://open.spotify.com/track/{'x' * 22}"
        )


@pytest.mark.parametrize("with_keys", [False, True])
@pytest.mark.parametrize("fault", sorted(set(Fault) - {Fault.NONE}, key=str))
async def test_a_fault_of_any_service_gets_a_clear_reply_and_loses_nothing(
    world: World,
    started: StartedBot,
    fault: Fault,
    with_keys: bool,  # noqa: FBT001
) -> None:
    policy = replace(PATIENT, total=0.5) if fault in NEVER else PATIENT
    async with started(with_keys=with_keys, policy=policy) as chat:
        for service in world.services:
            service.fault = fault
        said = await chat.says(link(4))
        assert said.startswith("I cannot look that up: "), said
        assert "ry again" in said or "owner" in said
        assert (await chat.says(SAVAGE)).startswith("Savage by aespa")
        for service in world.services:
            service.fault = Fault.NONE
    async with started(
        with_keys=with_keys
    ) as chat:  # a new process is not held back by the old one's manners
        assert (await chat.says(link(4))).startswith(invented_track(4).title)


async def test_reccobeats_names_a_song_where_spotifys_page_cannot(world: World, started: StartedBot) -> None:
    world.spotify_web.fault = Fault.ERROR
    async with started() as chat:
        assert (await chat.says(link(4))).startswith(invented_track(4).title)


async def test_several_links_are_each_answered_once_and_one_failure_silences_no_other(
    world: World, started: StartedBot
) -> None:
    del world.reccobeats.features[invented_id(2)]
    async with started() as chat:
        said = await chat.says(f"{link(1)} {link(2)} {link(3)} {link(1)}")
    assert said.count(invented_track(1).title) == 1
    assert "no service that I asked" in said
    assert invented_track(3).title in said


async def test_too_many_links_are_said_to_be_too_many(started: StartedBot) -> None:
    async with started() as chat:
        said = await chat.says(" ".join(link(number) for number in range(1, 8)))
    assert said.count("Votes:") == 5
    assert "as many songs as I answer at once (5)" in said


@pytest.mark.parametrize(
    "text", ["good morning", "https://youtu.be/abc", "", "/unknown", "/unknown@another", "에스파 좋아"]
)
async def test_a_group_is_left_alone_where_nothing_is_meant_for_the_bot(
    started: StartedBot, text: str
) -> None:
    async with started() as chat:
        assert await chat.reply(text, private=False) is None


async def test_a_group_is_answered_links_and_commands(started: StartedBot) -> None:
    async with started() as chat:
        assert (await chat.says(f"들어 봐 {SAVAGE}", private=False)).startswith("Savage")
        assert (await chat.says("/genre Savage aespa", private=False)).startswith("Savage")
        assert (await chat.says("this one", links=(SAVAGE,), private=False)).startswith("Savage")
        artist = "https://www.deezer.com/artist/5"
        assert "That is an artist" in await chat.says(artist, private=False)


@pytest.mark.parametrize("asked", ["/help", "/HELP", "help", "?", "도움말"])
async def test_help_is_given_where_it_is_asked_for(started: StartedBot, asked: str) -> None:
    async with started() as chat:
        assert "/chart: a chart by genre" in await chat.says(asked)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_person_who_starts_is_greeted_in_four_lines_with_two_examples_that_work(
    started: StartedBot, language: str
) -> None:
    async with started() as chat:
        reply = await chat.answer("/start", language=language)
        assert len(reply.plain().splitlines()) == 4
        song, chart = reply.choices
        assert (await chat.says(song.says, language=language)).startswith("Next Level")
        assert "100%" not in await chat.says(chart.says, language=language)


async def test_an_unknown_command_gets_one_line_in_private_and_none_in_a_group(started: StartedBot) -> None:
    async with started() as chat:
        assert await chat.says("/nonsense <b>") == "I do not know /nonsense. /help lists what I can do."
        assert (
            await chat.says("/없음", language="ko")
            == "/없음은 없는 명령어예요. 쓸 수 있는 말은 /help 에 있어요."
        )
        assert len(await chat.says("/" + "x" * 4000)) < 100
        assert (await chat.says("/도움말", language="ko")).startswith("Spotify 링크나")
        assert "벅스" in (await chat.says("/벅스 차트", language="ko")).splitlines()[0]
        assert await chat.reply("/nonsense", private=False) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hi", "Hi!"),
        ("안녕하세요!", "Hi!"),
        ("👋", "Hi!"),
        ("Thank you :)", "You are welcome!"),
        ("고마워~", "You are welcome!"),
        ("ㅋㅋㅋㅋ", "Send me a song"),
        ("hahaha", "Send me a song"),
        ("❤️", "Send me a song"),
        ("ok", "Good!"),
        ("good night", "See you!"),
    ],
)
async def test_small_talk_gets_a_small_answer_and_asks_no_service(
    world: World, started: StartedBot, text: str, answer: str
) -> None:
    async with started() as chat:
        assert (await chat.says(text)).startswith(answer)
        assert await chat.reply(text, private=False) is None
    assert not [asked for service in world.services for asked in service.requests]


@pytest.mark.parametrize("text", ["/help", "help", "도움말", "/도움말", "?"])
async def test_the_help_names_what_the_platform_can_do(started: StartedBot, text: str) -> None:
    async with started() as chat:
        assert "/subscribe" in await chat.says(text)


async def test_a_song_that_is_called_like_small_talk_is_one_press_away(
    world: World, started: StartedBot
) -> None:
    song = invented_track(7)
    world.songs[song.id] = type(song)(song.id, "Hello", song.artists, 200_000)
    async with started() as chat:
        await chat.says(link(7))
        reply = await chat.answer("Hello!")
        (offered,) = reply.choices
        assert (offered.label, offered.says) == ("The song “Hello!”", "/genre Hello!")
        assert (await chat.says(offered.says)).startswith("Hello by ")


@pytest.mark.parametrize(
    "text", ["차트", "멜론차트", "멜론 순위", "top 100", "Chart", "the melon chart", "댄스 차트"]
)
async def test_a_chart_is_asked_for_without_a_command_in_private_alone(
    started: StartedBot, text: str
) -> None:
    async with started() as chat:
        assert "Melon" in (await chat.says(text)).splitlines()[0]
        assert await chat.reply(text, private=False) is None


async def test_a_command_may_be_typed_in_korean(started: StartedBot) -> None:
    async with started() as chat:
        for text, meant in (
            ("/장르 Savage aespa", "/genre Savage aespa"),
            ("/이유 Savage aespa", "/why Savage aespa"),
            ("/도움말", "/help"),
            ("/가수", "/artist"),
        ):
            assert await chat.says(text, private=False) == await chat.says(meant, private=False)


async def test_what_names_the_bot_in_a_group_is_answered_like_in_private(started: StartedBot) -> None:
    async with started() as chat:
        assert (await chat.says("Savage aespa", private=False, addressed=True)).startswith("Savage")
        assert (await chat.says("고마워", private=False, addressed=True)).startswith("You are welcome!")
        assert await chat.reply("ㅋㅋㅋ", private=False, addressed=True) is None
        assert "Melon" in await chat.says("차트", private=False, addressed=True)
        assert "/nonsense" in await chat.says("/nonsense", private=False, addressed=True)


async def test_a_command_without_words_speaks_about_the_message_that_it_answers(started: StartedBot) -> None:
    async with started() as chat:
        assert (await chat.says("/genre", private=False, about="Savage aespa")).startswith("Savage")
        assert (await chat.says("/genre", private=False, links=(SAVAGE,))).startswith("Savage")
        assert "Bugs" in (await chat.says("/chart", private=False, about="벅스 댄스")).splitlines()[0]
        assert "Melon" in (await chat.says("/chart", private=False, about="good morning")).splitlines()[0]
        assert (await chat.says("/genre Next Level aespa", about="Savage aespa")).startswith("Next Level")


async def test_a_photo_without_words_is_answered_with_one_sentence_in_private_alone(
    started: StartedBot,
) -> None:
    async with started() as chat:
        assert "I can read text only" in await chat.says("", wordless=True)
        assert (await chat.says("Savage aespa", wordless=True)).startswith("Savage")
        assert await chat.reply("", wordless=True, private=False) is None


async def test_a_reply_tells_its_language(started: StartedBot) -> None:
    async with started() as chat:
        for language in ("en", "ko"):
            reply = await chat.answer("/help", language=language)
            assert reply.language == language


@pytest.mark.parametrize("between", [" ", "\n", "\t", "   "])
async def test_any_white_space_ends_a_command(started: StartedBot, between: str) -> None:
    async with started() as chat:
        assert (await chat.says(f"/genre{between}Savage aespa", private=False)).startswith("Savage")


async def test_what_is_advised_works_in_groups_too(world: World, started: StartedBot) -> None:
    one, other = invented_track(5), invented_track(6)
    world.songs[one.id] = type(one)(one.id, "같은 제목", ("한걸음",), 200_000)
    world.songs[other.id] = type(other)(other.id, "같은 제목", ("은하식당",), 210_000)
    async with started() as chat:
        await chat.says(f"{link(5)} {link(6)}")
        assert "/genre with title and artist" in await chat.says("/genre 같은 제목", private=False)
        said = await chat.says("/genre 같은 제목 은하식당", private=False)
        assert said.startswith("같은 제목 by 은하식당")


async def test_of_several_links_the_failed_ones_are_named(started: StartedBot) -> None:
    async with started() as chat:
        said = await chat.says(f"{link(1)} https://open.spotify.com/track/{'x' * 22}")
    assert f"/{'x' * 22}>\nSpotify has no song" in said


async def test_genre_without_a_song_says_what_is_missing(started: StartedBot) -> None:
    async with started() as chat:
        assert "after it: /genre Next Level aespa" in await chat.says("/genre")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "What works: a song's Spotify link"), ("ko", "Spotify 링크")]
)
async def test_a_link_of_another_kind_is_told_what_works(
    started: StartedBot, language: str, words: str
) -> None:
    async with started() as chat:
        assert words in await chat.says("https://youtu.be/abc", language=language)


async def test_marks_that_turn_writing_round_are_not_said_back(started: StartedBot) -> None:
    async with started() as chat:
        for asked in ("/genre \u202enothing\u2066 like\u200f it\U000e0041", "\u202eanything unknown"):
            said = await chat.says(asked)
            assert said
            assert not set("\u202e\u2066\u200f\U000e0041") & set(said)


@pytest.mark.parametrize("nothing", ["\u200b", "\u3164\u3164", "\u202e", "/genre \u200b"])
async def test_a_message_of_nothing_that_shows_does_no_harm(started: StartedBot, nothing: str) -> None:
    async with started() as chat:
        assert "sorry" not in (await chat.says(nothing)).lower()


async def test_a_hundred_links_that_wait_cost_three_requests_for_features(
    world: World, started: StartedBot
) -> None:
    waiting = [Message(link(number), private=True, platform="test") for number in range(1, 101)]
    small_talk = [Message("hello"), Message("/help"), Message(f"look: {link(1)}", private=False)]
    async with started() as chat:
        await chat.conversation.expect([*waiting, *small_talk])
        for number in (1, 50, 100):
            assert (await chat.says(link(number))).startswith(invented_track(number).title)
        await chat.conversation.expect([waiting[0], waiting[49]])
    asked = [request for request in world.reccobeats.requests if request.path == "/v1/audio-features"]
    assert [request.query["ids"].count(",") + 1 for request in asked] == [40, 40, 20]
