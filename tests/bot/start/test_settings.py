from __future__ import annotations

from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.start import setting_types, settings
from bot.start.settings import BadSettings, Settings, load_settings, unknown_names
from storage.database import open_database
from storage.places import Chat

NUMBERS = [
    name.upper()
    for name, field in Settings.model_fields.items()
    if field.annotation in {int, float, int | None}
]


def test_nothing_needs_to_be_set() -> None:
    found = load_settings()
    assert found.telegram_bot_token is None
    assert found.digest_time == time(9)
    assert found.digest_timezone == ZoneInfo("Asia/Seoul")
    assert found.user_agent.startswith("Mozilla/5.0 (compatible; Jangreu/")


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("DIGEST_TIME", "")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8", "BOT_LANGUAGE": "en"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "BOT_LANGUAGE": ""}, "ko"),
    ],
)
def test_the_language_is_that_of_the_environment_unless_it_is_set(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load_settings().bot_language == language


def test_the_env_file_is_read_and_the_environment_is_stronger(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("# 설정\nDIGEST_TIME=07:30\nBOT_LANGUAGE=ko\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    monkeypatch.setenv("BOT_LANGUAGE", "en")
    found = load_settings()
    assert (found.digest_time, found.bot_language) == (time(7, 30), "en")


def test_a_relative_database_belongs_to_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().database_url == f"sqlite:///{settings.CHECKOUT / 'jangreu.db'}"
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/jangreu.db")
    assert load_settings().database_url == "sqlite:////var/lib/jangreu.db"
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://bot@localhost/jangreu")
    assert load_settings().database_url == "postgresql+psycopg://bot@localhost/jangreu"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "telegram.org"),
        ("MELON_WEB_URL", "ftp://www.melon.com"),
        ("MELON_WEB_URL", "http://127.0.0.1:abc"),
        ("MELON_WEB_URL", "http://127.0.0.1:99999"),
        ("MELON_WEB_URL", "http://[::1"),
        ("DATABASE_URL", "mysql://localhost/jangreu"),
        ("DATABASE_URL", "sqlite:///"),
        ("DIGEST_CHAT", "my channel"),
        ("DIGEST_CHAT", "discord:@charts"),
        ("DIGEST_CHAT", "irc:5"),
        ("DIGEST_TIME", "25:00"),
        ("DIGEST_TIME", "nine"),
        ("DIGEST_TIMEZONE", "Mars/Olympus"),
        ("DIGEST_TIMEZONE", "../etc/passwd"),
        ("DIGEST_LANGUAGE", "fr"),
        ("BOT_LANGUAGE", "xx"),
        ("LOG_LEVEL", "LOUD"),
        ("USER_AGENT", "Mozilla/5.0\r\nX-Injected: 1"),
        ("USER_AGENT", "장르"),
        ("HISTORY_KEPT_DAYS", "1e3"),
        ("MESSAGES_PER_MINUTE", "nan"),
        ("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/{all"),
        ("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/%7B"),
        *((name, value) for name in NUMBERS for value in ("9" * 10, "1e400", "inf", "-1")),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as raised:
        load_settings()
    sentence = str(raised.value)
    assert sentence.startswith(f"{name} in the environment or .env is wrong: it must ")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("value", "chat"),
    [
        ("-1001", Chat("telegram", "-1001")),
        ("@charts", Chat("telegram", "@charts")),
        ("telegram:@charts", Chat("telegram", "@charts")),
        ("discord:5", Chat("discord", "5")),
    ],
)
def test_a_chat_is_telegrams_or_of_the_platform_before_its_number(
    monkeypatch: pytest.MonkeyPatch, value: str, chat: Chat
) -> None:
    monkeypatch.setenv("DIGEST_CHAT", value)
    assert load_settings().digest_chat == chat


def test_chats_of_a_platform_without_a_token_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("ADMIN_CHAT", "discord:5")
    monkeypatch.setenv("DIGEST_CHAT", "@charts")
    assert load_settings().chats_out_of_reach == ["ADMIN_CHAT"]
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert load_settings().chats_out_of_reach == ["ADMIN_CHAT", "DIGEST_CHAT"]


def test_half_of_spotifys_keys_are_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-id")
    with pytest.raises(BadSettings, match="SPOTIFY_CLIENT_SECRET is missing"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "missing"), [("MELON_CP_ID", "MELON_CP_KEY"), ("MELON_CP_KEY", "MELON_CP_ID")]
)
def test_half_of_melons_keys_are_no_keys(monkeypatch: pytest.MonkeyPatch, name: str, missing: str) -> None:
    monkeypatch.setenv(name, "hush")
    with pytest.raises(BadSettings, match=f"{missing} is missing: Melon's two keys go together") as raised:
        load_settings()
    assert "hush" not in str(raised.value)


def test_secrets_do_not_show_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hush")
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "an-id")
    monkeypatch.setenv("SPOTIFY_CLIENT_SECRET", "hush-too")
    monkeypatch.setenv("MELON_CP_ID", "an-app")
    monkeypatch.setenv("MELON_CP_KEY", "hush-as-well")
    assert "hush" not in f"{load_settings()!r} {load_settings()}"
    monkeypatch.setenv("LOG_LEVEL", "hush-three")
    with pytest.raises(BadSettings) as raised:
        load_settings()
    assert "hush" not in str(raised.value)


def test_an_env_file_that_is_no_text_is_said_to_be_unreadable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00bad")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    with pytest.raises(BadSettings, match=r"\.env cannot be read"):
        load_settings()


def test_an_empty_variable_is_stronger_than_the_env_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("TELEGRAM_BOT_TOKEN=123:hush\nBOT_LANGUAGE=ko\nTELEGRAM_API_URL=http://localhost:1\n")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    for name in ("TELEGRAM_BOT_TOKEN", "BOT_LANGUAGE", "TELEGRAM_API_URL"):
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings(_env_file=None)


def test_names_that_are_no_settings_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("TELEGRAM_TOKEN=123:hush\nBOT_LANGUAGE=ko\nbot_langage=ko\n")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    assert unknown_names() == ["TELEGRAM_TOKEN", "bot_langage"]


def test_a_checkout_with_odd_letters_in_its_path_keeps_its_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd = tmp_path / "a?b 100%20x 장르"
    odd.mkdir()
    monkeypatch.setattr(setting_types, "CHECKOUT", odd)
    open_database(load_settings().database_url).dispose()
    assert [path.name for path in odd.iterdir() if path.suffix == ".db"] == ["jangreu.db"]
    assert not list(tmp_path.glob("a"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://me:s3cret@mirror.example/v1", "https://***@mirror.example/v1"),
        ("http://s3cret@mirror.example:8080", "http://***@mirror.example:8080"),
        ("https://mirror.example/@s3cret-is-none", "https://mirror.example/@s3cret-is-none"),
    ],
)
def test_a_name_and_a_password_in_an_address_are_never_shown(address: str, shown: str) -> None:
    settings = Settings(_env_file=None, bugs_url=address, telegram_api_url=address)
    for said in (repr(settings), str(settings)):
        assert said.count(shown) == 2
        assert "s3cret@" not in said
    assert settings.address("bugs_url") == address
