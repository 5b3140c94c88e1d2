"""Words that headlines of any day may hold: alone they do not tell one piece of news from the next.

Three lists, each in plain words, from what tells nothing to what tells of the field.
"""

STOP = """
a an the and or but nor so yet of in on at by for from to into onto with within without over under near
off out up down as is are was were be been being has have had do does did will would shall should can
could may might must it its he his him she her they their them we our us you your i my me this that these
those there here who whom whose which what when where why how not no than then after before during amid
between among against across about above below through while until since via per upon along around toward
towards all any each both some more most other such only also too very just now still again ahead if
because s t re ve ll de la le les du des et une el los las del y e o al en para por con da do dos das na
em um uma der und von zu im den mit auf di ke yang dan untuk pada dengan dari ini itu akan telah oleh
dalam juga tak tidak ialah adalah bagi kepada hari ang ng mga sa si ni kay ay para cac tai va cua cho voi
la mot nhung trong ve duoc se den का के की में से ने को पर है हैं और एक यह वह थे था थी लिए भी कि या तक في
من على إلى عن مع و أن هذا هذه التي الذي بعد قبل в на и с по о к из за от для не что как до при
"""

LIGHT = """
say tell add make take give get go come see show use keep set put let want need new first last next top
key big large major high low good great early late old young full long short recent main year month week
day today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february
march april june july august september october november december time hour begin end hold meet talk
discuss visit attend join host address speak urge vow boost expand support seek plan aim agree expect hope
warn welcome hail reaffirm stress highlight underscore emphasise reiterate call lead review consider push
focus face raise bring move lift help work look eye continue remain become turn respond react reveal
unveil announce declare issue note report claim allege quote cite source official senior counterpart chief
head spokesman spokeswoman spokesperson side sideline amid part way role step effort matter open free
strong close joint common mutual bilateral trilateral second third multilateral annual regional
international global world national local central northern southern eastern western north south east west
people man woman number total several many half least about almost nearly some few dozen hundred thousand
million billion two three four five six seven eight nine ten eleven twelve one both various toll rise live
watch video photo update break news exclusive hit strike slam pledge promise mark find think know allow
ask back believe build carry choose complete confirm consider create cross cut deal draw ease emerge enter
ensure explain fail feature follow form gain grow handle happen hear hurt include increase intend involve
launch lay learn leave link list lodge lose mean name offer order outline pay pick place play point pose
praise prepare press pressure prevent pull reach read ready receive record refuse release renew replace
request require restore return rule run save search secure send serve share shift sign skip sound spark
spread stand start stay stop strengthen study suffer suggest take target term tie touch track trigger try
understand unite view wait win draws amid latest further another across ever yet better best worse worst
largest biggest more most less least
"""

GENERIC = """
statement press release media advisory daily weekly monthly situation report sitrep bulletin briefing
brief update news newsletter digest remarks transcript readout photo gallery notice announcement speech
roundup summary schedule agenda calendar note minutes record communique spokesperson spokesman spokeswoman
high representative headlines
"""

COMMON = """
minister ministry ministerial defence security military army navy force coast guard marine police soldier
troop officer general admiral colonel captain commander president vice premier pm prime government state
foreign affair secretary deputy parliament senate house congress lawmaker bill law court judge budget
union council committee commission summit meeting conference forum session round table working group
expert dialogue exercise operation patrol mission ship vessel jet submarine missile drone weapon arm
destroyer frigate corvette helicopter tank rifle base fleet squadron air aircraft carrier sea maritime
ocean water shoal strait island islet reef bay gulf river territory border zone region province city town
village district capital port airport nation country partner partnership cooperation pact tie relation
ally alliance treaty framework strategy strategic policy asean admm plus eas arf quad aukus nato brics
apec indo pacific asia southeast adsom ewg terrorism attack kill wound blast bomb militant rebel arrest
raid suspect hostage peace conflict war crisis tension threat sanction protest election vote poll party
leader king queen prince opposition cabinet reform trade tariff economy economic investment market export
import oil gas energy bank growth business company firm industry price cost fund money loan aid debt tax
stock share rate inflation currency tourism tourist travel climate disaster flood typhoon storm cyclone
quake landslide tsunami volcano fire relief humanitarian rescue health hospital disease vaccine school
student teacher university nuclear cyber technology tech space satellite rocket intelligence training
capacity building code conduct south china data network internet website chip visit trip tour delegation
envoy ambassador embassy chair member observer theme declaration communique commitment begin conclude
postpone cancel delay suspend resume reject deny condemn accuse blame ban approve pass ratify buy sell
supply deliver hand equip build test fire conduct deploy block drive intrude transit sail arrive victim
injure magnitude dead miss displace evacuate home family worker fisherman citizen civilian child woman
migrant refugee journalist activist doctor lawyer farmer pilot driver passenger crew sailor resident
villager reciprocal access visiting status right navigation cut fall inaugurate commission murder crime
criminal prison jail death life body case charge trial verdict appeal probe investigation inquiry evidence
corruption fraud scandal train bus car truck boat plane road bridge rail railway highway metro station
building tower hotel mosque church temple market festival sport football match cup game medal human
freedom justice democracy constitution monarchy republic federal municipal mayor governor chairman
director office department agency bureau authority board centre institute association organisation service
system project plan programme initiative measure action agreement proposal decision resolution order rule
regulation standard clash fight battle offensive ceasefire truce withdrawal invasion occupation strike
shelling landmine mine grenade ammunition artillery radar engine class model unit division brigade
battalion regiment corps anniversary ceremony parade celebration holiday festival award honour female male
young elder veteran former acting interim current future past chinese fishing fish ban moratorium catch
illegal smuggling piracy pirate robbery drug trafficking scam shallow deep heavy light fast rapid advanced
modern hypersonic ballistic cruise supersonic anti landfall warning alert damage destroy sink capsize
collide crash explode explosion shoot gun knife red blue green white black yellow upgrade junta flare
dispute condition resident quarter bid row visa passport rival spokesman stage menteri pertahanan luar
negara mesyuarat perdana kerajaan tentera laut hoi nghi bo truong quoc phong ngoai giao
"""

TOLL = """
kill dead wound injure missing miss toll casualty victim body arrest detain evacuate displace homeless
rescue infect case survivor trap
"""
"""Where a headline has one of these, its amounts may rise from one telling to the next."""

FIELDS = """
foreign defence transport economic finance tourism health education labour environment agriculture energy
justice interior culture terrorism medicine maritime cyber humanitarian hadr demining peacekeeping aviation
disaster senate house sports youth women trade police
"""
"""Whose ministers, officials or experts meet."""

FORMS = """
plus retreat informal working workshop seminar symposium tabletop senior
"""
"""What tells one meeting of a forum from its others."""
