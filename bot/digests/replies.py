"""What is said about subscriptions and their digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.chart_menu import chart_kind
from bot.digests.clock import zone_label
from bot.errors import CannotSubscribe
from bot.language.input_words import input_words
from bot.language.words import N_, Words, languages, lines
from bot.messages.reply import Choice, Reply, Span
from storage.digest_log import OFF, Record, State
from storage.subscriptions import ALERTS, MOST_A_CHAT, Subscription, SubscriptionTerms

_DAYS: Final = (
    N_("every Monday"),
    N_("every Tuesday"),
    N_("every Wednesday"),
    N_("every Thursday"),
    N_("every Friday"),
    N_("every Saturday"),
    N_("every Sunday"),
)
_EVERY_DAY: Final = N_("every day")
_STATES: Final = {
    State.CLAIMED: N_("{day}: being made"),
    State.SENDING: N_("{day}: being sent"),
    State.SENT: N_("{day}: posted"),
    State.IN_DOUBT: N_("{day}: may not have arrived, and is not repeated"),
    State.GONE: N_("{day}: could not be posted here"),
    State.RELEASED: N_("{day}: did not work yet, is tried again"),
    State.MISSED: N_("{day}: was not posted"),
    State.QUIET: N_("{day}: there was nothing to tell"),
}
_REFUSALS: Final = {
    "not-admin": N_("Only administrators of this chat can do that."),
    "not-manager": N_(
        "Only people who may manage this server, or have the role that /server names, can do that."
    ),
    "only-in-private": N_("To serve another chat, please write to me in private."),
    "no-channel": N_(
        "I do not see {what}. Please make me an administrator of that channel first, then ask again."
    ),
    "not-your-channel": N_("Only administrators of {what} can do that."),
    "cannot-post": N_("I may not post in {what}. Please let me post messages there, then ask again."),
    "too-many": N_("This chat has {most} subscriptions already. Please end one first: /subscriptions"),
    "unknown-words": N_(
        "I do not understand “{what}”. An example: /subscribe melon 09:00 Asia/Seoul weekly Mon"
    ),
    "of-settings": N_("The bot's operator set that digest up, and only the operator can change it."),
    "none-such": N_("There is no such subscription here. /subscriptions lists them."),
    "no-memory": N_("My memory does not work right now, so nothing was changed. Please try again later."),
}
_NEWS: Final = N_("News of what is followed")
_WEEKLY_MONDAY: Final = "weekly mon"


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription as people see it: when the next post comes, by the clock there, and its last digest.

    `elsewhere` is what people call its chat, where that is not the one we are in.
    """

    subscription: Subscription
    following: datetime
    last: Record | None
    elsewhere: str | None = None


def refusal(problem: CannotSubscribe, words: Words) -> tuple[Span, ...]:
    """Say why not, and what to do."""
    known = ", ".join(languages())
    return words.say(_REFUSALS[problem.kind], what=problem.what, most=MOST_A_CHAT, languages=known)


def subscribed(shown: Shown, words: Words, *, is_new: bool) -> Reply:
    """Say what was understood, and when the next post comes."""
    done = N_("Subscribed: {what}.") if is_new else N_("Changed: {what}.")
    number = shown.subscription.id
    text = [
        words.say(done, what=_what(shown.subscription.terms, words, shown.elsewhere)),
        _next(shown, words),
        words.say(N_("To end it: /unsubscribe {number}"), number=number),
    ]
    return Reply(lines(text))


def unsubscribed(shown: Shown, words: Words) -> Reply:
    """Say what was ended."""
    what = _what(shown.subscription.terms, words, shown.elsewhere)
    return Reply(words.say(N_("Ended: {what}."), what=what))


def subscription_list(found: Sequence[Shown], words: Words) -> Reply:
    """List subscriptions, with buttons that end them."""
    if not found:
        return Reply(
            words.say(N_("Nothing is subscribed to here. An example: /subscribe melon 09:00 Asia/Seoul"))
        )
    text = [line for shown in found for line in ((), *_entry(shown, words))][1:]
    ends = [shown.subscription.id for shown in found if shown.subscription.setting is None]
    choices = [
        Choice(words.text(N_("End number {number}"), number=number), f"/unsubscribe {number}")
        for number in ends
    ]
    return Reply(lines(text), choices=tuple(choices))


def channel_offer(channel: str, words: Words) -> Reply:
    """Offer to serve the channel that a forwarded post comes from."""
    asked = words.say(N_("This is a channel's post. Shall I post the Melon Top 100 by genre there?"))
    return Reply(
        asked,
        choices=(
            Choice(words.text(N_("Every day at 09:00 (Seoul)")), f"/subscribe {channel} daily"),
            Choice(words.text(N_("Every Monday at 09:00 (Seoul)")), f"/subscribe {channel} {_WEEKLY_MONDAY}"),
        ),
    )


