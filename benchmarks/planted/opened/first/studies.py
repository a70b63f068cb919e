"""Tables of patients, polls, animals and games, and what was taken away to make them clean."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.first.source import read, table, yes_no
from benchmarks.planted.table import Table

POOLED = ("earnings_med", "count_not_working", "count_working")


def breast() -> Table:
    frame = read("survival", "rotterdam", "pid", "year", "rtime", "dtime", "death")
    why = "one patient a row; times and death dropped, and numbers and years, by which the file "
    return table("breast", frame, "recur", why + "is sorted as by the outcome; receptors often 0")


def trial() -> Table:
    why = "one patient of a trial a row; the time to the outcome and the number dropped"
    return table("trial", read("survival", "gbsg", "pid", "rfstime"), "status", why)


def wilms() -> Table:
    frame = read("survival", "nwtco", "seqno", "edrel", "in.subcohort")
    why = "one child a row, few columns, so equal rows are different children; time dropped"
    return table("wilms", frame, "rel", why)


def chains() -> Table:
    frame = read("survival", "flchain", "futime", "chapter", "sample.yr")
    why = "one person a row; the cause of death, the time to it and the year dropped; the file is "
    return table("chains", frame, "death", why + "sorted by age; a sixth of one column missing")


def cirrhosis() -> Table:
    frame = read("survival", "pbcseq", "futime", "status").drop_nulls("hepato")
    frame = frame.with_columns(pl.col("hepato").cast(pl.Int64))
    why = "visits of 312 patients, the group; outcomes of the whole time dropped; cholesterol is "
    return table("cirrhosis", frame, "hepato", why + "missing in two visits of five", group="id")


def eyes() -> Table:
    why = "both eyes of 197 patients, the group; the time to the outcome dropped"
    return table("eyes", read("survival", "diabetic", "time"), "status", why, group="id")


def gammopathy() -> Table:
    frame = read("survival", "mgus2", "ptime", "futime", "death", "dxyr")
    why = "one patient a row, eight in a hundred progress; times, death and the year dropped"
    return table("gammopathy", frame, "pstat", why, id="id", metric="average_precision")


def liver() -> Table:
    frame = read("survival", "nafld1", "futime", "case.id")
    why = "one person a row, eight in a hundred die; a quarter of the weights missing"
    return table("liver", frame, "status", why, id="id", metric="average_precision")


def lung() -> Table:
    frame = read("survival", "cancer", "time")
    return table("lung", frame, "status", "228 patients; the time dropped; sorted by it in parts")


def bile() -> Table:
    frame = read("survival", "pbc").with_columns(died=yes_no(pl.col("status") == 2))
    why = "418 patients; a quarter were not in the trial and miss half the columns; time dropped"
    return table("bile", frame.drop("id", "time", "status"), "died", why)


def quitters() -> Table:
    gone: tuple[str, ...] = ("seqn", "id", "death", "yrdth", "modth", "dadth", "wt82", "wt82_71")
    gone += ("smkintensity82_71", "censored", "older", "education", "hf", "pica", "birthcontrol")
    asked_of_half = ("hbp", "diabetes", "hbpmed", "boweltrouble", "alcoholpy")
    frame = read("causaldata", "nhefs", *gone).with_columns(
        *(pl.when(pl.col(name) != 2).then(pl.col(name)).alias(name) for name in asked_of_half),
        pl.when(pl.col("alcoholfreq") != 5).then(pl.col("alcoholfreq")).alias("alcoholfreq"),
    )
    why = "one smoker a row; what happened later dropped; 2 for 'not asked' in five columns and 5 "
    return table("quitters", frame, "qsmk", why + "for 'unknown' in one became missing")


def bills() -> Table:
    why = "one card a row; two columns of zeros and flags, so equal rows are different people"
    return table("bills", read("causaldata", "credit_cards"), "LateSept", why)


def workers() -> Table:
    frame = read("causaldata", "cps_mixtape", "data_id", "treat")
    why = "one man a row; earnings end at a cap and begin with true zeros; two constants dropped"
    return table("workers", frame, "re78", why)


def farmers() -> Table:
    frame = read("causaldata", "social_insure")
    why = "offers of insurance in 44 villages, the group; hamlets lie within villages"
    return table("farmers", frame, "takeup_survey", why, group="village")


def nations() -> Table:
    why = "142 countries, the group, in twelve years"
    return table("nations", read("causaldata", "gapminder"), "lifeExp", why, group="country")


def colleges() -> Table:
    frame = read("causaldata", "scorecard", "inst_name").drop_nulls("earnings_med")
    shared = frame.filter(frame.select("year", *POOLED).is_duplicated())["unitid"].unique()
    frame = frame.filter(~pl.col("unitid").is_in(shared.implode()))
    few = frame["unitid"].unique().sort().sample(900, seed=5)
    frame = frame.filter(pl.col("unitid").is_in(few.implode()))
    why = "earnings after 900 colleges, the group, in up to five years; names, and colleges of "
    why += "chains, whose figures are those of the whole chain, dropped"
    return table("colleges", frame, "earnings_med", why, group="unitid")


def listed() -> Table:
    frame = read("causaldata", "scorecard").filter(pl.col("year") == 2014).drop("year", "unitid")
    frame = frame.drop_nulls("earnings_med")
    frame = frame.filter(
        ~frame.select(POOLED).is_duplicated(),
        ~frame["inst_name"].str.to_lowercase().is_duplicated(),
    )
    why = "colleges of one year with their names; those whose name or figures stand twice dropped"
    return table("listed", frame, "earnings_med", why)


def britons() -> Table:
    gone: tuple[str, ...] = ("name", "essround", "edition", "cntry", "brncntr", "endintrvw")
    frame = read("stevedata", "ESS9GB", *gone, "stintrvw", "imbgeco", "imueclt", "imwbcnt")
    why = "answers to a survey; constants, dates, and the three answers whose sum is the target "
    return table("britons", frame.drop_nulls("immigsent"), "immigsent", why + "dropped", id="idno")


def norwegians() -> Table:
    gone: tuple[str, ...] = ("cntry", "inwds", "inwde", "dweight", "pspwght", "pweight", "anweight")
    frame = read("stevedata", "ESS10NO", *gone, "prob", "stratum", "psu")
    frame = frame.filter(pl.col("eu_vote").is_in(["Join EU", "Remain Outside"]))
    why = "answers to a survey; those who would not vote, weights, dates and a constant dropped"
    return table("norwegians", frame, "eu_vote", why, id="idno")


def drinks() -> Table:
    frame = read("stevedata", "nesarc_drinkspd", "idnum").filter(pl.col("s2aq8b") < 98)
    frame = frame.with_columns(heavy=yes_no(pl.col("s2aq8b") >= 5)).drop("s2aq8b")
    why = "few answers, equal rows are different people; 99 for 'does not know', and those who "
    return table("drinks", frame, "heavy", why + "do not drink, dropped")


def trump() -> Table:
    frame = read("stevedata", "TV16", "uid").drop_nulls("votetrump")
    why = "answers to a survey; party and views tell the vote honestly"
    frame = frame.with_columns(pl.col("votetrump").cast(pl.Int64))
    return table("trump", frame, "votetrump", why)


def weather() -> Table:
    frame = read("stevedata", "clemson_temps").with_columns(pl.col("date").str.to_date())
    frame = (
        frame.sort("date")
        .filter(pl.col("tmin") > -50)
        .with_columns(
            month=pl.col("date").dt.month().cast(pl.Int64),
            tmax_before=pl.col("tmax").shift(1),
            tmin_before=pl.col("tmin").shift(1),
        )
    )
    frame = frame.filter(pl.col("date").dt.year() >= 2005).drop_nulls().drop("tmin")
    why = "daily warmth of one place, in order; a day of -72 degrees is a mistake and dropped"
    return Table(name="weather", frame=frame, target="tmax", why=why, time="date")


def geese() -> Table:
    frame = read("Stat2Data", "FlightResponse", "AltLat")
    why = "one flock a row; the product of two columns dropped"
    return table("geese", frame, "Flight", why, id="FlockID")


def hawks() -> Table:
    gone: tuple[str, ...] = ("BandNumber", "CaptureTime", "ReleaseTime", "Day", "Year", "Sex")
    frame = read("Stat2Data", "Hawks", *gone, "StandardTail", "Tarsus", "WingPitFat")
    frame = frame.filter((pl.col("Hallux") < 100) & (pl.col("Wing") > 100))
    why = "one bird a row, of three kinds that sizes tell honestly; sex, which is missing for one "
    why += "kind, and columns measured seldom dropped, and birds with a slipped decimal point"
    return table("hawks", frame, "Species", why)


def placement() -> Table:
    gone: tuple[str, ...] = ("Grade", "RecTaken", "TooHigh", "TooLow")
    frame = read("Stat2Data", "MathPlacement", *gone).drop_nulls("CourseSuccess")
    frame = frame.unique("Student", keep="first", maintain_order=True).drop("Student")
    frame = frame.with_columns(
        pl.when(pl.col("Size") > 0).then(pl.col("Size", "Rank")),
        pl.when(pl.col("PSATM") > 0).then(pl.col("PSATM")),
        pl.when(pl.col("GPAadj") > 0).then(pl.col("GPAadj")),
        pl.col("Course").cast(pl.String),
        pl.col("CourseSuccess").cast(pl.Int64),
    )
    why = "one student a row; grades dropped; 0 for 'unknown' in four columns became missing; "
    return table("placement", frame, "CourseSuccess", why + "most of two columns is missing")


def births() -> Table:
    gone: tuple[str, ...] = ("ID", "BirthWeightOz", "BirthWeightGm", "RaceMom")
    why = "one birth a row, nine in a hundred light; the weight that says it dropped"
    return table("births", read("Stat2Data", "NCbirths", *gone), "Low", why)


def trees() -> Table:
    frame = read("Stat2Data", "Pines").drop_nulls("Hgt97")
    why = "one living tree a row; last year's height tells this year's honestly"
    return table("trees", frame, "Hgt97", why)


def icu() -> Table:
    why = "200 patients; the number and a recoded age dropped"
    return table("icu", read("Stat2Data", "ICU", "ID", "AgeGroup"), "Survive", why)


def congress() -> Table:
    frame = read("Stat2Data", "AHCAvote2017", "Member", "Dem", "Rep", "uniChange")
    why = "430 members; the party tells the vote nearly, and honestly; recodes and names dropped"
    return table("congress", frame, "AHCAvote", why, id="Dist")


def grinnell() -> Table:
    gone: tuple[str, ...] = ("Address", "CostPerSqFt", "SPLPPct", "ListPrice", "OrigPrice")
    frame = read("Stat2Data", "GrinnellHouses").unique(maintain_order=True)
    frame = frame.drop(*gone, "YearSold", "MonthSold", "DaySold").sort("Date")
    frame = frame.with_columns(pl.when(pl.col("Bedrooms") > 0).then(pl.col("Bedrooms", "Baths")))
    why = "sales of houses in order; ratios of the price and asking prices dropped; no bedroom "
    why += "means unknown; ten that stood twice kept once"
    return Table(name="grinnell", frame=frame, target="SalePrice", why=why, time="Date")


def pitches() -> Table:
    gone: tuple[str, ...] = ("Outcome", "Class", "Result", "ABEvent", "Count")
    frame = read("Stat2Data", "Kershaw", *gone).with_columns(
        pl.col("Time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
    )
    why = "throws of one season in order; what became of each, but the swing, dropped"
    return Table(name="pitches", frame=frame.sort("Time"), target="Swing", why=why, time="Time")


STUDIES = (
    breast, trial, wilms, chains, cirrhosis, eyes, gammopathy, liver, lung, bile, quitters, bills,
    workers, farmers, nations, colleges, listed, britons, norwegians, drinks, trump, weather, geese,
    hawks, placement, births, trees, icu, congress, grinnell, pitches,
)  # fmt: skip
