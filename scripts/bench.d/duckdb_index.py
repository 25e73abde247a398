"""Runs index.sql. Usage: duckdb_index.py DATA CUT_POINTS OUT THREADS"""

import sys
from pathlib import Path

import duckdb

data, cuts, out, threads = sys.argv[1:5]
connection = duckdb.connect()
connection.execute(f"SET threads = {int(threads)}")
connection.execute("SET preserve_insertion_order = false")
for name, value in (("data", data), ("cuts", cuts), ("out", out)):
    connection.execute(f"SET VARIABLE {name} = ?", [value])
connection.execute(Path(__file__).with_name("index.sql").read_text())
