"""The READMEs and docs/models.md say what the bot answers and what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.messages.message import Message
from bot.talk.help import COMMANDS
from docs.pictures.draw import DRAWN, UNREACHABLE, answers
from model.card import ARTIFACTS, SHIPPED_MODEL
from model.evaluation.head_folds import WITH_CONTEXT, WITHOUT_FEATURES
from model.evaluation.korean_head_scores import BASES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
KOREAN_README = (ROOT / "README.ko.md").read_text(encoding="utf-8")
MODELS = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
PICTURES = {path: path.read_bytes() for path in sorted((ROOT / "docs" / "pictures").glob("*.*.png"))}


def section(document: str, heading: str) -> str:
    return document.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


GOODNESS = section(README, "How good is it?")
KOREAN_GOODNESS = section(KOREAN_README, "얼마나 잘 맞히나요?")


@pytest.mark.parametrize(("readme", "language"), [(README, "en"), (KOREAN_README, "ko")], ids=["en", "ko"])
async def test_the_transcript_in_the_readme_is_what_the_bot_says(
    readme: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = readme.partition("```\n")[2].partition("\n```")[0]
    for name, value in UNREACHABLE.items():
        monkeypatch.setenv(name, value)
    typed = re.findall(r"^> (.+)$", transcript, flags=re.MULTILINE)
    replies = await answers(Message(text, language=language) for text in typed)
    said = [f"> {text}\n{reply.plain()}" for text, reply in zip(typed, replies, strict=True)]
    assert transcript == "\n\n".join(said)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
async def test_the_pictures_are_those_that_the_bot_draws(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in UNREACHABLE.items():
        monkeypatch.setenv(name, value)
    name, language, _ = picture.name.split(".")
    (reply,) = await answers([Message(DRAWN[name], language=language)])
    content = PICTURES[picture]
    assert reply.picture is not None
    described = reply.picture.alt_text.encode()
    assert described in content, "draw it again: scripts/python -m docs.pictures.draw"
    assert len(content) < 300_000


def test_the_readmes_are_one_screen_each() -> None:
    assert len(README.splitlines()) <= 120
    assert len(KOREAN_README.splitlines()) <= 120


def test_the_readmes_name_the_same_commands_settings_links_and_figures() -> None:
    for pattern in (
        r"`(/[a-z]+)",
        r"(scripts/[\w.]+(?: --[\w-]+)*)",
        r"\b([A-Z]+(?:_[A-Z]+)+)\b",
        r"\]\(((?!README)[^)]+)\)",
    ):
        assert set(re.findall(pattern, README)) == set(re.findall(pattern, KOREAN_README)), pattern
    figures = [
        sorted(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", re.sub(r"\D100곡 중|2024년 4월 8일", " ", text)))
        for text in (
            GOODNESS.replace("8 April 2024", "").replace(" of 100", "").replace("Top 100", "TOP 100"),
            KOREAN_GOODNESS,
        )
    ]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("readme", [README, KOREAN_README], ids=["en", "ko"])
def test_the_readmes_name_commands_that_the_bot_knows(readme: str) -> None:
    assert set(re.findall(r"`/([a-z]+)", readme)) == {*COMMANDS, "unsubscribe", "versions"}


CARD = json.loads((ARTIFACTS / SHIPPED_MODEL / "card.json").read_text(encoding="utf-8"))


def scores(tracks: str) -> dict[str, float]:
    rows = CARD["metrics"]["scores"]
    (row,) = (row for row in rows if (row["subject"], row["tracks"]) == (CARD["voting_rule"], tracks))
    return dict(row)


def with_heads(table: str, basis: str) -> dict[str, float]:
    rows = CARD["heads"][table]
    (row,) = (row for row in rows if (row["rule"], row["basis"]) == (CARD["voting_rule"], basis))
    return dict(row)


def of_100(share: float) -> str:
    return str(round(100 * share))


def test_the_readmes_scores_are_those_of_the_card() -> None:
    every, popular = scores("all"), scores("popularity above 60")
    both, hidden = (with_heads("scores", basis) for basis in (WITH_CONTEXT, WITHOUT_FEATURES))
    korean, others = (with_heads("korean", BASES[basis]) for basis in ("both", "others"))
    page = (ROOT / "model" / "report" / "heads.md").read_text(encoding="utf-8")
    always = re.findall(r"^\| always 댄스 \| (0\.\d+)", page, re.MULTILINE)[0]
    shares = (korean["accuracy"], korean["agreement"], float(always), others["accuracy"])
    shares = (*shares, both["any_hit"], both["any_top3"], every["any_hit"], popular["any_hit"])
    figures = [of_100(share) for share in shares]
    assert re.findall(r"(\d+) of 100", GOODNESS)[:8] == figures
    assert re.findall(r"100곡 중 (\d+)곡", KOREAN_GOODNESS)[:8] == figures
    errors = [f"{row['ece']:.3f}" for row in (every, popular, both)]
    assert re.findall(r"0\.\d{3}", section(MODELS, "What a percentage means")) == errors
    told = re.findall(r"(\d+) of 100|from (\d+) to", section(MODELS, "The artist's other songs"))
    assert ["".join(pair) for pair in told] == [figures[6], figures[4], of_100(hidden["any_hit"])]
    words = re.findall(r"for (\d+) of 100", section(MODELS, "Korean songs in Melon's words"))
    assert words == [figures[0], figures[3], figures[1]]


def test_the_readmes_tell_the_mean_coverage_of_a_chart() -> None:
    page = (ROOT / "model" / "report" / "chart_coverage.md").read_text(encoding="utf-8")
    figures = re.findall(r"\*\*(\d+)\*\*", page.splitlines()[-1])[:2]
    assert re.findall(r"(\d+) of 100", GOODNESS)[-2:] == figures
    assert re.findall(r"100곡 중 (\d+)곡", KOREAN_GOODNESS)[-2:] == figures


def test_the_figures_of_the_study_are_those_of_its_page() -> None:
    page = (ROOT / "model" / "report" / "study.md").read_text(encoding="utf-8")
    honest = re.findall(r"^\| and artists grouped: the honest protocol \| (0\.\d+)", page, re.MULTILINE)[0]
    assert f"gives {float(honest):.2f} (`scripts/reproduce_study.py`)" in GOODNESS
