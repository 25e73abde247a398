-- The CORE School Quality Improvement Index 2016-17 in DuckDB's SQL, from the districts' CSV files to all tables.
-- Variables: data (the consortium's directory), cuts (the file of cut points), out (where the tables go).

-- Rules ------------------------------------------------------------------------------------------------------------

CREATE TABLE metric (place TINYINT, metric VARCHAR, direction TINYINT, school_levels VARCHAR[], only_all BOOLEAN, domain VARCHAR);
INSERT INTO metric VALUES
    (1, 'ela_proficiency', 1, NULL, false, 'academic'),
    (2, 'math_proficiency', 1, NULL, false, 'academic'),
    (3, 'ela_growth', 1, NULL, false, 'academic'),
    (4, 'math_growth', 1, NULL, false, 'academic'),
    (5, 'graduation_4yr', 1, ['high', 'span'], false, 'academic'),
    (6, 'graduation_5yr', 1, ['high', 'span'], false, NULL),
    (7, 'graduation_6yr', 1, ['high', 'span'], false, NULL),
    (8, 'hs_readiness', 1, ['middle', 'span'], false, 'academic'),
    (9, 'el_redesignation', 1, NULL, true, 'climate'),
    (10, 'chronic_absence', -1, NULL, false, 'climate'),
    (11, 'suspension', -1, NULL, false, 'climate'),
    (12, 'sel', 1, NULL, false, 'climate'),
    (13, 'culture_climate', 1, NULL, false, 'climate');

CREATE TABLE student_group (place TINYINT, "group" VARCHAR);
INSERT INTO student_group
SELECT place, "group" FROM unnest(
    ['all', 'AA', 'AI', 'AS', 'FI', 'LX', 'PI', 'WH', 'TW', 'el', 'swd', 'sed', 'foster', 'homeless', 'rfep']
) WITH ORDINALITY AS listed ("group", place);

CREATE TABLE weight AS
SELECT school_level, metric, weight
FROM (VALUES
    ('elementary', MAP {'ela_proficiency': 15, 'math_proficiency': 15, 'ela_growth': 15, 'math_growth': 15}),
    ('middle', MAP {'ela_proficiency': 10, 'math_proficiency': 10, 'ela_growth': 10, 'math_growth': 10, 'hs_readiness': 20}),
    ('high', MAP {'ela_proficiency': 10, 'math_proficiency': 10, 'ela_growth': 10, 'math_growth': 10, 'graduation_4yr': 20}),
) AS academic (school_level, weights),
unnest(map_entries(weights)) AS entry (item), LATERAL (SELECT item.key AS metric, item.value AS weight)
UNION ALL
SELECT school_level, metric, 8
FROM (VALUES ('elementary'), ('middle'), ('high')) AS level (school_level), metric WHERE domain = 'climate';

-- Files ------------------------------------------------------------------------------------------------------------

CREATE MACRO files(name) AS getvariable('data') || '/*/' || name;

CREATE TABLE school AS
SELECT school_id, district_id, school_level
FROM read_csv(getvariable('data') || '/schools.csv', auto_detect = false, header = true, columns = {
    school_id: 'VARCHAR', district_id: 'VARCHAR', school_name: 'VARCHAR', district_name: 'VARCHAR',
    school_level: 'VARCHAR', low_grade: 'VARCHAR', high_grade: 'VARCHAR'});

CREATE TYPE school_code AS ENUM (SELECT school_id FROM school ORDER BY school_id);
ALTER TABLE school ALTER school_id TYPE school_code;

CREATE TABLE cut AS
SELECT metric, school_level, list(cut_point ORDER BY level) AS bounds
FROM read_csv(getvariable('cuts'), auto_detect = false, header = true, columns = {
    metric: 'VARCHAR', school_level: 'VARCHAR', level: 'TINYINT', cut_point: 'DOUBLE',
    year: 'VARCHAR', schools: 'VARCHAR', method: 'VARCHAR', source: 'VARCHAR'})
GROUP BY ALL;

CREATE TABLE student AS
SELECT student_id, race_ethnicity AS race, english_proficiency AS english, disability = 'Y' AS swd, disadvantaged = 'Y' AS sed,
    foster = 'Y' AS foster, homeless = 'Y' AS homeless
FROM read_csv(files('students.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', year: 'VARCHAR', race_ethnicity: 'VARCHAR', english_proficiency: 'VARCHAR',
    disability: 'VARCHAR', disadvantaged: 'VARCHAR', foster: 'VARCHAR', homeless: 'VARCHAR'})
WHERE year = '2016-17';

CREATE VIEW enrollment AS
SELECT * FROM read_csv(files('enrollments.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', grade: 'VARCHAR',
    days_enrolled: 'SMALLINT', days_attended: 'SMALLINT'})
WHERE year = '2016-17';

CREATE TABLE assessment AS
SELECT student_id, school_id, subject, achievement_level
FROM read_csv(files('assessments.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', subject: 'VARCHAR', grade: 'VARCHAR',
    scale_score: 'DOUBLE', standard_error: 'DOUBLE', achievement_level: 'TINYINT'})
WHERE year = '2016-17' AND achievement_level IS NOT NULL;

CREATE VIEW removal AS
SELECT DISTINCT student_id, school_id
FROM read_csv(files('discipline.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', incident_id: 'VARCHAR', action: 'VARCHAR', days: 'SMALLINT'})
WHERE year = '2016-17' AND action IN ('suspension', 'expulsion');

CREATE VIEW course AS
SELECT * FROM read_csv(files('courses.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', gpa: 'DOUBLE', ela_grade: 'VARCHAR', math_grade: 'VARCHAR'})
WHERE year = '2016-17';

CREATE TABLE learner AS
SELECT school_id, reclassified_date IS NOT NULL AS met,
    coalesce(reclassified_date NOT BETWEEN DATE '2016-07-01' AND DATE '2017-06-30', false) AS elsewhen,
    NOT elsewhen AND (met OR years_as_learner > 5) AS counted
FROM read_csv(files('english_learners.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', status: 'VARCHAR', start_date: 'VARCHAR',
    years_at_school: 'SMALLINT', years_as_learner: 'SMALLINT', reclassified_date: 'DATE'})
WHERE year = '2016-17';

CREATE VIEW cohort AS
SELECT * FROM read_csv(files('graduation_cohorts.csv'), auto_detect = false, header = true, columns = {
    student_id: 'VARCHAR', school_id: 'school_code', year: 'VARCHAR', cohort_years: 'TINYINT', outcome: 'VARCHAR'})
WHERE year = '2016-17';

CREATE TABLE survey AS
SELECT *, 2 * respondents >= invited AS takes_part,
    CASE WHEN construct IN ('support_for_learning', 'fairness_of_discipline', 'safety', 'belonging')
            AND (respondent = 'student' OR "group" = 'all') THEN 'culture_climate'
        WHEN respondent = 'student' AND construct IN ('growth_mindset', 'self_efficacy', 'self_management', 'social_awareness')
        THEN 'sel' END AS metric
FROM read_csv(files('survey_results.csv'), auto_detect = false, header = true, columns = {
    school_id: 'school_code', year: 'VARCHAR', respondent: 'VARCHAR', construct: 'VARCHAR', "group": 'VARCHAR',
    invited: 'INTEGER', respondents: 'INTEGER', responses: 'INTEGER', positive: 'INTEGER'})
WHERE year = '2016-17' AND metric IS NOT NULL;

CREATE TABLE school_result AS
SELECT * FROM read_csv(files('school_results.csv'), auto_detect = false, header = true, columns = {
    school_id: 'school_code', year: 'VARCHAR', metric: 'VARCHAR', "group": 'VARCHAR', n: 'INTEGER', value: 'DOUBLE'})
WHERE year = '2016-17' AND metric IN ('ela_growth', 'math_growth');

-- Records of students, counted by school and profile (the groups a student is in together) ------------------------

CREATE TABLE enrolled AS
WITH record AS (
    SELECT e.school_id,
        CASE WHEN grade IN ('TK', 'KG', '1', '2', '3', '4', '5') THEN 'elementary' WHEN grade IN ('6', '7', '8') THEN 'middle'
            WHEN grade IN ('9', '10', '11', '12') THEN 'high' ELSE 'other' END AS level,
        race, english, swd, sed, foster, homeless,
        grade IN ('3', '4', '5', '6', '7', '8', '11') AS tested,
        ela.achievement_level AS ela, math.achievement_level AS math,
        grade = '8' AS grade_8,
        gpa >= 2.5 AND 100 * days_attended >= 96 * days_enrolled AND ela_grade NOT IN ('D', 'F') AND math_grade NOT IN ('D', 'F')
            AND removal.student_id IS NULL AS ready,
        days_enrolled >= 31 AS stayed,
        100 * days_attended <= 90 * days_enrolled AS absent,
        removal.student_id IS NOT NULL AS removed
    FROM enrollment AS e
    LEFT JOIN student USING (student_id)
    LEFT JOIN (FROM assessment WHERE subject = 'ela') AS ela USING (student_id, school_id)
    LEFT JOIN (FROM assessment WHERE subject = 'math') AS math USING (student_id, school_id)
    LEFT JOIN course USING (student_id, school_id)
    LEFT JOIN removal USING (student_id, school_id)
)
SELECT school_id, level, race, english, swd, sed, foster, homeless, count(*) AS suspension_n,
    count(*) FILTER (removed) AS suspension_met,
    count(*) FILTER (tested) AS tested_n,
    count(*) FILTER (tested AND ela IS NOT NULL) AS ela_proficiency_n,
    count(*) FILTER (tested AND ela >= 3) AS ela_proficiency_met,
    count(*) FILTER (tested AND math IS NOT NULL) AS math_proficiency_n,
    count(*) FILTER (tested AND math >= 3) AS math_proficiency_met,
    count(*) FILTER (grade_8) AS grade_8_n,
    count(*) FILTER (grade_8 AND ready IS NOT NULL) AS hs_readiness_n,
    count(*) FILTER (grade_8 AND ready) AS hs_readiness_met,
    count(*) FILTER (stayed) AS chronic_absence_n,
    count(*) FILTER (stayed AND absent) AS chronic_absence_met
FROM record
GROUP BY ALL;

CREATE TABLE graduated AS
SELECT school_id, cohort_years AS level, race, english, swd, sed, foster, homeless,
    count(*) AS cohort_n,
    count(*) FILTER (outcome <> 'transferred_out') AS graduation_n,
    count(*) FILTER (outcome = 'graduated') AS graduation_met
FROM cohort LEFT JOIN student USING (student_id)
GROUP BY ALL;

-- A profile's counts, added to each of its groups.
CREATE MACRO by_group(counts) AS TABLE
    SELECT school_id, level, 'all' AS "group", sum(COLUMNS('_(n|met)$')) FROM query_table(counts) GROUP BY ALL
    UNION ALL
    SELECT school_id, level, race, sum(COLUMNS('_(n|met)$')) FROM query_table(counts) WHERE race IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT school_id, level, if(english = 'EL', 'el', 'rfep') AS g, sum(COLUMNS('_(n|met)$')) FROM query_table(counts)
        WHERE english IN ('EL', 'RFEP') GROUP BY ALL
    UNION ALL
    SELECT school_id, level, 'swd', sum(COLUMNS('_(n|met)$')) FROM query_table(counts) WHERE swd GROUP BY ALL
    UNION ALL
    SELECT school_id, level, 'sed', sum(COLUMNS('_(n|met)$')) FROM query_table(counts) WHERE sed GROUP BY ALL
    UNION ALL
    SELECT school_id, level, 'foster', sum(COLUMNS('_(n|met)$')) FROM query_table(counts) WHERE foster GROUP BY ALL
    UNION ALL
    SELECT school_id, level, 'homeless', sum(COLUMNS('_(n|met)$')) FROM query_table(counts) WHERE homeless GROUP BY ALL;

CREATE TABLE enrolled_group AS FROM by_group('enrolled');
CREATE TABLE graduated_group AS FROM by_group('graduated');

CREATE TABLE population AS
SELECT school_id, level AS school_level, "group", suspension_n::BIGINT AS n FROM enrolled_group;

-- Results: one row per school, metric and group --------------------------------------------------------------------

CREATE TABLE survey_part AS
SELECT school_id, metric, "group", part, max(respondents) AS n,
    100 * sum(positive) FILTER (responses IS NOT NULL) / nullif(sum(responses) FILTER (positive IS NOT NULL), 0) AS value
FROM (SELECT *, if(metric = 'sel', construct, respondent) AS part FROM survey) WHERE takes_part
GROUP BY ALL;

CREATE TABLE tally (school_id school_code, metric VARCHAR, "group" VARCHAR, n BIGINT, met BIGINT, value DOUBLE);

INSERT INTO tally
SELECT school_id, metric, "group", n, met, 100 * met / n
FROM (
    SELECT school_id, "group", sum(COLUMNS('(proficiency|readiness|absence|suspension)_(n|met)$'))::BIGINT
    FROM enrolled_group GROUP BY ALL
) UNPIVOT ((n, met) FOR metric IN (
    (ela_proficiency_n, ela_proficiency_met) AS 'ela_proficiency', (math_proficiency_n, math_proficiency_met) AS 'math_proficiency',
    (hs_readiness_n, hs_readiness_met) AS 'hs_readiness', (chronic_absence_n, chronic_absence_met) AS 'chronic_absence',
    (suspension_n, suspension_met) AS 'suspension'))
UNION ALL
SELECT school_id, 'graduation_' || level || 'yr', "group", graduation_n, graduation_met, 100 * graduation_met / graduation_n
FROM graduated_group
UNION ALL
SELECT school_id, 'el_redesignation', 'all', count(*), count(*) FILTER (met), 100 * count(*) FILTER (met) / count(*)
FROM learner WHERE counted GROUP BY ALL
UNION ALL
SELECT school_id, metric, "group", max(n), NULL, if(count(value) = 1, max(value), NULL)
FROM school_result WHERE n IS NOT NULL GROUP BY ALL
UNION ALL
SELECT school_id, metric, "group", max(n), NULL,
    if(metric = 'culture_climate' OR count(value) = 4, round(avg(value), 9), NULL)
FROM survey_part GROUP BY school_id, metric, "group";

-- A school that spans levels has the cut points of the level that most of its students are in, among the metric's levels.
CREATE TABLE level_share AS
SELECT school_id, school_level, n / sum(n) OVER (PARTITION BY school_id) AS share
FROM population WHERE "group" = 'all' AND school_level <> 'other';

CREATE TABLE home AS
SELECT school_id, district_id, school.school_level, if(school.school_level = 'span', home.school_level, school.school_level) AS home_level
FROM school LEFT JOIN (
    SELECT school_id, arg_max(school_level, (share, -list_position(['elementary', 'middle', 'high'], school_level))) AS school_level
    FROM level_share GROUP BY ALL
) AS home USING (school_id);

CREATE MACRO half_up(value) AS floor(value * 100 + 0.5 + 1e-9) / 100;

CREATE TABLE result AS
WITH outcome AS (
    SELECT district_id, school_id, school_level, home_level, metric, direction, metric_place,
        g."group", g.place AS group_place, coalesce(n, 0) AS n,
        CASE WHEN coalesce(n, 0) = 0 THEN 'x' WHEN n < 20 THEN 'u' WHEN value IS NULL THEN 'x' END AS reason,
        if(reason IS NULL, met, NULL) AS met,
        if(reason IS NULL, value, NULL) AS value
    FROM (
        SELECT home.* REPLACE (
                if(home.school_level = 'span' AND school_levels IS NOT NULL, own.school_level, home_level) AS home_level),
            metric.metric, metric.direction, metric.place AS metric_place, metric.only_all
        FROM home
        JOIN metric ON school_levels IS NULL OR list_contains(school_levels, home.school_level)
        LEFT JOIN level_share AS own ON own.school_id = home.school_id AND own.school_level = school_levels[1]
    ) AS compared
    JOIN student_group AS g ON g."group" = 'all' OR NOT only_all
    LEFT JOIN tally USING (school_id, metric, "group")
)
SELECT outcome.*,
    if(value IS NULL, NULL, 1 + len(list_filter(bounds, lambda bound: direction * value >= direction * bound))) AS level
FROM outcome
LEFT JOIN (
    SELECT metric, home_level, bounds FROM cut
    JOIN (VALUES ('elementary'), ('middle'), ('high')) AS level (home_level) ON school_level IN (home_level, 'all')
) AS cut USING (metric, home_level);

CREATE TABLE lowest AS
SELECT district_id, school_id, metric, 'lowest_race' AS component, unnest(chosen)
FROM (
    SELECT district_id, school_id, metric,
        arg_min({'group': "group", 'n': n, 'value': value, 'level': level}, (direction * value, -n, group_place)) AS chosen
    FROM result
    WHERE value IS NOT NULL AND group_place BETWEEN 2 AND 9
    GROUP BY ALL
);

-- The index --------------------------------------------------------------------------------------------------------

CREATE TABLE nominal AS
SELECT school_id, metric, weight.weight::DOUBLE AS weight FROM home JOIN weight USING (school_level)
UNION ALL
SELECT school_id, metric, sum(weight.weight * share)
FROM home JOIN level_share USING (school_id) JOIN weight ON weight.school_level = level_share.school_level
WHERE home.school_level = 'span'
GROUP BY ALL;

CREATE TABLE effective AS
SELECT school_id, metric, domain, if(level IS NULL, NULL, weight * sum(weight) OVER of_domain
        / sum(weight) FILTER (level IS NOT NULL) OVER of_domain) AS weight
FROM nominal JOIN metric USING (metric)
LEFT JOIN (SELECT school_id, metric, level FROM result WHERE "group" = 'all') USING (school_id, metric)
WINDOW of_domain AS (PARTITION BY school_id, domain);

CREATE TABLE reason AS
SELECT school_id, CASE
    WHEN count(*) = 0 THEN 'spans school levels, but no students are enrolled at any of them'
    WHEN count(weight) FILTER (domain = 'academic') = 0 THEN 'no result for any metric of the Academic domain'
    WHEN count(weight) FILTER (domain = 'climate') = 0
        THEN 'no result for any metric of the Social-emotional and culture-climate domain' END AS reason
FROM school LEFT JOIN effective USING (school_id)
GROUP BY ALL;

CREATE TABLE part AS
WITH component AS (
    SELECT school_id, metric, "group" AS component, "group", level FROM result
    WHERE "group" IN ('all', 'el', 'swd', 'sed') AND level IS NOT NULL
    UNION ALL
    SELECT school_id, metric, component, "group", level FROM lowest WHERE level IS NOT NULL
), shared AS (
    SELECT *, count(*) OVER (PARTITION BY school_id, metric) - 1 AS groups FROM component
)
SELECT school_id, metric, component, "group", level,
    weight * CASE WHEN groups = 0 THEN 1 WHEN component = 'all' THEN 0.5 ELSE 0.5 / groups END AS max_points,
    max_points * level / 10 AS points
FROM shared JOIN effective USING (school_id, metric) JOIN reason USING (school_id)
WHERE weight IS NOT NULL AND reason IS NULL;

CREATE TABLE score AS
WITH total AS (SELECT school_id, round(sum(points), 9) AS score FROM part GROUP BY ALL)
SELECT school_id, score,
    if(score IS NULL, NULL, rank() OVER (ORDER BY score DESC NULLS LAST)) AS rank,
    if(score IS NULL, NULL, count(score) OVER ()) AS rank_of,
    if(score IS NULL, NULL, rank() OVER (PARTITION BY school_level ORDER BY score DESC NULLS LAST)) AS level_rank,
    if(score IS NULL, NULL, count(score) OVER (PARTITION BY school_level)) AS level_rank_of,
    reason, '2016-17' AS year, district_id, school_level
FROM school JOIN reason USING (school_id) LEFT JOIN total USING (school_id);

-- The ledger: enrolled = counted + excluded by reason --------------------------------------------------------------

CREATE TABLE disposition (
    school_id school_code, metric VARCHAR, enrolled BIGINT, counted BIGINT,
    first_reason VARCHAR, first_excluded BIGINT, second_reason VARCHAR, second_excluded BIGINT);

INSERT INTO disposition
WITH e AS (SELECT school_id, sum(COLUMNS('_n$'))::BIGINT FROM enrolled GROUP BY ALL)
SELECT school_id, 'ela_proficiency', suspension_n, ela_proficiency_n,
    'grade not tested', suspension_n - tested_n, 'no valid score', tested_n - ela_proficiency_n FROM e
UNION ALL
SELECT school_id, 'math_proficiency', suspension_n, math_proficiency_n,
    'grade not tested', suspension_n - tested_n, 'no valid score', tested_n - math_proficiency_n FROM e
UNION ALL
SELECT school_id, 'hs_readiness', suspension_n, hs_readiness_n,
    'not in grade 8', suspension_n - grade_8_n, 'not known whether met', grade_8_n - hs_readiness_n FROM e
UNION ALL
SELECT school_id, 'chronic_absence', suspension_n, chronic_absence_n,
    'enrolled less than 31 days', suspension_n - chronic_absence_n, NULL, 0 FROM e
UNION ALL
SELECT school_id, 'suspension', suspension_n, suspension_n, NULL, 0, NULL, 0 FROM e
UNION ALL
SELECT school_id, 'graduation_' || level || 'yr', sum(cohort_n), sum(graduation_n),
    'transferred out of the cohort', sum(cohort_n) - sum(graduation_n), NULL, 0
FROM graduated GROUP BY school_id, level
UNION ALL
SELECT school_id, 'el_redesignation', count(*), count(*) FILTER (counted),
    'reclassified in another year', count(*) FILTER (elsewhen),
    'English learner for no more than five years', count(*) FILTER (NOT elsewhen AND NOT counted)
FROM learner GROUP BY school_id
UNION ALL
SELECT school_id, metric, sum(n), sum(n), NULL, 0, NULL, 0
FROM school_result WHERE "group" = 'all' GROUP BY school_id, metric
UNION ALL
SELECT school_id, metric, sum(respondents), coalesce(sum(respondents) FILTER (takes_part), 0),
    'participation below 50% or not known', sum(respondents) FILTER (NOT takes_part),
    'not known: participation below 50% or not known', sum(respondents) FILTER (takes_part IS NULL)
FROM survey WHERE "group" = 'all' GROUP BY school_id, metric;

-- Tables -----------------------------------------------------------------------------------------------------------

COPY (SELECT school_id, score, rank, rank_of, level_rank, level_rank_of, reason, year, district_id, school_level FROM score)
TO (getvariable('out') || '/scores.csv') (HEADER);
COPY (SELECT school_id, metric, component, "group", level, points, max_points FROM part)
TO (getvariable('out') || '/points.csv') (HEADER);
COPY (SELECT '2016-17' AS year, district_id, school_id, school_level, metric, "group", n, met, half_up(value) AS value, reason, level
    FROM result)
TO (getvariable('out') || '/results.csv') (HEADER);
COPY (SELECT '2016-17' AS year, district_id, school_id, metric, component, "group", n, half_up(value) AS value FROM lowest)
TO (getvariable('out') || '/lowest.csv') (HEADER);
COPY (
    SELECT '2016-17' AS year, district_id, school_id, metric, status, reason, n
    FROM disposition JOIN school USING (school_id) CROSS JOIN LATERAL (VALUES
        ('enrolled', NULL, enrolled), ('counted', NULL, counted),
        ('excluded', first_reason, first_excluded), ('excluded', second_reason, second_excluded)) AS entry (status, reason, n)
    WHERE status <> 'excluded' OR n > 0)
TO (getvariable('out') || '/ledger.csv') (HEADER);
COPY (SELECT '2016-17' AS year, district_id, school_id, population.school_level, "group", n
    FROM population JOIN school USING (school_id))
TO (getvariable('out') || '/population.csv') (HEADER);
