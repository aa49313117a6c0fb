from __future__ import annotations

from dataclasses import replace

import pytest

from bot.pictures.collection_card import draw_collection_card
from tests.bot.pictures.examples import LANGUAGES, collection, genre_counts
from tests.bot.pictures.seen import stays_inside, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_names_the_list_its_genres_and_the_songs_that_stand_out(language: str) -> None:
    card = collection(language)
    shown = texts(draw_collection_card(card))
    assert {card.title, card.by, card.kicker, *(box.title for box in card.boxes)} <= set(shown)
    assert {count.label for count in card.genres.counts[:4]} <= set(shown)
    assert card.known.split(", ")[1] in shown, "that some are estimated is not cut off"


@pytest.mark.parametrize("text", ["", "🌸", "아주 긴 제목 " * 30])
def test_any_name_stays_inside(text: str) -> None:
    assert stays_inside(draw_collection_card(replace(collection("ko"), title=text, by=text, kicker=text)))


def test_a_list_of_one_song_has_no_songs_that_stand_out() -> None:
    card = replace(collection("en"), genres=genre_counts("en", ("dance", 1, None)), boxes=())
    assert "Most typical" not in texts(draw_collection_card(card))
