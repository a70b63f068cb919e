"""Score the proof rows with the graph, and hold the scores against those it was registered with."""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime


def main(graph: Path, proof: Path) -> None:
    """Print the largest difference; exit 1 if it is more than the version allows."""
    kept = json.loads(proof.read_text(encoding="utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # sums then have one order, whatever the number of rows
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    matrices = {
        "numeric": np.array(kept["numeric"], dtype=np.float32),  # null is NaN: missing
        "strings": np.array(kept["strings"], dtype=object),  # "" is missing
    }
    feed = {each.name: matrices[each.name] for each in session.get_inputs()}
    (scores,) = session.run(["scores"], feed)
    difference = float(np.abs(scores - np.array(kept["scores"])).max())
    print(json.dumps({"rows": len(scores), "difference": difference}))
    sys.exit(not difference <= kept["tolerance"])


if __name__ == "__main__":
    here = Path(__file__).parent
    graph, proof = sys.argv[1:] or (here / "model.onnx", here / "proof.json")
    main(Path(graph), Path(proof))
