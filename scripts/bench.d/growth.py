"""Student growth percentiles: schoolindex against R's quantreg.

What is timed
  Ours: the whole process `schoolindex growth percentiles`, from the CSV file to the percentiles written, start-up included.
  The peer's: the regressions alone (`rq` at 100 quantiles, for every number of prior scores), not R's start, its reading or
  its writing. The comparison leans towards the peer. Both with as many threads as asked for; quantreg has one.

What is computed
  A made-up cohort of n students with one or two prior scores, and, where SGP's long file is given, every cohort of its last
  year as the reference package cuts them (two subjects, up to four prior scores).

Equal results
  Every student's percentile is compared with the peer's, before anything is timed; how many differ is said on standard error.
  `br` is exact; `fn` and `pfnb` stop short of the exact solution, and may be off by one for a few students.
"""

import csv
import gzip
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from measurement import Engine, Run, Series
from preparation import Failure

SCRIPTS = Path(__file__).resolve().parent
# Larger cohorts take the peer too long: `br` needs minutes for 60,000 students, `fn` for 200,000.
LARGEST = {"br": 10_000, "fn": 60_000, "pfnb": 10_000_000}


def cohort(directory: Path, students: int) -> Path:
    """A made-up cohort in a wide file: two prior years, whole scale scores."""
    path = directory / f"cohort-{students}.csv"
    if path.exists():
        return path
    numbers = random.Random(students)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w") as file:
        file.write("ID,GRADE_2015,GRADE_2016,GRADE_2017,SS_2015,SS_2016,SS_2017\n")
        for student in range(students):
            ability = numbers.gauss(0, 1)

            def score(mean: float, spread: float, least: int, greatest: int) -> int:
                value = mean + spread * (0.9 * ability + 0.45 * numbers.gauss(0, 1))
                return min(greatest, max(least, round(value)))

            scores = score(2450, 80, 2200, 2800), score(2480, 85, 2220, 2850), score(2500, 90, 2250, 2900)
            file.write(f"{student},3,4,5,{scores[0]},{scores[1]},{scores[2]}\n")
    unfinished.rename(path)
    return path


def year(directory: Path, long_file: Path) -> list[tuple[Path, str]]:
    """Each subject's and grade's wide file of the last year of SGP's long file, and its progression, as the package has them."""
    found: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    years = set()
    with gzip.open(long_file, "rt") as file:
        for row in csv.DictReader(file):
            if row["VALID_CASE"] == "VALID_CASE" and row["SCALE_SCORE"] not in ("", "NA"):
                found.setdefault((row["CONTENT_AREA"], row["ID"]), {})[row["YEAR"]] = row["GRADE"], row["SCALE_SCORE"]
                years.add(row["YEAR"])
    last = sorted(years)
    cohorts = []
    for subject in sorted({subject for subject, _ in found}):
        for grade in range(4, 11):
            progression = [str(each) for each in range(max(3, grade - len(last) + 1), grade + 1)]
            own = last[-len(progression):]
            path = directory / f"long-{subject}-{grade}.csv"
            with path.open("w") as file:
                file.write(",".join(["ID"] + [f"GRADE_{each}" for each in own] + [f"SS_{each}" for each in own]) + "\n")
                for (area, student), scores in found.items():
                    fields = [scores.get(each, ("", "")) for each in own]
                    # A score made in another grade than the progression's is no part of it, nor of its knots.
                    fields = [each if each[0] == wanted else ("", "") for each, wanted in zip(fields, progression)]
                    if area == subject and any(each[1] for each in fields):
                        file.write(",".join([student] + [each[0] for each in fields] + [each[1] for each in fields]) + "\n")
            cohorts.append((path, ",".join(progression)))
    return cohorts


