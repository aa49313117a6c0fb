from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.songs.matching import best_song, meant, normalized, same_song
from bot.songs.matching.names import versions
from bot.songs.matching.scores import CERTAIN, PLAUSIBLE, name_score, song_score
from model.music import Track


def track(title: str, *artists: str, other_names: tuple[str, ...] = (), number: int = 1) -> Track:
    return Track(id=f"{number:022}", title=title, artists=artists, other_names=other_names)


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Next Level aespa", track("Next Level", "aespa")),
        ("aespa next level", track("Next Level", "aespa")),
        ("NEXT LEVEL", track("Next Level", "aespa")),
        ("aespa - Next Level", track("Next Level", "aespa")),
        ("nextlevel aespa", track("Next Level", "aespa")),
        ("strawbery moon IU", track("strawberry moon", "IU")),
        ("ＩＵ strawberry moon", track("strawberry moon", "IU")),
        ("IU - eight (Prod.&Feat. SUGA of BTS)", track("eight(Prod.&Feat. SUGA of BTS)", "IU")),
        ("IU eight", track("eight(Prod.&Feat. SUGA of BTS)", "IU")),
        ("봄날", track("봄날", "방탄소년단")),
        ("방탄소년단 봄날", track("봄날", "BTS (방탄소년단)")),
        ("아이유 스트로베리 문", track("strawberry moon", "IU", other_names=("스트로베리 문 아이유",))),
        ("Call My Name", track("다정히 내 이름을 부르면 (Call My Name)", "경서예지")),
        ("Rock with you", track("Rock with you", "SEVENTEEN")),
        ("Savage Remix", track("Savage (Remix)", "aespa")),
        ("NAKKA AKMU IU", track("NAKKA (with IU)", "AKMU", "IU")),
        ("아이유 스트로베리 문", track("strawberry moon", "IU")),
        ("아이유strawberry moon", track("strawberry moon", "IU")),
        ("스트로배리 아이유", track("스트로베리", "IU")),
        ("신호등", track("Traffic light", "Lee Mujin", other_names=("신호등 이무진",))),
        ("이무진 신호등", track("Traffic light", "Lee Mujin", other_names=("신호등 이무진",))),
        ("종이등", track("종이등 Paper Lantern", "Moon Club")),
        ("Piano Boy Moon Club", track("Piano Boy", "Moon Club")),
    ],
)
def test_a_name_certainly_means_its_song(name: str, song: Track) -> None:
    assert name_score(name, song) >= CERTAIN


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Savage", track("Savage (Remix)", "aespa")),
        ("Savage Remix", track("Savage", "aespa")),
        ("Next", track("Next Level", "aespa")),
        ("aespa", track("Next Level", "aespa")),
        ("Rock", track("Rock with you", "SEVENTEEN")),
        ("Love Dive IVE", track("Love", "Another")),
        ("Savage live", track("Savage (Inst.)", "aespa")),
        ("()", track("Savage", "aespa")),
        ("Lantern", track("Lantarn", "Moon Club")),
        ("lanterns and harbours", track("harbours and lanters", "Moon Club")),
        ("i girls' generation", track("If", "Girls' Generation")),
        ("Lantern 1 Moon Club", track("Lantern 2", "Moon Club")),
        ("종이등", track("Paper Lantern", "IU")),
        ("Piano Boy Moon Club", track("Piano Boy - Piano Version", "Moon Club")),
        ("", track("", "")),
    ],
)
def test_a_name_does_not_mean_another_song(name: str, song: Track) -> None:
    assert name_score(name, song) < CERTAIN


@pytest.mark.parametrize(
    "name", ["lantern moon club live", "moon club lantern live", "lantern live moon club"]
)
def test_a_version_may_be_told_anywhere_in_a_name(name: str) -> None:
    assert name_score(name, track("Lantern - Live", "Moon Club")) >= CERTAIN
    assert name_score(name, track("Lantern (Remix)", "Moon Club")) < PLAUSIBLE
    assert name_score(name, track("Lantern", "Moon Club")) < CERTAIN


@pytest.mark.parametrize("name", ["Instrumental", "live", "remix", "korean ver", "라이브"])
def test_the_word_of_a_version_alone_names_no_version(name: str) -> None:
    assert name_score(name, track("Lantern - Live", "Moon Club")) < CERTAIN


def test_a_remix_is_plausible_where_none_was_asked_for() -> None:
    assert name_score("Savage aespa", track("Savage (Remix)", "aespa")) >= PLAUSIBLE


