import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from model.data.dataset import download, read_dataset
from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_rows


@dataclass
class Server:
    """A web server on loopback that says what it is told to."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    announced: int | None = None
    requests: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    def __init__(self, server: Server, *args: object) -> None:
        self.said = server
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.said.requests.append(self.path)
        self.send_response(self.said.status)
        length = len(self.said.body) if self.said.announced is None else self.said.announced
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(self.said.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(dataset_file: Path) -> Iterator[Server]:
    said = Server(body=dataset_file.read_bytes())
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, said)) as http:
        said.url = f"http://127.0.0.1:{http.server_port}/dataset.csv"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield said
        http.shutdown()
        thread.join()


def test_the_data_set_is_downloaded_once(server: Server, tmp_path: Path, dataset_file: Path) -> None:
    first = download(server.url, tmp_path)
    assert download(server.url, tmp_path) == first
    assert first.read_bytes() == dataset_file.read_bytes()
    assert server.requests == ["/dataset.csv"]


@pytest.mark.parametrize(
    ("status", "body", "announced", "complaint"),
    [
        (404, b"Not found", None, "404"),
        (500, b"", None, "500"),
        (200, b"<!DOCTYPE html><html><body>Please sign in</body></html>", None, "is a web page"),
        (200, b"track_id,artists\nx,y\n", None, "has no column popularity"),
        (200, b"", None, "cannot be read"),
        (200, b"track_id,artists\n", 5_000, "could not be downloaded"),
    ],
)
def test_what_is_not_the_data_set_is_refused_and_not_kept(
    server: Server, tmp_path: Path, status: int, body: bytes, announced: int | None, complaint: str
) -> None:
    server.status, server.body, server.announced = status, body, announced
    with pytest.raises(BadDataset, match=complaint):
        download(server.url, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_second_try_after_a_failure_succeeds(server: Server, tmp_path: Path) -> None:
    good, server.body = server.body, b"<html></html>"
    with pytest.raises(BadDataset):
        download(server.url, tmp_path)
    server.body = good
    assert download(server.url, tmp_path).read_bytes() == good


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match=r"could not be downloaded from http://127\.0\.0\.1:9/x"):
        download("http://127.0.0.1:9/x", tmp_path)


def test_csv_with_an_index_and_parquet_without_give_the_same_recordings(
    dataset_file: Path, tmp_path: Path
) -> None:
    rows = [{name: value for name, value in row.items() if name} for row in invented_rows()]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "dataset.parquet")
    one, other = (read_dataset(path, minimum_rows=1) for path in (dataset_file, tmp_path / "dataset.parquet"))
    assert one.recordings.features.tolist() == other.recordings.features.tolist()
    assert one.recordings.seeds == other.recordings.seeds
    assert one.recordings.artists == other.recordings.artists
    assert one.rows == other.rows == 64 * 12
    assert one.sha256 != other.sha256


def test_only_rows_of_kept_seeds_count(write_table: WriteTable) -> None:
    rows = invented_rows(2)
    path = write_table("d.csv", [*rows, {**rows[0], "track_id": "Z" * 22, "track_genre": "k-pop"}])
    dataset = read_dataset(path, minimum_rows=1)
    assert (dataset.rows, dataset.kept_rows) == (129, 128)
    assert set().union(*dataset.recordings.seeds) == set(taxonomy().seeds)


def test_the_first_artist_is_who_counts_however_it_is_written(write_table: WriteTable) -> None:
    rows = invented_rows(2)
    again = {**rows[0], "track_id": "Z" * 22, "artists": " ARTIST 0 ;Another", "track_genre": "ska"}
    dataset = read_dataset(write_table("d.csv", [*rows, again]), minimum_rows=1)
    assert dataset.recordings.artists[0] == "artist 0"
    assert dataset.recordings.seeds[0] == {rows[0]["track_genre"], "ska"}


def test_too_few_rows_are_refused(dataset_file: Path) -> None:
    with pytest.raises(BadDataset, match="has 768 rows; at least 50,000 are expected"):
        read_dataset(dataset_file)


def test_a_missing_column_is_named(write_table: WriteTable) -> None:
    rows = [{name: value for name, value in row.items() if name != "tempo"} for row in invented_rows(1)]
    with pytest.raises(BadDataset, match="no column tempo"):
        read_dataset(write_table("d.csv", rows), minimum_rows=1)


def test_a_column_out_of_range_is_named(write_table: WriteTable) -> None:
    rows = [{**row, "loudness": 40} for row in invented_rows(1)]
    with pytest.raises(BadDataset, match="100% of the rows have no loudness between -60 and 10"):
        read_dataset(write_table("d.csv", rows), minimum_rows=1)


def test_what_collected_files_lack_may_be_missing_and_nothing_else(write_table: WriteTable) -> None:
    rows = invented_rows(4)
    lacking = write_table("d.csv", [{**row, "time_signature": ""} for row in rows])
    dataset = read_dataset(lacking, minimum_rows=1)
    assert dataset.kept_rows == len(rows)
    assert np.isnan(dataset.recordings.features[:, FEATURE_NAMES.index("time_signature")]).all()
    with pytest.raises(BadDataset, match="no energy"):
        read_dataset(write_table("e.csv", [{**row, "energy": ""} for row in rows]), minimum_rows=1)


def test_a_few_bad_rows_are_left_out(write_table: WriteTable) -> None:
    rows = invented_rows(4)
    bad = [{**rows[0], "tempo": ""}, {**rows[0], "artists": ""}]
    dataset = read_dataset(write_table("d.csv", [*rows, *bad]), minimum_rows=1)
    assert dataset.kept_rows == len(rows)


def test_a_seed_without_tracks_is_named(write_table: WriteTable) -> None:
    rows = [row for row in invented_rows(1) if row["track_genre"] != "ska"]
    with pytest.raises(BadDataset, match="no track of the genre seed ska"):
        read_dataset(write_table("d.csv", rows), minimum_rows=1)
