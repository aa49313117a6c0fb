import csv
import io
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.data.song_lists import ListedSong, read_song_list, write_csv, write_parquet
from model.data.table_reader import BadDataset

ID = "2g0LdZQce9xlcHb1mBJyuz"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"PAR1 and then nothing", "cannot be read"),
        (b"<!doctype html><p>Not found</p>", "web page"),
        (b"title,year\nLantern,2020\n", "no column of artists"),
        (b"artist,year\nLantern,2020\n", "no column of titles"),
        (b"title,artist\n,\n", "no song with a title and an artist"),
        (b"title,artist\n\xff\xfe,\xff\n", "songs.csv"),
    ],
)
def test_a_file_that_is_no_list_of_songs_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "songs.csv").write_bytes(content)
    with pytest.raises(BadDataset, match=said) as refused:
        read_song_list(tmp_path / "songs.csv")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("header", ["Title,Artist,id", " 곡명 ,가수,Spotify_ID", "song,Singer,track_id"])
def test_columns_are_found_by_their_names_in_any_case_and_either_language(
    tmp_path: Path, header: str
) -> None:
    file = tmp_path / "songs.csv"
    file.write_text(
        f"{header}\n Lantern , Moon Club ,{ID}\nNone,하늘다리,no id\n,Moon Club,\n", encoding="utf-8"
    )
    songs, left_out = read_song_list(file)
    assert songs == [ListedSong("Lantern", "Moon Club", ID), ListedSong("None", "하늘다리")]
    assert left_out == 1


@pytest.mark.parametrize(
    "header",
    [
        '"Track URI","Track Name","Artist URI(s)","Artist Name(s)"',
        '"URI de la canción","Nombre de la canción","URI(s) del artista","Nombre(s) del artista"',
    ],
)
def test_exportifys_list_is_read_in_any_language_without_its_episodes(tmp_path: Path, header: str) -> None:
    rows = [
        f'"spotify:track:{ID}","Lantern","spotify:artist:{ID}","Moon Club, Tyler\\, The Creator"',
        '"spotify:local:IU::LILAC:214","LILAC","","IU"',
        f'"spotify:episode:{ID}","A talk","","Radio"',
        f'"spotify:track:{ID}","Lantern","spotify:artist:{ID}","Moon Club"',
    ]
    (tmp_path / "songs.csv").write_text("\n".join([header, *rows]), encoding="utf-8-sig")
    songs, left_out = read_song_list(tmp_path / "songs.csv")
    assert songs[:2] == [
        ListedSong("Lantern", "Moon Club, Tyler, The Creator", ID),
        ListedSong("LILAC", "IU"),
    ]
    assert (len(songs), left_out) == (3, 1)


def test_the_first_of_several_columns_of_titles_counts(tmp_path: Path) -> None:
    file = tmp_path / "songs.csv"
    file.write_text("song,title,artist\nwrong,right,Moon Club\n", encoding="utf-8")
    assert read_song_list(file)[0][0].title == "right"


def test_what_is_written_is_read_again() -> None:
    rows = [{"title": 'A "song", of 1', "artist": "하늘\n다리"}, {"title": "Lantern", "artist": None}]
    text, binary = io.StringIO(), io.BytesIO()
    write_csv(rows, text)
    write_parquet(rows, binary)
    read = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert read == [rows[0], {"title": "Lantern", "artist": ""}]
    assert parquet.read_table(pa.BufferReader(binary.getvalue())).to_pylist() == rows
