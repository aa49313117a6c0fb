"""Why a genre was voted, in words of listeners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.reply import Span
from bot.words import N_, Words
from model.reasons import Reason

_MOST: Final = 3
_LEAST: Final = 0.05  # log-odds: less is no reason
_SAID: Final = {
    # feature: from where on it is much, and the words for less and for as much
    "danceability": (0.6, N_("little to dance to"), N_("good to dance to")),
    "energy": (0.6, N_("calm"), N_("full of energy")),
    "loudness": (-8.0, N_("quiet"), N_("loud")),
    "speechiness": (0.1, N_("sung more than spoken"), N_("much of it spoken or rapped")),
    "acousticness": (0.4, N_("hardly acoustic"), N_("acoustic")),
    "instrumentalness": (0.1, N_("vocals throughout"), N_("long without vocals")),
    "liveness": (0.3, N_("sounds like a studio"), N_("sounds like a live recording")),
    "valence": (0.5, N_("dark in mood"), N_("bright in mood")),
    "tempo": (115.0, N_("slow"), N_("fast")),
    "duration_ms": (210_000.0, N_("short"), N_("long")),
    "mode": (0.5, N_("in a minor key"), N_("in a major key")),
    "key": (0.0, N_("its key"), N_("its key")),
    "time_signature": (0.0, N_("its metre"), N_("its metre")),
}


def reason_lines(genre: str, reasons: Iterable[Reason], words: Words) -> list[tuple[Span, ...]]:
    """Say what speaks most for the voted genre, in one line; in none where nothing does."""
    said = [
        _said(reason, words)
        for reason in reasons
        if reason.contribution >= _LEAST and reason.value is not None
    ]
    if not said:
        return []
    return [
        words.say(
            N_("What speaks for {genre}: {reasons}"),
            genre=words.genre(genre),
            reasons=", ".join(said[:_MOST]),
        )
    ]


def _said(reason: Reason, words: Words) -> str:
    middle, less, much = _SAID[reason.feature]
    return words.text(much if reason.value is not None and reason.value >= middle else less)
