"""What reads like a name of a catalogue and is something else, as data.

A look-alike is found like a name, and what it covers means nothing: a sea is not a country, an airline is not
its state. Words in brackets keep their meaning. What is written in capitals here counts in capitals only.
What is a name of a catalogue is that, and no look-alike. Publishers' names, which are look-alikes too, stand
in `publishers.py`.
"""

from __future__ import annotations


def each(rows: str) -> tuple[str, ...]:
    """Rows that are parted by semicolons and line ends."""
    return tuple(row for part in rows.replace("\n", ";").split(";") if (row := part.strip()))


_SEAS = each("""
South China Sea; S. China Sea; South-China Sea; East China Sea; West Philippine Sea; Sea of Japan; East Sea
Gulf of Thailand; Straits of Singapore; Strait of Singapore; Singapore Strait; Singapore Straits; Timor Sea
Philippine Sea; Korea Strait; North China Plain; South China tiger; South China tigers; East Indies
Dutch East Indies; West Indies; British Indian Ocean; Laut China Selatan; Laut Cina Selatan
Laut Tiongkok Selatan; Laut China Timur; Laut Cina Timur; Laut Tiongkok Timur; Samudra India; Samudera India
Lautan India; Laut Jepang; Laut Jepun; Laut Filipina; Laut Filipina Barat; Teluk Thailand; Selat Singapura
Selat Singapore; Laut Timor; Amerika Latin; Amerika Selatan; Amerika Utara; Amerika Tengah; Bunga kamboja
Ấn Độ Dương; biển Nhật Bản; biển Philippines; vịnh Thái Lan; châu Mỹ; Nam Mỹ; Bắc Mỹ; Trung Mỹ; Mỹ Latinh
Mỹ Latin; Mỹ La-tinh; Mỹ La tinh; Dagat Timog Tsina; Dagat Kanlurang Pilipinas; Karagatang Pilipinas
Dagat ng Pilipinas; Dagat Timog China; Dagat Silangang Tsina; Mar do Sul da China; Mar da China Meridional
Mar da China Oriental; Mar do Leste da China; Mar da China; Mar do Japão; Mar das Filipinas
Golfo da Tailândia; Mar de China; Mar de China Meridional; Mar de Japón; Mer de Chine; Océan Indien
ทะเลจีนใต้; ทะเลจีนตะวันออก; ทะเลจีน; มหาสมุทรอินเดีย; ทะเลญี่ปุ่น; ทะเลฟิลิปปินส์; อ่าวไทย; ช่องแคบสิงคโปร์
ทะเลติมอร์; อเมริกาใต้; ละตินอเมริกา; อเมริกากลาง; อเมริกาเหนือ; ທະເລຈີນໃຕ້; ທະເລຈີນຕາເວັນອອກ; ທະເລຈີນ
ມະຫາສະໝຸດອິນເດຍ; ມະຫາສະຫມຸດອິນເດຍ; ອ່າວໄທ; ທະເລຍີ່ປຸ່ນ; ອາເມລິກາໃຕ້; សមុទ្រចិនខាងត្បូង; សមុទ្រចិន
មហាសមុទ្រឥណ្ឌា; សមុទ្រជប៉ុន; ឈូងសមុទ្រថៃ; တောင်တရုတ်ပင်လယ်; အရှေ့တရုတ်ပင်လယ်; တရုတ်ပင်လယ်; အိန္ဒိယသမုဒ္ဒရာ
ဂျပန်ပင်လယ်; ထိုင်းပင်လယ်ကွေ့; ထိုင်းကွေ့; दक्षिण चीन सागर; दक्षिणी चीन सागर; पूर्वी चीन सागर
पूर्व चीन सागर; जापान सागर; जापान का सागर; थाईलैंड की खाड़ी; फिलीपींस सागर; सिंगापुर जलडमरूमध्य; तिमोर सागर
लैटिन अमेरिका; दक्षिण अमेरिका; उत्तरी अमेरिका; मध्य अमेरिका; दक्षिणी अमेरिका; लातिन अमेरिका; தென் சீனா கடல்
தென் சீனாக் கடல்; கிழக்கு சீனா கடல்; ஜப்பான் கடல்; இந்தியா பெருங்கடல்; தாய்லாந்து வளைகுடா
சிங்கப்பூர் நீரிணை; 南中国海; 南中國海; 东中国海; 東中國海; 印度洋; 日本海; 菲律宾海; 菲律賓海; 泰国湾
泰國灣; 新加坡海峡; 新加坡海峽; 印度支那; インド洋; フィリピン海; タイ湾; タイランド湾; シンガポール海峡
ティモール海; 南アメリカ; 北アメリカ; 中央アメリカ; ラテンアメリカ; 中国地方; 中国山地; 中国電力
中国自動車道; 中国四国; 中国語; 남 중국해; 동 중국해; 인도양; 싱가포르 해협; 라틴 아메리카; 타이만; 인도 양
Залив Таиланда; Вест-Индия; Вест-Индии; Вест-Индию; Латинская Америка; Море Японии; جنوبی بحیرہ چین
جنوبی بحیرۂ چین; مشرقی بحیرہ چین; بحیرہ جنوبی چین; بحیرہ جاپان; بحیرۂ جاپان; خلیج تھائی لینڈ; لاطینی امریکہ
جنوبی امریکہ; شمالی امریکہ; وسطی امریکہ; جنوبی امریکا; شمالی امریکا; بحیرہ چین; بحیرۂ چین; لاطینی امریکا
""")
"""Seas, gulfs, straits and parts of the world with a country's name in theirs."""

