from __future__ import annotations

from datetime import date

import pytest

from bot.language.words import Words
from bot.songs.replies import reasons
from bot.songs.replies.reasons import why_choices, why_lines
from bot.songs.song_genre import SongGenre, Why
from model.features import AudioFeatures
from model.music import Track
from model.reasons import HEARD, OTHER_SONGS, Reason
from model.voting import GenreVote, MemberVote

TRACK = Track("2zrhoHlFKxFTRF5aMyxMoQ", "Next Level", ("aespa",))
VOTE = GenreVote(
    "dance",
    (MemberVote("predict2", "dance", 0.46, 1.5),),
    {"dance": 0.4, "pop": 0.2},
    "soft",
    "tiny@1",
)
SONG = SongGenre(TRACK, AudioFeatures(source="dataset", obtained_on=date(2026, 1, 1)), VOTE)


def said(*given: Reason, language: str = "en") -> list[str]:
    why = Why(SONG, given, {"predict2": [("dance", 0.46), ("pop", 0.13)]})
    return "".join(span.text for span in why_lines(why, None, None, Words(language))).splitlines()


def test_the_three_strongest_reasons_are_said_in_the_words_of_listeners() -> None:
    given = (
        Reason("energy", 0.9, much=True),
        Reason("acousticness", 0.5, much=False),
        Reason(OTHER_SONGS, 0.3),
        Reason("loudness", 0.2, much=True),
    )
    assert said(*given)[1] == "What speaks for dance: full of energy, hardly acoustic, other songs by aespa"
    assert said(*given, language="ko")[1].startswith("댄스로 들리는 이유: 활기차요, ")


def test_where_nothing_speaks_for_a_genre_by_itself_that_is_said() -> None:
    assert said()[1] == "No single thing speaks for dance, but many small ones."


def test_each_model_tells_its_weight_and_what_it_finds_likeliest() -> None:
    title, _, _, heading, *members, _, rule, scale, sureness = said()
    assert title == "Next Level by aespa"
    assert heading == "What each model finds likeliest:"
    assert members == ["  predict2 (LightGBM), weight 1.5: dance 46%, pop 13%"]
    assert rule == "The genre is the likeliest of all three together, weighed."
    assert scale.startswith("Its percentage is corrected by how often such answers are right")
    assert sureness == "An answer is sure from 50% on and likely from 25% on."


@pytest.mark.parametrize("much", [True, False])
@pytest.mark.parametrize("feature", HEARD)
def test_every_feature_that_is_heard_has_its_words(feature: str, much: bool) -> None:  # noqa: FBT001
    assert said(Reason(feature, 1.0, much=much))[1].startswith("What speaks for dance: ")
    assert set(reasons._SAID) == set(HEARD)


def test_the_button_asks_why_in_few_enough_bytes() -> None:
    (choice,) = why_choices(SONG, Words("en"))
    assert (choice.label, choice.says) == ("Why dance?", f"/why spotify:track:{TRACK.id}")
    assert len(choice.says.encode()) <= 64
    assert choice.apart
