import csv
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.features import FEATURE_NAMES

DAY = date(2022, 10, 1)
VALUES = dict(
    zip(FEATURE_NAMES, (0.7, 0.6, 4, -5.5, 1, 0.05, 0.2, 0.0, 0.1, 0.4, 120.5, 201000, 4), strict=True)
)
PUBLIC = {"track_id": "A" * 22, "artists": "Han Byeol;Moon Jar", "track_name": "Paper Boat", **VALUES}


def write_csv(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_of_the_public_data_set_becomes_a_track_and_its_features(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "tracks.csv", [{"": 0, **PUBLIC, "track_genre": "pop"}])
    [(track, features)] = read_tracks(path, DAY)
    assert (track.id, track.title, track.artists) == ("A" * 22, "Paper Boat", ("Han Byeol", "Moon Jar"))
    assert track.duration_ms == 201000
    assert features.row() == pytest.approx(list(VALUES.values()))
    assert (features.source, features.obtained_on) == ("dataset", DAY)


def test_the_other_shape_names_title_and_artist(tmp_path: Path) -> None:
    row = {"track_id": "B" * 22, "title": "종이배", "artist": "한별; Moon Jar", **VALUES}
    [(track, _)] = read_tracks(write_csv(tmp_path / "k.csv", [row]), DAY)
    assert (track.title, track.artists) == ("종이배", ("한별", "Moon Jar"))


def test_parquet_is_known_by_its_first_bytes_not_by_its_name(tmp_path: Path) -> None:
    parquet.write_table(pa.Table.from_pylist([PUBLIC]), tmp_path / "tracks.csv")
    [(track, features)] = read_tracks(tmp_path / "tracks.csv", DAY)
    assert track.title == "Paper Boat"
    assert features.key == 4.0


def test_an_id_that_comes_again_is_read_once_and_counted(tmp_path: Path) -> None:
    rows = read_tracks(write_csv(tmp_path / "t.csv", [PUBLIC, PUBLIC, {**PUBLIC, "track_id": "C" * 22}]), DAY)
    assert [track.id for track, _ in rows] == ["A" * 22, "C" * 22]
    assert (rows.total, rows.repeated, rows.skipped) == (3, 1, 0)


@pytest.mark.parametrize(
    "bad",
    [
        {"track_id": "short"},
        {"track_id": "A" * 21 + "-"},
        {"track_id": "A" * 21 + "é"},
        {"track_id": "A" * 22 + "\n"},
        {"track_name": " "},
        {"artists": ";"},
        dict.fromkeys(FEATURE_NAMES, ""),
    ],
)
def test_a_row_that_names_no_track_is_skipped_and_counted(tmp_path: Path, bad: dict[str, object]) -> None:
    rows = read_tracks(
        write_csv(tmp_path / "t.csv", [{**PUBLIC, **bad}, {**PUBLIC, "track_id": "D" * 22}]), DAY
    )
    assert [track.id for track, _ in rows] == ["D" * 22]
    assert rows.skipped == 1


def test_a_value_that_is_missing_or_out_of_range_stays_unknown(tmp_path: Path) -> None:
    row = {**PUBLIC, "key": "", "mode": "nan", "tempo": 9999, "duration_ms": ""}
    [(track, features)] = read_tracks(write_csv(tmp_path / "t.csv", [row]), DAY)
    assert (features.key, features.mode, features.tempo, track.duration_ms) == (None, None, None, None)
    assert features.energy == 0.6


def test_a_title_may_hold_line_breaks_commas_and_the_word_none(tmp_path: Path) -> None:
    titles = ["None", 'one, "two"\nthree']
    rows = [
        {**PUBLIC, "track_id": mark * 22, "track_name": title}
        for mark, title in zip("EF", titles, strict=True)
    ]
    assert [track.title for track, _ in read_tracks(write_csv(tmp_path / "t.csv", rows), DAY)] == titles


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    row = {name: value for name, value in PUBLIC.items() if name != "valence"}
    with pytest.raises(BadDataset, match=r"t\.csv has no column valence\."):
        read_tracks(write_csv(tmp_path / "t.csv", [row]), DAY)


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    header = ",".join([*PUBLIC, "key"])
    (tmp_path / "t.csv").write_text(f"{header}\n{','.join(['1'] * (len(PUBLIC) + 1))}\n")
    with pytest.raises(BadDataset, match="column key more than once"):
        read_tracks(tmp_path / "t.csv", DAY)


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="neither the columns track_name and artists nor title and artist"):
        read_tracks(write_csv(tmp_path / "t.csv", [{"track_id": "A" * 22, **VALUES}]), DAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html><body>Not here</body></html>",
        b"PAR1 and then nothing of the kind",
        b"track_id,key\nA,loud\n",
        b"track_id,key\nA,1,2,3\n",
        b"track_id,title\nA,\xff\xfe\n",
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(BadDataset, match=r"^t\.csv [^\n]*\.$"):
        read_tracks(tmp_path / "t.csv", DAY)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match=r"none\.csv cannot be read"):
        read_tracks(tmp_path / "none.csv", DAY)


