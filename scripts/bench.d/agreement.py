"""Compares two directories of tables cell by cell."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Table:
    """A table's key, and by how much a peer's numbers may differ from ours; whatever is not named must be the same text."""

    name: str
    key: tuple[str, ...]
    tolerances: dict[str, float] = field(default_factory=dict)
    # Columns that peers do not compute.
    ours: tuple[str, ...] = ()


EXACT = 1e-9
# Ours prints scores with two decimals, the peers all of theirs: within half a unit of the last printed digit.
PRINTED = 0.005 + 1e-9
# Our printed parts are apportioned so that they add up: up to one unit away from the peers' unrounded ones, and one more
# where a part that earned all its points is printed with its whole printed maximum and another gives the unit for it.
APPORTIONED = 0.02 + 1e-9

TABLES = (
    Table("results", ("year", "school_id", "metric", "group"), {"value": EXACT}),
    Table("lowest", ("year", "school_id", "metric", "component"), {"value": EXACT}),
    Table("points", ("school_id", "metric", "component"), {"points": APPORTIONED, "max_points": APPORTIONED}),
    Table("scores", ("year", "school_id"), {"score": PRINTED}, ("lowest",)),
    Table("ledger", ("year", "school_id", "metric", "status", "reason")),
    Table("population", ("year", "school_id", "school_level", "group")),
)


def disagreements(ours: Path, theirs: Path, shown: int = 5) -> list[str]:
    """The first differing cells of every table, one sentence each; none where all agree."""
    return [line for table in TABLES for line in _differences(table, ours, theirs, shown)]


def cells(directory: Path) -> int:
    """How many cells the tables of a run have."""
    frames = [_read(directory, table) for table in TABLES]
    return sum(frame.height * frame.width for frame in frames)


def _read(directory: Path, table: Table) -> pl.DataFrame:
    # Every field as text, and an empty one as the empty text: keys with empty parts must meet, too.
    frame = pl.read_csv(directory / f"{table.name}.csv", infer_schema=False)
    return frame.drop(table.ours, strict=False).with_columns(pl.all().fill_null(""))


def _differences(table: Table, ours: Path, theirs: Path, shown: int) -> list[str]:
    left, right = _read(ours, table), _read(theirs, table)
    if set(left.columns) != set(right.columns):
        return [f"{table.name}: columns {left.columns} here, {right.columns} there"]
    lines = []
    key = list(table.key)
    for here, there, word in ((left, right, "missing"), (right, left, "not ours")):
        if here.select(key).is_duplicated().any():
            lines.append(f"{table.name}: a key occurs twice")
        alone = here.join(there, on=key, how="anti")
        lines += [f"{table.name} {row}: {word} ({alone.height} in all)" for row in alone.select(key).head(shown).rows()]
    both = left.join(right, on=key, how="inner", suffix=" there")
    for column in (name for name in left.columns if name not in table.key):
        differing = both.filter(_differs(column, table.tolerances.get(column)))
        lines += [
            f"{table.name} {row[:-2]}: {column} is {row[-2]!r}, peer has {row[-1]!r} ({differing.height} in all)"
            for row in differing.select(*key, column, f"{column} there").head(shown).rows()
        ]
    return lines


def _differs(column: str, tolerance: float | None) -> pl.Expr:
    here, there = pl.col(column), pl.col(f"{column} there")
    if tolerance is None:
        return here != there
    numbers = [side.replace("", None).cast(pl.Float64) for side in (here, there)]
    is_far = ((numbers[0] - numbers[1]).abs() > tolerance).fill_null(False)
    return ((here == "") != (there == "")) | is_far


def main(ours: Path, theirs: Path, peer: str) -> int:
    lines = disagreements(ours, theirs)
    for line in lines:
        print(f"{peer} differs in {line}")
    if not lines:
        print(f"{peer} agrees with all {cells(ours)} cells")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
