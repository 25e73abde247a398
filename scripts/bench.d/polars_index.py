"""The CORE School Quality Improvement Index 2016-17 in polars, from the districts' CSV files to all tables.

Usage: polars_index.py DATA CUT_POINTS OUT. Threads: the environment's POLARS_MAX_THREADS.
"""

import sys
from pathlib import Path

import polars as pl
from polars import col, lit, when

YEAR = "2016-17"
RACES = ["AA", "AI", "AS", "FI", "LX", "PI", "WH", "TW"]
GROUPS = ["all", *RACES, "el", "swd", "sed", "foster", "homeless", "rfep"]
LEVELS = {
    "elementary": ["TK", "KG", "1", "2", "3", "4", "5"],
    "middle": ["6", "7", "8"],
    "high": ["9", "10", "11", "12"],
}
ACADEMIC = ["ela_proficiency", "math_proficiency", "ela_growth", "math_growth", "hs_readiness", "graduation_4yr"]
CLIMATE = ["chronic_absence", "suspension", "el_redesignation", "sel", "culture_climate"]
DOMAINS = {"Academic domain": ACADEMIC, "Social-emotional and culture-climate domain": CLIMATE}
METRICS = [*ACADEMIC, "graduation_5yr", "graduation_6yr", *CLIMATE]
LOWER_IS_BETTER = ["chronic_absence", "suspension"]
SCHOOL_LEVELS = {"hs_readiness": "middle"} | {f"graduation_{years}yr": "high" for years in (4, 5, 6)}
WEIGHTS = {
    "elementary": dict.fromkeys(ACADEMIC[:4], 15),
    "middle": dict.fromkeys(ACADEMIC[:4], 10) | {"hs_readiness": 20},
    "high": dict.fromkeys(ACADEMIC[:4], 10) | {"graduation_4yr": 20},
}
SEL = ["growth_mindset", "self_efficacy", "self_management", "social_awareness"]
CULTURE = ["support_for_learning", "fairness_of_discipline", "safety", "belonging"]
MINIMUM_N = 20
KEY = ["school_id", "metric", "group"]
PROFILE = ["race_ethnicity", "english_proficiency", "disability", "disadvantaged", "foster", "homeless"]


class Files:
    """The districts' files with explicit types; only the columns a query asks for are parsed."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.schools = pl.read_csv(
            directory / "schools.csv", columns=["school_id", "district_id", "school_level"], infer_schema=False)
        self.school = pl.Enum(self.schools["school_id"].sort())
        self.schools = self.schools.with_columns(col("school_id").cast(self.school))

    def scan(self, name: str, **types: pl.DataType) -> pl.LazyFrame:
        named = {"school_id": self.school} | types
        first = next(self.directory.glob(f"*/{name}.csv"))
        with first.open() as file:
            header = file.readline().strip().split(",")
        schema = {column: named.get(column, pl.String) for column in header}
        return pl.scan_csv(self.directory / f"*/{name}.csv", schema=schema).filter(col("year") == YEAR)


def counted_records(files: Files) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Enrollments and cohorts counted by school and profile (the groups a student is in together), and English learners."""
    students = files.scan("students").select("student_id", *PROFILE)
    scores = files.scan("assessments", achievement_level=pl.Int8).filter(col("achievement_level").is_not_null())
    pair = ["student_id", "school_id"]
    ela, math = (
        scores.filter(col("subject") == subject).select(*pair, col("achievement_level").alias(subject))
        for subject in ("ela", "math")
    )
    courses = files.scan("courses", gpa=pl.Float64).select(*pair, "gpa", "ela_grade", "math_grade")
    removals = (
        files.scan("discipline").filter(col("action").is_in(["suspension", "expulsion"]))
        .select(pair).unique().with_columns(removed=lit(True))
    )
    enrollments = files.scan("enrollments", days_enrolled=pl.Int32, days_attended=pl.Int32).drop("year")
    joined = enrollments.join(students, on="student_id", how="left")
    for other in (ela, math, courses, removals):
        joined = joined.join(other, on=pair, how="left")

    level = lit("other")
    for name, grades in LEVELS.items():
        level = when(col("grade").is_in(grades)).then(lit(name)).otherwise(level)
    tested = col("grade").is_in(["3", "4", "5", "6", "7", "8", "11"])
    grade_8 = col("grade") == "8"
    removed = col("removed").fill_null(False)
    ready = (
        (col("gpa") >= 2.5) & (100 * col("days_attended") >= 96 * col("days_enrolled"))
        & ~col("ela_grade").is_in(["D", "F"]) & ~col("math_grade").is_in(["D", "F"]) & ~removed
    )
    stayed = col("days_enrolled") >= 31
    enrolled = joined.group_by("school_id", *PROFILE, level=level).agg(
        pl.len().alias("suspension_n"),
        removed.sum().alias("suspension_met"),
        tested.sum().alias("tested"),
        (tested & col("ela").is_not_null()).sum().alias("ela_proficiency_n"),
        (tested & (col("ela") >= 3)).sum().alias("ela_proficiency_met"),
        (tested & col("math").is_not_null()).sum().alias("math_proficiency_n"),
        (tested & (col("math") >= 3)).sum().alias("math_proficiency_met"),
        grade_8.sum().alias("grade_8"),
        (grade_8 & ready.is_not_null()).sum().alias("hs_readiness_n"),
        (grade_8 & ready).sum().alias("hs_readiness_met"),
        stayed.sum().alias("chronic_absence_n"),
        (stayed & (100 * col("days_attended") <= 90 * col("days_enrolled"))).sum().alias("chronic_absence_met"),
    )
    cohorts = files.scan("graduation_cohorts").select("student_id", "school_id", "cohort_years", "outcome")
    graduated = cohorts.join(students, on="student_id", how="left").group_by("school_id", *PROFILE, level="cohort_years").agg(
        pl.len().alias("cohort"),
        (col("outcome") != "transferred_out").sum().alias("graduation_n"),
        (col("outcome") == "graduated").sum().alias("graduation_met"),
    )
    met = col("reclassified_date").is_not_null()
    elsewhen = ~col("reclassified_date").is_between(lit("2016-07-01"), lit("2017-06-30")).fill_null(True)
    counted = ~elsewhen & (met | (col("years_as_learner") > 5))
    learners = files.scan("english_learners", years_as_learner=pl.Int16).group_by("school_id").agg(
        pl.len().alias("enrolled"), elsewhen.sum().alias("elsewhen"), counted.sum().alias("n"), (counted & met).sum().alias("met"))
    return enrolled, graduated, learners


