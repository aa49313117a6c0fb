from __future__ import annotations

from bot.messages.reply import Choice, Reply, Span
from bot.platforms.discord.posts import Post, posts_of, single_post
from tests.bot.platforms.discord.bot_on_discord import CHART

LONG = Reply((Span("line of a text\n" * 300),), choices=(Choice("a", "/a"),))


def test_a_short_text_is_one_post_with_its_choices() -> None:
    reply = Reply((Span("x"),), choices=(Choice("a", "/a"), Choice("As text", "/b", pictured=True)))
    assert posts_of(reply) == [Post("x", choices=reply.choices[:1])]


def test_the_choices_stand_below_the_last_post() -> None:
    posts = posts_of(LONG)
    assert [post.embed for post in posts] == [True, True]
    assert [bool(post.choices) for post in posts] == [False, True]


def test_a_plain_post_has_no_embed() -> None:
    assert {post.embed for post in posts_of(LONG, plain=True)} == {False}
    assert not single_post(LONG, plain=True).embed


def test_a_delivery_is_one_post_that_fits() -> None:
    post = single_post(LONG)
    assert post.embed
    assert len(post.text) <= 4096
    assert post.text.endswith("…")
    assert single_post(Reply((Span("and so on …"),))).embed is False


def test_a_picture_has_the_caption_and_its_alt_text() -> None:
    reply = Reply((Span("long"),), CHART, caption=(Span("short"),))
    [post] = posts_of(reply, b"png")
    assert (post.text, post.picture, post.alt_text) == ("short", b"png", "bars of genres")
    assert single_post(reply, b"png") == post


def test_the_songs_that_a_text_names_can_be_picked() -> None:
    text = (Span("1. "), Span("Siren", says="spotify:track:1"), Span(" by "), Span("RIIZE"))
    [post] = posts_of(Reply(text, language="ko"))
    assert post.songs == (Choice("Siren", "spotify:track:1", apart=True),)
    assert post.hint == "노래 고르기"
    assert single_post(Reply(text, language="ko")) == post
