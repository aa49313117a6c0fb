"""Asking several services in order, with the first failure kept for the case that none of them answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)


class FirstFailure(Generic[E]):
    """A context that ends a block at a failure of these kinds and keeps the first of all in `first`.

    It may be entered again and again: once for each service.
    """

    def __init__(self, *kinds: type[E]) -> None:
        self._kinds = kinds
        self.first: E | None = None

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(failure, self._kinds):
            return False
        self.first = self.first or failure
        return True


async def first_answer(
    askers: Iterable[Callable[[], Awaitable[T | None]]], failure: FirstFailure[E]
) -> T | None:
    """Ask one after the other and return the first answer that is not None, or None where there is none.

    Failures of the kinds of `failure` are kept there, and the next one is asked.
    """
    for ask in askers:
        with failure:
            answer = await ask()
            if answer is not None:
                return answer
    return None
