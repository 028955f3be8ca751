"""Whatever is split and joined, in whatever order: what counts holds every character of ink of the letter exactly once."""

import random

import pytest
from sqlalchemy import select

from consult import standing
from consult.domain.errors import RuleViolation
from consult.domain.same_text import seen
from consult.domain.spans import Span
from consult.domain.splitting import cut_before, parts_of, places_to_cut, proposed_cuts
from consult.extensions import db
from consult.models import Consultation, Opinion, Redaction
from consult.nlp_gateway import claims_of
from consult.sorting import splitting
from tests import factories as make

LETTER = (
    "はじめまして。市内に住む者です。\n\n１　バスについて\n本数が少ないので、増やしてほしい！　子どもも\u3099乗ります。\n"
    "２　図書館について\n「夜も開けて」と言われます。仕事帰りに寄れないからです。👨‍👩‍👧で行きます。\n以上、よろしくお願いします。"
)
OPERATIONS = 120


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("seed", [1])
def test_what_counts_holds_the_ink_of_the_letter_exactly_once(seed: int) -> None:
    consultation, rng = make.make_consultation(), random.Random(seed)
    whole = make.make_opinion(submission=make.make_submission(consultation=consultation), wording=LETTER)
    done = 0
    for _ in range(OPERATIONS):
        done += _tried(consultation, rng)
        texts = [LETTER[start:end] for start, end in sorted(_standing(whole))]
        assert seen("".join(texts)) == seen(LETTER)
        assert all(seen(text) for text in texts)
    assert done > OPERATIONS / 4


def _tried(consultation: Consultation, rng: random.Random) -> bool:
    joins = rng.random() < 0.5
    # Mostly what can be done, and now and then what cannot.
    likely = Opinion.superseded_at.is_not(None) if joins else Opinion.superseded_at.is_(None)
    rows = select(Opinion).where(likely) if rng.random() < 0.9 else select(Opinion)
    opinion = rng.choice(db.session.scalars(rows).all() or [db.session.scalars(select(Opinion)).first()])
    assert opinion is not None
    try:
        if joins:
            splitting.join(opinion, consultation_id=consultation.id)
        else:
            cuts = rng.sample(range(len(opinion.wording) + 2), k=min(rng.randint(1, 3), len(opinion.wording)))
            splitting.split(opinion, cuts, consultation_id=consultation.id)
    except RuleViolation:
        return False
    return True


def _standing(whole: Opinion) -> list[Span]:
    """Where in the letter each opinion that counts stands."""
    db.session.expire_all()
    spans = []
    for opinion in db.session.scalars(select(Opinion).where(standing.counts())):
        start, at = 0, opinion
        while at.split_from_id:
            start, at = start + (at.part_start or 0), db.session.get_one(Opinion, at.split_from_id)
        assert at.id == whole.id
        spans.append((start, start + len(opinion.wording)))
    return spans


def test_a_heading_goes_with_its_point_and_no_part_is_empty() -> None:
    cuts = proposed_cuts(LETTER, claims_of(LETTER))
    parts = [LETTER[start:end] for start, end in parts_of(LETTER, cuts)]
    assert any(part.startswith("２　図書館について\n「夜も") for part in parts)
    assert set(cuts) <= set(range(len(LETTER)))
    assert all(parts)


@pytest.mark.parametrize("wording", ["", "。", "。。。\n\n\u3000", "あ", "\u200b。\u200b", "か\u3099"])
def test_what_holds_one_point_or_none_has_no_place_to_cut(wording: str) -> None:
    assert places_to_cut(wording) == []
    assert proposed_cuts(wording, claims_of(wording)) == []
    with pytest.raises(RuleViolation):
        parts_of(wording, [])


def test_no_cut_goes_through_what_is_read_as_one_character() -> None:
    for words in ("\u3099乗り", "\u200d👩", "👩"):
        with pytest.raises(RuleViolation):
            cut_before("子も\u3099乗ります。👨\u200d👩です。", words)


@pytest.mark.usefixtures("database")
def test_a_part_whose_typing_was_corrected_is_one_with_the_rest_again_and_its_mask_comes_along() -> None:
    consultation = make.make_consultation()
    whole = make.make_opinion(
        submission=make.make_submission(consultation=consultation), wording="バスがほしい。花子に電話を。"
    )
    first, second = splitting.split(whole, [7], consultation_id=consultation.id)
    corrected = make.make_opinion(
        submission=whole.submission, wording="花子へ電話を。", split_from_id=second.id
    )
    second.superseded_at = make.NOW
    make.make_redaction(opinion=corrected, start=0, end=2)
    with pytest.raises(RuleViolation):
        splitting.join(second, consultation_id=consultation.id)
    splitting.join(whole, consultation_id=consultation.id)
    assert set(db.session.scalars(select(Opinion.id).where(standing.counts()))) == {whole.id}
    assert [
        whole.wording[slice(*row.span)]
        for row in db.session.scalars(select(Redaction))
        if row.opinion is whole
    ] == ["花子"]
    assert first.superseded_at is not None
