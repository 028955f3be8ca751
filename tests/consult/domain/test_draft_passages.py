"""A passage is found again after its section was rewritten, and a change is told to the passage that it is about."""

from consult.domain.draft_passages import follow, passage_changed, written_passages

BUS, ROOF, ROAD = "バスを一日六本にします。", "停留所に屋根を付けます。", "生活道路の段差をなくします。"


def test_a_passage_that_moved_is_found_where_it_stands_now() -> None:
    assert follow(ROOF, [ROAD, BUS, ROOF], 2) == 3
    assert follow(BUS, [BUS, ROOF, BUS], 3) == 3


def test_a_rewritten_passage_is_the_one_most_like_it() -> None:
    assert follow(BUS, [ROAD, "バスを一日八本にします。"], 1) == 2


def test_a_passage_that_is_gone_leaves_its_section() -> None:
    assert follow(BUS, [ROAD, ROOF], 1) == 0
    assert follow(BUS, [], 1) == 0


def test_a_change_belongs_to_the_passage_that_has_its_words() -> None:
    body = f"{BUS}\n\n・{ROOF}\n・{ROAD}"
    texts = written_passages(body)
    assert texts == [BUS, f"・{ROOF}\n・{ROAD}"]
    assert passage_changed("停留所に屋根", texts) == 2
    assert passage_changed(body, texts) == 1
    assert passage_changed("（新設）", texts) == 0
