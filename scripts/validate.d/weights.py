"""What weights decide, once more with NumPy and SciPy, from a run's published tables and its pipeline file.

    python3 scripts/validate.d/weights.py TOOL RUN

Compared: scores with missing results; effective weights; break-even weights of neighbouring schools by root search; the smallest
change of weights by linear programming and against random ones; what choices decide, by the definition over all combinations
and by Saltelli's sampled estimators.
Exits with 1 where something disagrees. Needs numpy, scipy and pyyaml.
"""

import csv
import fractions
import itertools
import pathlib
import subprocess
import sys
import tempfile

import numpy
import scipy.optimize
import yaml

LEVEL_COUNT = 10


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Index:
    """Levels by school, metric and component, and the rules that make scores of them."""

    def __init__(self, run):
        pipeline = yaml.safe_load(next((run / "pipeline").glob("*.yml")).read_text(encoding="utf-8"))
        rule = next(iter(pipeline["indices"].values()))
        results = rows(run / "results.csv")
        year = results[0]["year"]
        dated = {key: value for key, value in rule["weights"].items() if str(key)[:4].isdigit() and str(key) <= year}
        self.domains = [domain["metrics"] for domain in rule["domains"].values()]
        self.metrics = [metric for domain in self.domains for metric in domain]
        self.weights = {
            level: numpy.array([float(fractions.Fraction(str(own.get(metric, 0)))) for metric in self.metrics])
            for level, own in dated[max(dated)].items()}
        self.groups, self.only = rule["shares"]["groups"], rule["shares"].get("all_students_only", [])
        self.lowest_share = float(str(rule["lowest"]["share"]).rstrip("%")) / 100
        self.scores = {row["school_id"]: float(row["score"]) for row in rows(run / "scores.csv") if row["score"]}
        self.schools = [row["school_id"] for row in rows(run / "scores.csv") if row["score"]]
        self.level_of = {row["school_id"]: row["school_level"] for row in rows(run / "scores.csv")}
        self.levels = {(row["school_id"], row["metric"], row["group"]): int(row["level"]) for row in results if row["level"]}
        self.chosen = {
            (row["school_id"], row["metric"], row["component"]): row["group"] for row in rows(run / "lowest.csv")}
        counts = {}
        for row in rows(run / "population.csv"):
            if row["group"] == "all" and row["school_level"] in self.weights:
                counts.setdefault(row["school_id"], {})[row["school_level"]] = int(row["n"])
        self.shares = {}
        for school in self.schools:
            own = counts.get(school, {})
            level = self.level_of[school]
            self.shares[school] = {level: 1.0} if level in self.weights else {
                key: n / sum(own.values()) for key, n in own.items() if n}

    def earned(self, policy="half_half"):
        """Schools x metrics: the share of a metric's points that a school earns; NaN without a result."""
        table = numpy.full((len(self.schools), len(self.metrics)), numpy.nan)
        for place, school in enumerate(self.schools):
            for number, metric in enumerate(self.metrics):
                everyone = self.levels.get((school, metric, "all"))
                if everyone is None:
                    continue
                keys = [] if metric in self.only else [self.chosen.get((school, metric, group), group) for group in self.groups]
                own = [self.levels[school, metric, key] for key in keys if (school, metric, key) in self.levels]
                share = 1 if not own else 1 / 2 if policy == "half_half" else 1 / (len(self.groups) + 1)
                parts = share * everyone + (sum(own) * (1 - share) / len(own) if own else 0)
                table[place, number] = parts / LEVEL_COUNT
        return table

    def nominal(self, weights):
        return numpy.array([sum(share * weights[level] for level, share in self.shares[school].items()) for school in self.schools])

    def effective(self, nominal, earned, missing="within_domain"):
        """Weights with what moved from missing metrics; NaN for a school without a score."""
        effective = numpy.zeros_like(nominal)
        pools = self.domains if missing == "within_domain" else [self.metrics]
        for pool in pools:
            columns = [self.metrics.index(metric) for metric in pool]
            own = nominal[:, columns]
            there = numpy.where(numpy.isnan(earned[:, columns]), 0, own)
            left, total = there.sum(axis=1), own.sum(axis=1)
            with numpy.errstate(invalid="ignore", divide="ignore"):
                factor = numpy.where(total == 0, 0, numpy.where(left > 0, total / left, numpy.nan))
            effective[:, columns] = there * factor[:, None]
        return effective

    def points(self, weights, earned, missing="within_domain"):
        return (self.effective(self.nominal(weights), earned, missing) * numpy.nan_to_num(earned)).sum(axis=1)


