from __future__ import annotations

import math

from model.evaluation.korean_rule import CLUES, report, rule_figures
from model.music import Track


def songs(*names: tuple[str, str]) -> list[Track]:
    return [Track(f"{number:022}", title, (artist,)) for number, (title, artist) in enumerate(names)]


KOREAN = songs(
    ("봄날", "BTS"), ("Dynamite", "BTS"), ("노래", "Unheard-of"), ("Song", "Unheard-of"), ("Alone", "Guest")
)
PUBLIC = songs(("Butter", "bts"), ("Alone", "Guest"), ("제목", "Elsewhere"), ("Hello", "Adele"))


def test_each_clue_adds_to_what_those_before_it_find() -> None:
    figures = rule_figures(KOREAN, PUBLIC)
    assert [figures.recall(clues) for clues in CLUES] == [0.4, 0.6, 0.8]
    assert [figures.judged[clues] for clues in CLUES] == [1, 2, 2]


def test_a_public_song_is_confirmed_only_by_an_artist_of_the_korean_file() -> None:
    figures = rule_figures(KOREAN, PUBLIC)
    assert [figures.precision(clues) for clues in CLUES] == [0.0, 0.5, 0.5]
    assert figures.unconfirmed == (("Elsewhere", 1),)
    assert figures.missed == (("Guest", 1),)


def test_a_song_is_no_evidence_for_the_same_song_on_another_record() -> None:
    twice = songs(("노래", "Unheard-of"), ("Song", "Unheard-of"), ("노래", "Unheard-of"))
    assert rule_figures(twice, PUBLIC).found[CLUES[-1]] == 3
    alone = songs(("Song", "Unheard-of"), ("SONG", "Unheard-of"))
    assert rule_figures(alone, PUBLIC).found[CLUES[-1]] == 0


def test_where_nothing_is_judged_korean_there_is_no_precision() -> None:
    assert math.isnan(rule_figures(KOREAN, songs(("Hello", "Adele"))).precision(CLUES[0]))


def test_the_page_names_its_command_the_shares_and_the_artists_to_be_read() -> None:
    page = report("scripts/measure_korean_rule.py", rule_figures(KOREAN, PUBLIC), "ours.csv", "all.csv")
    assert "`scripts/measure_korean_rule.py`" in page
    assert "| 0.800 | 2 | 0.500 |" in page
    assert "Elsewhere (1)" in page
    assert "Guest (1)" in page
