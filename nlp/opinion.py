"""Whether a piece of a hearing note says an opinion, or a fact, small talk or the city's own words."""

from __future__ import annotations

import re
import unicodedata

# 市側の発言（職名だけの話者）と、意見ではない行のしるし
_CITY = re.compile(
    r"^(市|市側|当方|事務局|課長|部長|室長|係長|主幹|主査|担当|創生課|執行部|議長|委員長|司会|座長|進行)$"
)
_NOT_SAID = re.compile(
    r"^[（(]?(雑談|事実|参考|その他|メモ|備考|資料|所感|印象|宿題|休憩|省略|略|次回|日程|欠席|出席|傍聴|補足|写真|連絡先|担当者?|代表)"
    r"|割愛|記録せず|[（(](事実|略|休憩)|^なお.*とのこと。?$|^※"
)
_WISH = re.compile(
    r"ほしい|欲しい|ください|下さい|いただきたい|頂きたい|されたい|たい(と|。|が|け|$)|べき|必要|望(む|ま|み)|お願い|検討を"
    r"|(でき|出来)ない(か|で)|ないか|ではないか|どうか|てはどう|た方が|ほうが|助かる|ありがたい|(れば|たら)(、|よ|い|助|人|若|地|もう|戻|来)"
    r"|してほし|なければ|ならない|だめ|駄目|求め|期待|要望|提案|せよ|変えて|やめて|続けて|直して|開けて"
)
_WORRY = re.compile(
    r"足り(ない|ず)|不足|心配|不安|困|苦し|厳し|きつ|怖|難し|問題|課題|限界|(が|は|も)(無|な)い|(い|え|け|せ|て|め|れ|き|ら|か|わ)ない"
    r"|弱|遅|高い|低い|少ない|多すぎ|減|増え|反対|賛成|不満|残念|壁|だけ|ばかり|落ち"
)
_JUDGEMENT = re.compile(
    r"と(思|考|感じ)|のだ|はず|だろう|でしょう|が(よ|良|い)い|大切|大事|重要|強み|魅力|面白|効果|良い|よい|うれし|嬉し"
)
_SMALL_TALK = re.compile(
    r"差し入れ|辞退|頂いた|いただいた|お茶|茶話|ごちそう|記念撮影|雑談|自己紹介|あいさつ|挨拶|天気|寒い。?$|暑い。?$|盛り上が|趣味"
    r"|自費|電話に?て|切った|名簿|入構|受領|印象|見学。?|開催。?|同席|出席|参加。?$|先方|終了"
)
_RECORD = re.compile(
    r"とのこと|見込み|予定|前年(同月)?比|[0-9]+(名|人|社|件|%|割|台|歳|人分)|KPI|→|現状|横ばい|微増|微減|別添|未定|調整中|説明"
)


def looks_like_opinion(piece: str, speaker: str = "", is_listed: bool = True) -> bool:
    """A guess from its words; a listed line counts as an opinion unless something speaks against it."""
    wording = unicodedata.normalize("NFKC", piece)
    who = unicodedata.normalize("NFKC", speaker)
    if _CITY.match(who) or _NOT_SAID.search(f"({who}" if who else wording) or _NOT_SAID.search(wording):
        return False
    if not any(char.isalpha() for char in wording):
        return False
    return _leaning(wording, is_listed) > 0


def _leaning(wording: str, is_listed: bool) -> float:
    points = 1.0 if is_listed else -1.5
    points += 2.0 * bool(_WISH.search(wording)) + 1.0 * bool(_WORRY.search(wording))
    points += 1.0 * bool(_JUDGEMENT.search(wording))
    points -= 2.0 * bool(_SMALL_TALK.search(wording)) + 1.5 * bool(_RECORD.search(wording))
    points -= 1.5 * (len(wording) < 12 and "。" not in wording)
    return points
