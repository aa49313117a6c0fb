import csv
import io

import pyarrow as pa
from pyarrow import parquet

from model.data.table_writer import write_csv, write_parquet


def test_what_is_written_is_read_again() -> None:
    rows = [{"title": 'A "song", of 1', "artist": "하늘\n다리"}, {"title": "Lantern", "artist": None}]
    text, binary = io.StringIO(), io.BytesIO()
    write_csv(rows, text)
    write_parquet(rows, binary)
    read = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert read == [rows[0], {"title": "Lantern", "artist": ""}]
    assert parquet.read_table(pa.BufferReader(binary.getvalue())).to_pylist() == rows
