"""Processes, timed from outside: wall time, processor time and peak memory of each child."""

import os
import platform
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from preparation import Failure


@dataclass(frozen=True)
class Run:
    """One process: seconds of wall and processor time, bytes at the peak."""

    wall: float
    processor: float
    peak: int


@dataclass(frozen=True)
class Engine:
    """A command that reads the consortium and leaves its tables in a directory."""

    name: str
    command: list
    out: Path
    tables: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> Run:
        """Runs the command in an empty output directory; emptying it is not timed.

        The peak is right only while this process stays smaller than its children: on Linux a child starts with its
        parent's peak. Nothing large is therefore loaded here, and tables are compared in a process of their own.
        """
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        # What others have written must not be written to disk in this run's time.
        os.sync()
        environment = os.environ | self.environment
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in self.command], env=environment, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise Failure(f"{self.name} ended with exit code {process.returncode}: {' '.join(process.args)}")
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@dataclass(frozen=True)
class Series:
    """The timed runs of one engine."""

    runs: list[Run]

    @property
    def median(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def peak(self) -> int:
        return max(run.peak for run in self.runs)

    def described(self, students: int, input_bytes: int) -> str:
        walls = [run.wall for run in self.runs]
        processor = statistics.median(run.processor for run in self.runs)
        return (
            f"median {self.median:.3f} s (min {min(walls):.3f}, max {max(walls):.3f}, {len(walls)} runs), "
            f"processor {processor:.2f} s, {students / self.median / 1e6:.2f} million students/s, "
            f"{input_bytes / self.median / 1e6:.0f} MB/s, peak {self.peak / 1e6:.0f} MB"
        )


def alternate(engines: list[Engine], rounds: int) -> dict[str, Series]:
    """Every engine once per round, each round beginning with another, so that a disturbance meets all of them."""
    runs: dict[str, list[Run]] = {engine.name: [] for engine in engines}
    for number in range(rounds):
        first = number % len(engines)
        for engine in engines[first:] + engines[:first]:
            runs[engine.name].append(engine.run())
    return {name: Series(own) for name, own in runs.items()}


def describe_machine() -> str:
    """Processor, memory and load; other load makes every figure doubtful."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].split(":")[1].strip() if models else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    note = "; the machine is not quiet" if load > 0.5 else ""
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.platform()}, load {load:.2f}{note}"
