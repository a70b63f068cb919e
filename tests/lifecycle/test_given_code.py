"""What code shows when it is read: each fault, and the honest way of the same."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from assay.lifecycle import given_code

FAULTY = {
    "average of a copy that the test was added to": """
        a, b = train.copy(), test.copy()
        a = pd.concat([a, b])
        means = a.groupby("city")["sold"].mean()
        b["rate"] = b["city"].map(means)
        """,
    "scaler before the split": """
        scaled = StandardScaler().fit_transform(features)
        learn, test = train_test_split(scaled)
        """,
    "scaler with a name": """
        scaler = MinMaxScaler()
        scaler.fit(features)
        scaled = scaler.transform(features)
        learn, test = train_test_split(scaled)
        """,
    "scaler that returns tables": """
        scaler = StandardScaler().set_output(transform="pandas")
        scaled = scaler.fit_transform(features)
        learn, test = train_test_split(scaled)
        """,
    "scaler that is fitted where it is named": """
        scaler = StandardScaler().fit(features)
        learn, test = train_test_split(scaler.transform(features))
        """,
    "rare rows repeated by hand": """
        more = pd.concat([common, resample(rare, n_samples=len(common))])
        learn, test = train_test_split(more)
        """,
    "rare rows drawn with return": """
        table = pd.concat([common, rare.sample(len(common), replace=True)])
        learn, test = train_test_split(table)
        """,
    "columns replaced": """
        table[numeric] = SimpleImputer(strategy="mean").fit_transform(table[numeric])
        learn, test = train_test_split(table)
        """,
    "selection before cross-validation": """
        chosen = SelectKBest(k=10).fit_transform(features, labels)
        print(cross_val_score(model, chosen, labels))
        """,
    "oversampling before the split": """
        more, labels = SMOTE().fit_resample(features, labels)
        learn, test, learn_labels, test_labels = train_test_split(more, labels)
        """,
    "a pipeline before folds": """
        steps = make_pipeline(StandardScaler(), PCA(5))
        reduced = steps.fit_transform(features)
        folds = KFold(5)
        for learn, test in folds.split(reduced):
            model.fit(reduced[learn])
        """,
    "a function of its own": """
        def prepared(table):
            scaler = StandardScaler()
            return scaler.fit_transform(table)

        learn, test = train_test_split(prepared(table))
        """,
    "means filled in": """
        table = table.fillna(table.mean())
        learn, test = train_test_split(table)
        """,
    "scaled by hand": """
        table = (table - table.mean()) / table.std()
        learn, test = train_test_split(table)
        """,
    "split by slicing": """
        scaled = StandardScaler().fit_transform(features)
        X_train, X_test = scaled[:800], scaled[800:]
        """,
    "average of the outcome": """
        table["rate"] = table.groupby("city")["sold"].transform("mean")
        """,
    "mapped average of the outcome": """
        rates = table.groupby("city")["sold"].mean()
        table["rate"] = table["city"].map(rates)
        """,
    "joined average of the outcome in another code": """
        table["was"] = (table["sold"] == "yes").astype(int)
        rates = table.groupby("city")["was"].mean().rename("rate")
        table = table.merge(rates.reset_index(), on="city")
        labels = table.pop("was")
        """,
    "average that agg names": """
        rates = table.groupby("city").agg({"sold": "mean"})
        table = table.join(rates, on="city", rsuffix="_rate")
        """,
    "average in Polars, joined": """
        rates = table.group_by("city").agg(pl.col("sold").mean().alias("rate"))
        table = table.join(rates, on="city")
        """,
    "average in Polars": """
        table = table.with_columns(pl.col("sold").mean().over("city").alias("rate"))
        """,
    "outcome under another name": """
        TARGET = "sold"
        table["was"] = (table[TARGET] > 0) & (table["age"] > 10)
        features = table.drop(columns=[TARGET])
        """,
}

HONEST = {
    "average of a copy of training": """
        a, b = train.copy(), test.copy()
        a = a.dropna()
        means = a.groupby("city")["sold"].mean()
        b["rate"] = b["city"].map(means)
        """,
    "split first": """
        learn, test = train_test_split(features)
        scaler = StandardScaler().fit(learn)
        learn, test = scaler.transform(learn), scaler.transform(test)
        print(cross_val_score(model, learn, labels))
        """,
    "rows of training repeated": """
        learn, test = train_test_split(table)
        more = pd.concat([learn, resample(learn), learn.sample(50, replace=True)])
        learn, held = train_test_split(more)
        """,
    "fewer rows": """
        table = resample(table, replace=False, n_samples=1000)
        learn, test = train_test_split(table.sample(frac=1))
        """,
    "months": """
        table = table.resample("M").mean()
        learn, test = train_test_split(table)
        """,
    "scaler that is fitted on training where it is named": """
        learn, test = train_test_split(features)
        scaler = StandardScaler().set_output(transform="pandas").fit(learn)
        print(cross_val_score(model, scaler.transform(learn), labels))
        """,
    "training by its name": """
        def fit(X_train, y_train):
            X_train = StandardScaler().fit_transform(X_train)
            return cross_val_score(model, X_train, y_train)
        """,
    "a pipeline": """
        model = make_pipeline(StandardScaler(), SelectKBest(k=5), LogisticRegression())
        learn, test = train_test_split(features)
        model.fit(learn)
        print(cross_val_score(model, features, labels))
        """,
    "names only": """
        labels = LabelEncoder().fit_transform(table["sold"])
        features = OneHotEncoder().fit_transform(table[names])
        learn, test, a, b = train_test_split(features, labels)
        """,
    "a constant": """
        table[numeric] = SimpleImputer(strategy="constant").fit_transform(table[numeric])
        learn, test = train_test_split(table)
        """,
    "scaled copy that is not split": """
        scaled = StandardScaler().fit_transform(features)
        plot(scaled)
        learn, test = train_test_split(features)
        """,
    "outcome recoded": """
        table["label"] = (table["sold"] == "yes").astype(int)
        labels = table["label"]
        features = table.drop(columns=["sold", "label"])
        """,
    "outcome in place": """
        table["sold"] = table["sold"].map({"yes": 1, "no": 0})
        features = table.drop(columns=["sold"])
        """,
    "a lag": """
        table["before"] = table.groupby("city")["sold"].shift(1)
        table["week"] = table["sold"].shift(1).rolling(7).mean()
        features = table.drop(columns=["sold"])
        """,
    "averages of training": """
        rates = train.groupby("city")["sold"].mean()
        train["rate"] = train["city"].map(rates)
        test["rate"] = test["city"].map(rates)
        """,
    "averages out of fold": """
        for learn, held in folds.split(table):
            rates = table.iloc[learn].groupby("city")["sold"].mean()
            table.loc[held, "rate"] = table["city"].map(rates)
        """,
    "joined averages of training": """
        rates = train.groupby("city")["sold"].mean().rename("rate")
        train = train.merge(rates, on="city")
        test = test.merge(rates, on="city")
        """,
    "joined weather and counts": """
        counts = table.groupby("city").size().rename("rows")
        table = table.merge(counts, on="city").merge(weather, on="day")
        labels = table["sold"]
        """,
    "a look at the averages": """
        print(table.groupby("city")["sold"].mean())
        """,
    "another column's average": """
        table["usual"] = table.groupby("city")["age"].transform("mean")
        features = table.drop(columns=["sold"])
        """,
}


def read(tmp_path: Path, code: str) -> list[int]:
    path = tmp_path / "work.py"
    path.write_text(dedent(code).lstrip("\n"), encoding="utf-8")
    files, faults = given_code.read(path, target="sold")
    assert files == ("work.py",)
    return [fault.line for fault in faults]


@pytest.mark.parametrize("name", FAULTY)
def test_code_that_lets_the_answer_in_is_found(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, FAULTY[name])


@pytest.mark.parametrize("name", HONEST)
def test_honest_code_is_silent(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, HONEST[name]) == []


def test_the_line_of_the_fit_is_named_and_that_of_the_split(tmp_path: Path) -> None:
    assert read(tmp_path, FAULTY["scaler before the split"]) == [1]


def test_code_that_is_read_is_never_run(tmp_path: Path) -> None:
    assert read(tmp_path, "raise SystemExit('it ran')") == []


SEVERAL = """
    def leaky(table):
        table["rate"] = table.groupby("city")["sold"].transform("mean")
        return table

    def prepared(table):
        return leaky(table)

    def honest(train, test):
        return fitted(train).predict(test)

    def careless(train, test):
        return fitted(prepared(train)).predict(prepared(test))

    class Careless:
        def fit(self, table):
            return prepared(table)

    if __name__ == "__main__":
        print(careless(*tables()))
    """


@pytest.mark.parametrize(
    ("called", "lines"),
    [("honest", []), ("careless", [3]), ("Careless", [3]), ("leaky", [3]), (None, [3])],
)
def test_what_the_named_function_never_calls_is_not_its_fault(
    tmp_path: Path, called: str | None, lines: list[int]
) -> None:
    file = tmp_path / "work.py"
    file.write_text(dedent(SEVERAL))
    _, faults = given_code.read(file, target="sold", called=called)
    assert [each.line for each in faults] == lines


def test_what_runs_on_import_counts_whichever_function_is_named(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text(dedent(SEVERAL) + "\nTABLE = prepared(load())\n")
    assert given_code.read(file, target="sold", called="honest")[1]


def test_rest_of_a_file_that_makes_a_model_is_told_as_not_called(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text(dedent(SEVERAL))
    for called, own in (("honest", False), ("careless", True)):
        _, faults = given_code.read(file, target="sold", called=called, beside=True)
        assert [(each.line, each.called) for each in faults] == [(3, own)]
