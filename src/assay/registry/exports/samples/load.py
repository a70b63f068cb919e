"""Score the proof rows with the model as MLflow loads it, and hold the scores against the kept."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

TOLERANCE = 1e-5


def main(folder: Path) -> None:
    """Print predictions and the largest difference; exit 1 if it is more than is allowed."""
    import mlflow.pyfunc

    kept = json.loads((folder / "data" / "model" / "proof.json").read_text(encoding="utf-8"))
    model = mlflow.pyfunc.load_model(str(folder))
    said = model.predict(pd.DataFrame(kept["rows"]))
    example = model.predict(model.input_example)
    expected = np.array(kept["scores"])
    probabilities = [name for name in said.columns if name.startswith("probability_")]
    if not probabilities:  # a value is predicted
        spread, scores = np.ptp(expected) or 1.0, said[["prediction"]].to_numpy()
    else:  # of two classes, the probability of the second one is kept
        spread, scores = 1.0, said[probabilities].to_numpy()[:, -expected.shape[1] :]
    difference = float(np.abs(scores - expected).max() / spread)
    told = {"difference": difference, "said": said.to_dict("list")}
    print(json.dumps({**told, "example": example.to_dict("list")}))
    if not difference <= TOLERANCE:
        sys.exit(1)


if __name__ == "__main__":
    main(Path(__file__).parent)
