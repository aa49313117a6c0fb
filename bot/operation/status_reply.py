"""What the administrator is told of how the bot stands, in a few lines or in all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.errors import Trouble
from bot.language.words import N_, Words, lines, percent
from bot.messages.reply import Choice, Reply, Span
from bot.operation.state import BotState, Week
from bot.sources.call_record import ServiceState
from model.training_sound import SHIFTED_FROM
from storage.digest_log import State
from storage.overview import Overview
from storage.service_checks import Outcome, ServiceCheckSummary

MORE: Final = "more"
ENOUGH_SONGS: Final = 100
"""Fewer songs say little about a distribution."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LITTLE_SPACE: Final = 0.1

_TROUBLES: Final = {
    Trouble.UNREACHABLE: N_("cannot be reached"),
    Trouble.TIMEOUT: N_("does not answer in time"),
    Trouble.BUSY: N_("asks for fewer questions"),
    Trouble.QUOTA: N_("has no questions left for today"),
    Trouble.REFUSED: N_("does not let the bot in"),
    Trouble.BROKEN: N_("answers nonsense"),
}
_STATES: Final = {
    State.SENT: N_("{number} posted"),
    State.IN_DOUBT: N_("{number} in doubt"),
    State.MISSED: N_("{number} missed"),
    State.GONE: N_("{number} to chats that are gone"),
    State.RELEASED: N_("{number} to be tried again"),
    State.CLAIMED: N_("{number} being made"),
    State.SENDING: N_("{number} being sent"),
    State.QUIET: N_("{number} with nothing to tell"),
}
_CHECKED: Final = {
    Outcome.UNDERSTOOD: N_("understood: {services}"),
    Outcome.CHANGED: N_("changed: {services}"),
    Outcome.REFUSED: N_("refused: {services}"),
    Outcome.UNREACHABLE: N_("unreachable: {services}"),
    Outcome.NEEDS_KEY: N_("without a key: {services}"),
}

Line = tuple[Span, ...]


def status_reply(state: BotState, words: Words, *, more: bool) -> Reply:
    """Return how the bot stands; without `more` there is a button for that."""
    say = words.say
    platforms = ", ".join(name.capitalize() for name in state.platforms)
    parts = [
        say(
            N_("Jangreu {version} · {model} · up for {time}"),
            version=state.version,
            model=state.model,
            time=duration(state.at - state.started, words),
        ),
        say(N_("Connected: {platforms}"), platforms=platforms or words.text(N_("none"))),
        _services(state.services, words),
        *([_last_check(state.checks, state, words, more=more)] if state.checks else []),
        *_database(state, words),
        *(_week(state.week, words) if state.week else []),
    ]
    if more:
        parts += [*_each_service(state.services, words), *(_details(state.week, words) if state.week else [])]
        return Reply(lines(parts))
    return Reply(lines(parts), choices=(Choice(words.text(N_("More")), f"/status {MORE}"),))


def duration(time: timedelta, words: Words) -> str:
    """Return a time as people say it, in its two largest units at most."""
    seconds = max(round(time.total_seconds()), 0)
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return words.text(N_("{days} d {hours} h"), days=days, hours=hours)
    if hours:
        return words.text(N_("{hours} h {minutes} min"), hours=hours, minutes=minutes)
    if minutes:
        return words.text(N_("{minutes} min"), minutes=minutes)
    return words.text(N_("{seconds} s"), seconds=seconds)


def service_line(service: ServiceState, words: Words) -> str:
    """Say how one service stands."""
    name = words.text(service.service)
    if service.trouble is None:
        if service.left_alone:
            wait = duration(timedelta(seconds=service.left_alone), words)
            return words.text(N_("{service} is left alone for {time}"), service=name, time=wait)
        return words.text(N_("{service}: fine"), service=name)
    trouble = words.text(_TROUBLES[Trouble(service.trouble)])
    if service.failing < _MINUTE:
        return words.text(N_("{service} {trouble}"), service=name, trouble=trouble)
    since = duration(timedelta(seconds=service.failing), words)
    return words.text(N_("{service} {trouble}, for {time} now"), service=name, trouble=trouble, time=since)


def _services(services: Iterable[ServiceState], words: Words) -> Line:
    bad = [each for each in services if each.trouble or each.left_alone]
    if not bad:
        return words.say(N_("Services: none fails"))
    return words.say(N_("Services: {list}"), list="; ".join(service_line(each, words) for each in bad))


