"""What is drawn of one song."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.language.words import N_, Words, percent
from bot.messages.picture_values import FeatureBar, SongCard, VoteBar
from bot.songs.replies.genres import drawn_genre, drawn_title, genre_mark
from bot.songs.replies.names import shown_artists
from bot.songs.song_genre import SongGenre, Sureness
from model.genre_averages import AVERAGED, genre_averages

_LONGEST_ARTISTS: Final = 80
_SURENESS: Final = {
    Sureness.SURE: N_("{percent} · sure"),
    Sureness.LIKELY: N_("{percent} · likely"),
    Sureness.OPEN: N_("{percent} · open"),
}
_FEATURES: Final = {
    "danceability": N_("Danceability"),
    "energy": N_("Energy"),
    "valence": N_("Brightness"),
    "acousticness": N_("Acousticness"),
    "speechiness": N_("Spoken words"),
}


def song_card(
    song: SongGenre, of_chart: Mapping[str, float], cover: bytes | None, today: date, words: Words
) -> SongCard:
    """Return a song's card; `of_chart` are the averages of a chart by feature, as far as they are known."""
    vote = song.vote
    genre = genre_mark(vote.genre, words)
    bars = _bars(song, of_chart, words)
    title = drawn_title(song.track.title, song.track.artists, words)
    artist = shown_artists(song.track.artists, words, _LONGEST_ARTISTS)
    return SongCard(
        title=title,
        artist=artist,
        genre=genre,
        likely=words.text(_SURENESS[song.sureness], percent=percent(vote.confidence)),
        votes_title=words.text(N_("Each model's vote")),
        votes=tuple(
            VoteBar(each.genre, drawn_genre(each.genre, words), each.confidence) for each in vote.members
        ),
        bars_title=words.text(N_("How it sounds") if bars else N_("Estimated by the artist's other songs")),
        bars=bars,
        averages=(
            words.text(N_("{genre} average"), genre=genre.label),
            words.text(N_("chart average")) if of_chart else "",
        ),
        day=words.day(today),
        alt_text=words.text(
            N_("Card of {title} by {artists}: {genre}, {percent}"),
            title=title,
            artists=artist,
            genre=genre.label,
            percent=percent(vote.confidence),
        ),
        cover=cover,
    )


def _bars(song: SongGenre, of_chart: Mapping[str, float], words: Words) -> tuple[FeatureBar, ...]:
    of_genre = genre_averages().get(song.vote.genre, {})
    values = {name: getattr(song.features, name, None) for name in AVERAGED}
    return tuple(
        FeatureBar(words.text(_FEATURES[name]), value, of_genre.get(name), of_chart.get(name))
        for name, value in values.items()
        if value is not None
    )