def by_group(counts: pl.DataFrame) -> pl.DataFrame:
    """A profile's counts, added to each of its groups."""
    measures = [column for column in counts.columns if column not in ("school_id", "level", *PROFILE)]

    def added(members: pl.DataFrame, group: pl.Expr) -> pl.DataFrame:
        return members.group_by("school_id", "level", group=group.cast(pl.Enum(GROUPS))).agg(col(measures).sum())

    flags = {"swd": "disability", "sed": "disadvantaged", "foster": "foster", "homeless": "homeless"}
    language = {"EL": "el", "RFEP": "rfep"}
    return pl.concat([
        added(counts, lit("all")),
        added(counts.filter(col("race_ethnicity").is_in(RACES)), col("race_ethnicity")),
        added(counts.filter(col("english_proficiency").is_in(list(language))), col("english_proficiency").replace_strict(language)),
        *(added(counts.filter(col(column) == "Y"), lit(group)) for group, column in flags.items()),
    ])


def surveys(files: Files) -> pl.LazyFrame:
    whole = pl.Int32
    of_group = (col("respondent") == "student") | (col("group") == "all")
    metric = when(col("construct").is_in(CULTURE) & of_group).then(lit("culture_climate")).when(
        col("construct").is_in(SEL) & (col("respondent") == "student")).then(lit("sel"))
    rows = files.scan("survey_results", invited=whole, respondents=whole, responses=whole, positive=whole)
    return rows.with_columns(metric=metric, takes_part=2 * col("respondents") >= col("invited")).filter(
        col("metric").is_not_null())


def growth(files: Files) -> pl.LazyFrame:
    return files.scan("school_results", n=pl.Int32, value=pl.Float64).filter(col("metric").is_in(["ela_growth", "math_growth"]))


def rate() -> pl.Expr:
    return (100 * col("met") / col("n")).alias("value")


