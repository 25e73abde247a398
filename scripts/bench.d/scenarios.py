"""Scenarios: what the analyst asks of a finished run, against the run that read the data.

What is timed
  The peer is our own run of the CORE index (pipelines/core-sqii.yml without its reports) that reads all files and keeps what it made
  of their rows. Against it: 1,000 scenarios of weights, drawn anew for every metric within its domain, compared with the pipeline
  (`scenarios`), and with all their tables and pages written; the same run with another minimum n over what was kept; and 1,000
  replicates of the scores' uncertainty.

Equal results
  Before anything is timed, three of the scenarios are run by themselves from the data, and every score and rank must be the same; so
  must every table of the run with another minimum n, reused and anew.
"""

import csv
import random
import re
import shutil
from pathlib import Path

from measurement import Engine, alternate
from preparation import Failure, Workspace, size

SCENARIOS = 1_000
CHECKED = (0, 499, 999)
OTHER_MINIMUM = ("--set", "stages.disaggregate.with.minimum_n.value=30")
TABLES = ("scores", "points", "results", "lowest", "ledger", "population")


def measure(options, binary: Path, workspace: Workspace, line, say) -> None:
    threads = ("--threads", options.threads or 2)
    pipeline = workspace.pipeline_without_reports(computes_growth=True)
    for students in options.students or [1_000_000]:
        data = workspace.consortium(students, binary, years="2013-14,2014-15,2015-16,2016-17")
        home = workspace.directory / f"scenarios-{students}"
        files = draw(pipeline, home / "drawn")
        finished = home / "finished"
        run = (binary, "run", pipeline, "--data", data, "--quiet", *threads)
        again = ("--kept", finished / "kept/results")
        scenarios = (binary, "scenarios", *files, "--data", data, *threads, *again)

        def engine(name: str, *command) -> Engine:
            out = home / name
            return Engine(name, [*command], out, tables=out / "latest")

        kept = engine("finished", *run, "--out", finished)
        kept.run()
        engines = [
            engine("run", *run, "--out", home / "run"),
            engine("weight_scenarios", *scenarios),
            engine("scenario_tables", *scenarios, "--out", home / "scenario_tables"),
            engine("other_minimum_n", *run, *OTHER_MINIMUM, *again, "--out", home / "other_minimum_n"),
            engine("uncertainty", binary, "uncertainty", finished, "--replicates", SCENARIOS, *threads),
        ]
        for each in engines:
            each.run()
        check_scenarios(engine, run, files, home)
        check_minimum(engine, run, home)
        series = alternate(engines, options.runs or 5)
        for name, runs in series.items():
            say(f"{name}, {students} students: {runs.described(students, size(data))}")
            if name != "run":
                line(name, "run", students, series["run"].median / runs.median, series["run"].peak / runs.peak)


def draw(pipeline: Path, directory: Path) -> list[Path]:
    """Scenario files with weights drawn for every metric that has one: within a domain all divisions are equally likely."""
    text = pipeline.read_text()
    domains = [
        (int(weight), metrics.split(", "))
        for weight, metrics in re.findall(r"^ +weight: (\d+)\n(?: +\w+: .*\n)*? +metrics: \[(.*)\]$", text, flags=re.MULTILINE)
    ]
    dated = text[text.index("\n      2016-17:\n"):]
    levels = {
        level: re.findall(r"(\w+): ", weights)
        for level, weights in re.findall(r"^ +(elementary|middle|high):\s+\{([^}]*)\}", dated[: dated.index("\n    shares:")], flags=re.MULTILINE)
    }
    if len(domains) < 2 or len(levels) != 3:
        raise Failure(f"{pipeline} has no domains and weights where this benchmark looks for them")
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    numbers = random.Random(SCENARIOS)
    files = []
    for number in range(SCENARIOS):
        lines = [f"    {level}: {{{', '.join(divided(metrics, domains, numbers))}}}" for level, metrics in levels.items()]
        file = directory / f"weights-{number:04}.yml"
        file.write_text(
            f"scenario: 1\ntitle: Weights {number}\nbaseline: {pipeline}\nchanges:\n  indices.sqii.weights.2016-17:\n" + "\n".join(lines) + "\n")
        files.append(file)
    return files


def divided(weighted: list[str], domains: list, numbers: random.Random) -> list[str]:
    """Each domain's weight divided among its metrics of a level, in tenths of a point."""
    texts = []
    for weight, metrics in domains:
        own = [metric for metric in metrics if metric in weighted]
        cuts = sorted(numbers.randint(0, 10 * weight) for _ in own[1:])
        for metric, low, high in zip(own, [0, *cuts], [*cuts, 10 * weight]):
            texts.append(f"{metric}: {(high - low) // 10}.{(high - low) % 10}")
    return texts


def check_scenarios(engine, run: tuple, files: list[Path], home: Path) -> None:
    """Every score of some scenarios against those of runs of their own."""
    found: dict[str, set] = {files[number].stem: set() for number in CHECKED}
    for row in rows(home / "scenario_tables/scenario_schools.csv"):
        if row["scenario"] in found:
            found[row["scenario"]].add((row["school_id"], row["score"], row["rank"]))
    for number in CHECKED:
        name = files[number].stem
        single = engine("single", run[0], "run", files[number], *run[3:], "--out", home / "single")
        single.run()
        if {(row["school_id"], row["score"], row["rank"]) for row in rows(single.tables / "scores.csv")} != found[name]:
            raise Failure(f"scenario {name} is not what a run of its own gives")


def check_minimum(engine, run: tuple, home: Path) -> None:
    anew = engine("anew", *run, *OTHER_MINIMUM, "--out", home / "anew")
    anew.run()
    for table in TABLES:
        if (anew.tables / f"{table}.csv").read_bytes() != (home / f"other_minimum_n/latest/{table}.csv").read_bytes():
            raise Failure(f"{table}.csv with another minimum n differs where results are reused")


def rows(table: Path):
    """A table's rows, one at a time: what this process holds counts as its children's peak."""
    with table.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
