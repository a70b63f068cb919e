"""Tables of patients and of people who were asked about their health."""

from __future__ import annotations

import polars as pl

from benchmarks.planted.opened.second.source import in_words, of_some, read, table
from benchmarks.planted.table import Table


def biopsies() -> Table:
    frame = read("MASS", "biopsy").unique("ID", maintain_order=True).drop("ID")
    why = "one row a patient, number dropped; ten grades: cells of different patients look equal"
    return table("biopsies", frame, "class", why)


def tumours() -> Table:
    frame = read("dslabs", "brca")
    frame = frame.rename({name: name.removeprefix("x.") for name in frame.columns})
    return table("tumours", frame, "y", "measures of nuclei that truly separate the two kinds")


def pima() -> Table:
    frame = pl.concat([read("MASS", "Pima.tr"), read("MASS", "Pima.te")])
    return table("pima", frame, "type", "the two parts that were published, as one table of 532")


def shelter() -> Table:
    later = ("anysubstatus", "anysub", "daysanysub", "dayslink", "linkstatus", "link")
    twice = ("id", "female", "avg_drinks", "max_drinks", "hospitalizations")
    frame = read("mosaicData", "HELPrct", *later, *twice)
    return table("shelter", frame, "homeless", "follow-up, number and repeated columns dropped")


def clinic() -> Table:
    gone = ("fake_first_name", "fake_last_name", "test_id", "ct_result")
    return tested_children(
        "clinic", *gone, why="first test of each child, the cycles of the test dropped"
    )


def tested_children(name: str, *gone: str, why: str) -> Table:
    frame = read("medicaldata", "covid_testing", *gone).sort("pan_day", maintain_order=True)
    frame = frame.filter(
        pl.col("result") != "invalid", pl.col("age") < 90, pl.col("rec_ver_tat") > 0
    )
    frame = frame.unique("subject_id", keep="first", maintain_order=True)
    frame = frame.drop("subject_id").unique(maintain_order=True)
    return table(name, frame, "result", why, time="pan_day", metric="average_precision")


def pancreas() -> Table:
    gone = ("id", "bleed", "paninj", "asa", "pbmal", "train", "pdstent", "pneudil")
    frame = read("medicaldata", "indo_rct", *gone, "amp", "brush", "asa325")
    return table("pancreas", frame, "outcome", "number, what came after and rare flags dropped")


def prostate() -> Table:
    gone = ("Median.RBC.Age", "AnyAdjTherapy", "AdjRadTherapy", "Censor", "TimeToRecurrence")
    frame = read("medicaldata", "blood_storage", *gone)
    return table("prostate", frame, "Recurrence", "times, later therapy and a recoding dropped")


def rehab() -> Table:
    gone = ("ID", "LEN.T", "TIME", "Y", "ND1", "ND2", "LNDT", "FRAC", "IV3")
    frame = read("quantreg", "uis", *gone).unique(maintain_order=True)
    return table("rehab", frame.with_columns(in_words("CENSOR")), "CENSOR", "derived ones dropped")


def reinfected() -> Table:
    gone = ("obs", "time", "lesion", "rash", "lymph", "abnode", "itch", "rs30d", "os30d")
    frame = read("KMsurv", "std", *gone)
    return table("reinfected", frame, "rinfct", "number, time, rare flags and subsets dropped")


def obese() -> Table:
    frame = read("geepack", "muscatine", "numobese", "occasion").drop_nulls("obese")
    why = "three visits of a child, by child; with so few columns different children look equal"
    return table("obese", of_some(frame, "id", 2500), "obese", why, group="id")


def pneumonia() -> Table:
    frame = read("KMsurv", "pneumon", "chldage", "agepn").unique(maintain_order=True)
    frame = frame.with_columns(in_words("hospital"))
    why = "equal infants and both ages dropped; 2 % positive, judged by average precision"
    return table("pneumonia", frame, "hospital", why, metric="average_precision")


def transplants() -> Table:
    frame = read("mstate", "ebmt3", "id", "prtime", "rfstime").with_columns(in_words("rfsstat"))
    why = "times dropped; five columns of two and three levels: all patients have their equals"
    return table("transplants", frame, "rfsstat", why)


def visits() -> Table:
    frame = read("COUNT", "rwm5yr", "edlevel1", "edlevel2", "edlevel3", "edlevel4", "hospvis")
    frame = of_some(frame, "id", 1800)
    return table("visits", frame, "docvis", "some years of each person, by person", group="id")


def cognition() -> Table:
    return table("cognition", read("heplots", "NeuroCog"), "Dx", "each row a person; as published")


def prenatal() -> Table:
    frame = read("mlmRev", "guPrenat", "kid", "mom").unique(maintain_order=True)
    return table("prenatal", frame, "prenat", "by place; equal siblings dropped", group="cluster")


def contraception() -> Table:
    frame = read("mlmRev", "Contraception", "woman")
    return table("contraception", frame, "use", "women by their district", group="district")


def newborns() -> Table:
    frame = read("mosaicData", "Gestation", "id", "plurality", "outcome", "sex", "date")
    return table("newborns", frame, "wt", "number, date and constants dropped; gaps as published")


def infusions() -> Table:
    frame = read("nlme", "Remifentanil", "ID", "BSA", "LBM").drop_nulls("conc")
    return table("infusions", frame, "conc", "blood samples by person", group="Subject")


def autism() -> Table:
    frame = read("HLMdiag", "autism").drop_nulls("vsae")
    return table("autism", frame, "vsae", "some ages of each child, by child", group="childid")


HEALTH = (
    biopsies, tumours, pima, shelter, clinic, pancreas, prostate, rehab, reinfected, obese,
    pneumonia, transplants, visits, cognition, prenatal, contraception, newborns, infusions, autism,
)  # fmt: skip
