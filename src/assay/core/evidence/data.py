"""Evidence about a table: profile, validation against a contract, snapshot, leaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "numeric", "boolean", "categorical", "datetime", "text", "identifier", "constant", "unsupported"
]
Task = Literal["binary", "multiclass", "regression"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Counts per bin: `len(edges) == len(counts) + 1` for numbers."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """One column, as seen once.

    Attributes:
        dtype: Polars type, as text.
        kind: What the column is used as.
        missing: Rows that are null, NaN or blank.
        distinct: Distinct present values (estimated where the table is larger than the sample).
        quantiles: At 0, .01, .05, .25, .5, .75, .95, .99, 1; empty unless numeric. Datetimes are
            seconds since 1970-01-01 UTC.
        skewness: Third standardised moment, from the sample.
        outliers: Rows outside the quartiles by more than three interquartile ranges.
        top: The most frequent values with their counts, most frequent first.
        shortest: Shortest and longest text, in characters; None unless text.
        association: Strength with the target in [0, 1] (see `association_measure`); None where no
            ties were measured.
        suspicions: Reasons to look at the column, in words.
    """

    name: str
    dtype: str
    kind: Kind
    rows: int
    missing: int
    distinct: int
    mean: float | None = None
    deviation: float | None = None
    quantiles: tuple[float, ...] = ()
    skewness: float | None = None
    outliers: int = 0
    histogram: Histogram | None = None
    top: tuple[tuple[str, int], ...] = ()
    shortest: int | None = None
    longest: int | None = None
    association: float | None = None
    association_measure: str | None = None
    suspicions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Strength of the tie of two columns, in [0, 1]."""

    left: str
    right: str
    measure: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEvidence:
    """A table as seen once.

    Attributes:
        sampled: Rows that the costly statistics (histograms, associations, duplicates) were
            computed on; equal to `rows` where the whole table was read.
        duplicate_rows: Rows of the sample that equal an earlier one.
    """

    source: str
    rows: int
    sampled: int
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int
    target: str | None = None
    task: Task | None = None
    correlations: tuple[Correlation, ...] = ()

    def column(self, name: str) -> ColumnProfile:
        """Return the profile of one column; raise KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check of the contract, held against the rows.

    Attributes:
        check: What was checked: `type`, `min`, `max`, `null`, `null-share`, `category`, `unique`,
            `key`, `format`, `rows`, `freshness`, `expression`, `missing-column`, `extra-column`.
        expected: The bound or rule, as text.
        violations: Rows that break it (1 for a check of the table as a whole).
        noted: Rows that break nothing and are worth knowing: categories not seen before in an open
            column, rows without a target, a dropped column.
        sample_rows: Positions of the first few, from 0.
        sample_values: Their values, as text.
        chance: Probability that a clean batch of this size breaks it by chance; None if unknown.
    """

    check: str
    column: str | None
    expected: str
    violations: int
    sample_rows: tuple[int, ...] = ()
    sample_values: tuple[str, ...] = ()
    chance: float | None = None
    noted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationEvidence:
    """What a validation found.

    Attributes:
        environment: `training`, `serving` or `labels`.
        checks: Every check made, also those that hold.
        quarantined: Rows taken out.
        stopped: Whether the policy forbids going on.
        most_quarantined: Share of rows above which even the policy `quarantine` stops.
    """

    contract_hash: str
    environment: str
    policy: str
    rows: int
    checks: tuple[CheckResult, ...]
    quarantined: int
    stopped: bool
    most_quarantined: float = 0.05

    @property
    def violated(self) -> tuple[CheckResult, ...]:
        """The checks that at least one row breaks."""
        return tuple(check for check in self.checks if check.violations)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotEvidence:
    """The immutable version of the data that a run read.

    Attributes:
        uri: Where the Delta table stands.
        version: Delta version, from 0.
        content_hash: Hash of schema and rows; row order does not change it.
        schema: Names and Polars types.
    """

    uri: str
    version: int
    content_hash: str
    rows: int
    schema: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSided:
    """A column that is filled, or empty, practically only where one outcome happened.

    Attributes:
        empty: What counts as empty: `missing` (null, blank, a word such as 'none') or `zero`.
        filled: True if it is filled where the outcome happened, False if it is empty there.
        outcome: The class, classes joined by `or`, or a range for numbers.
        within: Share of rows of the outcome that show it.
        elsewhere: Share of the other rows that show it.
        rows_within: Rows of the outcome.
        rows_elsewhere: The other rows.
        classes: Number of classes of the target, 2 for numbers.
        flag: Whether it has one value besides the empty one.
        joined: Whether `outcome` is several classes.
        sought: Whether `outcome` is a range whose border was sought.
    """

    empty: Literal["missing", "zero"]
    filled: bool
    outcome: str
    within: float
    elsewhere: float
    rows_within: int
    rows_elsewhere: int
    classes: int
    flag: bool = False
    joined: bool = False
    sought: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnLeak:
    """What one column knows of the target, beyond what an honest feature would.

    Attributes:
        strength: Score of the column alone, cross-validated, from 0 (knows nothing) to 1 (knows
            all): twice the ROC-AUC less one, or R2.
        strength_of_rest: The same for the best other column that is not itself suspicious.
        exactness: Share of rows whose target follows from this column's value or a threshold on it;
            for classes, the share within the class that follows worst, so that a rare one counts.
        distinct_share: Distinct values over present values.
        copies_target: The column maps one to one onto the target's values.
        says_target: Share of rows, of the class where it is least, where a text is the name of the
            class; or where a number is the target, rounded.
        lagged: It is the outcome of the time before, in the same group.
        missing_with_outcome: Share of rows *without* an outcome in which the column is missing too.
        missing_without: Share of rows *with* an outcome in which it is missing.
        rows_without_outcome: Rows whose target is missing.
        missing_strength: Strength of "is missing" alone, on the labelled rows, as `strength`.
        order_strength: Strength of an identifier's order alone (numbers in it, or the alphabet):
            above 0 where rows were numbered by outcome; 0 for other kinds.
        after_time: Share of present values later than the declared time column; None unless
            the column is a datetime and a time column is declared.
        twin: A column whose name is this one's with a mark of planning (`sched_`, `planned_` ...).
        one_sided: Where it is filled or empty practically only beside one outcome.
        strength_of_others: Strength of all other columns together, added up, without those that
            mirror the target; None where the column is too weak to be suspected.
        exactness_of_rest: Largest exactness of another column that does not mirror the target.
        mirrors: Share of rows, of the class that follows worst, where a column of as many values as
            the target has classes names the class when each value stands for one; 0 otherwise.
        follows: Exactness by its values alone if they are few (at most 30), for classes; 0 if not.
        coarsens: Share of rows, of the class where it is least, that hold the one value of a column
            that belongs to their class, where several classes share a value; 0 otherwise.
        on_curve: Share of rows that a straight line or a monotone curve meets, for numbers; or, of
            a column of few values, that lie in the interval of the target that is their value's.
        noise: Deviation of the target about the best straight line in this column, over the
            target's own; None unless the column is a number close to the target's.
        even_noise: How little that deviation depends on the target: 1 if it is the same
            everywhere, as of noise that was added; natural ones grow with the value.
        same_unit: The line is "the value itself": slope 1, through 0.
        in_ranks: Squared rank correlation with the target, for numbers.
        in_ranks_of_others: Strength of all other columns together for the ranks of the target; 0
            where the column does not rank as the target does.
        equal: Share of rows where the column is the target to the last digit, beyond chance.
    """

    name: str
    kind: Kind
    strength: float
    strength_of_rest: float
    exactness: float
    distinct_share: float
    copies_target: bool
    missing_with_outcome: float
    missing_without: float
    rows_without_outcome: int
    missing_strength: float
    after_time: float | None = None
    twin: str | None = None
    order_strength: float = 0.0
    one_sided: OneSided | None = None
    strength_of_others: float | None = None
    exactness_of_rest: float | None = None
    mirrors: float = 0.0
    follows: float = 0.0
    coarsens: float = 0.0
    on_curve: float = 0.0
    noise: float | None = None
    even_noise: float = 0.0
    same_unit: bool = False
    in_ranks: float = 0.0
    in_ranks_of_others: float = 0.0
    equal: float = 0.0
    says_target: float = 0.0
    lagged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Columns that give the target exactly when they are added with these weights."""

    columns: tuple[str, ...]
    weights: tuple[float, ...]
    r2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLeak:
    """Something in a text that gives the target.

    Attributes:
        pattern: What it is, in words: the word 'x', the first character, the number in it.
        exactness: Share of rows it is right on; of the class it is worst on, for classes.
        example: A text that shows it, shortened.
        purity: Which part of the rows with these words is of one class, where the words stand in a
            part of its texts only; 0 otherwise.
        quoted: The texts hold the outcome itself, as a number somewhere in them.
        named: The words are the names of the classes.
    """

    column: str
    pattern: str
    exactness: float
    example: str
    purity: float = 0.0
    quoted: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLeak:
    """Two columns that together give the target, as neither does alone.

    Attributes:
        operation: `a - b`, `a + b`, `a / b`, `b / a`, `a * b`, `a = b`, or `a, b` for their values
            side by side.
        exactness: Share of rows it is right on (of the worst class), or R2.
        alone: The same of the better of the two.
        others: Strength of all columns together, added up, in [0, 1].
        without: The same without these two.
        natural_cut: Classes part at the natural border: difference 0, ratio 1.
    """

    columns: tuple[str, str]
    operation: str
    exactness: float
    alone: float
    others: float
    without: float = 0.0
    natural_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakEvidence:
    """What the columns of the development rows know of the target."""

    target: str
    task: Task
    rows: int
    columns: tuple[ColumnLeak, ...]
    combinations: tuple[Combination, ...] = ()
    texts: tuple[TextLeak, ...] = ()
    pairs: tuple[PairLeak, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutColumn:
    """A column kept out of the model, and why.

    Attributes:
        by: `project` (declared in assay.toml), `rule` or `kind` (free text, identifier ...).
        rule: The rule that found it, if a rule did.
    """

    name: str
    reason: str
    by: Literal["project", "rule", "kind"]
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsEvidence:
    """Which columns the model may read, and which were left out."""

    used: tuple[str, ...]
    left_out: tuple[LeftOutColumn, ...]
