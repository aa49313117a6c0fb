"""Sends errors to Sentry where the operator has a project there: what broke, and never what people wrote."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from bot import __version__
from bot.errors import CannotRun

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

_ABOUT: Final = ("event_id", "timestamp", "platform", "level", "logger", "release")
_OF_A_FRAME: Final = ("module", "function", "lineno", "in_app")
_OURS: Final = {"bot", "model", "storage"}
_STOP: Final = 2  # seconds for what is not sent yet at the end


def report_errors(dsn: str) -> None:
    """Send each error of the log from now on; raises CannotRun where that cannot work."""
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra, which most operators do not have
        from sentry_sdk.integrations.atexit import AtexitIntegration  # noqa: PLC0415
        from sentry_sdk.integrations.excepthook import ExcepthookIntegration  # noqa: PLC0415
        from sentry_sdk.integrations.logging import LoggingIntegration  # noqa: PLC0415
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415
    except ImportError:
        raise CannotRun("SENTRY_DSN is set, but sentry-sdk is not installed: docs/operating.md.") from None
    try:
        sentry_sdk.init(
            dsn,
            release=f"jangreu@{__version__}",
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                LoggingIntegration(level=None, event_level=logging.ERROR),
                ExcepthookIntegration(),
                AtexitIntegration(lambda *_: None),
            ],
            before_send=without_personal_data,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            attach_stacktrace=True,
            shutdown_timeout=_STOP,
        )
    except BadDsn:
        raise CannotRun("SENTRY_DSN is no address that Sentry gives to a project.") from None


def without_personal_data(event: Event, _hint: Hint) -> Event:
    """Return of an event only where in the program it happened, and the log's message without its values.

    An exception's own text may hold what people wrote, and is left out; its type is not. So is the message of
    a library's logger, which may have values in it already.
    """
    told: dict[str, Any] = {name: event[name] for name in _ABOUT if name in event}
    message = (event.get("logentry") or {}).get("message")
    if isinstance(message, str) and str(event.get("logger")).split(".")[0] in _OURS:
        told["logentry"] = {"message": message}
    for kind in ("exception", "threads"):
        found = event.get(kind) or {}
        values = found.get("values", []) if isinstance(found, dict) else []
        if values:
            told[kind] = {"values": [_place(value) for value in values]}
    return told  # type: ignore[return-value]


def _place(value: dict[str, Any]) -> dict[str, Any]:
    """Return the type of an exception and its frames, without texts, values and the machine's paths."""
    frames = (value.get("stacktrace") or {}).get("frames") or []
    kept = [{name: frame[name] for name in _OF_A_FRAME if name in frame} for frame in frames]
    names = {name: value[name] for name in ("type", "module") if isinstance(value.get(name), str)}
    return {**names, "stacktrace": {"frames": kept}}
