"""The program as it is started, in a process of its own, with stand-ins for every foreign service."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from model.music import ChartEntry
from tests.postgresql import database_maker
from tests.standins.discord import TOKEN as DISCORD_TOKEN
from tests.standins.discord import DiscordStandIn
from tests.standins.discord_payloads import CHANNEL, OWNER, SERVER, member
from tests.standins.invented import invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.telegram import TOKEN, Sent, TelegramStandIn
from tests.standins.telegram_updates import channel_post, group, pressed, private, text_link
from tests.standins.world import World, stand_ins

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
NOWHERE = "http://127.0.0.1:9"
ADDRESSES = (
    "TELEGRAM_API_URL",
    "SPOTIFY_API_URL",
    "SPOTIFY_ACCOUNTS_URL",
    "SPOTIFY_WEB_URL",
    "RECCOBEATS_API_URL",
    "MELON_WEB_URL",
    "DEEZER_API_URL",
    "ITUNES_API_URL",
    "YOUTUBE_OEMBED_URL",
    "SPOTIFY_SHORT_LINK_URL",
    "SPOTIFY_APP_LINK_URL",
    "DEEZER_SHORT_LINK_URL",
    "KAKAO_SHORT_LINK_URL",
)
SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SPOTIFY_", "TELEGRAM_", "DISCORD_"))
        },
        **dict.fromkeys(ADDRESSES, NOWHERE),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'jangreu.db'}",
        "TELEGRAM_BOT_TOKEN": "",
        "DISCORD_BOT_TOKEN": "",
        "LC_ALL": "C",
    }


async def start_bot(environment: dict[str, str], *arguments: str) -> Process:
    command = [sys.executable, *(arguments or ("-m", "bot"))]
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def talk(environment: dict[str, str], typed: str) -> tuple[int | None, str, str]:
    process = await start_bot(environment)
    said, logged = await process.communicate(typed.encode())
    return process.returncode, said.decode(), logged.decode()


async def test_without_token_keys_or_network_the_three_things_of_the_readme_are_answered(
    environment: dict[str, str],
) -> None:
    status, said, logged = await talk(environment, f"{SAVAGE}\nNext Level aespa\n/chart\n")
    assert status == 0
    link, name, chart = _replies(said)
    assert link.startswith("Savage by aespa <https://")
    assert name.startswith("Next Level by aespa <https://")
    assert chart.startswith("The study's sample of the Melon Top 100, late 2021")
    assert logged == ""


async def test_in_the_terminal_one_sees_subscribes_and_deletes_what_is_kept(
    environment: dict[str, str],
) -> None:
    lines = (
        SAVAGE,
        f"/wrong {SAVAGE}",
        "1",
        "/subscribe",
        "/follow aespa",
        "/mydata",
        "/forget",
        "1",
        "/mydata",
    )
    typed = "\n".join((*lines, "/history"))
    status, said, logged = await talk(environment, typed)
    assert (status, logged) == (0, "")
    assert "You say: " in said
    assert "Subscribed" in said
    files = [Path(file) for file in re.findall(r"Saved in (\S+\.json)", said)]
    before, after = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    assert before["about"] == "terminal:1"
    assert {"history", "opinions", "subscriptions", "follows"} <= before.keys()
    assert not {"history", "opinions", "subscriptions", "follows"} & after.keys()
    assert said.rstrip().endswith("Nothing is kept here yet. Send me a song's name or its link.")


async def test_in_the_terminal_no_log_stands_between_the_answers_and_a_word_ends_it(
    environment: dict[str, str],
) -> None:
    typed = "Savage aespa\n안녕\nexit\nNext Level aespa\n"
    status, said, logged = await talk({**environment, "LC_ALL": "", "LANG": "ko_KR.UTF-8"}, typed)
    assert status == 0
    assert "안녕하세요!" in said
    assert "Next Level" not in said
    assert logged == ""
    _, _, logged = await talk({**environment, "LOG_LEVEL": "INFO"}, typed)
    assert "an artist's songs cannot be had now" in logged


def _replies(said: str) -> list[str]:
    """Split what was printed at the lines that begin a reply."""
    starts = [said.index(start) for start in ("Savage by", "Next Level by", "The study's sample")]
    return [said[begin:end] for begin, end in zip(starts, [*starts[1:], None], strict=True)]


async def test_without_a_network_an_unknown_song_is_answered_with_that(environment: dict[str, str]) -> None:
    status, said, _ = await talk(environment, f"https://open.spotify.com/track/{'7' * 22}\n")
    assert status == 0
    assert "Spotify cannot be reached from here" in said


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what is caught")
@pytest.mark.parametrize("token", ["", TOKEN], ids=["terminal", "telegram"])
async def test_a_request_to_stop_counts_from_the_first_instant(
    environment: dict[str, str], token: str
) -> None:
    process = await start_bot({**environment, "TELEGRAM_BOT_TOKEN": token})
    while not _catches(process.pid, signal.SIGTERM):  # noqa: ASYNC110 - the process sets no event
        await asyncio.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    _, logged = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in logged


def _catches(process: int, number: signal.Signals) -> bool:
    """Tell whether a process has a handler for a signal; before, it would simply end."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (caught,) = (line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


