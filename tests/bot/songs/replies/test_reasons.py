from __future__ import annotations

import pytest

from bot.songs.replies import reasons
from bot.songs.replies.reasons import reason_lines
from bot.words import Words
from model.features import FEATURE_NAMES
from model.reasons import Reason


def said(*given: Reason, language: str = "en") -> str:
    return "".join(span.text for line in reason_lines("dance", given, Words(language)) for span in line)


def test_the_three_strongest_reasons_are_said_in_the_words_of_listeners() -> None:
    given = (
        Reason("energy", 0.9, 0.95),
        Reason("acousticness", 0.5, 0.01),
        Reason("valence", -0.4, 0.9),
        Reason("tempo", 0.3, 128.0),
        Reason("loudness", 0.2, -4.0),
    )
    assert said(*given) == "What speaks for dance: full of energy, hardly acoustic, fast"
    assert said(*given, language="ko").startswith("댄스")


def test_what_speaks_against_it_or_hardly_counts_or_is_missing_is_no_reason() -> None:
    assert said(Reason("energy", -0.9, 0.9), Reason("tempo", 0.01, 128.0), Reason("key", 0.9, None)) == ""


@pytest.mark.parametrize("feature", FEATURE_NAMES)
def test_every_feature_has_its_words(feature: str) -> None:
    assert said(Reason(feature, 1.0, 0.0)).startswith("What speaks for dance: ")
    assert set(reasons._SAID) == set(FEATURE_NAMES)