_WHERE_ELSE: Final = {
    "telegram": (
        N_("In groups and channels administrators can do that."),
        N_(
            "For your channel: make me its administrator, then forward one of its posts to me, or "
            "write /subscribe @itsname here."
        ),
    ),
    "discord": (N_("On servers those can do that who may manage the server."),),
    "terminal": (N_("It appears here while this chat is open."),),
}


def digest_help(words: Words, platform: str) -> tuple[Span, ...]:
    """Say what a digest is, and how to see and get one on a platform."""
    return lines(
        [
            words.say(N_("A digest is a chart by genre, with what moved and what is new.")),
            words.say(N_("/digest now: see one, for you alone; /digest now bugs: that of another chart")),
            words.say(N_("/subscribe: get it regularly. All of this may be said, in any order:")),
            words.say(N_("/subscribe melon 09:00 Asia/Seoul weekly Mon")),
            *map(words.say, _WHERE_ELSE.get(platform, ())),
        ]
    )


def preview_in_private(words: Words) -> tuple[Span, ...]:
    """Say where a preview can be seen."""
    return words.say(N_("A preview is for you alone: please write /digest now to me in private."))


def language_choices(words: Words) -> Reply:
    """Ask which language to speak, with a button for each."""
    known = ", ".join(f"{typed.name} (/language {language})" for language, typed in input_words().items())
    return Reply(
        words.say(N_("I speak {languages}. Which one shall it be here?"), languages=known),
        choices=tuple(
            Choice(typed.name, f"/language {language}", row=0) for language, typed in input_words().items()
        ),
    )


def language_chosen(words: Words) -> tuple[Span, ...]:
    """Confirm a chat's language, in that language."""
    return words.say(N_("From now on I speak English here, and so do the digests."))


def chat_gone(subscription: Subscription, words: Words) -> Reply:
    """Tell who subscribed that I cannot post there any more."""
    terms = subscription.terms
    return Reply(
        words.say(
            N_(
                "I can no longer post in {chat}, so this has ended there: {what}. If that was not meant, let "
                "me post there and subscribe again."
            ),
            chat=terms.chat.id,
            what=_what(terms, words),
        )
    )


def with_missed(reply: Reply, missed: Sequence[Record], words: Words) -> Reply:
    """Say at the top of a digest which ones before it did not come, and why."""
    days = [words.day(date.fromisoformat(each.period)) for each in missed]
    when = days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"
    off = all(each.reason == OFF for each in missed)
    why = (
        N_("Not posted: {when} (I was switched off).") if off else N_("Not posted: {when} (it did not work).")
    )
    return replace(reply, text=(*words.say(why, when=when), Span("\n\n"), *reply.text))


def _entry(shown: Shown, words: Words) -> list[tuple[Span, ...]]:
    subscription = shown.subscription
    number = Span(f"{subscription.id}. ", bold=True)
    entry = [(number, *_what(subscription.terms, words, shown.elsewhere))]
    if subscription.disabled is not None:
        entry.append(words.say(N_("It is disabled: I cannot post there. Subscribe again to enable it.")))
    else:
        entry.append(_next(shown, words))
    if shown.last is not None:
        day = words.day(date.fromisoformat(shown.last.period))
        entry.append(words.say(_STATES[shown.last.state], day=day))
    if subscription.setting is not None:
        entry.append(words.say(N_("It was set up by the operator of this bot.")))
    return entry


def _next(shown: Shown, words: Words) -> tuple[Span, ...]:
    moment = shown.following
    return words.say(
        N_("The next one comes on {day} at {time}."), day=words.day(moment.date()), time=f"{moment:%H:%M}"
    )


def _what(terms: SubscriptionTerms, words: Words, elsewhere: str | None = None) -> tuple[Span, ...]:
    """Name a chart, its days and its time; and the chat, where that is not the one we are in."""
    kind = chart_kind(terms.chart)
    return words.say(
        N_("{chart}, {days} at {time} ({zone})")
        if elsewhere is None
        else N_("{chart}, {days} at {time} ({zone}), in {chat}"),
        chart=words.text(kind.title if kind else _NEWS) if kind or terms.chart == ALERTS else terms.chart,
        days=words.text(_EVERY_DAY if terms.weekday is None else _DAYS[terms.weekday]),
        time=f"{terms.at:%H:%M}",
        zone=zone_label(terms.zone, words.language),
        chat=elsewhere or terms.chat.id,
    )
