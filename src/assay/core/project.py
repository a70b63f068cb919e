"""The typed, validated `assay.toml`: what the team intends, declared once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from assay.core import toml
from assay.core.errors import InputError
from assay.core.evidence.codec import digest
from assay.core.evidence.data import Task
from assay.core.evidence.split import SplitKind
from assay.core.finding import Severity
from assay.core.toml import Section, TomlFile

FORMAT = 1
"""Version of the file's form; a newer one is refused with a remedy."""

Fraction = Annotated[float, Field(gt=0, lt=1)]


class DataSection(Section):
    """Where the rows come from, and what the columns mean."""

    source: str = Field(
        description="URL or path: CSV, Parquet, JSONL, Arrow, Delta, SQL, module:function. "
        "`${NAME}` in it is taken from the environment, so that no password is written here."
    )
    query: str | None = Field(default=None, description="SQL query, when the source is a database.")
    target: str = Field(description="Column to predict.")
    task: Task = Field(description="What kind of prediction it is.")
    positive: str | None = Field(
        default=None,
        description="For binary tasks: the value of the target that counts as positive.",
    )
    time: str | None = Field(default=None, description="Column that says when a row happened.")
    group: str | None = Field(default=None, description="Column that names whom a row belongs to.")
    id: str | None = Field(default=None, description="Column that names the row; never a feature.")
    header: bool = Field(
        default=True, description="For CSV: whether the first line names the columns."
    )
    leave_out: dict[str, str] = Field(
        default_factory=dict, description="Columns kept out of the model, each with its reason."
    )


class ContractSection(Section):
    """What the data must satisfy."""

    file: str = Field(default="contract.toml", description="The contract, beside this file.")
    policy: Literal["quarantine", "stop"] = Field(
        default="quarantine",
        description="Bad rows: set them aside with reasons and go on, or stop.",
    )
    most_quarantined: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.05, description="Share of rows above which even `quarantine` stops."
    )


class SplitSection(Section):
    """How rows are parted into train, validation and the sealed test."""

    kind: SplitKind = Field(default="random", description="How rows are assigned.")
    validation: Fraction = Field(default=0.2, description="Share of rows for validation.")
    test: Fraction = Field(default=0.2, description="Share of rows for the sealed test.")
    seed: int = Field(default=0, ge=0, description="Seed of the assignment.")
    openings: int = Field(default=10, ge=1, description="How often the test may be opened.")
    reason: str = Field(default="declared in assay.toml", description="Why this kind.")

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> SplitSection:
        if self.validation + self.test >= 0.9:
            raise ValueError(
                f"validation {self.validation} and test {self.test} leave too little to train on"
            )
        return self


EncoderName = Literal["numeric", "log", "one-hot", "ordinal", "target", "date", "boolean"]


class FeaturesSection(Section):
    """What the model reads."""

    module: str | None = Field(
        default=None,
        description="Own feature functions: `features.py:function`, giving Polars expressions.",
    )
    encode: dict[str, EncoderName] = Field(
        default_factory=dict, description="Encoder of a column, where the proposal is not wanted."
    )


class CostSection(Section):
    """What a wrong decision costs, in money; for binary tasks."""

    false_positive: float = Field(gt=0, description="Cost of acting where nothing happens.")
    false_negative: float = Field(gt=0, description="Cost of not acting where it happens.")
    true_positive: float = Field(
        default=0.0, description="Cost (negative: gain) of acting rightly."
    )
    true_negative: float = Field(default=0.0, description="Cost of rightly not acting.")
    currency: str = Field(default="", description="Unit to print.")


class FitSection(Section):
    """How the model is found."""

    metric: str = Field(description="The metric that means the goal.")
    quantile: Fraction = Field(default=0.5, description="For quantile_loss: which quantile.")
    budget_seconds: float = Field(default=60.0, gt=0, description="Wall time that training keeps.")
    seed: int = Field(default=0, ge=0, description="Seed of every draw.")
    threads: int = Field(default=2, ge=1, description="Threads of the fits.")
    estimators: tuple[str, ...] = Field(
        default=(), description="Own scikit-learn estimators to try: `module:factory`."
    )
    cost: CostSection | None = Field(
        default=None, description="Costs of decisions, for metric `cost`."
    )


class EvaluateSection(Section):
    """What is asked of the sealed test."""

    level: Fraction = Field(default=0.95, description="Coverage of intervals.")
    sensitive: tuple[str, ...] = Field(default=(), description="Columns to check fairness on.")
    allowed_gap: Fraction = Field(default=0.1, description="Largest gap between groups to pass.")


