"""What a further hearing added: pairs of theme and package not heard before, and no copies of texts."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.saturation import Said, is_thin, last_gain, steps

said = st.builds(
    Said,
    st.frozensets(st.sampled_from(["hito", "machi"])),
    st.frozensets(st.sampled_from(["A", "B"])),
    st.text("abc", min_size=1, max_size=2),
)
registers = st.lists(st.lists(said, max_size=5), max_size=8).map(lambda each: list(enumerate(each)))


@given(registers)
def test_the_sum_never_falls_and_is_the_sum_of_what_each_hearing_added(
    register: list[tuple[int, list[Said]]],
) -> None:
    found = steps(register)
    so_far = 0
    for step, (hearing_id, opinions) in zip(found, register, strict=True):
        so_far += step.new
        assert (step.hearing_id, step.points, step.opinions) == (hearing_id, so_far, len(opinions))
        assert step.opinions > step.untagged or step.new == 0
    assert so_far <= len({point for _, opinions in register for each in opinions for point in each.points})
    assert last_gain(found, len(found) + 1) == so_far


@given(registers)
def test_hearing_everybody_again_adds_nothing(register: list[tuple[int, list[Said]]]) -> None:
    assert all(step.new == 0 for step in steps(register + register)[len(register) :])


def said_as(text: str, *themes: str, packages: tuple[str, ...] = ()) -> Said:
    return Said(frozenset(themes), frozenset(packages), text)


def test_a_copy_an_untagged_opinion_and_a_second_voice_are_no_new_points() -> None:
    first = [said_as("a", "hito"), said_as("b", "hito"), said_as("c")]
    second = [said_as("a", "machi"), said_as("d")]
    third = [said_as("e", "hito", "machi", packages=("A",)), said_as("f", packages=("A",))]
    assert [(each.new, each.untagged) for each in steps([(1, first), (2, second), (3, third)])] == [
        (1, 1),
        (0, 1),
        (3, 0),
    ]


def test_a_curve_with_more_than_one_untagged_opinion_in_five_is_thin() -> None:
    tagged = [said_as(str(n), "hito") for n in range(4)]
    assert not is_thin(steps([(1, [*tagged, said_as("x")])]))
    assert is_thin(steps([(1, [*tagged, said_as("x"), said_as("y")])]))
    assert not is_thin([])