_COMPANIES = each("""
Air India; Air India Express; Coal India; Oil India; Steel Authority of India; Bank of India
Reserve Bank of [India]; Serum Institute of India; Life Insurance Corporation of India; East India Company
India Cements; Maruti Suzuki India; Miss India; Amazon India; Google India; Netflix India; Vodafone India
KPMG India; Deloitte India; Nestle India; Samsung India; Apple India; Bank of China
People's Bank of [China]; Air China; China Eastern; China Southern; China Airlines; China Construction Bank
China Merchants Bank; China Mobile; China Telecom; China Unicom; China Evergrande; China Vanke; China Life
China Resources; China Tower; China Steel; Japan Airlines; Japan Tobacco; Japan Display
Japan Exchange Group; X Japan; Miss Japan; Sony Japan; Nintendo of Japan; Malaysia Airlines
Malaysia Airports; Malaysia Aviation; AirAsia Malaysia; Miss Malaysia; Batik Air Malaysia; Grab Malaysia
Singapore Airlines; Singapore Exchange; Singapore Telecommunications; Singapore Technologies
Singapore Press Holdings; Miss Singapore; Garuda Indonesia; AirAsia Indonesia; Indonesia AirAsia
Telkom Indonesia; Miss Indonesia; Puteri Indonesia; Bank Rakyat Indonesia; Bank Negara Indonesia
Vietnam Airlines; Miss Vietnam; Cambodia Angkor Air; Cambodia Airways; Royal Brunei Airlines; Royal Brunei
Brunei Shell; Thailand Post; AirAsia Thailand; Miss Universe Thailand; Miss Thailand; AirAsia Philippines
Philippines AirAsia; Miss Universe Philippines; Miss Philippines; Binibining Pilipinas; Myanmar Airways
Myanmar Airways International; Myanmar National Airlines; Myanmar Brewery; Virgin Australia; Australia Post
Bank of Australia; Bank Australia; Reserve Bank of [Australia]; Miss Australia; Cricket Australia
Basketball Australia; Air New Zealand; Bank of New Zealand; Reserve Bank of [New Zealand]
New Zealand mud snail; New Zealand rabbit; US Steel; U.S. Steel; US Bank; U.S. Bank; US Airways; US Foods
US Open; U.S. Open; US Masters; US PGA; Miss USA; USA Network; USA Swimming; Toys R Us; United Russia
A Just Russia; Open Russia; Miss Russia; Lao Airlines; Laos Airlines; Lao Skyway; Единая Россия
Единой России; Единую Россию; Справедливая Россия; Справедливой России; Мисс Россия; Авиакомпания Россия
Авиакомпании Россия; Почта России; Почты России; Китай-город; Китай-города; Китай-городе; Эйр Индия
Сингапурские авиалинии; 印度航空; 印度教; 印度河; 中国银行; 中國銀行; 中国人民银行; 中国国际航空
中国东方航空; 中国南方航空; 中国移动; 中国联通; 中国电信; 中国人寿; 中国石油; 中國信託; 中国平安; 中国石化
日本航空; 日本郵便; 日本生命; 日本製鉄; 日本ハム; 全日本空輸; 新加坡航空; 马来西亚航空; 馬來西亞航空
越南航空; 柬埔寨航空; 缅甸航空; エア・インディア; マレーシア航空; シンガポール航空; ベトナム航空; タイ航空
タイ国際航空; ガルーダ・インドネシア航空; 中国銀行; 中国東方航空; フィリピン航空; インド料理
ニュージーランド航空; 泰国航空; 泰國航空; 新西兰航空; 菲律宾航空; 菲律賓航空; 美国航空; 美國航空; 美国银行
美國銀行; 英国航空; 英國航空; 美国运通; 印尼鹰航; 에어 인디아; 베트남 항공; 말레이시아 항공; 싱가포르 항공
중국 동방항공; 중국 국제항공; 필리핀 항공; 미얀마 항공; 일본 항공; बैंक ऑफ इंडिया; वंदे भारत; वन्दे भारत
भारत पेट्रोलियम; भारत फोर्ज; भारत बायोटेक; सिंगापुर एयरलाइंस; मलेशिया एयरलाइंस; वियतनाम एयरलाइंस
भारत इलेक्ट्रॉनिक्स; भारत हेवी इलेक्ट्रिकल्स; जापान एयरलाइंस; ஏர் இந்தியா; சிங்கப்பூர் ஏர்லைன்ஸ்
மலேசியா ஏர்லைன்ஸ்; ஜப்பான் ஏர்லைன்ஸ்; แอร์อินเดีย; สิงคโปร์แอร์ไลน์; มาเลเซียแอร์ไลน์; เวียดนามแอร์ไลน์
ธนาคารแห่งประเทศจีน; การบินไทย; ไทยเบฟ; ไทยแอร์เอเชีย; ไทยพาณิชย์; เจแปนแอร์ไลน์; สายการบินญี่ปุ่น
Ngân hàng Trung Quốc; Hàng không Việt Nam; Hãng hàng không Malaysia; Hãng hàng không Nhật Bản
Hàng không Singapore; Penerbangan Malaysia; Syarikat Penerbangan Malaysia; Bank of Brunei; Banco da China
ایئر انڈیا; جاپان ایئر لائنز; سنگاپور ایئر لائنز; ملائیشیا ایئر لائنز; چین و سکون; چین کی نیند; امن و چین
چین سکون; چین کا سانس; چین سے سو; တရုတ်ဘဏ်; စင်ကာပူလေကြောင်းလိုင်း; ထိုင်းလေကြောင်း; ធនាគារចិន
ក្រុមហ៊ុនអាកាសចរណ៍ថៃ; អាកាសចរណ៍កម្ពុជា; ສາຍການບິນລາວ; ທະນາຄານຈີນ; ສາຍການບິນໄທ
""")
"""Airlines, banks, companies, teams and parties."""

