from __future__ import annotations

import threading

import pytest

from bot.answering.storage_calls import call_storage
from storage.errors import StorageError


async def test_the_storage_is_called_in_another_thread() -> None:
    assert await call_storage(threading.get_ident, fallback=0) not in {0, threading.get_ident()}
    assert await call_storage(divmod, 7, 2, fallback=(0, 0)) == (3, 1)


async def test_where_the_storage_fails_the_fallback_counts_and_the_reason_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_argument: str) -> str:
        raise StorageError("The disk is full.")

    assert await call_storage(fail, "secret", fallback="nothing") == "nothing"
    assert "The disk is full." in caplog.text
    assert "secret" not in caplog.text


async def test_a_bug_is_no_failure_of_the_storage() -> None:
    with pytest.raises(ZeroDivisionError):
        await call_storage(divmod, 1, 0, fallback=(0, 0))
