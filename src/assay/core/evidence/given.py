"""Evidence about a model that somebody hands over, and about the code that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.core.evidence.data import Task
from assay.core.evidence.evaluation import Comparison

Kind = Literal["estimator", "function", "fixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFound:
    """How many rows of a class a model finds.

    Attributes:
        rows: Test rows of the class.
        found: Those that the model decides for.
        share: Of all test rows.
    """

    name: str
    rows: int
    found: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedScores:
    """Scores on the test of the same model, fitted anew under several seeds.

    Attributes:
        scores: One score a seed; empty where there was no time for three fits.
        reason: Why there are none; empty otherwise.
        agreement: Mean correlation of the predictions of two seeds; None where one of them says
            the same of every row.
        apart: Mean squared difference of the predictions of two seeds, over that of the outcomes
            of two rows; None where it is not known.
        seconds: What the quickest fit took; 0 where none was tried.
    """

    scores: tuple[float, ...]
    reason: str = ""
    agreement: float | None = None
    apart: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLosses:
    """What the probabilities of a model cost, in nats a row; a 0 counts as one in a thousand.

    Attributes:
        train: On the rows it was fitted on.
        test: On the test.
        prior: Of the bare shares of training, on the test.
        reference: Of a quick model of the same columns, on the test.
        least_behind_prior: Lower end of the interval of `test - prior`, row by row.
        least_behind_reference: The same of `test - reference`.
    """

    train: float
    test: float
    prior: float
    reference: float
    least_behind_prior: float
    least_behind_reference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """How the same model does on the test where its own settings hold it back more.

    Attributes:
        settings: What was set, by name.
        test: Its score on the test.
        gain: By how much it is better so; negative if it is worse.
        least_gain: Lower end of the interval of `gain`, row by row.
    """

    settings: dict[str, str]
    test: float
    gain: float
    least_gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The share of how values vary (R2) that a model tells.

    Attributes:
        train: On the rows it was fitted on.
        test: On the test.
        most: What anything can tell of training by the columns that the model reads: rows that are
            equal in all of them get the same prediction, and may have different outcomes.
    """

    train: float
    test: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenModelEvidence:
    """How a model that is given does on training and on the test.

    Attributes:
        name: What was handed over.
        kind: `estimator` and `function` may be fitted again, `fixed` may not.
        metric: What all scores are of.
        declared: The metric that its author judges it by; None if none was named.
        declared_score: Its value on the test.
        declared_train: Its value on the rows that the model was fitted on; None if it is `metric`.
        declared_prior: Its value on the test of the bare shares; None if it is `metric`.
        train: Score on the rows it was fitted on.
        test: Score on the test.
        test_error: Standard error of it.
        prior: Score on the test of the bare shares, or the mean.
        reference: Score on the test of a quick model of the same columns.
        comparison: The model held against the reference on the test, row by row.
        classes: How many rows of each class it finds; empty for regression.
        losses: None unless it gives probabilities.
        held_back: None where a quick model knows less of the test, or where no setting is known
            that holds it back.
        explained: None for classes.
        margins: Whether its scores are margins of two classes, above 0 where it decides for the
            second, and no probabilities.
    """

    name: str
    kind: Kind
    task: Task
    rows_train: int
    rows_test: int
    metric: str
    higher_is_better: bool
    declared: str | None
    declared_score: float | None
    train: float
    test: float
    test_error: float
    prior: float
    reference: float
    comparison: Comparison
    classes: tuple[ClassFound, ...]
    seeds: SeedScores
    declared_train: float | None = None
    declared_prior: float | None = None
    losses: LogLosses | None = None
    held_back: HeldBack | None = None
    explained: Explained | None = None
    margins: bool = False

    def better(self, score: float, other: float) -> bool:
        """Return whether a score is better than another in the metric."""
        return score > other if self.higher_is_better else score < other


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFault:
    """A line that lets the answer, or the test, into training.

    Attributes:
        file: Name of the file.
        line: From 1.
        what: What stands there, as the end of a sentence.
        called: Whether the function that is named comes to it; else the file does so elsewhere.
    """

    file: str
    line: int
    what: str
    called: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuffledOutcomes:
    """What code predicts where the outcomes of all rows were exchanged at random.

    Attributes:
        correlations: Of predicted with exchanged outcome on the test, one a repetition.
        deviations: Their mean in standard errors of what chance gives.
    """

    correlations: tuple[float, ...]
    deviations: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a fit says of rows that only an earlier fit learnt from, on exchanged outcomes.

    Attributes:
        correlations: Of what it says with the outcomes of the earlier fit, one a repetition; of
            values, that of ranks.
        by_chance: Share of 2,000 draws of the outcomes that correlate as well; 1 where it was not
            worth drawing any. A repetition follows only where the one before is less.
    """

    correlations: tuple[float, ...]
    by_chance: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameFitted:
    """An estimator that came fitted, beside copies of it that are fitted on training alone.

    Attributes:
        metric: What all scores are of.
        train: Score on training, as it came.
        test: Score on the test, as it came.
        prior: Score on the test of the bare shares, or the mean.
        anew_train: Mean score of the copies on training.
        anew_test: Mean score of the copies on the test.
        deviations: Gain of the model that came over each copy on the test, in standard errors.
            Another copy follows only where the one before seems to be surely worse.
    """

    metric: str
    train: float
    test: float
    prior: float
    anew_train: float
    anew_test: float
    deviations: tuple[float, ...]

    @property
    def closed(self) -> float:
        """The part of what copies lose from training to test, that it does not lose."""
        return self._of_lost(self.test - self.anew_test)

    @property
    def fell(self) -> float:
        """The part of the same that it loses from training to test itself."""
        return self._of_lost(self.train - self.test)

    @property
    def above(self) -> float:
        """By how much it is better than copies on training, as a part of the same.

        Who learnt from the test as well does no better there: it was fitted on more rows.
        """
        return self._of_lost(self.train - self.anew_train)

    @property
    def kept(self) -> float:
        """The part of what it gains over the prior on training, that it gains on the test."""
        gained = self.train - self.prior
        return (self.test - self.prior) / gained if gained else 0.0

    def _of_lost(self, score: float) -> float:
        lost = self.anew_train - self.anew_test
        return score / lost if lost else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCodeEvidence:
    """What the code of a model shows, read and run.

    Attributes:
        files: Files that were read.
        faults: Lines that let the answer into training.
        shuffled: None where the code is never handed the outcomes of the test, or was too slow.
        reason: Why something was not tried though it would apply; empty otherwise.
        untaught: Share of the variance of the test's outcomes that predictions tell where those
            that it was fitted on were exchanged at random, one a repetition; empty where that was
            not tried.
        remembered: None where it cannot be fitted again, or was too slow.
        came_fitted: None unless an estimator came fitted.
    """

    files: tuple[str, ...]
    faults: tuple[CodeFault, ...]
    shuffled: ShuffledOutcomes | None
    reason: str = ""
    untaught: tuple[float, ...] = ()
    remembered: Remembered | None = None
    came_fitted: CameFitted | None = None
