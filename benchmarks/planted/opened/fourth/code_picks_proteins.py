"""A script that picks proteins by a test on the whole file, and then cross-validates."""

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.planted.opened.fourth.models import sound_logistic


def best_proteins(blood: pd.DataFrame, sick: np.ndarray, kept: int = 20) -> list[str]:
    numbers = blood.select_dtypes("number")
    p_values = {
        str(name): ttest_ind(numbers[name][sick], numbers[name][~sick]).pvalue
        for name in numbers.columns
    }
    return sorted(p_values, key=lambda name: p_values[name])[:kept]


def main(path: str) -> None:
    blood = pd.read_csv(path)
    sick = (blood["Class"] == "Impaired").to_numpy()
    picked = best_proteins(blood.drop(columns="Class"), sick)
    scaled = StandardScaler().fit_transform(blood[picked])
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    model = make_pipeline(LogisticRegression(max_iter=1000))
    print(cross_val_score(model, scaled, sick, cv=folds, scoring="roc_auc").mean())


def make() -> Pipeline:
    return sound_logistic()


if __name__ == "__main__":
    main("blood.csv")
