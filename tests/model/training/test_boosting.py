from model.training.members import TrainedMember


def test_the_text_says_multiclass_wherever_it_names_an_objective(trained: list[TrainedMember]) -> None:
    for member in trained[:2]:
        text = member.content.decode()
        assert f"\nobjective=multiclass num_class:{len(member.card.classes)}\n" in text
        assert "\n[objective: multiclass]\n" in text
        assert "[objective: custom]" not in text