class Ours:
    name = "schoolindex"

    def __init__(self, binary: Path, directory: Path, threads: int):
        self.binary, self.out, self.threads = binary, directory / "ours", threads

    def run(self, cohorts: list[tuple[Path, str]]) -> Run:
        runs = []
        for number, (path, progression) in enumerate(cohorts):
            out = self.out / str(number)
            command = [self.binary, "growth", "percentiles", path, "--progression", progression, "--out", out / "sgp.csv",
                       "--threads", self.threads, "--quiet"]
            runs.append(Engine(self.name, command, out, out).run())
        return together(runs)


class Quantreg:
    def __init__(self, method: str, directory: Path):
        self.name, self.out = method, directory / method

    def run(self, cohorts: list[tuple[Path, str]]) -> Run:
        runs = []
        for number, (path, progression) in enumerate(cohorts):
            out = self.out / str(number)
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            command = ["Rscript", SCRIPTS / "growth.R", path, progression, self.name, out / "sgp.csv"]
            environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
            process = subprocess.Popen([str(part) for part in command], env=environment, stdout=subprocess.PIPE, text=True)
            seconds = float(process.stdout.read())
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                raise Failure(f"Rscript growth.R ended with exit code {process.returncode}")
            runs.append(Run(seconds, seconds, usage.ru_maxrss * 1024))
        return together(runs)


def together(runs: list[Run]) -> Run:
    return Run(sum(run.wall for run in runs), sum(run.processor for run in runs), max(run.peak for run in runs))


def differing(ours: Ours, peer: Quantreg, count: int) -> tuple[int, int]:
    """Students whose percentiles differ, and students altogether."""

    def percentiles(out: Path) -> dict[tuple[int, str], tuple[str, str]]:
        found = {}
        for number in range(count):
            with (out / str(number) / "sgp.csv").open() as file:
                found |= {(number, row["ID"]): (row["SGP"], row["order"]) for row in csv.DictReader(file)}
        return found

    one, other = percentiles(ours.out), percentiles(peer.out)
    if one.keys() != other.keys():
        raise Failure(f"{peer.name} has percentiles of other students")
    return sum(one[key] != other[key] for key in one), len(one)


def measure(options, binary: Path, directory: Path, line, say) -> None:
    if shutil.which("Rscript") is None or subprocess.run(["Rscript", "-e", "library(quantreg)"], capture_output=True).returncode:
        raise Failure("R with its package quantreg is needed: apt-get install r-base-core r-cran-quantreg")
    directory.mkdir(parents=True, exist_ok=True)
    work = []
    for students in options.students or [10_000, 60_000, 200_000]:
        wide = cohort(directory, students)
        for priors, progression in ((1, "4,5"), (2, "3,4,5")):
            peers = [method for method in options.peers or LARGEST if students <= LARGEST[method]]
            work.append((f"growth_{priors}", students, [(wide, progression)], peers))
    if options.sgp_long:
        cohorts = year(directory, options.sgp_long)
        work.append(("growth_year", sum(1 for path, _ in cohorts for _ in path.open()) - len(cohorts), cohorts, ["br"]))
    for name, students, cohorts, methods in work:
        for threads in (1, 2) if options.threads is None else (options.threads,):
            ours = Ours(binary, directory, threads)
            for method in methods:
                compare(name, students, cohorts, ours, Quantreg(method, directory), options.runs, line, say)


def compare(name, students, cohorts, ours, peer, rounds, line, say) -> None:
    first_own, first = ours.run(cohorts), peer.run(cohorts)
    wrong, count = differing(ours, peer, len(cohorts))
    say(f"{name}, {peer.name}: {wrong} of {count} students' percentiles differ")
    # A peer that takes a minute is not disturbed by much.
    rounds = rounds or (5 if first.wall < 10 else 1)
    own, others = [], []
    for _ in range(rounds):
        own.append(ours.run(cohorts))
        others.append(peer.run(cohorts) if rounds > 1 else first)
    own, others = Series(own), Series(others)
    label = peer.name if ours.threads == 1 else f"{peer.name}/{ours.threads}_threads"
    say(f"  ours {own.median:.3f} s, {ours.threads} threads; {peer.name} {others.median:.3f} s")
    line(name, label, students, others.median / own.median, others.peak / own.peak)