def moved(index, level, changes):
    """The weights with changes at a level, by metric."""
    weights = {key: value.copy() for key, value in index.weights.items()}
    for metric, change in changes.items():
        weights[level][index.metrics.index(metric)] += change
    return weights


def importance(index, earned, places):
    """By metric the part of the variance and the squared correlation, and the part of the weighting."""
    effective = index.effective(index.nominal(index.weights), earned)[places]
    own = numpy.where(effective > 0, earned[places], numpy.nan)
    scores = (effective * numpy.nan_to_num(own)).sum(axis=1)
    with numpy.errstate(invalid="ignore"):
        means = numpy.array([numpy.nanmean(column) if (~numpy.isnan(column)).any() else 0 for column in own.T])
    centered = numpy.nan_to_num(effective * (own - means))
    variance = numpy.var(scores)
    parts = [numpy.cov(column, scores, bias=True)[0, 1] / variance for column in centered.T]
    effects = []
    for column in own.T:
        there = ~numpy.isnan(column)
        spread = there.sum() >= 3 and numpy.ptp(column[there]) > 0
        effects.append(numpy.corrcoef(column[there], scores[there])[0, 1] ** 2 if spread else None)
    return parts, effects, numpy.cov(effective @ means, scores, bias=True)[0, 1] / variance


class Report:
    def __init__(self):
        self.failed = False

    def line(self, name, count, difference, bound):
        verdict = "agree" if difference <= bound else "DISAGREE"
        self.failed |= difference > bound
        print(f"{name:<58} {count:>6}   {difference:.1e}   {verdict} (within {bound:.0e})")


def compare_scores(index, report):
    points = index.points(index.weights, index.earned())
    printed = numpy.array([index.scores[school] for school in index.schools])
    report.line("scores, printed with two decimals", len(printed), numpy.abs(points - printed).max(), 0.005 + 1e-9)


def compare_importance(index, out, report):
    earned, found = index.earned(), rows(out / "weights.csv")
    differences = []
    for level in sorted({row["school_level"] for row in found}):
        places = [place for place, school in enumerate(index.schools) if level in ("all", index.level_of[school])]
        if len(places) < 3:
            continue
        parts, effects, weighting = importance(index, earned, places)
        for row in found:
            if row["school_level"] != level:
                continue
            number = index.metrics.index(row["metric"]) if row["metric"] else None
            differences.append(abs(float(row["variance_share"]) - (weighting if number is None else parts[number])))
            if row["main_effect"]:
                differences.append(abs(float(row["main_effect"]) - effects[number]))
    report.line("parts of variance and main effects, six decimals", len(differences), max(differences), 5e-7 + 1e-9)


def break_even(tool, run, school, past, out):
    subprocess.run(
        [tool, "weights", run, school, "--out", out, "--quiet"] + (["--past", past] if past else []), check=True, stdout=subprocess.DEVNULL)
    return rows(out / "break_even.csv")


def changes_along(index, row, t):
    level, metric = row["school_level"], row["metric"]
    if row["from_metric"]:
        return {metric: t, row["from_metric"]: -t}
    domain = next(domain for domain in index.domains if metric in domain)
    own = {other: index.weights[level][index.metrics.index(other)] for other in domain if other != metric}
    return {metric: t} | {other: -t * weight / sum(own.values()) for other, weight in own.items()}


def smallest(index, earned, first, second, level):
    """The least weight that moves until two schools are level, by linear programming; None where none does, or a result is missing."""
    effective = index.effective(index.nominal(index.weights), earned)
    nominal = index.nominal(index.weights)
    own = index.weights[level]
    both = [number for number in range(len(own)) if own[number] > 0]
    for place in (first, second):
        if numpy.isnan(earned[place][nominal[place] > 0]).any():
            return None
    def worth(place, number):
        share = index.shares[index.schools[place]].get(level, 0)
        return share and effective[place, number] / nominal[place, number] * share * earned[place, number]
    value = numpy.array([worth(first, number) - worth(second, number) for number in both])
    points = (effective * numpy.nan_to_num(earned)).sum(axis=1)
    gap = points[second] - points[first]
    # Variables: what is added to each metric, and what is taken.
    count = len(both)
    equal, right = [numpy.concatenate([value, -value])], [gap]
    for domain in index.domains:
        inside = numpy.array([1.0 if index.metrics[number] in domain else 0.0 for number in both])
        equal.append(numpy.concatenate([inside, -inside]))
        right.append(0)
    bounds = [(0, None)] * count + [(0, own[number]) for number in both]
    solution = scipy.optimize.linprog(numpy.ones(2 * count), A_eq=equal, b_eq=right, bounds=bounds, method="highs")
    return solution.fun / 2 if solution.status == 0 else None