_OTHER_THINGS = each("""
Little India; India ink; India pale ale; India rubber; India paper; British India; French India
West India Quay; West India Docks; India Arie; Cochin China; China shop; fine china; bone china
china cabinet; china cabinets; china clay; china cup; china cups; china plate; china plates; china doll
china dolls; china tea set; china set; wedding china; china teapot; china white; china rose; china pattern
china vase; China Grove; China Lake; China Syndrome; China Miéville; China Crisis; Republic of China
Nationalist China; Imperial China; Little China; PRC nursing; PRC board exam; PRC board exams; PRC licensure
PRC license; PRC ID; PRC results; PRC exam; PRC exams; Professional Regulation Commission; Turkey sandwich
Turkey sandwiches; Roast Turkey; Roasted Turkey; Thanksgiving Turkey; Christmas Turkey; Turkey Recipe
Turkey Recipes; Turkey Dinner; Turkey Dinners; Turkey Day; Turkey Trot; Turkey Trots; Wild Turkey
Wild Turkeys; Turkey Hunt; Turkey Hunting; Turkey Hunters; Turkey Breast; Ground Turkey; Turkey Bacon
Turkey Burger; Turkey Burgers; Turkey Leg; Turkey Legs; Turkey Meat; Turkey Prices; Turkey Farm
Turkey Farms; Turkey Farmer; Turkey Farmers; Cold Turkey; Talk Turkey; Turkey Soup; Smoked Turkey
Turkey Vulture; Turkey Vultures; Turkey Creek; Turkey Pardon; Pardons Turkey; Fried Turkey; Turkey Chili
Turkey Stuffing; Turkey Gravy; Turkey Season; Frozen Turkey; Frozen Turkeys; Leftover Turkey; Turkey Shoot
Turkey Giveaway; Turkey Bowl; Turkey Club; Turkey Flock; Turkey Flocks; Vietnam War; Vietnam veteran
Vietnam veterans; Vietnam vet; Vietnam vets; Vietnam-era; Vietnam Veterans Memorial; Vietnam syndrome
Perang Vietnam; chiến tranh Việt Nam; 越南战争; 越南戰爭; ベトナム戦争; 베트남 전쟁; สงครามเวียดนาม
वियतनाम युद्ध; Guerra do Vietnã; Digmaang Vietnam; வியட்நாம் போர்; East Germany; West Germany; Nazi Germany
Burma Road; Burma-Shave; Singapore sling; Singapore slings; Singapore noodles; Singapore math
Singapore maths; Mother Russia; Little Russia; New South Wales; Spirit of Australia; HMAS Australia
RMS Great Britain; SS Great Britain; New Britain; Towers of Hanoi; Tower of Hanoi; Hanoi Hilton; Hanoi Rocks
Hanoi Jane; Bangkok Bank; Bangkok Airways; Bangkok Dangerous; Bangkok Glass; Jakarta EE; Eclipse Jakarta
Apache Jakarta; Jakarta Server Pages; Jakarta namespace; Jakarta Persistence; Jakarta Servlet
Jakarta Method; Kuala Lumpur Kepong; New Delhi metallo; Cebu Pacific; INS Visakhapatnam; INS Delhi
Visakhapatnam-class; KRI Banten; Vizag Steel; BRP Cebu; Cebu Landmasters; Indo-Pacific bottlenose
Indo-Pacific humpback; Indo-Pacific humpbacked; Indo-Pacific sailfish; Indo-Pacific lionfish
Indo-Pacific dolphin; Indo-Pacific dolphins; Indo-Pacific finless; Indo-Pacific king mackerel; Nirav Modi
Lalit Modi; Lalit Kumar Modi; Sushil Modi; Sushil Kumar Modi; KK Modi; Bina Modi; Samir Modi; Sohrab Modi
Vishal Modi; Jashodaben Modi; Prahlad Modi; Purnesh Modi; Syed Modi; Modi script; Modi Enterprises
Modi Naturals; Modi Hospital; Modi Group; Modi Rubber; modi operandi; Narendra Modi Stadium; Modi Stadium
नीरव मोदी; ललित मोदी; सुशील मोदी; नरेंद्र मोदी स्टेडियम; Brian Hegseth; Jennifer Hegseth; Phil Hegseth
Philip Hegseth; Rajnath Singh Surya; राजनाथ सिंह सूर्य; Junichiro Koizumi; Kim Dong-jun; Lee Dong-jun
Park Dong-jun; Choi Dong-jun; Jung Dong-jun; Jeong Dong-jun; Shin Dong-jun; Kang Dong-jun; Yoon Dong-jun
Cho Dong-jun; Hwang Dong-jun; Dong Jun-ho; [ASEAN] Ministerial Meeting on; ASEAN Club Championship
ASEAN Championship; ASEAN Cup; ASEAN Basketball League; ASEAN Football Federation; ASEAN Para Games
ASEAN Schools Games; ASEAN University Games; ASEAN Women's Championship; ASEAN U-23 Championship
ASEAN U23 Championship; ASEAN Futsal; Miss ASEAN; アセアンカップ; 东盟杯; 東盟杯; AIME benchmark
AIME benchmarks; AIME score; AIME scores; AIME math; AIME Melbourne
Asia-Pacific Incentives and Meetings Event; EWG Verified; EWG Skin Deep; joint exercise physiology
joint exercise therapy; joint exercises for arthritis; knee joint exercise; knee joint exercises
hip joint exercise; hip joint exercises; shoulder joint exercise; shoulder joint exercises
ankle joint exercises; jaw joint exercises; finger joint exercises; joint exercises for seniors
joint exercises for knees; joint exercises for pain; joint exercises for runners; joint drill bit
joint drill bits; free navigation app; free navigation apps; free navigation system; free navigation systems
free navigation software; free navigation map; free navigation maps; hands-free navigation
institutional exchange platform; crypto institutional exchange; institutional exchange rate; PKO Bank
PKO BP; PKO Ekstraklasa; IBM HADR; Db2 HADR; HADR database; HADR standby; SQL HADR; HADR cluster
HADR configuration; data security ties; security ties up; defence ties up; defense ties up
MILAN FASHION WEEK; MILAN CORTINA; MILAN DESIGN WEEK; AC MILAN; INTER MILAN; MILAN 2026 OLYMPICS
MILAN 2026 WINTER; Milan Cortina; Milano Cortina; Milan 2026 Winter; Milan 2026 Olympics; TELL US; JOIN US
CONTACT US; ABOUT US; FOLLOW US; LET US; HELP US; GIVE US; SHOW US; CALL US; VISIT US; TO US ALL; ALL OF US
BOTH OF US; REST OF US; BRING US; LEAVE US; ONE OF US; SOME OF US; MOST OF US; MANY OF US; WRITE TO US
SAVE US; TRUST US; THE LAST OF US; TOYS R US; AMONG US; [US]-[ASEAN] Summit; [China]-[ASEAN] Summit
[Japan]-[ASEAN] Summit; [Russia]-[ASEAN] Summit; [Australia]-[ASEAN] Summit; Korea-[ASEAN] Summit
[ROK]-[ASEAN] Summit; EU-[ASEAN] Summit; UN-[ASEAN] Summit; Canada-[ASEAN] Summit; GCC-[ASEAN] Summit
[New Zealand]-[ASEAN] Summit; [South Korea]-[ASEAN] Summit; [UK]-[ASEAN] Summit; ASEAN Summit Hotel
Turkey, stuffing; Turkey and stuffing; Turkey and gravy; Turkey, gravy; Turkey, ham; Turkey and ham
Stuffed Turkey; Turkey Carving; Turkey Thighs; Turkey Sausage; Turkey Wrap; Turkey Brine; 反恐精英
反恐24小时; テロ対策ゲーム; 대테러 게임
""")
"""Food, wars, ships, species, software, other people and other meetings."""

