"""A folded text is the same however it is reached, and every character of it knows where it came from."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.folding import fold, fold_with_places

# A voice mark joins the character before: such a text is read by clusters, every other one letter by letter.
JOINED, FOLDED = "か\u3099", "が"
TEXTS = st.text(
    st.characters(exclude_categories=["Mn", "Mc", "Me", "Cs"], exclude_characters="ﾞﾟ"), max_size=60
)
JAPANESE = st.text(st.sampled_from("公園バスﾊｽ①㌔邊﨑ヶ　 \n\u200baＡ%'ー-〜が"), max_size=60)


@given(text=TEXTS | JAPANESE)
def test_letter_by_letter_or_by_clusters_is_the_same(text: str) -> None:
    assert fold(f"{text}。{JOINED}") == fold(f"{text}。") + FOLDED
    plain, joined = fold_with_places(f"{text}。"), fold_with_places(f"{text}。{JOINED}")
    size = len(plain.content)
    assert joined.content == plain.content + FOLDED
    assert (joined.starts[:size], joined.ends[:size]) == (plain.starts, plain.ends)


@given(text=TEXTS | JAPANESE | st.text(max_size=60))
def test_what_was_folded_is_found_where_it_came_from(text: str) -> None:
    folded = fold_with_places(text)
    assert folded.content == fold(text)
    assert len(folded.content) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)