class Waiver(Section):
    """A finding the team accepts, why, and until when."""

    rule: str = Field(description="The rule waived.")
    column: str | None = Field(default=None, description="Only for this column; all if absent.")
    reason: Annotated[str, Field(min_length=10)] = Field(description="Why, in a sentence.")
    expires: datetime.date = Field(description="Last day on which it holds.")


class PracticesSection(Section):
    """How findings are acted on."""

    on_leak: Literal["leave-out", "stop"] = Field(
        default="leave-out",
        description="A leaking column: leave it out and say so, or stop.",
    )
    self_test: bool = Field(
        default=True,
        description="Plant known faults in a copy of the data, and say on the card which the "
        "audit would have found.",
    )
    severity: dict[str, Severity | Literal["off"]] = Field(
        default_factory=dict, description="Severity of a rule, where the default is not wanted."
    )
    waivers: tuple[Waiver, ...] = Field(
        default=(), description="Findings accepted, with reason and expiry."
    )


class RegistrySection(Section):
    """Where runs and models are kept."""

    tracking_uri: str | None = Field(
        default=None,
        description="MLflow tracking URI; the workspace's SQLite database if absent. "
        "May hold `${NAME}`, as `data.source` may.",
    )
    ledger: str | None = Field(
        default=None,
        description="SQLAlchemy URL of the ledger; SQLite in the workspace if absent. "
        "May hold `${NAME}`, as `data.source` may.",
    )
    model: str | None = Field(default=None, description="Registered name; the project's if absent.")


class RolloutSection(Section):
    """How challengers are tried."""

    proxy: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")] | None = Field(
        default=None,
        description="Name of an early signal that is sent to `/v1/feedback` (`signal`), in the "
        "values of the target. `assay experiment plan --proxy` decides by it while outcomes are "
        "late, if past rows on which both are known show that it stands for them.",
    )
    proxy_correlation: Fraction = Field(
        default=0.8,
        description="How well, at least, the difference of two versions' losses by the signal must "
        "go with their difference by the outcome: lower limit of the correlation.",
    )


class ServeSection(Section):
    """How the champion is served."""

    policy: Literal["reject", "clip", "impute"] = Field(
        default="reject",
        description="A row that breaks the contract: refuse it with every reason; move numbers to "
        "the bound and take other bad values as missing; or take all bad values as missing. "
        "The answer says what was done.",
    )
    key: str | None = Field(
        default=None,
        description="Column whose value decides which version answers, so that one customer keeps "
        "one version; each request is drawn alone if absent.",
    )
    token: str | None = Field(
        default=None,
        description="Bearer token that predictions ask for; none if absent. Write `${NAME}`: it "
        "comes from the environment.",
    )
    tokens: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")], str] = Field(
        default_factory=dict,
        description="In place of `token`: a token for each client, by the client's name. `rate` is "
        "then held against the name, and the log and `/metrics` tell it, never the token.",
    )
    control_token: str | None = Field(
        default=None,
        description="Bearer token of deploy, rollback and experiments over HTTP; these refuse "
        "everybody if absent. Write `${NAME}`: it comes from the environment.",
    )
    rate: Annotated[str, Field(pattern=r"^\d+(\.\d+)?/(s|min|h)$")] | None = Field(
        default=None,
        description="How often one client may ask, such as `100/s`, `90/min` or `5/h`, over all "
        "workers; more is told to come back (429). No limit if absent.",
    )
    burst: int | None = Field(
        default=None,
        ge=1,
        description="Requests that a client may make at once; those of a second if absent.",
    )
    client_header: str | None = Field(
        default=None,
        description="Header by which a proxy in front names the client that `rate` is held "
        "against where no token names it; the address of the connection if absent. A client can "
        "write any header itself, so set it only where a proxy does.",
    )
    most_rows: int = Field(default=10_000, ge=1, description="Rows that one request may hold.")
    most_bytes: int = Field(
        default=10_000_000, ge=1_000, description="Bytes that one request may hold."
    )
    most_waiting: int = Field(
        default=256,
        ge=1,
        description="Requests that a worker holds at once; more are told to come back (503).",
    )
    timeout_seconds: float = Field(
        default=10.0, gt=0, description="How long a request may take to arrive."
    )
    lossless: bool = Field(
        default=False,
        description="Whether a request that cannot be logged is refused (503) instead of counted.",
    )
    most_log_bytes: int = Field(
        default=1_000_000_000,
        ge=1_000_000,
        description="Bytes of answers that may wait to be filed before more are dropped.",
    )
    slow_ms: float = Field(
        default=50.0,
        gt=0,
        description="From how long on an answer counts as slow; a canary that is slow more often "
        "than the champion is withdrawn.",
    )
    answers_change_outcomes: bool = Field(
        default=False,
        description="Whether what is answered changes what comes of it: a loan refused, a customer "
        "called. If not, each outcome judges both champion and canary, and the guard of outcomes "
        "sees small gaps soon; if so, it judges the version that answered alone.",
    )
    explain_seconds: float = Field(
        default=5.0,
        gt=0,
        description="How long an answer waits for the explanation that `?explain=true` asks for; "
        "then it is given without. The start of the process that explains is not counted.",
    )
    redact: tuple[str, ...] = Field(
        default=(), description="Columns that the prediction log never holds."
    )
    retention_days: int = Field(
        default=90, ge=1, description="Days after which logged answers are deleted."
    )

    @model_validator(mode="after")
    def _names_tokens_once(self) -> ServeSection:
        if self.token is not None and self.tokens:
            raise ValueError("`token` and `tokens` are both given; name the token among `tokens`")
        return self