_CALLED_AFTER = each("""
Indian Ocean; Indian Ocean Rim; Indian Ocean Region; Indian summer; Indian Wells; American Indian
West Indian; East Indian; Indian reservation; Indian Territory; British Indian; Anglo-Indian; Indian ink
Indian elephant; Indian elephants; Indian giver; Indian restaurant; Indian restaurants; Indian food
Indian cuisine; Indian curry; Indian takeaway; Indian Motorcycle; Red Indian; Indian paintbrush
Indian Creek; Indian River; Indian Hills; Indian Head; Chinese Taipei; Chinese whispers; Chinese checkers
Chinese chequers; Chinese New Year; Chinese restaurant; Chinese restaurants; Chinese food; Chinese takeaway
Chinese cuisine; Chinese zodiac; Chinese cabbage; Chinese lantern; Chinese lanterns; Chinese Democracy
Chinese crested; Chinese Theatre; Chinese takeout; Indo-Chinese; Russian roulette; Russian doll
Russian dolls; Russian dressing; Russian salad; White Russian; Russian blue; American football
American Airlines; Indian Airlines; Laotian Airlines
American Express; American Idol; American Samoa; American Samoan; American eagle
American dream; American Horror Story; American pie; American Psycho; American League; South American
Latin American; North American; Central American; African American; Native American; Asian American
Pan American; Chinese American; Indian American; Japanese American; Filipino American; American bison
American Beauty; American Fiction; American Gods; American bulldog; Thai Airways; Thai food; Thai curry
Thai restaurant; Thai restaurants; Thai massage; Thai boxing; Thai basil; Muay Thai; Thai Union
Thai AirAsia; Thai Beverage; Thai Binh; Thai Nguyen; Thai Lion Air; Thai Smile; Thai Vietjet
Vietnamese coffee; Vietnamese food; Vietnamese restaurant; South Vietnamese; North Vietnamese
Japanese encephalitis; Japanese knotweed; Japanese maple; Japanese beetle; Japanese beetles; Japanese food
Japanese restaurant; Japanese Breakfast; Japanese garden; Japanese gardens; Japanese Grand Prix
Japanese whisky; Australian Open; Australian shepherd; Australian cattle dog; Australian Grand Prix
Australian rules; South Australian; Western Australian; Burmese python; Burmese pythons; Burmese cat
Burmese cats; Burmese mountain; Turkish delight; Turkish Airlines; Turkish bath; Turkish baths
Turkish coffee; Turkish Cypriot; Turkish get-up; German shepherd; German shepherds; German measles
German chocolate; East German; West German; German Grand Prix; German pointer; British Columbia
British Airways; British Virgin Islands; British shorthair; British Steel; British Museum; British Open
Great British; British Council; British Vogue; Philippine Airlines; Philippine eagle; Philippine Star
Philippine mahogany; Philippine National Bank; Malaysian Grand Prix; Malaysian Airlines; Malaysian Insight
Filipino food; Filipino restaurant; Cambodian restaurant; Indonesian food; Singaporean chilli
Singaporean food; Malaysian food; West Timorese; Korean War; Swiss cheese; French fries; Danish pastry
Greek salad; Dutch courage; Dutch oven; Irish coffee; Irish wolfhound; Swedish House Mafia
Swedish meatballs; Norwegian wood; Norwegian Cruise; Norwegian Air; Canadian bacon; Canadian goose
French toast; French bulldog; Spanish flu; Italian seasoning
""")
"""What is only called after a country or those who live there."""

