"""A headline without what its publisher put around it, so that a publisher's name is no news of its country.

`BREAKING: … | India Today`, `(LEAD) …` and `… - The Times of India` are what stands between. A tail is a
publisher's if it is known as one, is an address, or is a name in capitals that ends or begins like a
newspaper's. Must not know what a text is about.
"""

from __future__ import annotations

import re

from bot.rules.matching.lookalikes import each
from bot.rules.text import phrase

PUBLISHERS = each("""
ANI; ANI News; Asian News International; PTI; Press Trust of India; UNI; United News of India
All India Radio; AIR News; The Times of India; Times of India; TOI; The Hindu; Hindustan Times; India Today
India TV; Indian Express; The Indian Express; India News; India News Network; DD India; DD News
Republic World; News18; CNN-News18; NDTV India; New Delhi Television; NDTV; Outlook India; Business Today
The Economic Times; Economic Times; Mint; WION; The Print; ThePrint; The Wire; The Quint; Firstpost
StratNews Global; India Narrative; India Briefing; India Legal; India Blooms; Forbes India; GQ India
Vogue India; BBC News India; BBC India; Business Insider India; India Abroad; Reuters India; CNBC India
China Daily; China Times; China News; China News Service; China Central Television
China Global Television Network; China Post; China Press; China Briefing; China Youth Daily
China Media Project; China Digital Times; China Military Online; South China Morning Post; Sin Chew Daily
Xinhua; CGTN; CCTV; SCMP; Taipei Times; Focus Taiwan; Caixin; China Radio International; The ASEAN Post
ASEAN Post; ASEAN Briefing; ASEAN Today; ASEAN Business; ASEAN Beat; ASEAN News; The ASEAN Magazine; Bernama
The Star; New Straits Times; Malay Mail; Malaysiakini; Free Malaysia Today; FMT; Malaysia Now; MalaysiaNow
Malaysia Today; Malaysia Gazette; Utusan Malaysia; Berita Harian; Sinar Harian; The Edge Malaysia
The Malaysian Reserve; Malaysia World News; The Straits Times; Channel NewsAsia; CNA; TODAY Singapore
Mothership; Singapore Business Review; Yahoo Singapore; Yahoo News Singapore; The Online Citizen
Business Times Singapore; The Edge Singapore; Tatler Singapore; Berita Singapura; The Jakarta Post
Jakarta Post; Jakarta Globe; Antara; ANTARA News; Tempo; Kompas; Media Indonesia; CNN Indonesia
CNBC Indonesia; BBC Indonesia; BBC News Indonesia; VOA Indonesia; Bisnis Indonesia; Indonesia Expat
Indonesia at Melbourne; Harian Indonesia; Republika; Detik; Suara; Liputan6; Voice of Indonesia
Radio Republik Indonesia; RRI; Philippine News Agency; PNA; Inquirer; Philippine Daily Inquirer; Rappler
GMA News; ABS-CBN; CNN Philippines; Cebu Daily News; The Freeman; SunStar Cebu; Philippines Today
Philippines Graphic; Radyo Pilipinas; Pilipinas Today; Bangkok Post; The Nation Thailand; Nation Thailand
Thai PBS; Thailand Business News; Thailand Tatler; MCOT; Khaosod; Thailand News; VnExpress; Vietnam News
Viet Nam News; Vietnam News Agency; VietnamPlus; Vietnam Plus; VietNamNet; Vietnam Net; Viet Nam Net
Vietnam Briefing; Vietnam Investment Review; Vietnam Economic Times; Voice of Vietnam; VOV
Vietnam Law Magazine; Radio Voice of Vietnam; Hanoi Times; The Hanoi Times; Nhan Dan; Tuoi Tre; Saigon Times
Vietnam Insider; Vietnam Times; Khmer Times; Phnom Penh Post; Cambodia Daily; The Cambodia Daily
Cambodianess; Cambodia News; Cambodia News Gazette; Agence Kampuchea Presse; Kampuchea Thmey
Vientiane Times; The Laotian Times; Laotian Times; Lao News Agency; Laos News; Myanmar Now; Myanmar Times
The Myanmar Times; Mizzima; Irrawaddy; Global New Light of Myanmar; New Light of Myanmar; Frontier Myanmar
Myanmar News Agency; Burma News International; Democratic Voice of Burma; DVB; Burma Campaign UK
Radio Free Asia; RFA; Borneo Bulletin; Brunei Times; The Brunei Times; Radio Television Brunei
Pelita Brunei; Media Permata; The Timor Post; Timor Post; Tatoli; Timor-Leste News Agency
Radio Televisao Timor Leste; Suara Timor Lorosae; The Japan Times; Japan Times; Japan Today; Japan Forward
Japan News; The Japan News; NHK World-Japan; NHK World; Nikkei Asia; Kyodo; Kyodo News; Asahi; Mainichi
Yonhap; Korea Herald; The Korea Herald; Korea Times; KBS World; Korea JoongAng Daily; Russia Today; RT; TASS
Sputnik; Russia Beyond; Russia Matters; Russia 24; Russia 1; Voice of Russia; USA Today; US News
U.S. News & World Report; US News & World Report; US Weekly; US WEEKLY; Voice of America; VOA; NPR; AP
AP News; AFP; Reuters; Bloomberg; BBC; CNN; CNBC; Al Jazeera; The Guardian; DW; Deutsche Welle; The Diplomat
The Economist; Financial Times; Foreign Policy; Politico; USNI News; Naval News; Janes; Guardian Australia
Sky News Australia; SBS Australia; ABC News Australia; ABC Australia; Radio Australia; Yahoo Australia
Daily Mail Australia; Business Insider Australia; Radio New Zealand; RNZ; New Zealand Herald
The New Zealand Herald; NZ Herald; TVNZ; 1News; New Zealand Listener; Sky News UK; GB News; HuffPost UK
Yahoo UK; ITV; Metro UK; Turkey Today; Turkey Recap; Hurriyet Daily News; Daily Sabah; Anadolu
Anadolu Agency; Indian Defence News; Indian Defense News; The Tribune; Deccan Herald; Deccan Chronicle
Telegraph India; Asia Times; Sunday Times; East Asia Forum; Global Times; People's Daily; Arab News
The National; Gulf News; Khaleej Times; Tagesschau; Germany Today; 中国日报; 中國日報; 中国新闻网; 中新网
中国新闻社; 中国青年报; 中国中央电视台; 中国军网; 中国新闻周刊; 中國時報; 中国国际电视台; 中国之声; 中国网
新华社; 今日印度; 印度时报; 印度快报; 今日俄罗斯; 越南通讯社; 越南通訊社; 越南之声; 中国新聞; 日本経済新聞
日本テレビ; 西日本新聞; 日本时报; 日本新闻网; 中國報; 马来西亚国家新闻社; 美国之音; 美國之音; 今日美国
今日美國; 德国之声; 德國之聲; 韩国时报; 東盟郵報; 东盟邮报; 俄罗斯卫星社; 联合早报; 印度报业托拉斯
인디아 투데이; 미국의 소리; 러시아 투데이; 중국 일보; 연합뉴스; Россия 24; Россия 1; Радио Россия
Россия сегодня; Голос Америки; Интерфакс; Báo Nga; Đài Tiếng nói Việt Nam; Tiếng nói Việt Nam
Thông tấn xã Việt Nam; Báo Mỹ; ไทยโพสต์; ไทยพีบีเอส; ไทยพับลิก้า; เสียงอเมริกา; ມີເດຍລາວ; वॉयस ऑफ अमेरिका
एएनआई; पीटीआई; بی بی سی; وائس آف امریکہ; अमर उजाला; தினமலர்; ឡាវទុដេ; မြန်မာ့အလင်း; မြန်မာနောင်း
VOA ភាសាខ្មែរ
""")
"""Those who write news, by what stands at the end of their headlines."""

