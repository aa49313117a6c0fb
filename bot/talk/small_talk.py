"""Talk that asks for nothing: hello, thanks, ㅋㅋㅋ; what it is, and the small answer to it."""

from __future__ import annotations

import re
from typing import Final

from bot.language.input_words import letters, longest_run, meanings
from bot.language.words import N_, Words
from bot.messages.reply import MOST_SAID, Choice, Reply

_TALK: Final = meanings(lambda words: words.small_talk)
_LAUGHS: Final = frozenset(said for said, kind in _TALK.items() if kind == "laugh")
_WEIGHTIEST: Final = ("help", "why", "thanks", "bye", "greeting", "yes", "laugh")
"""Which kind counts where a text has several: "ok thanks lol"."""
_LENGTHENING: Final = re.compile("[ㅋㅎㅠㅜ~]+$")
_LONGEST: Final = 40
_ANSWERS: Final = {
    "greeting": N_("Hi! Send me a song's name or link, and I tell you its genre."),
    "thanks": N_("You are welcome! Send me the next song whenever you like."),
    "yes": N_("Good! Send me a song whenever you like."),
    "laugh": N_("Send me a song's name or link, and I tell you its genre."),
    "bye": N_("See you!"),
    "why": N_("Press “Why …?” below a song's answer, or write /why and the song's name."),
}


def small_talk(text: str) -> str | None:
    """Return what kind of talk a text is, as in the languages' files ("greeting", "help"), else None.

    A text of signs alone is talk too: a wave greets, a question mark asks for help.
    """
    if len(text) > _LONGEST or not text.strip():
        return None
    if not letters(text):
        return "greeting" if "\N{WAVING HAND SIGN}" in text else "help" if "?" in text else "laugh"
    rest, kinds = [word for word in text.split() if letters(word)], list[str]()
    while rest:
        length, kind = longest_run(rest, _kind)
        if kind is None:
            return None
        rest, kinds = rest[length:], [*kinds, kind]
    return min(kinds, key=_WEIGHTIEST.index)


def small_answer(kind: str, text: str, words: Words) -> Reply:
    """Answer talk that asks for no help; a button finds the song of that name: many are called "Hello"."""
    name = " ".join(text.split())
    song = Choice(words.text(N_("The song “{name}”"), name=name), f"/genre {name}")
    offered = letters(name) and kind != "laugh" and len(song.says.encode()) <= MOST_SAID
    return Reply(words.say(_ANSWERS[kind]), choices=(song,) if offered else ())


def _kind(run: str) -> str | None:
    """Return the kind of some words, also of one that is said again and again: ㅋㅋㅋㅋ, ㄱㅅㄱㅅ, hahah."""
    said, plain = letters(run), _plainly(run)
    if kind := _TALK.get(said) or _TALK.get(plain):
        return kind
    if any((laugh * len(said)).startswith(said) for laugh in _LAUGHS if len(laugh) < len(said)):
        return "laugh"
    return next((_TALK[word] for word in _TALK if word * (len(said) // len(word)) == said), None)


def _plainly(run: str) -> str:
    """Return the letters of a word without what only lengthens it: 고마워ㅋㅋㅋ, heyyyy."""
    said = letters(run)
    return re.sub(r"(.)\1{2,}", r"\1", _LENGTHENING.sub("", said) or said)
