"""A module whose function is a source."""

from sklearn.datasets import load_iris


def iris() -> object:
    return load_iris(as_frame=True).frame