_RUNS = each("""
发展中国家; 發展中國家; 開發中國家; 其中国; 其中國; 华中国际; 高中国文; 初中国文; 集中国家; 集中國家
南美国家; 北美国家; 拉美国家; 欧美国家; 中美国家; 南美國家; 北美國家; 拉美國家; 歐美國家; 中美國家; 完美国
完美國; 赞美国; 精美国; 亚美国际; 優美國; 今日本报; 今日本報; 近日本报; 近日本報; 昨日本报; 昨日本報
日本报讯; 日本報訊; 今日本院; 今日本市; 昨日本市; 近日本市; 生日本来; 节日本来; 穿越南极; 穿越南極; 穿越南北
超越南非; 穿越南非; 跨越南北; 飞越南极; 飛越南極; 超越南京; 穿越南京; 翻越南山; 穿越南美; 飞越南海; 飞越南太
跨越南海; 穿越南海; 国泰国际; 國泰國際; 国泰国; 國泰國; 精英国际; 精英國際; 蒲公英国际; 白俄罗斯; 白俄羅斯
道德国家; 公德国家; 股东协; 股東協; 房東協; 广东协; 廣東協; 山东协; 山東協; 關東協; 广东盟; 山东盟; 廣東盟
山東盟; 股东盟; 京东盟; 關東盟; タイ記録; タイ釣り; タイ焼き; タイに持ち込; タイ古式マッサージ; インド象
インド綿; Thúy Nga; Thuý Nga; Tố Nga; Hằng Nga; Hồng Nga; Quỳnh Nga; Thanh Nga; Kiều Nga; Phi Nga; Ngọc Nga
Lệ Nga; Thu Nga; chị Nga; cô Nga; bà Nga; tiếng Nga; tiếng Đức; tiếng Lào; Lào Cai; gió Lào; thuốc Lào
Minh Đức; Hồng Đức; Thủ Đức; Việt Đức; Văn Đức; Hữu Đức; Hoàng Đức; Trung Đức; Mạnh Đức; Đức Giáo; Đức Phật
Đức Mẹ; Đức Thánh; Đức Chúa; Đức Hồng; Đức Tổng; Đức Cha; Đức Thắng; Đức Minh; Đức Huy; Đức Phúc; Đức Chinh
Đức Trọng; Đức Hòa; Đức Phổ; Đức Thọ; Mỹ Đình; Mỹ Tho; Mỹ Linh; Mỹ Tâm; Mỹ Sơn; Mỹ Lai; Mỹ Lệ; Mỹ Hạnh
Mỹ Hào; Mỹ Đức; Mỹ Lộc; Mỹ Phước; Mỹ Khê; Mỹ Duyên; Mỹ Xuyên; Phú Mỹ; Mỹ Tú; Tân Mỹ; Hòa Mỹ; Thiện Mỹ
Mỹ Thuận; Mỹ nhân; Mỹ thuật; Mỹ phẩm; Diễm Mỹ; Hoàn Mỹ; อินเดียน่า; รัฐอินเดียนา; อินเดียนาโพลิส
อินเดียนแดง; เวสต์อินดีส; คลาว; ลาวา; หลาว; เวลาว; ปรัสเซีย; สหรัฐอาหรับเอมิเรตส์; อินโดจีน; ไทยรัฐ
ไทยแลนด์; ຄລາວ; ລາວາ; ພວກລາວ; ອິນດູຈີນ; ឥណ្ឌូចិន; တရုတ်နံနံ; အင်ဒိုတရုတ်; 인도 위; 인도를 걷; 인도로 돌진
인도 턱; 인도 블록; 인도 및 차도; 인도에 쓰러져; 韓国語; 日本語; ドイツ語; ロシア語; タイ語; ベトナム語
インドネシア語; トルコ石; トルコ語; 手印太; 脚印太; 烙印太; 印太深; 印太多; ภาษาไทย; ภาษาจีน; ภาษาลาว
ภาษาอินโดนีเซีย; ພາສາລາວ; ພາສາຈີນ; ភាសាថៃ; ភាសាចិន; 터키석; 인도로 돌진해; 인도로 돌진한; 인도로 돌진했다
인도 돌진; 인도 위로; 인도 위에; 인도로 올라; 인도 덮쳐; 인도 덮친; 인도에 방치; ລາວເວົ້າວ່າ; ລາວບອກວ່າ
ຂອງລາວເອງ
""")
"""Letters that stand side by side by chance, people's names, and words of another language."""

