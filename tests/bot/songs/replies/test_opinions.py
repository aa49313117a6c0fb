"""The question for a song's genre: what is offered, marked and counted."""

from __future__ import annotations

from itertools import groupby

import pytest

from bot.language.words import GENRES, Words
from bot.messages.reply import MOST_SAID
from bot.songs.replies.opinions import opinion_reply
from bot.songs.song_genre import SongGenre
from model.music import Track
from model.voting import GenreVote
from storage.opinions import NONE_OF_THESE

NAMES = list(GENRES)
VOTE = GenreVote("pop", (), {name: 1 / len(name) for name in NAMES} | {"pop": 0.9}, "soft", "m@1")
SONG = SongGenre(Track("a" * 22, "Harbour", ("Kite",)), None, VOTE)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_what_is_offered_can_be_said_and_stands_two_in_a_row(language: str, page: int) -> None:
    reply = opinion_reply(SONG, {"pop": 12}, "pop", page, NAMES, Words(language))
    assert all(len(choice.says.encode()) <= MOST_SAID - 12 for choice in reply.choices)
    rows = [[choice.label for choice in row] for _, row in groupby(reply.choices, lambda choice: choice.row)]
    assert max(map(len, rows)) <= 3
    assert len(rows) <= 8


def test_what_a_person_said_is_marked_and_what_people_say_is_counted() -> None:
    people = {"rock": 3, NONE_OF_THESE: 1}
    reply = opinion_reply(SONG, people, NONE_OF_THESE, 0, NAMES, Words("en"))
    assert (
        "People say: rock 3, a genre that is not listed 1\nYou say: a genre that is not listed"
        in reply.plain()
    )
    labels = [choice.label for choice in reply.choices]
    assert labels[0] == "pop"
    assert "✓ none of these · 1" in labels
    assert labels[-1] == "Take it back"


def test_who_has_said_nothing_has_nothing_to_take_back() -> None:
    reply = opinion_reply(SONG, {}, None, 0, NAMES, Words("en"))
    assert "say:" not in reply.plain()
    assert "Take it back" not in {choice.label for choice in reply.choices}