def _last_check(checks: ServiceCheckSummary, state: BotState, words: Words, *, more: bool) -> Line:
    by_outcome: dict[Outcome, list[str]] = {}
    for check in checks.checks:
        named = f"{check.service} ({check.detail})" if check.detail and not check.is_fine else check.service
        by_outcome.setdefault(check.outcome, []).append(named)
    said = [
        words.text(
            _CHECKED[outcome],
            services=", ".join(some) if more or outcome is not Outcome.UNDERSTOOD else len(some),
        )
        for outcome, some in by_outcome.items()
    ]
    ago = duration(state.at - checks.checked_at, words)
    return words.say(N_("Services, checked {time} ago: {list}"), time=ago, list="; ".join(said))


def _database(state: BotState, words: Words) -> list[Line]:
    found = state.database
    if found is None:
        return [words.say(N_("The database does not work: {problem}"), problem=state.problem or "")]
    parts = [
        words.say(
            N_("Database: {engine}, {size} MB, {songs} songs, read in {milliseconds} ms"),
            engine=found.engine,
            size=f"{found.size / 1e6:,.1f}",
            songs=f"{found.songs:,}",
            milliseconds=round(1000 * state.seconds),
        )
    ]
    if state.disk_free is not None and state.disk_free < _LITTLE_SPACE:
        parts.append(words.say(N_("Free on the disk: {share}"), share=percent(state.disk_free)))
    return [*parts, _inbox(found, state, words), _digests(found, words)]


def _inbox(found: Overview, state: BotState, words: Words) -> Line:
    if not found.waiting or found.oldest is None:
        return words.say(N_("Waiting messages: none"))
    age = duration(state.at - found.oldest, words)
    return words.say(N_("Waiting messages: {number}, the oldest for {time}"), number=found.waiting, time=age)


def _digests(found: Overview, words: Words) -> Line:
    counted = [
        words.text(message, number=found.digests[each])
        for each, message in _STATES.items()
        if found.digests.get(each)
    ]
    if not counted:
        return words.say(N_("Digests of seven days: none"))
    said = words.text(N_("Digests of seven days: {list}"), list=", ".join(counted))
    if found.posted is None:
        return (Span(said),)
    last = words.text(N_("the last at {time} UTC"), time=f"{found.posted:%Y-%m-%d %H:%M}")
    return (Span(f"{said}; {last}"),)


def _week(week: Week, words: Words) -> list[Line]:
    if not week.asked:
        return [words.say(N_("Songs of seven days: none")), _opinions(week, words)]
    songs = words.say(
        N_("Songs of seven days: asked for {number} times, {share} without audio features"),
        number=f"{week.asked:,}",
        share=percent(week.without / week.asked),
    )
    return [songs, _sound(week, words), _opinions(week, words)]


def _sound(week: Week, words: Words) -> Line:
    if week.songs < ENOUGH_SONGS:
        return words.say(N_("Their sound: too few songs to compare ({number})"), number=week.songs)
    shifted = [name for name, index in week.drift.items() if index >= SHIFTED_FROM]
    if not shifted:
        return words.say(N_("Their sound: like that of the training songs"))
    return words.say(N_("Their sound: unlike the training songs in {features}"), features=", ".join(shifted))


def _opinions(week: Week, words: Words) -> Line:
    if not week.agreement:
        return words.say(N_("Feedback: of no genre from five people yet"))
    ordered = sorted(week.agreement.items(), key=lambda pair: pair[1].share)
    least, most = ordered[0], ordered[-1]
    return words.say(
        N_("Feedback: people agree most with {most} ({share}), least with {least} ({other})"),
        most=words.genre(most[0]),
        share=percent(most[1].share),
        least=words.genre(least[0]),
        other=percent(least[1].share),
    )


def _each_service(services: Iterable[ServiceState], words: Words) -> list[Line]:
    return [(), *((Span(service_line(each, words)),) for each in services)]


def _details(week: Week, words: Words) -> list[Line]:
    parts: list[Line] = []
    if week.likely is not None and week.expected is not None:
        parts.append(
            words.say(
                N_("Likely votes: {share}; {expected} when the model was measured"),
                share=percent(week.likely),
                expected=percent(week.expected),
            )
        )
    if week.drift:
        parts.append(
            words.say(
                N_("Distance from the training songs (from {limit} on another distribution):"),
                limit=f"{SHIFTED_FROM:g}",
            )
        )
        parts += [(Span(f"{name} {index:.2f}"),) for name, index in week.drift.items()]
    if week.agreement:
        parts.append(words.say(N_("People who agree with a voted genre:")))
        parts += [
            words.say(
                N_("{genre}: {share} of {number} people"),
                genre=words.genre(genre),
                share=percent(each.share),
                number=each.people,
            )
            for genre, each in week.agreement.items()
        ]
    return [(), *parts] if parts else []
