"""What a person says that a song's genre is: asked in pages, noted once, counted."""

from __future__ import annotations

import pytest

from bot.messages.reply import MOST_SAID, Reply
from model.card import ARTIFACTS, SHIPPED_MODEL, read_card
from storage.errors import StorageError
from storage.opinions import Opinions
from storage.places import Person
from tests.bot.conftest import Chat, StartedBot

ID = "3dbLT62Cvs46Ju7a8gpr36"
ASK = f"/wrong spotify:track:{ID}"
MIN, NARA = Person("test", "1"), Person("test", "2")


async def pressed(chat: Chat, says: str, user: Person | None = MIN) -> Reply:
    return await chat.answer(says, user=user)


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


async def test_the_six_likeliest_are_offered_first_and_all_in_pages(started: StartedBot) -> None:
    genres = read_card(ARTIFACTS / SHIPPED_MODEL).genres
    async with started() as chat:
        first = await pressed(chat, ASK)
        said = [choice.says for choice in first.choices]
        assert [says.startswith(f"/is {ID} ") for says in said] == [True] * 6 + [False, True]
        assert labels(first)[-2:] == ["All genres", "none of these"]
        found: list[str] = []
        page = await pressed(chat, said[6])
        while True:
            found += [choice.says.split()[-1] for choice in page.choices if choice.says.startswith("/is")]
            after = [choice for choice in page.choices if "▶" in choice.label]
            if not after:
                break
            page = await pressed(chat, after[0].says)
        assert set(found) == {*genres, "none"}
        assert len(found) == len(genres) + 3  # "none" on each of three pages
        assert (await pressed(chat, f"{ASK} 0")) == first == (await pressed(chat, f"{ASK} 99"))
        assert all(len(choice.says.encode()) <= MOST_SAID for choice in page.choices)


async def test_one_opinion_a_person_is_counted_shown_changed_and_taken_back(started: StartedBot) -> None:
    async with started() as chat:
        await pressed(chat, f"/is {ID} pop", NARA)
        mine = await pressed(chat, f"/is {ID} hip-hop")
        assert "People say: hip-hop 1, pop 1\nYou say: hip-hop" in mine.plain()
        assert "✓ hip-hop · 1" in labels(mine)
        changed = await pressed(chat, f"/is {ID} pop")
        assert "People say: pop 2\nYou say: pop" in changed.plain()
        none = await pressed(chat, f"/is {ID} none")
        assert "You say: a genre that is not listed" in none.plain()
    async with started() as chat:
        again = await pressed(chat, ASK)
        assert "You say: a genre that is not listed" in again.plain()
        assert labels(again)[-1] == "Take it back"
        back = await pressed(chat, again.choices[-1].says)
        assert "You say" not in back.plain()
        assert "People say: pop 1" in back.plain()


async def test_a_press_from_before_another_model_counts_for_the_song_as_it_is_now(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as chat:
        (first, *_) = (await pressed(chat, ASK)).choices
    monkeypatch.setenv("VOTING_RULE", "study")
    async with started() as chat:
        assert "You say: " in (await pressed(chat, first.says)).plain()


@pytest.mark.parametrize("says", ["/is", f"/is {ID}", f"/is {ID} nonsense", "/is pop", f"/is {ID} pop pop"])
async def test_what_no_button_says_is_noted_nowhere(started: StartedBot, says: str) -> None:
    async with started() as chat:
        assert "Write the song's name" in (await pressed(chat, says)).plain()
        assert Opinions(chat.application.engine).of_person(MIN) == []


async def test_an_opinion_on_a_song_that_cannot_be_read_any_more_is_not_said_to_be_noted(
    started: StartedBot,
) -> None:
    async with started() as chat:
        assert "could not note that" in (await pressed(chat, f"/is {'x' * 22} pop")).plain()
        assert Opinions(chat.application.engine).of_person(MIN) == []


async def test_an_opinion_that_could_not_be_written_is_not_said_to_be_noted(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(Opinions, "say", full)
    async with started() as chat:
        reply = await pressed(chat, f"/is {ID} pop")
    assert reply.refusal
    assert "could not note" in reply.plain()
