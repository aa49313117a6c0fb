"""What is said of an artist: the genres of those songs whose sound is known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import NameIsArtist
from bot.reply import Span
from bot.songs.replies.genres import shares_line, shares_of
from bot.songs.replies.names import shown_artist
from bot.songs.song_genre import SongGenre
from bot.songs.track_finder import LEAST_SONGS
from bot.words import N_, Words, lines


def artist_lines(artist: NameIsArtist, songs: Sequence[SongGenre], words: Words) -> tuple[Span, ...]:
    """Say the shares of the genres among an artist's songs, and how to ask for one song."""
    more = words.say(
        N_("Or did you mean one of these songs?")
        if artist.tracks
        else N_("For one song write its title too, or send its link.")
    )
    if len(songs) < LEAST_SONGS:
        few = N_("{artist} is an artist; I know the sound of too few songs by that name to say more.")
        return lines([words.say(few, artist=Span(shown_artist(artist.name, words), bold=True)), more])
    known = words.say(
        N_("{artist} is an artist. Of {number} songs whose sound I know:"),
        artist=Span(shown_artist(songs[0].track.artists[0], words), bold=True),
        number=len(songs),
    )
    return lines([known, (Span(shares_line(shares_of(songs), words)),), more])