def tallies(
    enrolled: pl.DataFrame, graduated: pl.DataFrame, learners: pl.DataFrame, survey: pl.DataFrame, grown: pl.DataFrame
) -> pl.DataFrame:
    """n, met and value of every school, metric and group that has any record."""
    over_levels = enrolled.group_by("school_id", "group").agg(pl.selectors.numeric().sum())
    parts = [
        over_levels.select("school_id", "group", metric=lit(metric), n=f"{metric}_n", met=f"{metric}_met")
        for metric in ("ela_proficiency", "math_proficiency", "hs_readiness", "chronic_absence", "suspension")
    ]
    parts.append(graduated.select(
        "school_id", "group", metric=pl.format("graduation_{}yr", "level"), n="graduation_n", met="graduation_met"))
    parts.append(learners.select("school_id", group=lit("all", dtype=pl.Enum(GROUPS)), metric=lit("el_redesignation"), n="n", met="met"))
    order = ["school_id", "metric", "group", "n", "met", "value"]
    known = pl.col("group").is_in(GROUPS)

    given = grown.filter(known & col("n").is_not_null()).group_by(KEY).agg(
        col("n").max(), value=when(col("value").count() == 1).then(col("value").max()))
    is_sel = col("metric") == "sel"
    asked = survey.filter(known & col("takes_part")).group_by(
        *KEY, part=when(is_sel).then("construct").otherwise("respondent")
    ).agg(
        col("respondents").max().alias("n"),
        value=100 * col("positive").sum() / col("responses").sum(),
    ).with_columns(col("value").fill_nan(None)).group_by(KEY).agg(
        col("n").max(), value=when((col("metric").first() != "sel") | (col("value").count() == len(SEL))).then(col("value").mean().round(9)))
    both = pl.concat([given, asked]).with_columns(col("group").cast(pl.Enum(GROUPS)), met=lit(None, dtype=pl.UInt32))
    return pl.concat(
        [part.with_columns(rate()).select(order) for part in parts] + [both.select(order)], how="vertical_relaxed"
    ).with_columns(col("metric").cast(pl.Enum(METRICS)))


def level_shares(population: pl.DataFrame) -> pl.DataFrame:
    everyone = population.filter((col("group") == "all") & (col("level") != "other"))
    return everyone.select("school_id", "level", share=col("n") / col("n").sum().over("school_id"))


