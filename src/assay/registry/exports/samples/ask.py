"""Score the proof rows at a Triton server, and hold its scores against those of registration."""

import json
import sys
from pathlib import Path

import numpy as np


def main(server: str, folder: Path) -> None:
    """Print the largest difference; exit 1 if it is more than the version allows."""
    import tritonclient.http as triton

    model = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    kept = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    (path,) = folder.glob("*/config.pbtxt")
    kinds = {"numeric": (np.float32, "FP32"), "strings": (np.object_, "BYTES")}
    inputs = []
    for name in (given["name"] for given in model["inputs"]):
        kind, datatype = kinds[name]
        matrix = np.array(kept[name], dtype=np.dtype(kind))
        tensor = triton.InferInput(name, matrix.shape, datatype)
        tensor.set_data_from_numpy(matrix)
        inputs.append(tensor)
    with triton.InferenceServerClient(server) as client:
        answer = client.infer(path.parent.name, inputs, str(model["version"]))
    difference = float(np.abs(answer.as_numpy("scores") - np.array(kept["scores"])).max())
    print(json.dumps({"rows": len(kept["scores"]), "difference": difference}))
    sys.exit(not difference <= kept["tolerance"])


if __name__ == "__main__":
    main(sys.argv[1], Path(__file__).parent)
