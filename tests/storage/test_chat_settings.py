"""What each chat has set."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, event

from storage import chat_settings
from storage.chat_settings import ChatSettings, SettingsOfChats
from storage.database import open_database
from storage.places import Chat

HERE, THERE = Chat("telegram", "-500"), Chat("discord", "-500")


@pytest.fixture
def settings(engine: Engine) -> SettingsOfChats:
    return SettingsOfChats(engine)


def test_a_chat_that_has_set_nothing_has_the_default_settings(settings: SettingsOfChats) -> None:
    assert settings.of(HERE) == ChatSettings()
    assert ChatSettings().links


def test_each_setting_is_changed_alone_and_kept_for_its_platforms_chat(
    engine: Engine, settings: SettingsOfChats
) -> None:
    assert settings.of(HERE).language is None
    settings.change(HERE, language="ko")
    assert settings.change(HERE, links=False, history=True) == ChatSettings("ko", links=False, history=True)
    for reader in (settings, SettingsOfChats(engine)):
        assert reader.of(HERE) == ChatSettings("ko", links=False, history=True)
        assert reader.of(THERE) == ChatSettings()


def test_first_changes_of_a_chat_that_coincide_are_all_kept(database_url: str) -> None:
    engine = open_database(database_url)
    together = threading.Barrier(3)

    def change(name: str) -> None:
        together.wait()
        SettingsOfChats(engine).change(HERE, **{name: True})

    with ThreadPoolExecutor() as threads:
        list(threads.map(change, ("brief", "history", "announcements")))
    assert SettingsOfChats(engine).of(HERE) == ChatSettings(brief=True, history=True, announcements=True)
    engine.dispose()


@pytest.mark.parametrize(
    ("history", "private", "kept"),
    [(None, True, True), (None, False, False), (False, True, False), (True, False, True)],
)
def test_a_history_is_kept_in_private_chats_and_elsewhere_where_it_is_wanted(
    history: bool | None,  # noqa: FBT001
    private: bool,  # noqa: FBT001
    kept: bool,  # noqa: FBT001
) -> None:
    assert ChatSettings(history=history).keeps_history(private=private) is kept


def test_the_chats_that_want_announcements_are_known(settings: SettingsOfChats) -> None:
    settings.change(HERE, announcements=True)
    settings.change(THERE, links=False)
    assert settings.wanting_announcements() == [HERE]


def test_settings_are_read_once_and_not_kept_without_a_bound(
    engine: Engine, settings: SettingsOfChats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_settings, "MOST_KEPT", 2)
    settings.of(HERE)
    SettingsOfChats(engine).change(HERE, language="ko")
    assert settings.of(HERE).language is None, "it is kept in memory"
    for number in range(3):
        settings.of(Chat("telegram", str(number)))
    assert settings.of(HERE).language == "ko", "it was read again"


def test_what_is_read_is_kept_until_a_setting_changes(engine: Engine, settings: SettingsOfChats) -> None:
    read: list[object] = []
    event.listen(engine, "begin", read.append)
    assert [settings.of(HERE).language for _ in range(3)] == [None] * 3
    assert len(read) == 1
    settings.change(HERE, language="ko")
    assert [settings.of(HERE).language for _ in range(3)] == ["ko"] * 3
    assert len(read) == 3