_SEPARATOR = re.compile(r"\s{1,4}(?:[-–—|·•»:]{1,2})\s{1,4}|\s{0,4}\|\s{0,4}")
_MARK = re.compile(
    r"\W{0,9}(?:[\[(]\s*)?(?:breaking(?: news)?|just in|exclusive|urgent|alert|flash|live(?: updates?| blog)?"
    r"|watch(?: live)?|video|photos?|update(?: ?\d+)?|wrapup ?\d*|(?:\d(?:st|nd|rd|th) )?lead|developing"
    r"|correct(?:ed|ion)|rpt|opinion|analysis|explainer|editorial)"
    r"\s*(?:[\])]\s*[:|-]?\s*|:\s*|\s[-–—|]\s+|\d?-(?=(?-i:[A-Z])))",
    re.IGNORECASE,
)
_KNOWN = frozenset(map(phrase, PUBLISHERS))
_LAST = frozenset(
    each("""
abc; agency; bbc; broadcasting; bulletin; business; chronicle; daily; dispatch; economist; express; gazette
globe; guardian; herald; independent; inquirer; insider; journal; live; magazine; mail; media; mirror; monitor
nation; network; news; observer; online; post; press; radio; record; report; reporter; reporters; reuters
review; standard; star; sun; telegraph; television; times; today; tribune; tv; voice; watch; weekly; wire
world
""")
)
_FIRST = frozenset(each("abc; bbc; cnn; cnbc; daily; nhk; press; radio; times; voa; voice"))
_SMALL = frozenset(each("and; de; di; for; in; of; the"))
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE)
_MOST_WORDS, _MOST_TAILS = 6, 2


def headline(title: str) -> tuple[int, int]:
    """Where the headline itself begins and ends in a title."""
    begin, end = 0, len(title)
    marked = _MARK.match(title)
    if marked and marked.end() < end:
        begin = marked.end()
    separators = list(_SEPARATOR.finditer(title, begin))
    for separator in separators[: -_MOST_TAILS - 1 : -1]:
        if separator.start() <= begin or not _is_publisher(title[separator.end() : end]):
            break
        end = separator.start()
    head = separators[0] if separators else None
    if head and head.end() < end and "|" in head[0] and _is_publisher(title[begin : head.start()]):
        begin = head.end()
    return begin, end


def _is_publisher(text: str) -> bool:
    words = text.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    folded = phrase(text)
    if (
        folded in _KNOWN
        or (folded[1:] in _KNOWN and folded[:1] == ("the",))
        or _ADDRESS.fullmatch(text.strip())
    ):
        return True
    if not folded or any(word[:1].islower() for word in words if word not in _SMALL):
        return False
    return len(words) > 1 and (folded[-1] in _LAST or (folded[0] in _FIRST))
