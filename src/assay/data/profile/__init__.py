"""What a table holds: `profile` sees it once, `infer_task` says what its target asks for."""

from assay.data.profile.table import profile
from assay.data.profile.task import as_task, infer_task

__all__ = ["as_task", "infer_task", "profile"]