async def test_what_was_learned_is_known_after_a_restart(environment: dict[str, str]) -> None:
    async with stand_ins() as world:
        settings = {**environment, **world.settings_environment()}
        _, first, _ = await talk(settings, f"https://open.spotify.com/track/{invented_id(4)}\n")
    _, again, _ = await talk(environment, f"{invented_track(4).title}\n")
    assert invented_track(4).title in first
    genre = again.splitlines()[1]
    assert genre in first, "it came again when more of the artist's songs were known"


@pytest.mark.parametrize(
    ("name", "value", "status", "sentence"),
    [
        ("DIGEST_TIME", "noon", 2, "DIGEST_TIME in the environment or .env is wrong: "),
        ("GENRE_MODEL", "unknown", 1, "GENRE_MODEL or VOTING_RULE cannot be used: "),
        ("VOTING_RULE", "dictator", 1, "The voting rule dictator is unknown"),
        ("DATABASE_URL", "sqlite:///x.db?timeout=abc", 1, "DATABASE_URL"),
        (
            "DATABASE_URL",
            "sqlite:////proc/nowhere/x.db",
            1,
            "DATABASE_URL (sqlite:////proc/nowhere/x.db) cannot",
        ),
    ],
)
async def test_what_stops_the_start_is_one_sentence(
    environment: dict[str, str], name: str, value: str, status: int, sentence: str
) -> None:
    code, said, logged = await talk({**environment, name: value}, "/help\n")
    assert (code, said) == (status, "")
    assert sentence in logged
    assert logged.count("\n") == 1


async def test_a_wrong_token_is_one_sentence_without_the_token(environment: dict[str, str]) -> None:
    async with TelegramStandIn() as telegram:
        wrong = "999999:another-secret-of-thirty-five-chars"
        settings = {**environment, "TELEGRAM_BOT_TOKEN": wrong, "TELEGRAM_API_URL": telegram.url}
        status, said, logged = await talk(settings, "")
    assert (status, said) == (1, "")
    assert "TELEGRAM_BOT_TOKEN" in logged
    assert wrong.split(":")[1] not in logged


@asynccontextmanager
async def bot_on_telegram(
    environment: dict[str, str], world: World, telegram: TelegramStandIn, **settings: str
) -> AsyncIterator[Process]:
    """Start the bot on the stand-ins; at the end it is asked to stop, and must do so cleanly."""
    process = await start_bot(
        {
            **environment,
            **world.settings_environment(with_keys=True),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            **settings,
        }
    )
    try:
        await telegram.wait_for_calls("getUpdates")
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, logged = await process.communicate()
    assert process.returncode == 0, logged.decode()
    assert TOKEN not in logged.decode()
    assert "Traceback" not in logged.decode()


async def test_a_link_a_name_a_chart_and_a_group_on_telegram(environment: dict[str, str]) -> None:
    async with stand_ins() as world, TelegramStandIn() as telegram:
        async with bot_on_telegram(environment, world, telegram):
            telegram.say(private(f"https://open.spotify.com/track/{invented_id(3)}"))
            await telegram.wait_for_message(lambda sent: sent.text.startswith(invented_track(3).title))
            telegram.say(private("Savage aespa", language="ko"))
            await telegram.wait_for_message(lambda sent: sent.text.startswith("Savage - 에스파\n장르: "))
            telegram.say(group("good morning to all"))
            telegram.say(channel_post("a new song is out"))
            hidden = "listen to this"
            telegram.say(group(hidden, entities=[text_link(hidden, "this", SAVAGE)], chat=-501))
            await telegram.wait_for_message(lambda sent: sent.chat == -501 and sent.text.startswith("Savage"))
            telegram.say(private("/chart"))
            chart = await telegram.wait_for_message(lambda sent: sent.photo is not None)
            assert chart.text.startswith("Melon Top 100 by genre")
            await telegram.wait_until(lambda: len(telegram.sent) == 4)  # no line of progress stays
        assert set(telegram.commands) >= {"", "ko"} or len(telegram.commands) >= 2


