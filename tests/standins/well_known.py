"""What the real services know for certain, for the stand-ins: the check's questions are answered."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from bot.offline.service_questions import PLAYLIST, RECORDING, SONG, VIDEO
from model.music import SongCollection, Track
from tests.standins.invented import invented_features, invented_id
from tests.standins.world import World

_COVER = "ab67616d0000b273" + "0123456789ab" * 2


def know_what_is_well_known(world: World) -> None:
    """Let the services know the song, the list, the video and the recording that the check asks for."""
    song = Track(SONG, "Savage", ("aespa",), 238_000, "KRA302100999")
    world.songs[SONG] = song
    world.reccobeats.features[SONG] = invented_features(1)
    world.spotify_web.lists[PLAYLIST] = SongCollection(
        "playlist", PLAYLIST, "A list", "", (song,), whole=True
    )
    world.spotify_web.covers[SONG] = f"https://i.scdn.co/image/{_COVER}"
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    world.spotify_web.images[_COVER] = picture.getvalue()
    world.deezer.songs = world.itunes.songs = {"": replace(song, id=invented_id(1))}
    world.youtube.videos[VIDEO] = ("aespa 에스파 'Savage' MV", "SMTOWN")
    world.musicbrainz.recordings[RECORDING] = {"pop": 1}
    first = world.melon.entries[0]
    world.melon.songs[first.song_id] = (first.title, first.artists)