def compare_break_even(index, tool, run, report):
    earned = index.earned()
    order = sorted(range(len(index.schools)), key=lambda place: index.points(index.weights, earned)[place])
    levels = [place for place in order if index.level_of[index.schools[place]] in index.weights]
    whole = [place for place in levels if not numpy.isnan(earned[place][index.nominal(index.weights)[place] > 0]).any()]
    roots, sizes = [], []
    with tempfile.TemporaryDirectory() as out:
        for first, second in list(zip(levels, levels[1:]))[:10] + list(zip(whole, whole[1:]))[:10]:
            found = break_even(tool, run, index.schools[first], index.schools[second], pathlib.Path(out))
            level = index.level_of[index.schools[first]]
            def difference(row, t):
                points = index.points(moved(index, level, changes_along(index, row, t)), earned)
                return points[first] - points[second]
            for row in found:
                if row["change"] == "smallest" or not row["end_ties"]:
                    continue
                end = float(row["end"])
                near = scipy.optimize.brentq(lambda t: difference(row, t), end - 1e-3, end + 1e-3, xtol=1e-13) if (
                    difference(row, end - 1e-3) * difference(row, end + 1e-3) < 0) else end
                roots.append(abs(near - end))
            least = smallest(index, earned, first, second, level)
            bounds = [float(row["none_below"]) for row in found if row["change"] == "smallest"]
            if least is not None:
                sizes.append(abs(least - bounds[0]) if bounds else 0 if least > 99 else 1)
    report.line("break-even weights against a root search, six decimals", len(roots), max(roots), 1e-6 + 1e-9)
    report.line("smallest changes against linear programming", len(sizes), max(sizes), 2e-4)


def is_lowest(index, points, place):
    """By row of scores, whether a school is among the lowest."""
    lower = (points < points[:, [place]] - 1e-9).sum(axis=1)
    return lower < index.lowest_share * points.shape[1] - 1e-9


def random_changes(index, level, random, points, count):
    """Changes of a level's weights that move so many points, each from some metrics of its domains to others."""
    own, changes = index.weights[level], numpy.zeros((count, len(index.metrics)))
    for domain in index.domains:
        columns = numpy.array([index.metrics.index(metric) for metric in domain if own[index.metrics.index(metric)] > 0])
        if len(columns) > 1:
            drawn = random.standard_normal((count, len(columns))) * (random.random((count, len(columns))) < 0.6)
            changes[:, columns] = (drawn - drawn.mean(axis=1, keepdims=True)) * random.random((count, 1))
    moved = numpy.abs(changes).sum(axis=1, keepdims=True) / 2
    changes = numpy.divide(changes, moved, out=numpy.zeros_like(changes), where=moved > 0) * points * random.random((count, 1)) ** 0.2
    return changes[(own + changes >= 0.1 * own).all(axis=1)]


def compare_lowest(index, tool, run, report):
    """The change that takes a school out of or into the lowest does so, and of random ones below the bound none does."""
    earned, random = index.earned(), numpy.random.default_rng(1)
    order = numpy.argsort(index.points(index.weights, earned), kind="stable")
    near = [place for place in order if index.level_of[index.schools[place]] in index.weights][:8]
    turned = tried = failed = 0
    with tempfile.TemporaryDirectory() as out:
        for place in near:
            level = index.level_of[index.schools[place]]
            found = [row for row in break_even(tool, run, index.schools[place], None, pathlib.Path(out)) if row["change"] == "smallest"]
            if not found:
                continue
            changes = {}
            for row in found:
                for metric, sign in ((row["metric"], 1), (row["from_metric"], -1)):
                    changes[metric] = changes.get(metric, 0) + sign * float(row["end"])
            before = index.points(index.weights, earned)[None]
            after = index.points(moved(index, level, changes), earned)[None]
            was = is_lowest(index, before, place)[0]
            turned += is_lowest(index, after, place)[0] != was
            tried += 1
            for change in random_changes(index, level, random, float(found[0]["none_below"]), 2000):
                points = index.points(moved(index, level, dict(zip(index.metrics, change))), earned)[None]
                failed += is_lowest(index, points, place)[0] != was
    report.line("smallest changes that turn who is among the lowest", tried, tried - turned, 0)
    report.line("of 2,000 random changes each below the bound, turning", tried * 2000, failed, 0)


