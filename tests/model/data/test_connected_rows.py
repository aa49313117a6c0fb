from model.data.connected_rows import connected_rows


def test_rows_that_share_a_mark_have_the_first_of_them_in_common() -> None:
    assert connected_rows([["a"], ["b"], ["a", "c"], ["c"]]) == [0, 1, 0, 0]


def test_a_late_row_connects_two_earlier_ones() -> None:
    assert connected_rows([["a"], ["b"], ["b", "a"]]) == [0, 0, 0]


def test_a_row_without_marks_stands_alone() -> None:
    assert connected_rows([[], [], ["a"]]) == [0, 1, 2]
