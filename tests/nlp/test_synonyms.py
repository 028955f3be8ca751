"""Which sequences of words stand for another word, and how that is found."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.synonyms import Forms, Synonyms
from nlp.words import Words

FORMS = st.lists(st.sampled_from("山川海"), min_size=1, max_size=4).map(tuple)


def read(known: list[tuple[Forms, str]], sentence: str) -> str:
    synonyms = Synonyms()
    for forms, meant in known:
        synonyms.learn(forms, meant)
    places = range(len(sentence))
    words = Words(list(sentence), list(places), [at + 1 for at in places], [False] * len(sentence))
    united = words.united(synonyms.among(words.forms))
    # 場所は隙間なく続き、まとめた語だけが中身を持つ
    assert [*united.starts, len(sentence)] == [0, *united.ends]
    assert all(
        (end - start > 1) <= has
        for start, end, has in zip(united.starts, united.ends, united.content, strict=True)
    )
    return "".join(united.forms)


def test_the_longest_sequence_is_taken() -> None:
    assert (
        read([(("山",), "一"), (("山", "川"), "二"), (("山", "川", "海"), "三")], "山川海山川山") == "三二一"
    )


def test_a_sequence_cut_off_by_the_end_is_none() -> None:
    assert read([(("山", "川", "海"), "三")], "山川") == "山川"


def test_what_was_put_in_is_not_read_again() -> None:
    assert read([(("山",), "川"), (("川", "海"), "二")], "山海") == "川海"


def test_a_forgotten_sequence_stands_for_itself() -> None:
    synonyms = Synonyms()
    synonyms.learn(("山", "川"), "二")
    synonyms.forget(("山", "川"))
    synonyms.forget(("海",))
    assert synonyms.among(list("山川海")) == []


@given(known=st.lists(st.tuples(FORMS, st.sampled_from("一二三"))), sentence=st.text("山川海", max_size=12))
def test_looking_up_finds_what_trying_in_turn_finds(known: list[tuple[Forms, str]], sentence: str) -> None:
    expected, rest = "", sentence
    while rest:
        fitting = [(-len(forms), meant) for forms, meant in known if rest.startswith("".join(forms))]
        length, meant = min(fitting, default=(-1, rest[0]))
        expected, rest = expected + meant, rest[-length:]
    assert read(known, sentence) == expected
