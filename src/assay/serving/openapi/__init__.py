"""The OpenAPI document: every address, by the champion's contract and the code's own types."""