async def test_the_digest_is_posted_once_however_often_the_bot_is_started(
    environment: dict[str, str],
) -> None:
    digest = {"DIGEST_CHAT": "-1001", "DIGEST_TIME": "00:00", "DIGEST_TIMEZONE": "UTC"}
    async with stand_ins() as world, TelegramStandIn() as telegram:
        async with bot_on_telegram(environment, world, telegram, **digest):
            posted = await telegram.wait_for_message(lambda sent: sent.chat == -1001)
            assert posted.text.startswith("장르로 보는 멜론 TOP 100")
            assert posted.photo is not None
        async with bot_on_telegram(environment, world, telegram, **digest):
            telegram.say(private("/help"))
            await telegram.wait_for_message(lambda sent: "/chart" in sent.text and sent.chat != -1001)
            await telegram.wait_until(lambda: len(telegram.sent) == 2)


async def test_people_subscribe_where_they_are_administrators_and_know_what_comes(
    environment: dict[str, str],
) -> None:
    async with stand_ins() as world, TelegramStandIn() as telegram:
        telegram.chats["-500"] = {"id": -500, "type": "group", "title": "Friends"}
        telegram.members[-500, 77] = {"status": "creator", "is_anonymous": False}
        async with bot_on_telegram(environment, world, telegram):
            telegram.say(group("/subscribe bugs 21:30 weekly Fri"))
            subscribed = "Subscribed: Bugs real-time chart, every Friday at 21:30 (Asia/Seoul)."
            await telegram.wait_for_message(lambda sent: subscribed in sent.text)
            telegram.members[-500, 77] = {"status": "member"}
            telegram.say(group("/unsubscribe"))
            refused = "Only administrators of this chat can do that."
            await telegram.wait_for_message(lambda sent: sent.text == refused)
            assert telegram.count("getChatMember") == 2
        telegram.members[-500, 77] = {"status": "creator", "is_anonymous": False}
        async with bot_on_telegram(environment, world, telegram):
            telegram.say(group("/unsubscribe bugs"))
            await telegram.wait_for_message(lambda sent: sent.text.startswith("Ended: Bugs real-time chart"))


async def test_a_digest_whose_chart_cannot_be_read_is_not_posted_and_not_lost(
    environment: dict[str, str],
) -> None:
    digest = {"DIGEST_CHAT": "-1001", "DIGEST_TIME": "00:00", "DIGEST_TIMEZONE": "UTC"}
    async with stand_ins() as world, TelegramStandIn() as telegram:
        world.melon.fault = Fault.ERROR
        async with bot_on_telegram(environment, world, telegram, **digest):
            while not world.melon.requests:  # noqa: ASYNC110 - the stand-in sets no event
                await asyncio.sleep(0.05)
        assert not telegram.sent


@pytest.mark.slow
async def test_telegram_and_discord_run_in_one_process_on_one_database(environment: dict[str, str]) -> None:
    async with stand_ins() as world, TelegramStandIn() as telegram, DiscordStandIn() as discord:
        discord.members[SERVER, OWNER] = member(OWNER)
        on_discord = {"DISCORD_BOT_TOKEN": DISCORD_TOKEN, "DISCORD_API_URL": discord.url}
        digest = {"DIGEST_CHAT": f"discord:{CHANNEL}", "DIGEST_TIME": "00:00", "DIGEST_TIMEZONE": "UTC"}
        async with bot_on_telegram(environment, world, telegram, **on_discord, **digest):
            await discord.wait_until(lambda: bool(discord.posted(CHANNEL)))
            [posted] = discord.posted(CHANNEL)
            assert posted.text.startswith("**장르로 보는 멜론 TOP 100")
            assert posted.picture is not None
            telegram.say(private(f"https://open.spotify.com/track/{invented_id(3)}"))
            await telegram.wait_for_message(lambda sent: sent.text.startswith(invented_track(3).title))
            answer = await discord.answer_to(discord.command("genre", song=f"spotify:track:{invented_id(3)}"))
            assert f"[{invented_track(3).title}" in answer.text
            subscribed = await discord.answer_to(discord.command("subscribe", chart="bugs", person=OWNER))
            assert subscribed.text.startswith("Subscribed: Bugs real-time chart, every day at 09:00")
            assert len(discord.commands or ()) > 10
        assert not [sent for sent in telegram.sent if sent.photo]


@pytest.mark.slow
async def test_of_processes_on_one_server_one_is_on_discord_and_another_takes_over(
    environment: dict[str, str],
) -> None:
    with database_maker() as maker:
        async with stand_ins() as world, DiscordStandIn() as discord:
            settings = {
                **environment,
                **world.settings_environment(),
                "DATABASE_URL": maker.migrated(),
                "DISCORD_BOT_TOKEN": DISCORD_TOKEN,
                "DISCORD_API_URL": discord.url,
                "LOG_LEVEL": "INFO",
            }
            first = await start_bot(settings)
            await discord.gateway.until(lambda: discord.gateway.connected == 1)
            second = await start_bot(settings)
            assert second.stderr is not None
            while b"this one waits for its place" not in await second.stderr.readline():
                pass
            asked = discord.command("genre", song=f"spotify:track:{invented_id(3)}")
            assert invented_track(3).title in (await discord.answer_to(asked)).text
            assert len(discord.gateway.identified) == 1
            first.kill()
            await first.communicate()
            await discord.gateway.until(lambda: len(discord.gateway.identified) == 2)
            asked = discord.command("genre", song=f"spotify:track:{invented_id(4)}")
            assert invented_track(4).title in (await discord.answer_to(asked)).text
            second.terminate()
            await second.communicate()
            assert second.returncode == 0