def equal_weights(index):
    equal = {}
    for level, own in index.weights.items():
        equal[level] = own.copy()
        for domain in index.domains:
            columns = [index.metrics.index(metric) for metric in domain if own[index.metrics.index(metric)] > 0]
            equal[level][columns] = own[columns].sum() / max(1, len(columns))
    return equal


def compare_choices(index, out, report):
    """The sampled estimators are those of A. Saltelli et al., Computer Physics Communications 181, 2010, table 2 (b) and (f)."""
    factors = [
        [index.weights, equal_weights(index)], [index.earned(policy) for policy in ("half_half", "equal_shares")],
        ["within_domain", "everywhere"]]
    table = {}
    for row in itertools.product(range(2), repeat=3):
        points = index.points(factors[0][row[0]], factors[1][row[1]], factors[2][row[2]])
        # Equal fractions may differ in the last binary digit.
        rounded = numpy.round(points, 9)
        table[row] = (rounded[None, :] > rounded[:, None]).sum(axis=1) + 1.0
    outputs = numpy.array([table[row] for row in sorted(table)]).reshape(2, 2, 2, -1)
    found = {(row["school_id"], row["choice"]): row for row in rows(out / "choices.csv") if row["output"] == "rank"}
    differences, variance = [], outputs.reshape(8, -1).var(axis=0)
    sums = {}
    for axis, choice in enumerate(["weights", "shares", "missing"]):
        others = tuple(other for other in range(3) if other != axis)
        first, total = outputs.mean(axis=others).var(axis=0), outputs.var(axis=axis).reshape(4, -1).mean(axis=0)
        sums[choice] = (first.sum() / variance.sum(), total.sum() / variance.sum())
        for place, school in enumerate(index.schools):
            if variance[place] > 0:
                row = found[school, choice]
                differences += [
                    abs(float(row["first_order"]) - first[place] / variance[place]),
                    abs(float(row["total_order"]) - total[place] / variance[place])]
        differences += [abs(float(found["", choice][key]) - value) for key, value in zip(["first_order", "total_order"], sums[choice])]
    report.line("first and total order of ranks, six decimals", len(differences), max(differences), 5e-7 + 1e-9)
    random, count = numpy.random.default_rng(1), 1 << 14
    one, two = random.integers(0, 2, (count, 3)), random.integers(0, 2, (count, 3))
    centered = outputs - outputs.mean(axis=(0, 1, 2))
    def outputs_of(sample):
        return centered[sample[:, 0], sample[:, 1], sample[:, 2]]
    print(f"\n{'choice':<10} {'first order':>12} {'sampled':>9} {'total order':>12} {'sampled':>9}")
    largest = 0
    for axis, choice in enumerate(["weights", "shares", "missing"]):
        mixed = one.copy()
        mixed[:, axis] = two[:, axis]
        first = (outputs_of(two) * (outputs_of(mixed) - outputs_of(one))).mean(axis=0).sum() / variance.sum()
        total = ((outputs_of(one) - outputs_of(mixed)) ** 2).mean(axis=0).sum() / 2 / variance.sum()
        exact = [float(found["", choice][key]) for key in ("first_order", "total_order")]
        largest = max(largest, abs(first - exact[0]), abs(total - exact[1]))
        print(f"{choice:<10} {exact[0]:>12.4f} {first:>9.4f} {exact[1]:>12.4f} {total:>9.4f}")
    print()
    report.line(f"the same sampled, {count} pairs of draws", 6, largest, 0.03)


def main():
    tool, run = sys.argv[1], pathlib.Path(sys.argv[2])
    directory = run / "latest" if (run / "latest").exists() else run
    index, report = Index(directory), Report()
    print(f"{'compared':<58} {'values':>6}   largest difference")
    with tempfile.TemporaryDirectory() as out:
        for more in ([], ["--choices"]):
            subprocess.run([tool, "weights", run, "--out", out, "--quiet", *more], check=True, stdout=subprocess.DEVNULL)
        compare_scores(index, report)
        compare_importance(index, pathlib.Path(out), report)
        compare_break_even(index, tool, run, report)
        compare_lowest(index, tool, run, report)
        compare_choices(index, pathlib.Path(out), report)
    sys.exit(1 if report.failed else 0)


main()