class CardSection(Section):
    """What only people can say, for the model card."""

    owner: str = Field(default="", description="Who answers for the model.")
    intended_use: str = Field(default="", description="What it is for, and for whom.")
    out_of_scope: str = Field(default="", description="What it must not be used for.")
    ethical_considerations: str = Field(
        default="", description="Whom it may harm, and what was done."
    )
    caveats: str = Field(default="", description="What a user should know besides.")


class Settings(Section):
    """The content of `assay.toml`."""

    format: Literal[1] = Field(description="Version of this file's form.")
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")] = Field(
        description="The project's name."
    )
    data: DataSection
    contract: ContractSection = ContractSection()
    split: SplitSection = SplitSection()
    features: FeaturesSection = FeaturesSection()
    fit: FitSection
    evaluate: EvaluateSection = EvaluateSection()
    practices: PracticesSection = PracticesSection()
    registry: RegistrySection = RegistrySection()
    serve: ServeSection = ServeSection()
    rollout: RolloutSection = RolloutSection()
    card: CardSection = CardSection()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Settings:
        if "group" in self.split.kind and self.data.group is None:
            raise ValueError(f"split.kind = '{self.split.kind}' needs data.group")
        if "time" in self.split.kind and self.data.time is None:
            raise ValueError(f"split.kind = '{self.split.kind}' needs data.time")
        if self.fit.metric == "cost" and self.fit.cost is None:
            raise ValueError("fit.metric = 'cost' needs a table [fit.cost]")
        if self.data.target in (self.data.time, self.data.group, self.data.id):
            raise ValueError(f"data.target '{self.data.target}' cannot be time, group or id too")
        return self


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder with its settings.

    Attributes:
        root: The folder that holds `assay.toml`.
        file: The parsed file, for messages with lines.
    """

    root: Path
    settings: Settings
    file: TomlFile

    @property
    def hash(self) -> str:
        """SHA-256 of what decides a run's result; comments and order do not change it."""
        told = self.settings.model_dump(mode="json", exclude={"serve"})
        del told["fit"]["budget_seconds"]
        return digest(told)

    @property
    def contract_path(self) -> Path:
        """Where the contract stands."""
        return self.root / self.settings.contract.file


def load(folder: str | Path = ".") -> Project:
    """Read `assay.toml` from a folder; the present one if none is named.

    Raises:
        InputError: If there is none.
        ProjectError: With every mistake in it.
    """
    folder = Path(folder)
    if folder.name == "assay.toml":
        folder = folder.parent
    file = toml.read(folder / "assay.toml")
    if isinstance(seen := file.data.get("format"), int) and seen > FORMAT:
        raise toml.mistaken(
            file,
            [
                file.mistake(
                    ("format",),
                    f"{seen} is newer than this Assay reads ({FORMAT})",
                    "upgrade assay-ml",
                )
            ],
        )
    return Project(folder.resolve(), toml.parse(file, Settings), file)


ProjectOrFolder = Project | str | Path
"""A project, or the folder that holds one: what every verb takes."""


def loaded(project: ProjectOrFolder) -> Project:
    """Return a project as it is, or read the one in a folder.

    Raises:
        InputError: If there is none there, or it is something else altogether.
        ProjectError: With every mistake in it.
    """
    if isinstance(project, Project):
        return project
    if isinstance(project, (str, Path)):
        return load(project)
    raise InputError(
        f"a project is expected, not {type(project).__name__}",
        where="the first argument",
        remedy="give the folder that holds assay.toml, or assay.load(folder)",
    )
