"""What a benchmark needs before it can start: the binary, pinned peers, the consortium, the pipeline without reports."""

import re
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
REPOSITORY = SCRIPTS.parent.parent
PINNED = ("duckdb==2.0.0", "polars==2.1.0")
YEAR = "2016-17"
# Growth in grade 11 is seen from grade 8.
ALL_YEARS = "2013-14,2014-15,2015-16,2016-17"
TABLES_ONLY = (
    (r"^( *)publish: \[[^]]*\]$", r"\1publish: [scores, points, results, lowest, ledger, population]"),
    (r"^  - stage: report\n(    .*\n)*", ""),
    (r"^  - stage: growth_report\n(    .*\n)*", ""),
)


class Failure(Exception):
    """The benchmark cannot go on; says why."""


class Workspace:
    """The directory that keeps what the benchmark makes."""

    def __init__(self, repository: Path, directory: Path):
        self.repository = repository
        self.directory = directory.resolve()
        self.directory.mkdir(parents=True, exist_ok=True)
        self.cut_points = repository / "pipelines/core-cut-points.csv"

    def build(self, skip: bool) -> Path:
        if not skip:
            command = ["swift", "build", "-c", "release", "--product", "schoolindex"]
            subprocess.run(command, cwd=self.repository, check=True, stdout=sys.stderr)
        binary = self.repository / ".build/release/schoolindex"
        if not binary.exists():
            raise Failure("there is no release binary; run without --no-build")
        return binary

    def version_of(self, binary: Path) -> str:
        return subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout.strip()

    def python(self) -> Path:
        """A Python that has the pinned peers: this one, or one of our own making."""
        if _installed() == set(PINNED):
            return Path(sys.executable)
        home = self.repository / ".build/bench-venv"
        python = home / "bin/python"
        if not python.exists():
            venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINNED], check=True, stdout=sys.stderr)
        return python

    def consortium(self, students: int, binary: Path, years: str = YEAR) -> Path:
        """The data of a consortium of so many students, simulated where they are not there yet."""
        data = self.directory / (f"consortium-{students}" if years == YEAR else f"consortium-{students}-years")
        if not data.exists():
            unfinished = data.with_suffix(".unfinished")
            command = [binary, "simulate", "--students", str(students), "--years", years, "--out", unfinished, "--force", "--quiet"]
            subprocess.run(command, check=True)
            unfinished.rename(data)
        return data

    def pipeline_without_reports(self, computes_growth: bool = False) -> Path:
        """A copy of the CORE pipeline that publishes tables only, with growth from the files or computed; other rules stay."""
        directory = self.directory / ("growth-computed" if computes_growth else "growth-given")
        directory.mkdir(exist_ok=True)
        (directory / self.cut_points.name).write_bytes(self.cut_points.read_bytes())
        publishing, reporting, _ = TABLES_ONLY
        if computes_growth:
            return self._edited("core-sqii.yml", directory, TABLES_ONLY)
        self._edited("core-sqii.yml", directory, (reporting,))
        return self._edited("scenarios/growth-computed-elsewhere.yml", directory, (publishing,))

    def _edited(self, name: str, directory: Path, edits: tuple) -> Path:
        """A copy of a pipeline file, with edits that must each find one place."""
        text = (self.repository / "pipelines" / name).read_text()
        for pattern, replacement in edits:
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            if count != 1:
                raise Failure(f"pipelines/{name} has {count} places like {pattern}, not one")
        copy = directory / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text)
        return copy


def tables_agree(python: Path, ours: Path, theirs: Path, peer: str) -> bool:
    """Compares two runs' tables in a process of its own; says on standard error where they differ."""
    command = [python, SCRIPTS / "agreement.py", ours, theirs, peer]
    return subprocess.run(command, stdout=sys.stderr).returncode == 0


def size(data: Path) -> int:
    """Bytes of a consortium's files."""
    return sum(file.stat().st_size for file in data.rglob("*.csv"))


def _installed() -> set[str]:
    found = set()
    for requirement in PINNED:
        name = requirement.split("==")[0]
        try:
            found.add(f"{name}=={metadata.version(name)}")
        except metadata.PackageNotFoundError:
            pass
    return found
