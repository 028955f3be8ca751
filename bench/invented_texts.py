"""Texts as long and as varied as people write them, made of invented parts: the same every time for the same chance.

No text of anybody is in here. Parts that stand first in a list come more often, as common words do.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log

SHORTEST, MEDIAN, LONGEST = 20, 120, 600
SPREAD = 0.75
NOTES = 800

WHERE = """
駅前 海沿いの道 山あいの集落 団地 商店街 小学校の近く 工業団地 病院の前 公民館 支所の窓口 図書館 港の周り 川沿いの遊歩道 体育館 中学校
保育所 城跡の公園 温泉街 国道の交差点 新しい住宅地 農協の直売所 市民会館 バス停 高校の通学路 漁村 放課後の教室 介護施設 空き店舗 文化財の倉庫
キャンプ場 消防団の詰所 峠の茶屋 水源の森 市場 観光案内所 高台の避難所 河口の干潟 研究施設 郵便局 踏切
""".split()
WHO = """
子ども 高齢者 若い人 子育て中の親 移住した人 学生 農家 会社で働く人 障がいのある人 地域の役員 観光で来る人 外国から来た人 漁師 起業した人 看護師
一人で暮らす人 保護者 先生 職人 中小企業の社長 ボランティア 消防団員 介護をする家族 町内会長 卒業した人 医師 商店の店主 保育士 民生委員 引っ越してきた家族
""".split()
WHAT = """
バスの本数 遊べる場所 働ける会社 空き家の活用 買い物に行く足 街灯 相談の窓口 健康教室 防災の訓練 学び直しの講座 医療の体制 図書の予約 祭りの担い手 農産物の販路
住まいの補助 保育の枠 奨学金 観光の案内 歩道の段差 スマートフォンの教室 ごみの分別 再生可能エネルギー 部活動の指導者 介護の人手 通学の安全 企業の誘致 通信の環境
自転車の通り道 給食の地元食材 文化財の公開 多言語の表示 森林の手入れ 漁港の整備 交流の場 移動販売 見守りの仕組み 公園の遊具 避難所の備え 地域の情報 産業の後継ぎ
子供の居場所 夜間の救急 電子申請 研究者との連携 温泉の魅力 休日の催し 耕作放棄地 水道の料金 雪の日の除雪 動物の保護
""".split()
WISH = """
を増やしてほしい をもっと充実させるべきだ が足りないと感じる を続けてほしい を見直してほしい に力を入れてほしい が分かりにくい を支える人が減っている をどうにかしてほしい
を若い世代に伝えたい に予算を付けてほしい の周知が不十分だ を一緒に考えたい を民間に任せてはどうか の質を高めてほしい に困っている人が多い を近くで受けられるようにしてほしい
を隣の市と共同で進めるべきだ の数字を示してほしい を評価している が心配でならない を優先してほしい
""".split()
WHY = """
家族が遠くに住んでいるため 冬は特に不便なので 以前より利用する人が増えたから 先日の説明会でも話題になったが 車を手放した後のことを考えると 十年前と比べて 他の市の例を見ると
予算には限りがあるにしても 声を上げにくい人もいるので 働きながら育てるには 災害のたびに感じるのだが 人口が減っていくなかで 学校が統合されてから 知り合いに聞いたところ
資料の二十ページを読んで 現場の負担を考えれば 観光客が戻ってきた今こそ 若者が出ていく理由を考えると 制度が変わったばかりで 小さな取組でも
""".split()
# Names of groups: any two neighbours, so that the index has as many pieces as that of real texts.
SIGNS = (
    "山川田中木村林森石原野谷沢浜島岡橋本松竹梅桜花草葉根春夏秋冬朝夕月星空海波潮岸港船魚貝鳥馬牛羊犬東西南北上下左右前後内外青赤白黒金銀銅"
    "鉄土水火風雲雨雪光音色形心手足目耳口力人友父母兄弟家門戸窓道里町市国千百万長高広深明清静和平安福幸寿喜美善真正直強勇仁義礼智信"
)
END = ("と思います。", "と考えます。", "という意見です。", "ということを強く感じています。", "と、お願いします。")


class TextMaker:
    """Makes texts from one chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def opinion(self, number: int) -> str:
        """20 to 600 characters, half of them under 120; each its own, by its number."""
        length = self._chance.lognormvariate(log(MEDIAN - 15), SPREAD)
        if length < 2 * SHORTEST:
            return f"{self._pick(WHAT)}{self._pick(WISH)}{self._pick(END)}（{number}）"
        text = self._sentence()
        while len(text) < min(LONGEST - 70, length - 15):
            text += self._sentence()
        return f"{text}（{number}）"

    def notes(self, number: int) -> str:
        """What was said in a hearing, a bullet per line."""
        lines = [f"架空の記録{number}"]
        while sum(map(len, lines)) < NOTES:
            lines.append(f"・{self._sentence()}")
        return "\n".join(lines)

    def _sentence(self) -> str:
        pick, chance = self._pick, self._chance.random()
        claim = f"{pick(WHAT)}{pick(WISH)}"
        if chance < 0.3:
            claim = f"{pick(WHO)}にとって、{claim}"
        elif chance < 0.55:
            claim = f"{pick(WHY)}、{claim}"
        elif chance < 0.75:
            claim = f"{pick(WHO)}と{pick(WHO)}のために、{claim}"
        elif chance < 0.95:
            claim = f"「{''.join(self._chance.choices(SIGNS, k=3))}の会」の話から、{claim}"
        return f"{pick(WHERE)}では、{claim}{pick(END)}"

    def _pick(self, parts: Sequence[str]) -> str:
        return self._chance.choices(parts, cum_weights=_WEIGHTS[len(parts)])[0]


def _weights(size: int) -> Iterator[float]:
    return accumulate(1 / (n + 3) for n in range(size))


_WEIGHTS = {len(parts): list(_weights(len(parts))) for parts in (WHERE, WHO, WHAT, WISH, WHY, END)}