@pytest.mark.parametrize(
    ("title", "artists", "song"),
    [
        ("Drama", ("aespa",), track("Drama", "aespa")),
        ("Perfect Night", ("LE SSERAFIM (르세라핌)",), track("Perfect Night", "LE SSERAFIM")),
        (
            "모든 날, 모든 순간 (Every day, Every Moment)",
            ("폴킴",),
            track("Every day, Every Moment", "폴킴 (Paul Kim)"),
        ),
        (
            "ROCKSTAR (Feat. Roddy Ricch)",
            ("DaBaby",),
            track("ROCKSTAR (feat. Roddy Ricch)", "DaBaby", "Roddy Ricch"),
        ),
        ("Don't Cry", ("이효리",), track("Don’t Cry", "이효리")),
        ("신호등", ("이무진",), track("Traffic light", "Lee Mujin", other_names=("신호등 이무진",))),
        ("좋은 종이등", ("아이유",), track("Good Lantern", "IU", other_names=("좋은 종이등 IU",))),
        ("종이등", ("하늘다리", "폴킴"), track("종이등 Paper Lantern", "Paul Kim")),
        ("종이 등", ("폴킴",), track("종이등 (Feat. Another)", "Paul Kim")),
        ("스트로베리", ("SHINee (샤이니)",), track("Strawberry", "SHINee")),
        ("종이등 (일본어 Ver.)", ("폴킴",), track("종이등 - Japanese Version", "Paul Kim")),
    ],
)
def test_a_chart_song_is_found(title: str, artists: tuple[str, ...], song: Track) -> None:
    assert song_score(title, artists, song) >= CERTAIN


@pytest.mark.parametrize(
    ("title", "artists", "song"),
    [
        ("Drama", ("aespa",), track("Drama", "Another Singer")),
        ("Drama", ("aespa",), track("Drama (Inst.)", "aespa")),
        ("Drama", ("aespa",), track("Drama - Sped Up Version", "aespa")),
        ("Drama", ("aespa",), track("Spicy", "aespa")),
        ("", (), track("", "")),
        ("밤편지", ("아이유",), track("Through the Night", "IU")),
        ("Drama", ("달토끼",), track("Drama", "Moon Rabbit")),
        ("Drama", ("aespa",), track("Drama Queen", "aespa")),
        ("Drama (Korean Ver.)", ("aespa",), track("Drama", "aespa")),
        ("Drama 1", ("aespa",), track("Drama 2", "aespa")),
        ("Lonely Lantern (Feat. 태연)", ("종현 (JONGHYUN)",), track("Lonely Lantern", "June")),
    ],
)
def test_a_wrong_song_is_worse_than_none(title: str, artists: tuple[str, ...], song: Track) -> None:
    assert song_score(title, artists, song) < CERTAIN


def test_what_may_be_a_translation_is_asked_about_and_not_taken() -> None:
    assert PLAUSIBLE <= name_score("아이유 종이등", track("Paper Lantern", "IU")) < CERTAIN
    assert name_score("종이등 달토끼", track("Paper Lantern", "Moon Rabbit")) < PLAUSIBLE


def test_one_recording_with_and_without_a_note_in_brackets_is_one_song_but_a_part_is_not() -> None:
    plain = track("Lantern", "Moon Club", number=1)
    noted = track('Lantern (From "Harbour")', "Moon Club", number=2)
    assert meant("Lantern Moon Club", [plain, noted])[0] == [plain]
    assert not same_song(track("Lantern (Part 1)", "Moon Club"), track("Lantern (Part 2)", "Moon Club"))
    assert not same_song(plain, track("Lantern (Live)", "Moon Club"))


_WORD = st.text(alphabet="abcdefghijklmnoprstuvyz", min_size=3, max_size=8)
_NAME = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)


@example("karaoke", "aaa", "{0} {1}")
@given(_NAME, _NAME, st.sampled_from(["{0} {1}", "{1} {0}", "{1} - {0}", "{0} ({1})", "  {1}  {0}!"]))
def test_a_song_is_certain_by_its_own_title_and_artist_in_any_order(
    title: str, artist: str, shape: str
) -> None:
    assume(not versions(title))  # "aaa karaoke" is another recording of "aaa"
    own = track(title, artist)
    assert name_score(shape.format(title, artist).upper(), own) >= CERTAIN
    assert song_score(title, [artist], own) == 1.0
    assert best_song(title, [artist], [own]) == own


@given(_NAME, _NAME, st.sampled_from([" (Live)", " - Remix", " (Inst.)", " (Japanese Ver.)", " - Sped Up"]))
def test_a_version_is_never_taken_for_the_song(title: str, artist: str, version: str) -> None:
    assert best_song(title, [artist], [track(title + version, artist)]) is None
    assert best_song(title + version, [artist], [track(title, artist)]) is None
    assert best_song(title + version, [artist], [track(title + version, artist)]) is not None
    assert name_score(f"{artist} {title}", track(title + version, artist)) < CERTAIN