LOOKALIKES = (*_SEAS, *_COMPANIES, *_OTHER_THINGS, *_CALLED_AFTER, *_RUNS)

COMMON_WORDS = frozenset(
    each("""
bath; chad; clark; cork; georgia; guinea; ham; hue; it; jersey; jordan; male; mali; man; march; may; mobile
nice; niger; orange; phoenix; polish; reading; split; togo; turkey; us; who
""")
)
"""Names that are common nouns, pronouns or verbs when they are written small."""

NEEDS_A_NAME = each("""
Filipina; Filipinas; Indien; FTA review; Review of the FTA
""")
"""Names with another meaning, which count where another name stands in the same entry, or their language."""

SIGNS_OF_LANGUAGE = {
    "id": frozenset(each("dan; di; yang; dari; untuk; dengan; ke; pada; oleh; akan; itu; ini")),
    "ms": frozenset(each("dan; di; yang; dari; untuk; dengan; ke; pada; oleh; akan; itu; ini")),
    "pt": frozenset(each("da; das; dos; nas; em; os; uma; pela; pelo; são; não")),
    "de": frozenset(each("der; das; und; mit; von; eine; nicht; im; auf")),
}
"""Small words by which a text shows in which language it is."""

TOO_SHORT_FORMS = frozenset(each("CSP"))
"""Short forms that other things of the same field have too: they are for look-ups only."""

NEEDS_THE_FIELD = each("""
Year of Tourism; AIFTA
""")
"""The same, where the name of a country, a place or a region beside it tells too little."""
