from __future__ import annotations

import asyncio

from bot.sources.field_counts import counted_fields, note_field
from bot.sources.html_page import read_page
from bot.sources.json_values import at, rows


def test_fields_of_data_that_were_in_no_row_are_listed_in_the_order_of_looking() -> None:
    with counted_fields() as fields:
        for row in rows({"list": [{"title": "A"}, {"rank": {"now": 1}}]}, "list") or ():
            at(row, "title")
            at(row, "rank", "last")
            at(row, "singer")
    assert fields.never_found() == ["rank.last", "singer"]


def test_elements_and_attributes_of_a_page_count_too() -> None:
    with counted_fields() as fields:
        page = read_page("Melon", '<table><tr class="a" data-no="1"><td></td></tr></table>')
        (row,) = page.outermost("tr.a", "tr.b", most=9)
        row.attribute("data-no")
        row.attribute("data-id")
        row.first("td", "b")
    assert fields.never_found() == ["data-id", "b"]


async def test_tasks_count_for_themselves_and_with_them_their_threads() -> None:
    async def look(field: str) -> list[str]:
        with counted_fields() as fields:
            await asyncio.to_thread(at, {}, field)
            return fields.never_found()

    assert await asyncio.gather(look("one"), look("two")) == [["one"], ["two"]]


def test_without_a_check_nothing_is_counted() -> None:
    with counted_fields() as fields:
        pass
    note_field("late", found=False)
    assert fields.never_found() == []
