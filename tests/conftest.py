"""Fixtures shared by all tests."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "2")

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")
