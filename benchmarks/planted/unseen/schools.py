"""Tables of pupils, students and what is written of them."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.table import Table
from benchmarks.planted.unseen.source import YES, read, said, shuffled, single


def civics() -> Table:
    frame = read("stevedata", "Dee04").drop("rownames", "distance")
    return Table(
        name="civics",
        frame=frame.with_columns(said("register", YES)),
        target="register",
        group="schoolid",
        why="pupils of 784 schools, which stay whole; equal rows are classmates",
    )


def science_class() -> Table:
    likes = pl.when(pl.col("like") >= 6).then(pl.lit("yes")).otherwise(pl.lit("no"))
    frame = read("DAAG", "science").drop("rownames", "Class").with_columns(likes=likes)
    return Table(
        name="science class",
        frame=frame.drop("like", "class").drop_nulls("sex"),
        target="likes",
        group="school",
        why="pupils of 41 schools; the number of the class in its school is away",
    )


def michigan() -> Table:
    frame = read("wooldridge", "meap01").drop("rownames", "bcode", "read4", "expend")
    frame = frame.filter(pl.col("dcode") != 82010)
    return Table(
        name="michigan",
        frame=frame.select(pl.exclude("^l(enroll|expend|exppp)$")),
        target="math4",
        group="dcode",
        why="share of passes by school, districts whole; the day's other test is away, "
        "and Detroit, "
        "a tenth of all schools, with which one side would be another world",
    )


def first_years() -> Table:
    frame = single(read("openintro", "satgpa").drop("sat_sum"))
    return Table(
        name="first years",
        frame=shuffled(frame),
        target="fy_gpa",
        why="marks of the first year from those before; the sum of two scores is away",
    )


def freshmen() -> Table:
    return Table(
        name="freshmen",
        frame=shuffled(read("Stat2Data", "FirstYearGPA")),
        target="GPA",
        why="marks of 219 students from school; a small table",
    )


def lectures() -> Table:
    kept = ["attend", "priGPA", "ACT", "frosh", "soph", "hwrte", "final"]
    return Table(
        name="lectures",
        frame=shuffled(single(read("wooldridge", "attend").select(kept))),
        target="final",
        why="points of the final by marks before and lectures heard; standardised points, the "
        "term's mark and two more forms of attendance are away",
    )


def athletes() -> Table:
    kept = [
        "id", "term", "sat", "tothrs", "season", "crsgpa", "hsperc", "female", "black", "football",
        "trmgpa",
    ]  # fmt: skip
    return Table(
        name="athletes",
        frame=read("wooldridge", "gpa3").select(kept),
        target="trmgpa",
        group="id",
        why="two terms of each athlete, who stay whole; the mean of all terms and changes are away",
    )


def dutch_pupils() -> Table:
    kept = [
        "schoolNR", "IQ.verb", "IQ.perf", "sex", "Minority", "repeatgr", "aritPRET", "langPRET",
        "ses", "schoolSES", "langPOST",
    ]  # fmt: skip
    return Table(
        name="dutch pupils",
        frame=read("mlmRev", "bdf").select(kept),
        target="langPOST",
        group="schoolNR",
        why="a test of language from tests before, schools whole; the day's other test is away",
    )


def exams() -> Table:
    frame = read("openintro", "exam_grades").drop("course_grade")
    return Table(
        name="exams",
        frame=shuffled(frame.drop("semester")),
        target="exam3",
        why="the third exam from two before; the grade of the course rests on all three",
    )


def articles() -> Table:
    kept = ["journal", "authors", "pages", "mainequations", "appequations", "cites"]
    frame = read("AER", "EquationCitations").select(kept)
    frame = frame.with_columns(pl.col("authors").str.strip_chars_end("."))
    return Table(
        name="articles",
        frame=shuffled(single(frame)),
        target="cites",
        why="citations by length and equations; counts of kinds of citation are away",
    )


def calculus() -> Table:
    frame = single(read("Ecdat", "Mathlevel"))
    return Table(
        name="calculus",
        frame=shuffled(frame),
        target="sat",
        why="scores by subjects taken; one of each of equal rows is left",
    )


def college_bound() -> Table:
    frame = read("AER", "CollegeDistance").drop("unemp", "wage", "tuition", "distance")
    return Table(
        name="college bound",
        frame=shuffled(frame),
        target="score",
        why="a test's score by home; four traits of the county, shared by classmates, are away",
    )


def law_schools() -> Table:
    kept = ["salary", "cost", "LSAT", "GPA", "libvol", "faculty", "clsize", "age"]
    return Table(
        name="law schools",
        frame=shuffled(read("wooldridge", "lawsch85").select(kept).drop_nulls("salary")),
        target="salary",
        why="pay of graduates by school; ranks, to which pay may add, and logarithms are away",
    )


TABLES = (
    civics, science_class, michigan, first_years, freshmen, lectures, athletes, dutch_pupils, exams,
    articles, calculus, college_bound, law_schools,
)  # fmt: skip
