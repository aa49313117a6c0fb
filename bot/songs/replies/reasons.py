"""Why a genre was voted, in words of listeners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.language.words import N_, Words, lines, percent
from bot.messages.reply import Choice, Span
from bot.songs.replies.names import shown_artist
from bot.songs.replies.song import said_line, song_name
from bot.songs.song_genre import LIKELY_FROM, SURE_FROM, SongGenre, Why
from bot.sources.musicbrainz import OthersWords
from model.music import ServiceGenres
from model.reasons import OTHER_SONGS, Reason
from model.voting import GenreVote

_MOST: Final = 3
_MEMBERS: Final = {
    "predict1": N_("LightGBM, fitted to K-pop"),
    "predict2": N_("LightGBM"),
    "predict3": N_("XGBoost"),
}
_RULES: Final = {
    "study": N_("The genre has the most weight of the votes, as in the 2021 study."),
    "soft": N_("The genre is the likeliest of all three together, weighed."),
}
_SAID: Final = {
    # feature: the words for little and for much of it
    "danceability": (N_("little to dance to"), N_("good to dance to")),
    "energy": (N_("calm"), N_("full of energy")),
    "loudness": (N_("quiet"), N_("loud")),
    "speechiness": (N_("sung more than spoken"), N_("much of it spoken or rapped")),
    "acousticness": (N_("hardly acoustic"), N_("an acoustic sound")),
    "instrumentalness": (N_("vocals throughout"), N_("long without vocals")),
    "liveness": (N_("sounds like a studio"), N_("sounds like a live recording")),
    "valence": (N_("dark in mood"), N_("bright in mood")),
    "tempo": (N_("slow"), N_("fast")),
    "duration_ms": (N_("short"), N_("long")),
}


def why_choices(song: SongGenre, words: Words) -> tuple[Choice, ...]:
    """Offer to say why a song has its genre."""
    label = words.text(N_("Why {genre}?"), genre=words.genre(song.vote.genre))
    return (Choice(label, f"/why spotify:track:{song.track.id}", row=0, apart=True),)


def why_lines(
    why: Why, said: ServiceGenres | None, others: OthersWords | None, words: Words
) -> tuple[Span, ...]:
    """Say what speaks for a song's genre, what each model finds likeliest, and what others call it."""
    return lines(
        [
            (song_name(why.song.track, words),),
            _reasons_line(why.song, why.reasons, words),
            (),
            words.say(N_("What each model finds likeliest:")),
            *(
                words.say(
                    N_("  {member}, weight {weight}: {genres}"),
                    member=_member(member.name, words),
                    weight=f"{member.weight:g}",
                    genres=", ".join(
                        f"{words.genre(genre)} {percent(share)}"
                        for genre, share in why.likeliest.get(member.name, ())
                    ),
                )
                for member in why.song.vote.members
            ),
            (),
            words.say(_RULES[why.song.vote.rule]),
            *_scale(why.song.vote, words),
            words.say(
                N_("An answer is sure from {sure} on and likely from {likely} on."),
                sure=percent(SURE_FROM),
                likely=percent(LIKELY_FROM),
            ),
            *([()] if said or others else []),
            *said_line(said, words),
            *_others_line(others, words),
        ]
    )


def _others_line(others: OthersWords | None, words: Words) -> list[tuple[Span, ...]]:
    """Say what a service's people call a song, in its own words, with their source and licence."""
    if others is None:
        return []
    said = (
        N_("{service} calls the artist: {genres} ({licence})")
        if others.of_artist
        else N_("{service} calls it: {genres} ({licence})")
    )
    service = Span(others.service, link=others.page)
    return [words.say(said, service=service, genres=", ".join(others.genres), licence=others.licence)]


def _scale(vote: GenreVote, words: Words) -> list[tuple[Span, ...]]:
    """Say why the shown percentage is not the models' own mean; under the Korean correction it is."""
    said = N_("Its percentage is corrected by how often such answers are right; the models' own are not.")
    return [] if vote.melon else [words.say(said)]


def _reasons_line(song: SongGenre, reasons: Sequence[Reason], words: Words) -> tuple[Span, ...]:
    genre = words.genre(song.vote.genre)
    if not reasons:
        return words.say(N_("No single thing speaks for {genre}, but many small ones."), genre=genre)
    said = ", ".join(_said(reason, song, words) for reason in reasons[:_MOST])
    return words.say(N_("What speaks for {genre}: {reasons}"), genre=genre, reasons=said)


def _said(reason: Reason, song: SongGenre, words: Words) -> str:
    if reason.known == OTHER_SONGS:
        return words.text(N_("other songs by {artist}"), artist=shown_artist(song.track.artists[0], words))
    little, much = _SAID[reason.known]
    return words.text(much if reason.much else little)


def _member(name: str, words: Words) -> str:
    kind = _MEMBERS.get(name)
    return f"{name} ({words.text(kind)})" if kind else name
