"""賛否 as far as the words show it."""

import pytest

from consult.domain.stance import stance_of
from consult.domain.vocabulary import Stance


@pytest.mark.parametrize(
    ("wording", "stance"),
    [
        ("港の使用料の引き上げに反対です。", Stance.OPPOSE),
        ("この案には賛成できません。", Stance.OPPOSE),
        ("図書館の統合は納得がいかない。", Stance.OPPOSE),
        ("夜間の工事はやめてほしい。", Stance.OPPOSE),
        ("新しい庁舎は必要ない。", Stance.OPPOSE),
        ("急いで決めるべきではないと思う。", Stance.OPPOSE),
        ("計画を白紙に戻してください。", Stance.OPPOSE),
        ("乗合交通の案に賛成します。", Stance.SUPPORT),
        ("よい取組だと思います。", Stance.SUPPORT),
        ("子ども食堂への支援を続けてほしい。", Stance.SUPPORT),
        ("運賃が上がらないなら賛成です。", Stance.CONDITIONAL),
        ("趣旨には賛成だが、場所は考え直すべきだ。", Stance.CONDITIONAL),
        ("統合に賛成の人もいるが、わたしは反対だ。", Stance.OPPOSE),
        ("夜道が暗いので街灯を増やしてほしい。", Stance.NEITHER),
        ("駅の反対側にも出口がほしい。", Stance.NEITHER),
        ("反対しないが、よく分からない。", Stance.NEITHER),
        ("バスの本数が足りない。", Stance.NEITHER),
        ("賛成です。ただし料金は上げないでほしい。", Stance.CONDITIONAL),
        ("もっと若者に投資すべきではないか。", Stance.NEITHER),
        ("賛成か反対かを市民に問うてほしい。", Stance.NEITHER),
        ("反対意見もよく聞いてほしい。", Stance.NEITHER),
        ("歩道を直す必要がないとは言えない。", Stance.NEITHER),
        ("いらない土地を活用したい。", Stance.NEITHER),
        ("補助金を廃止してほしくない。", Stance.NEITHER),
        ("成果を評価する仕組みがほしい。", Stance.NEITHER),
        ("", Stance.NEITHER),
    ],
)
def test_words_of_assent_and_dissent_are_seen(wording: str, stance: Stance) -> None:
    assert stance_of(wording).stance is stance


def test_the_words_that_show_it_are_said() -> None:
    assert stance_of("使用料の引き上げに反対です。").words == "反対"
    assert stance_of("場所には賛成だが時期には反対だ。").words == "賛成…反対"
