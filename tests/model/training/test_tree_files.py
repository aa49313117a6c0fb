import lightgbm
import numpy as np
import pytest
import xgboost

from model.training.tree_files import UnreadableModel, read_lightgbm, read_xgboost
from tests.model.small_trees import CLASSES, labels, rows


def test_a_regression_is_not_read_as_classes() -> None:
    matrix = rows(100, 7)
    booster = lightgbm.train({"verbosity": -1, "num_threads": 1}, lightgbm.Dataset(matrix, matrix[:, 1]), 1)
    with pytest.raises(UnreadableModel, match="no multi-class model of LightGBM"):
        read_lightgbm(booster.model_to_string().encode())
    other = xgboost.train({"nthread": 1}, xgboost.DMatrix(matrix, np.nan_to_num(matrix[:, 1])), 1)
    with pytest.raises(UnreadableModel, match="no multi-class model of XGBoost"):
        read_xgboost(bytes(other.save_raw("ubj")))


def test_a_model_that_splits_categories_is_refused() -> None:
    matrix = np.abs(np.nan_to_num(rows(300, 8)).round())
    data = lightgbm.Dataset(matrix, labels(matrix), categorical_feature=[0])
    parameters = {"objective": "multiclass", "num_class": CLASSES, "verbosity": -1, "min_data_per_group": 5}
    text = lightgbm.train(parameters | {"num_threads": 1, "cat_smooth": 0.0}, data, 3).model_to_string()
    with pytest.raises(UnreadableModel, match="splits categories"):
        read_lightgbm(text.encode())


@pytest.mark.parametrize("content", [b"", b"tree\nversion=v4\n", b"\x00" * 100, b"{}"])
def test_what_is_no_model_of_a_library_is_refused(content: bytes) -> None:
    for read in (read_lightgbm, read_xgboost):
        with pytest.raises(UnreadableModel):
            read(content)
