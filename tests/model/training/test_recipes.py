from dataclasses import replace

from model.training.recipes import RECIPES
from model.voting import RULES


def test_each_recipe_has_a_weight_for_every_rule_and_a_name_of_its_own() -> None:
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES)
    assert all(set(recipe.weights) == set(RULES) for recipe in RECIPES)


def test_a_recipe_says_what_it_is_trained_on() -> None:
    assert RECIPES[0].description == f"all recordings, 28 genres, {len(RECIPES[0].columns)} columns"
    assert len(RECIPES[1].classes) == 64
    assert set(RECIPES[1].classes.values()) == set(RECIPES[0].classes)


def test_a_recipe_names_its_file_after_its_kind() -> None:
    assert [recipe.file for recipe in RECIPES] == ["predict1.txt", "predict2.txt", "predict3.ubj"]
    assert replace(RECIPES[0], name="x").file == "x.txt"
