import pytest

from model.taxonomy import taxonomy


def test_sixty_four_seeds_are_kept_and_make_twenty_eight_genres() -> None:
    assert len(taxonomy().seeds) == 64
    assert len(taxonomy().genres) == 28


def test_seeds_and_genres_stand_in_alphabetical_order() -> None:
    assert list(taxonomy().seeds) == sorted(taxonomy().seeds)
    assert list(taxonomy().genres) == sorted(taxonomy().genres)


@pytest.mark.parametrize(
    ("genre", "seeds"),
    [
        ("acoustic", {"acoustic", "guitar"}),
        ("alternative", {"alternative", "grunge"}),
        ("dance", {"dance", "dancehall"}),
        ("hip-hop", {"hip-hop", "trip-hop"}),
    ],
)
def test_the_studys_groups_are_the_studys(genre: str, seeds: set[str]) -> None:
    assert {seed for seed, own in taxonomy().genre_of.items() if own == genre} == seeds


def test_every_dropped_seed_has_a_reason_and_is_not_kept() -> None:
    assert all(taxonomy().dropped.values())
    assert not set(taxonomy().dropped) & set(taxonomy().seeds)
    assert taxonomy().dropped["k-pop"] == "regional"


def test_the_taxonomy_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        taxonomy().genre_of["tango"] = "dance"  # type: ignore[index]
