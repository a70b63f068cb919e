"""From a fitted model to one ONNX graph."""
