"""Where opinion and plan call the same matter by different words, the topic is the reason, and says how it led there."""

from consult.domain.shared_topics import Placed, SharedTopics, TopicWords

BUS = TopicWords(("公共 交通", "移動"), ("バス", "足+ない"), ("バス 会社",))
PLACES = {
    "transport": ["公共", "交通", "の", "充実"],
    "moving": ["移動", "の", "支援"],
    "school": ["学校", "の", "充実"],
}


def led(
    *words: str, texts: dict[str, list[str]] = PLACES, topic: TopicWords = BUS, place: tuple[str, ...] = ()
) -> list[tuple[str, str, str]]:
    placed = {key: Placed(text, place) for key, text in texts.items()}
    topics = SharedTopics(placed, [topic], lambda expression: tuple(expression.split()))
    return [(each.key, each.said, each.name) for each in topics.led_to(words)]


def test_a_topic_leads_to_the_text_that_has_its_narrowest_name() -> None:
    assert led("夕方", "の", "バス", "が", "ない") == [("transport", "バス", "公共 交通")]
    assert led("公園", "が", "ない") == []


def test_a_broader_name_leads_where_the_narrow_one_stands_nowhere() -> None:
    without = {key: words for key, words in PLACES.items() if key != "transport"}
    assert led("バス", texts=without) == [("moving", "バス", "移動")]


def test_words_that_belong_together_must_both_stand_and_the_topic_leads_once() -> None:
    assert led("足", "が") == []
    assert led("足", "が", "ない", "バス") == [("transport", "足・ない", "公共 交通")]


def test_what_hides_a_topic_keeps_it_from_leading_anywhere() -> None:
    assert led("バス", "会社", "の", "社長") == []


def test_a_name_that_more_than_two_texts_have_tells_nothing() -> None:
    many = {f"{n}": ["公共", "交通", f"その{n}"] for n in range(3)}
    assert led("バス", texts=many) == []


def test_what_hides_a_topic_may_be_two_words() -> None:
    topic = TopicWords(("移動",), ("バス",), ("市外+会社",))
    assert led("バス", "会社", topic=topic) == [("moving", "バス", "移動")]
    assert led("市外", "の", "バス", "会社", topic=topic) == []


def test_a_name_may_stand_partly_in_the_text_and_partly_where_it_is_placed() -> None:
    topic = TopicWords(("交通 計画+支援",), ("バス",), ())
    assert led("バス", topic=topic, place=("交通", "計画")) == [("moving", "バス", "交通 計画・支援")]
    # The last part must stand in the text itself: else a package would lead to all that it holds.
    assert led("バス", topic=TopicWords(("支援+計画",), ("バス",), ()), place=("計画",)) == []
    assert led("バス", topic=topic) == []


def test_part_of_a_word_is_no_word() -> None:
    assert led("バスケット") == []
