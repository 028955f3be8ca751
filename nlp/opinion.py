"""Whether a piece of a hearing note says an opinion, or a fact, small talk or the city's own words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# 市側の発言（職名だけの話者）
_CITY = re.compile(
    r"^(市|市側|当方|事務局|課長|部長|室長|係長|主幹|主査|創生課|執行部|議長|委員長|司会|座長|進行|答|回答|Q|問)$"
)
# 記録者の添え書き。見出し語のあとに区切りがあるものに限る（「資料は専門用語ばかり」は意見）
_ASIDE = re.compile(
    r"^[（(]?(雑談|事実|参考|その他|メモ|備考|資料|所感|印象|宿題|休憩|省略|略|次回|日程|欠席|出席|傍聴|補足|写真|連絡先|担当者?|代表)"
    r"([：:）)、\s・]|の公表|は[0-9]|$)|割愛|記録せず|[（(](事実|略|休憩)|^なお.*とのこと。?$"
)
_WISH = re.compile(
    r"ほしい|欲しい|ください|下さい|いただきたい|頂きたい|されたい|たい(と|。|が|け|$)|べき|必要|望(む|ま|み)|お願い|検討を"
    r"|(でき|出来)ない(か|で)|ないか|ではないか|どうか|てはどう|た方が|ほうが|助かる|ありがたい|(れば|たら)(、|よ|い|助|人|若|地|もう|戻|来)"
    r"|してほし|なければ|ならない|だめ|駄目|求め|期待|要望|提案|せよ|変えて|やめて|続けて|直して|開けて|て(。|$)"
)
_WORRY = re.compile(
    r"足り(ない|ず)|不足|心配|不安|困|苦し|厳し|きつ|怖|難し|問題|課題|限界|(が|は|も)(無|な)(い|く)"
    r"|(い|え|け|せ|て|め|れ|き|ら|か|わ)ない"
    r"|弱|遅|高い|低い|少ない|多すぎ|減|増え|反対|賛成|不満|残念|壁|だけ|ばかり|だらけ|落ち|一から"
)
_JUDGEMENT = re.compile(
    r"と(思|考|感じ)|のだ|はず|だろう|でしょう|が(よ|良|い)い|大切|大事|重要|強み|魅力|面白|効果|良い|よい|うれし|嬉し|決め手|助か"
)
_SMALL_TALK = re.compile(
    r"差し入れ|辞退|頂いた|いただいた。|お茶|茶話|ごちそう|記念撮影|雑談|自己紹介|あいさつ|挨拶|天気|寒い。?$|暑い。?$|盛り上が|趣味"
    r"|自費|電話に?て|と言って切った|名簿|入構|受領|見学。?$|開催。?$|同席|出席|参加。?$|先方|終了|聞き取り。$|取りやめ"
)
_RECORD = re.compile(
    r"とのこと|見込み|予定|前年(同月)?比|KPI|→|現状|横ばい|微増|微減|別添|未定|調整中|を説明|説明。|調べ[)）]|受付は"
)
_FIGURE = re.compile(r"[0-9]+(名|人|社|件|%|割|台|歳|人分)")
# 見出しのしるし: 仮名を含まない短い語
_HEADING = re.compile(r"^[^ぁ-んァ-ヶ。、]{1,10}$")
_NOTE_SIGNS, _ANSWER_SIGNS = "※", "→⇒➡"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How a piece stands in its note: who speaks, the mark before it, whether it is an item of a list."""

    speaker: str = ""
    sign: str = ""
    is_listed: bool = True


def looks_like_opinion(piece: str, around: Surroundings) -> bool:
    """A guess from its words; a listed line counts as an opinion unless something speaks against it."""
    wording = unicodedata.normalize("NFKC", piece)
    speaker = unicodedata.normalize("NFKC", around.speaker)
    sign = unicodedata.normalize("NFKC", around.sign)
    if _CITY.match(speaker) or _ASIDE.search(f"({speaker})") or _ASIDE.search(wording):
        return False
    if sign[:1] in ("Q", *_NOTE_SIGNS) or _HEADING.match(wording):
        return False
    if not any(char.isalpha() for char in wording):
        return False
    return _leaning(wording, around.is_listed, sign) > 0


def _leaning(wording: str, is_listed: bool, sign: str) -> float:
    points = 1.0 if is_listed else -1.5
    points += 2.0 * bool(_WISH.search(wording)) + 1.0 * bool(_WORRY.search(wording))
    points += 1.0 * bool(_JUDGEMENT.search(wording))
    points -= 2.0 * bool(_SMALL_TALK.search(wording)) + 1.5 * bool(_RECORD.search(wording))
    points -= 0.7 * bool(_FIGURE.search(wording)) + 2.0 * (sign[:1] in tuple(_ANSWER_SIGNS))
    points -= 1.5 * (len(wording) < 12 and "。" not in wording)
    return points