@pytest.mark.slow
async def test_the_administrators_news_reach_each_chat_that_wants_them_once_on_both_platforms(
    environment: dict[str, str],
) -> None:
    async with stand_ins() as world, TelegramStandIn() as telegram, DiscordStandIn() as discord:
        discord.members[SERVER, OWNER] = member(OWNER)
        port = _free_port()
        settings = {
            "DISCORD_BOT_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": discord.url,
            "ADMIN_CHAT": "77",
            "STATUS_PORT": str(port),
        }
        async with bot_on_telegram(environment, world, telegram, **settings):
            telegram.say(private("/settings news on", chat=78))
            await telegram.wait_for_message(lambda sent: sent.chat == 78)
            await discord.answer_to(discord.command("settings", text="news on", person=OWNER))
            telegram.say(private("/announce We have <news>"))
            preview = await telegram.wait_for_message(lambda sent: "Chats that get it: 2." in sent.text)
            [(_, carried)] = _carried(preview)
            for _ in range(2):
                telegram.say(pressed(carried, message_id=preview.message_id, text=preview.text))
            await telegram.wait_for_message(lambda sent: "It is being sent" in sent.text)
            await telegram.wait_for_message(lambda sent: sent.text.endswith(": sent: 2."))
            telegram.say(private("/status"))
            status = await telegram.wait_for_message(lambda sent: sent.text.startswith("Jangreu "))
            assert "\nConnected: Discord, Telegram\n" in status.text
            await _is_ready_on_both(port)
        news = "We have <news>\n\nNews of the bot. /settings ends it."
        assert [sent.chat for sent in telegram.sent if sent.text == news] == [78]
        assert ["We have" in sent.text for sent in discord.posted(CHANNEL)].count(True) == 1


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def _is_ready_on_both(port: int) -> None:
    async with (
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as monitor,
        monitor.get("/ready") as ready,
        monitor.get("/metrics") as metrics,
    ):
        assert ready.status == 200
        for platform in ("discord", "telegram"):
            assert f'jangreu_platform_up{{platform="{platform}"}} 1.0' in await metrics.text()


def _carried(sent: Sent) -> list[tuple[str, str]]:
    rows = sent.params["reply_markup"]["inline_keyboard"]
    return [(button["text"], button["callback_data"]) for row in rows for button in row]


@pytest.mark.slow
async def test_a_bad_token_of_one_platform_stops_that_one_with_one_sentence(
    environment: dict[str, str],
) -> None:
    sentence = "Discord does not accept the bot token: check DISCORD_BOT_TOKEN."
    async with stand_ins() as world, TelegramStandIn() as telegram, DiscordStandIn() as discord:
        wrong = {"DISCORD_BOT_TOKEN": "another.secret-token.of-discord", "DISCORD_API_URL": discord.url}
        async with bot_on_telegram(environment, world, telegram, **wrong) as process:
            telegram.say(private("/help"))
            await telegram.wait_for_message(lambda sent: "/chart" in sent.text)
            assert process.returncode is None
        status, said, logged = await talk({**environment, **wrong}, "")
        assert (status, said) == (1, "")
        assert logged.endswith(f"{sentence}\n")
        assert "another.secret-token" not in logged


@pytest.mark.skipif(
    not SHARED_DATA.is_dir(), reason="the real chart lies beside the checkout only where it is built"
)
async def test_a_real_chart_of_2021_is_classified_from_a_loaded_library(environment: dict[str, str]) -> None:
    loading = await start_bot(
        environment, "scripts/import_library.py", str(SHARED_DATA / "kpop_tracks.parquet")
    )
    await loading.communicate()
    assert loading.returncode == 0
    with (SHARED_DATA / "melon_weekly_charts.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] == "2021.11.29"]
    async with stand_ins() as world:
        world.melon.entries = [
            ChartEntry(number, row["title"], (row["artist"],), str(number))
            for number, row in enumerate(rows, start=1)
        ]
        settings = {**environment, **world.settings_environment()}
        _, said, _ = await talk(settings, "/chart\n")
    assert said.startswith("Melon Top 100 by genre")
    assert "Without a genre: " in said
