"""The Open Inference Protocol v2: what its clients send, and what they are answered."""