def home_levels(schools: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """A school that spans levels has the cut points of the level that most of its students are in, among the metric's levels."""
    ranked = shares.sort(col("share").neg(), col("level").cast(pl.Enum(list(LEVELS))))
    largest = ranked.group_by("school_id", maintain_order=True).agg(col("level").first(), levels=col("level"))
    return schools.join(largest, on="school_id", how="left").with_columns(
        home_level=when(col("school_level") == "span").then("level").otherwise("school_level")).drop("level")


def results(homes: pl.DataFrame, tally: pl.DataFrame, cuts: Path) -> pl.DataFrame:
    """One row per school, metric and group the metric is computed for."""
    metrics = pl.DataFrame({
        "metric": METRICS,
        "direction": [-1 if metric in LOWER_IS_BETTER else 1 for metric in METRICS],
        "only_at": [SCHOOL_LEVELS.get(metric) for metric in METRICS],
    }).with_columns(col("metric").cast(pl.Enum(METRICS)))
    groups = pl.DataFrame({"group": pl.Series(GROUPS, dtype=pl.Enum(GROUPS))})
    applies = col("only_at").is_null() | (col("only_at") == col("school_level")) | (col("school_level") == "span")
    cells = metrics.join(groups, how="cross").filter((col("metric") != "el_redesignation") | (col("group") == "all"))
    is_elsewhere = (col("school_level") == "span") & col("only_at").is_not_null()
    own_level = when(col("levels").list.contains(col("only_at"))).then("only_at")
    frame = homes.join(cells, how="cross").filter(applies).with_columns(
        home_level=when(is_elsewhere).then(own_level).otherwise("home_level")).drop("only_at", "levels")

    n, value = col("n"), col("value")
    outcome = frame.join(tally, on=KEY, how="left").with_columns(n.fill_null(0)).with_columns(
        reason=when(n == 0).then(lit("x")).when(n < MINIMUM_N).then(lit("u")).when(value.is_null()).then(lit("x")))
    outcome = outcome.with_columns(when(col("reason").is_null()).then(col("met", "value")))

    bounds = pl.read_csv(cuts, columns=["metric", "school_level", "level", "cut_point"]).sort("level").pivot(
        "level", index=["metric", "school_level"], values="cut_point")
    names = [column for column in bounds.columns if column.isdigit()]
    anywhere = bounds.filter(col("school_level") == "all").drop("school_level").join(
        pl.DataFrame({"school_level": list(LEVELS)}), how="cross").select(bounds.columns)
    bounds = pl.concat([bounds, anywhere]).rename({"school_level": "home_level"}).with_columns(col("metric").cast(pl.Enum(METRICS)))
    reached = [(col("direction") * value >= col("direction") * col(name)).cast(pl.Int32) for name in names]
    return outcome.join(bounds, on=["metric", "home_level"], how="left").with_columns(
        level=1 + pl.sum_horizontal(reached, ignore_nulls=False)).drop(names)


def lowest_races(result: pl.DataFrame) -> pl.DataFrame:
    worst_first = [col("direction") * col("value"), col("n").cast(pl.Int64).neg(), col("group")]
    candidates = result.filter(col("value").is_not_null() & col("group").is_in(RACES)).sort(worst_first)
    chosen = candidates.group_by("school_id", "metric", maintain_order=True).first()
    return chosen.with_columns(component=lit("lowest_race"))


def effective_weights(homes: pl.DataFrame, shares: pl.DataFrame, result: pl.DataFrame) -> pl.DataFrame:
    """Weights of the metrics with a result: what is missing moves in proportion within its domain."""
    table = pl.DataFrame([
        {"level": level, "metric": metric, "weight": float(weight), "domain": domain}
        for level in LEVELS for domain, metrics in DOMAINS.items() for metric in metrics
        if (weight := WEIGHTS[level].get(metric, 8 if metrics is CLIMATE else 0)) > 0
    ]).with_columns(col("metric").cast(pl.Enum(METRICS)))
    whole = homes.filter(col("school_level") != "span").select("school_id", level="school_level", share=lit(1.0))
    spans = homes.filter(col("school_level") == "span").select("school_id").join(shares, on="school_id")
    nominal = pl.concat([whole, spans.select(whole.columns)]).join(table, on="level").group_by(
        "school_id", "metric", "domain").agg((col("weight") * col("share")).sum().alias("weight"))
    levels = result.filter((col("group") == "all") & col("level").is_not_null()).select("school_id", "metric", "level")
    present = nominal.join(levels, on=["school_id", "metric"], how="left")
    total = col("weight").sum().over("school_id", "domain")
    left = col("weight").filter(col("level").is_not_null()).sum().over("school_id", "domain")
    return present.with_columns(when(col("level").is_not_null()).then(col("weight") * total / left).alias("weight")).drop("level")


def no_score_reasons(homes: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    def is_empty(domain: str) -> pl.Expr:
        return col("weight").filter(col("domain") == domain).count() == 0

    reason = lit(None, dtype=pl.String)
    for domain in reversed(DOMAINS):
        reason = when(is_empty(domain)).then(lit(f"no result for any metric of the {domain}")).otherwise(reason)
    reasons = weights.group_by("school_id").agg(reason=reason)
    return homes.select("school_id").join(reasons.with_columns(found=lit(True)), on="school_id", how="left").select(
        "school_id",
        reason=when(col("found").is_null())
        .then(lit("spans school levels, but no students are enrolled at any of them")).otherwise("reason"))


def score_parts(result: pl.DataFrame, lowest: pl.DataFrame, weights: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Points by school, metric and component, unrounded."""
    scored = result.filter(col("group").is_in(["all", "el", "swd", "sed"])).with_columns(component=col("group").cast(pl.String))
    shape = ["school_id", "metric", "component", "group", "level"]
    components = pl.concat([scored.select(shape), lowest.select(shape)]).filter(col("level").is_not_null())
    groups = (pl.len() - 1).over("school_id", "metric")
    share = when(groups == 0).then(1.0).when(col("component") == "all").then(0.5).otherwise(0.5 / groups)
    parts = components.with_columns(share=share).join(weights.filter(col("weight").is_not_null()), on=["school_id", "metric"])
    parts = parts.join(reasons.filter(col("reason").is_null()), on="school_id", how="semi")
    return parts.with_columns(max_points=col("weight") * col("share")).with_columns(points=col("max_points") * col("level") / 10)


def scored_schools(homes: pl.DataFrame, parts: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    totals = parts.group_by("school_id").agg(score=col("points").sum().round(9))
    score = col("score")
    return homes.join(totals, on="school_id", how="left").join(reasons, on="school_id").with_columns(
        year=lit(YEAR),
        rank=score.rank("min", descending=True),
        rank_of=when(score.is_not_null()).then(score.count()),
        level_rank=score.rank("min", descending=True).over("school_level"),
        level_rank_of=when(score.is_not_null()).then(score.count().over("school_level")),
    )


def dispositions(
    enrolled: pl.DataFrame, graduated: pl.DataFrame, learners: pl.DataFrame, survey: pl.DataFrame, grown: pl.DataFrame
) -> pl.DataFrame:
    """The ledger: enrolled, counted and excluded by reason; enrolled = counted + excluded."""
    everyone = enrolled.filter(col("group") == "all").group_by("school_id").agg(pl.selectors.numeric().sum().cast(pl.Int64))
    cohorts = graduated.filter(col("group") == "all")
    all_rows = col("group") == "all"
    total = col("suspension_n")
    takes_part, people = col("takes_part"), col("respondents")
    asked = survey.filter(all_rows).group_by("school_id", "metric").agg(
        enrolled=people.sum(), counted=people.filter(takes_part).sum(), refused=people.filter(~takes_part).sum(),
        unknown=people.filter(takes_part.is_null()).sum())
    given = grown.filter(all_rows).group_by("school_id", "metric").agg(total=col("n").sum())

    entries: list[pl.DataFrame] = []

    def enter(frame: pl.DataFrame, metric: pl.Expr, enrolled: pl.Expr, counted: pl.Expr, **excluded: pl.Expr) -> None:
        def entry(status: str, reason: str | None, n: pl.Expr) -> pl.DataFrame:
            return frame.select(
                "school_id", metric=metric.cast(pl.String), status=lit(status), reason=lit(reason, dtype=pl.String), n=n.cast(pl.Int64))

        entries.extend([entry("enrolled", None, enrolled), entry("counted", None, counted)])
        entries.extend(entry("excluded", reason, n).filter(col("n") > 0) for reason, n in excluded.items())

    for metric in ("ela_proficiency", "math_proficiency"):
        n = col(f"{metric}_n")
        enter(everyone, lit(metric), total, n, **{"grade not tested": total - col("tested"), "no valid score": col("tested") - n})
    ready, stayed = col("hs_readiness_n"), col("chronic_absence_n")
    enter(everyone, lit("hs_readiness"), total, ready,
        **{"not in grade 8": total - col("grade_8"), "not known whether met": col("grade_8") - ready})
    enter(everyone, lit("chronic_absence"), total, stayed, **{"enrolled less than 31 days": total - stayed})
    enter(everyone, lit("suspension"), total, total)
    enter(cohorts, pl.format("graduation_{}yr", "level"), col("cohort"), col("graduation_n"),
        **{"transferred out of the cohort": col("cohort") - col("graduation_n")})
    enter(learners, lit("el_redesignation"), col("enrolled"), col("n"), **{
        "reclassified in another year": col("elsewhen"),
        "English learner for no more than five years": col("enrolled") - col("elsewhen") - col("n")})
    enter(given, col("metric"), col("total"), col("total"))
    enter(asked, col("metric"), col("enrolled"), col("counted"), **{
        "participation below 50% or not known": col("refused"),
        "not known: participation below 50% or not known": col("unknown")})
    return pl.concat(entries)


def main(data: Path, cuts: Path, out: Path) -> None:
    files = Files(data)
    enrolled, graduated, learners, survey, grown = pl.collect_all(
        [*counted_records(files), surveys(files), growth(files)], engine="streaming")
    enrolled, graduated = by_group(enrolled), by_group(graduated)
    population = enrolled.select("school_id", "level", "group", n="suspension_n")
    shares = level_shares(population)
    homes = home_levels(files.schools, shares)
    result = results(homes, tallies(enrolled, graduated, learners, survey, grown), cuts)
    lowest = lowest_races(result)
    weights = effective_weights(homes, shares, result)
    reasons = no_score_reasons(homes, weights)
    parts = score_parts(result, lowest, weights, reasons)

    year = lit(YEAR).alias("year")
    value = (((col("value") * 100 + 0.5 + 1e-9).floor()) / 100).alias("value")
    districts = files.schools.select("school_id", "district_id")
    ledger = dispositions(enrolled, graduated, learners, survey, grown).join(districts, on="school_id")
    scores = scored_schools(homes, parts, reasons)
    tables = {
        "results": result.select(
            year, "district_id", "school_id", "school_level", "metric", "group", "n", "met", value, "reason", "level"),
        "lowest": lowest.select(year, "district_id", "school_id", "metric", "component", "group", "n", value),
        "points": parts.select("school_id", "metric", "component", "group", "level", "points", "max_points"),
        "scores": scores.select(
            "school_id", "score", "rank", "rank_of", "level_rank", "level_rank_of", "reason", "year", "district_id", "school_level"),
        "ledger": ledger.select(year, "district_id", "school_id", "metric", "status", "reason", "n"),
        "population": population.join(districts, on="school_id").select(
            year, "district_id", "school_id", "group", "n", school_level="level"),
    }
    for name, table in tables.items():
        table.write_csv(out / f"{name}.csv")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