@given(st.text(), st.text(), st.text())
def test_any_text_gets_a_score_between_nothing_and_certainty(name: str, title: str, artist: str) -> None:
    assert 0 <= name_score(name, track(title, artist)) <= 1
    assert 0 <= song_score(name, [artist], track(title, artist)) <= 1
    assert 0 <= name_score(name, track(title, artist, other_names=(name, artist))) <= 1
    assert 0 <= song_score(name, [artist], track(title, artist, other_names=(name, artist))) <= 1
    assert normalized(normalized(title)) == normalized(title)


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Rising tripleS (트리플에스)", track("Rising", "tripleS")),
        ("Rock with you 세븐틴 (SEVENTEEN)", track("Rock with you", "SEVENTEEN")),
        ("Chk Chk Boom Stray Kids (스트레이 키즈)", track("Chk Chk Boom", "Stray Kids")),
        ("SPOT! (feat. JENNIE) 지코 (ZICO)", track("SPOT! (feat. JENNIE)", "ZICO", "JENNIE")),
        ("불공평해 (Unfair) EXO", track("Unfair", "EXO")),
        ("라차타 (LA chA TA) f(x)", track("LA chA TA", "f(x)")),
        ("Festival (인생은 아름다워) 엄정화", track("Festival", "Uhm Jung Hwa")),
        ("한 페이지가 될 수 있게 - DAY6 (데이식스)", track("한 페이지가 될 수 있게", "DAY6")),
        ("3D (feat. Jack Harlow) 정국", track("3D (feat. Jack Harlow)", "Jung Kook", "Jack Harlow")),
        ("3D feat. Jack Harlow 정국", track("3D (feat. Jack Harlow)", "Jung Kook", "Jack Harlow")),
        ("TOMBOY by (G)I-DLE", track("TOMBOY", "(G)I-DLE")),
        ("아이유의 밤편지", track("밤편지", "아이유")),
        ("bibi가 부른 밤양갱", track("밤양갱", "BIBI")),
        ("Dynamite from BTS", track("Dynamite", "BTS")),
        ("Dynamite [BTS]", track("Dynamite", "BTS")),
        ("Stand by Me", track("Stand by Me", "Moon Club")),
        ("뉴진스 디토", track("Ditto", "NewJeans")),
        ("아이브 러브 다이브", track("LOVE DIVE", "IVE")),
        ("소녀시대 다만세", track("Into The New World", "Girls' Generation")),
        ("다만세", track("다시 만난 세계 (Into The New World)", "소녀시대")),
        ("뚜두뚜두", track("DDU-DU DDU-DU", "BLACKPINK")),
    ],
)
def test_a_name_as_people_write_it_certainly_means_its_song(name: str, song: Track) -> None:
    assert name_score(name, song) >= CERTAIN


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Gee 소녀시대 (GIRLS' GENERATION)", track("Girls' Generation", "Girls' Generation")),
        ("Heaven 에일리(Ailee)", track("Heaven", "Moon Club")),
        ("안녕 (Hello) 조이 (JOY)", track("Hello", "Sun Club")),
        ("BTS - Dynamite", track("BTS", "Moon Club")),
        ("I Got A Boy 소녀시대", track("Goodbye", "Girls' Generation")),
        ("혁오 (HYUKOH) 위잉위잉", track("Hooka", "Hyukoh")),
        ("내 맘을 볼 수 있나요 헤이즈 (Heize)", track("No Way", "HEIZE")),
        ("아이유 - 이게 아닌데", track("YOU&I", "IU")),
        ("너나 해 (Egotistic) 마마무 (Mamamoo)", track("No no no", "MAMAMOO")),
        ("아름다워 창모 (CHANGMO)", track("REMEDY", "CHANGMO")),
        ("SG 워너비, 브라운아이드걸스 - Must Have Love", track("LOVE", "Brown Eyed Girls")),
        ("iii 래원 (Layone), 코드 쿤스트 (CODE KUNST)", track("Code Kunst", "CODE KUNST")),
    ],
)
def test_a_part_of_a_name_as_people_write_it_means_no_other_song(name: str, song: Track) -> None:
    assert name_score(name, song) < CERTAIN


def test_a_version_that_is_not_there_may_mean_the_song_itself() -> None:
    assert PLAUSIBLE <= name_score("Kick Back (Korean Ver.) WayV", track("Kick Back", "WayV")) < CERTAIN
    assert name_score("Kick Back (Remix) WayV", track("Kick Back (Inst.)", "WayV")) < PLAUSIBLE


def test_a_word_of_a_title_may_mean_its_song() -> None:
    assert PLAUSIBLE <= name_score("traffic", track("Traffic light", "Lee Mujin")) < CERTAIN


def test_another_name_of_a_track_may_tell_another_singer() -> None:
    song = replace(track("Don't be happy", "BUMKEY"), other_names=("행복하지마 MAMAMOO",))
    assert name_score("행복하지마 마마무 (Mamamoo), 범키", song) >= CERTAIN
    assert name_score("행복하지마 백아연", song) < CERTAIN
