from model.features import FEATURE_NAMES
from model.study_sample import STUDY_DAY, STUDY_SOURCE, study_chart, study_songs


def test_ten_songs_have_all_their_features_and_both_names() -> None:
    songs = study_songs()
    assert len({track.id for track, _ in songs}) == 10
    for track, features in songs:
        assert features.source == STUDY_SOURCE
        assert features.obtained_on == STUDY_DAY
        assert None not in [getattr(features, name) for name in FEATURE_NAMES]
        assert track.duration_ms == features.duration_ms
        assert track.other_names


def test_the_chart_is_the_same_songs_in_order() -> None:
    chart = study_chart()
    assert [entry.song_id for entry in chart.entries] == [track.id for track, _ in study_songs()]
    assert [entry.rank for entry in chart.entries] == list(range(1, 11))
    assert (chart.day, chart.hour) == (STUDY_DAY, None)
