"""The names of songs in what people write around them: questions, lists, titles of videos, hashtags; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from bot.language.input_words import InputWords, Phrases, input_words, letters, phrases
from bot.sources.video_titles import without_notes_on_the_video

LONGEST_NAME: Final = 200
_LONGEST_ENDING: Final = 20
_MOST_ROUNDS: Final = 3
_HASHTAG: Final = re.compile(r"(?<!\S)#\w+")
_NUMBER_IN_A_LIST: Final = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-*•·▪‣]\s+)")
_SIGNS: Final = ' \t:：;,!?？！~…-–—|·•▶►"“”«»'
_VERB: Final = re.compile(r"(?<=\w)\s+(?:is|are|was)\s*$", flags=re.IGNORECASE)
_LETTER: Final = re.compile(r"\w")


def song_names(text: str) -> tuple[str, ...]:
    """Return the songs' names in a text, one for each line, each at most 200 characters and once.

    A text that only asks, or has no letter, is its own name: what it means is for a search to say.
    """
    text = text.replace("\0", " ")
    lines = [line for line in text.splitlines() if _LETTER.search(line)]
    if len(lines) > 1:
        lines = [_NUMBER_IN_A_LIST.sub("", line) for line in lines]
    names = dict.fromkeys(map(_name, lines or [text]))
    names.pop("", None)
    return tuple(names)


@lru_cache(maxsize=256)  # a message is looked at when it arrives and when it is answered
def names_no_song(text: str) -> bool:
    """Tell whether a text asks for the genre of a song that it does not name: "what genre is this song?"."""
    line = " ".join(text.split())
    if len(line) > LONGEST_NAME:
        return False
    asked = _without_a_question(line)
    about = letters(asked) if asked != line else None
    return letters(line) in _whole_questions() or about in _pointers()


def _name(line: str) -> str:
    name = " ".join(line.split())[:LONGEST_NAME].rstrip()
    for _ in range(_MOST_ROUNDS):
        shorter = _without_a_question(without_notes_on_the_video(_HASHTAG.sub(" ", name).strip() or name))
        if shorter == name or not _LETTER.search(shorter):
            break
        name = shorter
    return name


def _without_a_question(name: str) -> str:
    """Return the name in a question or an announcement, the whole where there is none."""
    before, after = _around()
    start = before.match(name)
    rest = name[start.end() :] if start else name
    if start and not _VERB.search(start[0]):
        rest = _VERB.sub("", rest.rstrip(_SIGNS))  # "what genre Dynamite is"
    end = after.search(rest)
    plain = rest[: end.start()] if end else rest
    if not (start or end):
        return name
    return plain.strip(_SIGNS) if _LETTER.search(plain) else name


@lru_cache
def _whole_questions() -> frozenset[str]:
    return phrases(lambda words: words.asks_of_this_song)


@lru_cache
def _pointers() -> frozenset[str]:
    return phrases(lambda words: words.this_song)


@lru_cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for what stands before a name and after one, in all languages."""
    before = "|".join(_any_of(lambda words: words.before_a_song))
    after = "|".join(_any_of(lambda words: words.after_a_song))
    return (
        re.compile(rf"^\W*(?:{before})(?!\w)\W*(?=\w|[(\[])", flags=re.IGNORECASE),
        re.compile(rf"(?<=\S)(?:{after})[^\n]{{0,{_LONGEST_ENDING}}}$", flags=re.IGNORECASE),
    )


def _any_of(chosen: Callable[[InputWords], Phrases]) -> Iterator[str]:
    """Return each phrase as a pattern, the longest first; a space at its start must be there, too."""
    called = {phrase for words in input_words().values() for phrase in chosen(words)}
    for phrase in sorted(called, key=len, reverse=True):
        space = r"\s+" if phrase.startswith(" ") else r"\s*"
        yield space + r"\s*".join(map(re.escape, phrase.split()))