MEASURED = '"0.7","0.6","4","-5.5","1","0.05","0.2","0","0.1","0.4","120.5"'
NAMED = (
    '"Danceability","Energy","Key","Loudness","Mode","Speechiness","Acousticness","Instrumentalness","Liveness",'
    '"Valence","Tempo"'
)
EXPORTIFY = (
    '"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Track Duration (ms)","Popularity",'
    f'"Added At",{NAMED},"Time Signature","Album Genres"\n'
    f'"spotify:track:{"A" * 22}","밤편지","spotify:artist:{"B" * 22}, spotify:artist:{"C" * 22}",'
    f'"아이유, Tyler\\, The Creator","201000","70","2020-07-19T09:24:39Z",{MEASURED},"4",""\n'
)
SPANISH = EXPORTIFY.replace("Track URI", "URI de la canción").replace("Track Name", "Nombre de la canción")
SPANISH = SPANISH.replace("Artist URI(s)", "URI(s) del artista").replace(
    "Artist Name(s)", "Nombre(s) del artista"
)
SPANISH = SPANISH.replace(NAMED, ",".join(f'"rasgo {number}"' for number in range(11))).replace(
    "Track Dur", "Dur"
)
OTHER_FORK = (
    '"Track URI","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)","Genres",'
    f'{NAMED},"Time Signature"\n'
    f'"spotify:track:{"A" * 22}","밤편지","Palette","아이유;Tyler, The Creator","2017","201000","k-pop",'
    f'{MEASURED},"4"\n'
)
OLDER = OTHER_FORK.replace("Track URI", "Spotify ID").replace("spotify:track:", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "text",
    [
        EXPORTIFY,
        EXPORTIFY.replace("Track", "TRACK").replace("(ms)", "(MS)").replace("Valence", "VALENCE"),
        SPANISH,
        OTHER_FORK,
        OLDER,
    ],
)
def test_the_files_of_both_exportifys_are_read(
    tmp_path: Path, text: str, delimiter: str, encoding: str
) -> None:
    if encoding == "cp949":
        text = text.replace("ó", "o")
    (tmp_path / "t.csv").write_bytes(text.replace('","', f'"{delimiter}"').encode(encoding))
    [(track, features)] = read_tracks(tmp_path / "t.csv", DAY)
    assert (track.id, track.title) == ("A" * 22, "밤편지")
    assert [name.casefold() for name in track.artists] == ["아이유", "tyler, the creator"]
    assert (features.danceability, features.tempo, features.time_signature) == (0.7, 120.5, 4)


def test_what_is_no_song_of_spotifys_is_passed_over(tmp_path: Path) -> None:
    header, song = EXPORTIFY.splitlines()
    local = song.replace(f"spotify:track:{'A' * 22}", "spotify:local:IU::LILAC:214")
    episode = song.replace("spotify:track:", "spotify:episode:")
    (tmp_path / "t.csv").write_text(f"{header}\n{local}\n{song}\n{episode}\n{song}", encoding="utf-8")
    rows = read_tracks(tmp_path / "t.csv", DAY)
    assert [track.id for track, _ in rows] == ["A" * 22]
    assert (rows.skipped, rows.repeated) == (2, 1)
