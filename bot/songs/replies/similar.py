"""What is said of the songs that sound like one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.words import N_, Words, lines
from bot.messages.reply import Reply
from bot.songs.replies.genres import asks_for, listed_genre, ranked_line
from bot.songs.replies.song import song_name
from bot.songs.song_genre import SongGenre
from model.music import Track


def similar_reply(song: Track, similar: Sequence[SongGenre] | None, words: Words) -> Reply:
    """Name songs that sound like one; None: its own sound is not known."""
    name = song_name(song, words)
    if similar is None:
        unheard = N_("{song}: no service has its audio features, so I cannot tell what sounds like it.")
        return Reply(words.say(unheard, song=name))
    if not similar:
        return Reply(words.say(N_("I know no other song that sounds like {song}."), song=name))
    listed = [
        ranked_line(
            f"{number}.",
            each.track.title,
            each.track.artists,
            listed_genre(each.vote.genre, each.level, words),
            words,
            asks_for(each.track.id),
        )
        for number, each in enumerate(similar, start=1)
    ]
    return Reply(lines([words.say(N_("To the models these sound like {song}:"), song=name), *listed]))
