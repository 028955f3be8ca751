"""賛否 as far as the words show it: a hint that keeps opposing voices in sight, never a decision and never counted.

Only plain words of assent and dissent are looked for; what is not said in them is 「どちらでもない」.
"""

import re
from dataclasses import dataclass

from consult.domain.vocabulary import Stance

_CANNOT = (
    r"(?:は|も)?(?:でき|出来)(?:ない|ません|かね)|(?:は|も)?しかね|(?:は|も)?(?:し|せ)(?:ない|ません|ず)"
)
# 「必要がないとは言えない」「べきではないか」は、反対ではない
_DENIED = r"(?!とは|と(?:いう|言う)わけで|か(?:。|？|と|$)|でしょうか|だろうか|かもし)"
_OTHERS_SAY = r"(?!意見|者|派|側|方向|車線|岸|の声|の人|か|する(?:人|理由|つもり))"
_PLEASE = r"(?:ほしい(?!くな)|欲しい(?!くな)|ください|下さい|もらいたい|いただき)"
OPPOSE = re.compile(
    rf"(?<!正)反対{_OTHERS_SAY}(?!に言え|しない|しません|では?な|ではありま)"
    rf"|(?:賛成|賛同|支持|納得|容認|評価|同意)(?:{_CANNOT})"
    rf"|納得(?:が|も)?いか(?:ない|ず|ん)|(?:認め|受け入れ)られ(?:ない|ません){_DENIED}"
    rf"|(?:やめて|止めて){_PLEASE}|(?:やめ|止め)るべき|べき(?:では|じゃ)(?:ない|ありません){_DENIED}"
    rf"|(?:必要|意味)(?:は|が|も|性は|性が)?(?:ない|無い|ありません|感じない|感じません){_DENIED}"
    r"|不要(?:だ|で|と|。|$)|(?:要ら|いら)(?:ない|ません)(?=。|と思|と考|です|！|$)|撤回|白紙に"
    rf"|(?:中止|廃止)(?:して{_PLEASE}|すべき|を求め)|(?:無駄|むだ)(?:だ|です|でしかない|と思)"
)
SUPPORT = re.compile(
    rf"(?:賛成|賛同|支持|同意)(?!{_CANNOT}){_OTHERS_SAY}(?!でな|ではな|ではありま|を得)"
    r"|(?:高く|大いに)評価|評価(?:し(?:たい|ます|ている|ています)|でき(?:る|ます))"
    r"|歓迎(?:し|する|でき)|(?:良い|よい|いい|素晴らしい|すばらしい)(?:取組|取り組み|案|計画|施策|考え|試み|事業)"
    rf"|(?:続けて|進めて){_PLEASE}"
)
CONDITIONAL = re.compile(
    r"条件(?:つき|付き|付で|として)|(?:なら|ならば|であれば|れば|という条件で)[^。]{0,10}(?:賛成|賛同|反対し(?:ない|ません)|構わない|かまわない|認め)"
    r"|(?:趣旨|方向性|目的|考え方|総論)に?は(?:賛成|賛同|理解|評価|わか|分か|良い|よい)[^。]{0,20}(?:が|けれど|ただ|しかし|もの[のを])"
    r"|賛(?:成|同)[^。]{0,12}。?ただし?[、し]"
)


@dataclass(frozen=True)
class Shown:
    """The stance, and the words that show it ("" for neither)."""

    stance: Stance
    words: str = ""


# Of most opinions.
NEITHER = Shown(Stance.NEITHER)


def stance_of(wording: str) -> Shown:
    """Both assent and dissent in one opinion are taken for a condition."""
    condition, against, for_it = (pattern.search(wording) for pattern in (CONDITIONAL, OPPOSE, SUPPORT))
    if condition:
        return Shown(Stance.CONDITIONAL, condition.group())
    if against and for_it:
        return Shown(Stance.CONDITIONAL, f"{for_it.group()}…{against.group()}")
    if against:
        return Shown(Stance.OPPOSE, against.group())
    return Shown(Stance.SUPPORT, for_it.group()) if for_it else NEITHER
