"""Baselines, candidates, tuning, learning curves, ensembles: from split rows to a fitted model.

OpenMP threads spin while they wait for each other. On cores that others use too, a spinning thread
holds the core that the awaited thread needs: LightGBM took 6.5 s for what takes 1.1 s with passive
waiting. The variable counts only if it is set before the OpenMP runtime loads, so it is set here.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
