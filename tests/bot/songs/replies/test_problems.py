from __future__ import annotations

import pytest

from bot.errors import (
    CannotAnswer,
    LinkNotUnderstood,
    NameAmbiguous,
    NameIsArtist,
    NameNotFound,
    NoAudioFeatures,
    NotOnSpotify,
    SongNotFound,
    SourceUnavailable,
    Trouble,
)
from bot.language.words import Words, languages
from bot.messages.reply import MOST_SAID
from bot.songs.replies import problems
from bot.songs.replies.problems import bug, choices, song_sorry, sorry, too_many, why
from model.music import ServiceGenres, Track

TRACK = Track("2zrhoHlFKxFTRF5aMyxMoQ", "Next Level", ("aespa",))
SAID = ServiceGenres("melon", ("발라드",))
PROBLEMS = [
    *(SourceUnavailable("Melon", trouble) for trouble in Trouble),
    *(LinkNotUnderstood(kind) for kind in problems._LINKS),
    SongNotFound("a" * 22),
    NameNotFound("{name} <b>"),
    NameAmbiguous("butter", (TRACK,)),
    NameIsArtist("aespa", frozenset({"aespa"})),
    NameIsArtist("aespa", frozenset({"aespa"}), (TRACK,)),
    NoAudioFeatures(TRACK, SAID),
    NoAudioFeatures(TRACK),
    NotOnSpotify("밤편지", ("아이유",), SAID),
]


def text(problem: CannotAnswer, language: str) -> str:
    return "".join(span.text for span in sorry(problem, Words(language)))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: f"{type(problem).__name__}-{problem}")
def test_each_problem_is_told_in_a_sentence_of_its_own_with_what_to_do(
    problem: CannotAnswer, language: str
) -> None:
    words = Words(language)
    said = text(problem, language)
    assert said not in {"".join(span.text for span in general(words)) for general in (bug, too_many)}
    assert len(said.splitlines()[0]) > 20
    assert ".." not in said
    assert "{" not in said.replace("{name}", "")


def test_a_problem_without_words_of_its_own_is_a_bug() -> None:
    assert (
        text(CannotAnswer("odd"), "en") == "Something went wrong here. It has been noted; please try again."
    )


def test_what_a_person_typed_is_said_as_it_was() -> None:
    assert "“{name} <b>”" in text(NameNotFound("{name} <b>"), "en")


def test_where_the_sound_is_not_known_a_services_own_word_is_said() -> None:
    assert text(NoAudioFeatures(TRACK, SAID), "en").endswith("\nMelon's own word for it: ballad")
    assert "own word" not in text(NoAudioFeatures(TRACK), "en")
    assert text(NotOnSpotify("밤편지", ("IU",), SAID), "ko").startswith("밤편지 - 아이유: ")


def test_a_services_name_is_translated_with_the_particle_that_follows() -> None:
    assert why(SourceUnavailable("Melon", Trouble.TIMEOUT), Words("ko")) == "멜론의 답이 너무 늦어요"
    assert why(SourceUnavailable("Melon", Trouble.TIMEOUT), Words("en")) == "Melon did not answer in time"


@pytest.mark.parametrize("trouble", Trouble)
def test_that_known_songs_work_without_a_service_is_said_of_songs_alone(trouble: Trouble) -> None:
    problem = SourceUnavailable("Bugs", trouble)
    said = "".join(span.text for span in song_sorry(problem, Words("en")))
    assert said.startswith(text(problem, "en"))
    assert "Songs that I know" not in text(problem, "en")
    assert ("Songs that I know" in said) == (trouble in {Trouble.UNREACHABLE, Trouble.QUOTA})


def test_only_a_name_with_several_meanings_offers_songs_and_each_fits_a_button() -> None:
    long = Track("b" * 22, "제목" * 100, ("가수",))
    offered = choices(NameAmbiguous("butter", (TRACK, long)), Words("en"))
    assert offered[0].label == "Next Level by aespa"
    assert offered[0].says == f"spotify:track:{TRACK.id}"
    assert all(len(choice.label) <= 60 and len(choice.says.encode()) <= MOST_SAID for choice in offered)
    artist = NameIsArtist("aespa", frozenset({"aespa"}), (TRACK,))
    assert [choice.label for choice in choices(artist, Words("ko"))] == ["Next Level - 에스파"]
    assert choices(NameNotFound("butter"), Words("en")) == ()
