"""Word lists of English that the rules look things up in; nothing here decides anything."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """A set written as plain words."""
    return frozenset(text.split())


def role_set(text: str) -> frozenset[str]:
    """As `word_set`, with "cocreator" for "co-creator"."""
    words = word_set(text)
    return words | {word.replace("-", "") for word in words if word.startswith("co-")}


# Parts of last names, before their last word.
PARTICLES = word_set("de del della der den van von bin bint ibn al la le du da dos ter ten di")

# Capitalised only because a sentence or a headline begins with them.
FUNCTION_WORDS = word_set("""
a an the this that these those some any each every no all both half such what which who whose whom when
where why how if though although because since while until unless after before during despite besides
meanwhile once as at by for from in into of off on onto out over past per than through throughout to toward
towards under upon up via with within without about above across against along amid among around behind
below beneath beside between beyond down inside like near outside plus and but or nor so yet either neither
not only also even still just then there here now today yesterday tomorrow tonight later earlier soon again
ever never always often sometimes usually perhaps maybe however therefore thus moreover furthermore instead
otherwise indeed anyway nevertheless nonetheless finally first second third last next another other others
many most more much few several one two three four five six seven eight nine ten eleven twelve dozens
hundreds thousands is are was were be been being am do does did has have had having can could may might must
shall should will would let lets i me my mine myself we us our ours you your yours he him his she her hers
it its they them their theirs himself herself itself themselves ourselves everyone everybody everything
anyone anybody anything someone somebody something nobody nothing none whoever whatever whenever wherever
whether yes oh well okay ok please thanks thank sorry hello hi hey ah alas ha um look listen wait come go
get see say ask tell asked speaking according given based following due rather quite very too really
actually obviously clearly apparently unfortunately fortunately surprisingly sadly interestingly originally
recently currently previously eventually initially ultimately basically essentially personally frankly
honestly certainly probably possibly story watch read share photo photos image images video videos
advertisement related editor note updated update imagine suppose consider picture remember think
try take keep
""")

MALE_TITLES = word_set(
    "mr mister sir lord king prince duke count baron father brother uncle grandfather monsieur herr "
    "señor master mssrs emperor"
)
FEMALE_TITLES = word_set(
    "mrs ms miss lady queen princess duchess countess baroness mother sister aunt grandmother madam "
    "madame mme mlle frau señora dame empress mademoiselle"
)
# Titles of fiction count as part of how a person is called, though not as part of the name.
NEUTRAL_TITLES = word_set("""
mx dr doctor prof professor sen senator rep representative gov governor president premier minister mayor judge
justice captain capt colonel col general gen lieutenant lt sergeant sgt constable const corporal major
admiral commander officer inspector insp detective chief sheriff deputy marshal agent coach rev reverend
pastor bishop archbishop cardinal pope rabbi imam saint st hon chancellor secretary ambassador congressman
congresswoman councillor councilor counselor coun chairman chairwoman chair speaker dean director avatar
commissioner superintendent supt staff-sgt insp cpl pte cllr sultan commodore brigadier marquis viscount
""")
TITLES = MALE_TITLES | FEMALE_TITLES | NEUTRAL_TITLES
# These stay in the name when there is no other name to give: "Mr. Gray".
KEPT_TITLES = word_set(
    "mr mrs ms miss lady lord sir madame monsieur mme mlle mademoiselle aunt uncle colonel captain dr "
    "doctor master madam prince princess king queen professor father mother sister brother"
)

ROLE_NOUNS = role_set("""
actor actress adviser advisor agent aide ambassador analyst animator anchor architect artist assistant
attorney author banker blogger boss broker captain cartoonist ceo cfo chair chairman chairperson chairwoman
chancellor chef chief clerk co-author co-chair co-creator co-director co-executive co-founder co-host
co-owner co-producer co-star co-writer coach colleague columnist comedian commander commissioner composer
congressman congresswoman consultant coordinator coroner correspondent councillor councilman councilwoman
counsellor counselor creator critic curator custodian dad daughter dean defenceman defender deputy designer
detective developer director doctor economist editor educator engineer envoy executive expert farmer father
filmmaker firefighter forward founder friend general goalie goaltender governor head historian host husband
illustrator inspector instructor investigator journalist judge justice king lawmaker lawyer leader lecturer
bookseller colorist colourist inker penciller penciler storyboarder archivist bookkeeper
letterer lieutenant lobbyist manager marshal mayor meteorologist midfielder minister mother mom musician
negotiator neighbour neighbor nurse officer official operator organizer organiser owner painter parent
partner pastor patient pediatrician photographer physician pitcher planner player poet politician
practitioner premier president prime principal producer prof professor programmer proprietor prosecutor
psychologist publisher quarterback queen reporter representative researcher resident retiree rookie sales
scholar scientist screenwriter secretary senator sergeant sheriff showrunner singer sister skipper son
specialist spokesman spokesperson spokeswoman star strategist student superintendent supervisor surgeon
survivor teacher teammate technician therapist trainer translator treasurer trustee veteran vice-president
vice veterinarian victim volunteer whistleblower widow wife worker writer youtuber maverick dramatist
novelist songwriter supermodel winger defenseman netminder striker batsman batter outfielder shortstop
undersecretary playwright barrister solicitor headteacher publican bassist drummer guitarist rapper dancer
collector magistrate registrar ombudsman comptroller auditor archivist librarian paramedic chaplain referee
umpire commentator broadcaster presenter publicist paralegal choreographer cinematographer sculptor activist
advocate campaigner alderman selectman goalkeeper restaurateur moderator vocalist frontman frontwoman
keyboardist lyricist violinist pianist podcaster streamer cosplayer narrator brother uncle aunt cousin niece
nephew grandmother grandfather grandson granddaughter stepmother stepfather headmaster headmistress principal
vicar priest rector curate monk nun abbot abbess churchwarden warden caretaker janitor concierge cleaner
postman postwoman postmaster postmistress stationmaster stationmistress signalman ferryman boatman fisherman
fisherwoman shopkeeper stallholder bartender barman barmaid barista waiter waitress beekeeper surveyor
cartographer astronomer geologist biologist chemist physicist mathematician ecologist botanist zoologist
linguist anthropologist archaeologist archeologist sociologist psychiatrist statistician coder modder
speedrunner stuntman stuntwoman puppeteer magician soprano tenor baritone cellist trumpeter organist
percussionist harpist flautist essayist biographer memoirist satirist humorist ghostwriter playwright
dramaturg bellringer lighthouse-keeper midwife pharmacist dentist optician electrician plumber mechanic
blogger vlogger influencer pensioner passenger commuter motorist cyclist landlord landlady tenant
tackle linebacker cornerback receiver kicker punter catcher fullback halfback flanker wicketkeeper bowler
showman impresario admin administrator""")

# What makes somebody a creator of a work, or one of its cast.
CREATOR_NOUNS = role_set("""
creator co-creator writer co-writer showrunner author novelist screenwriter cartoonist dramatist songwriter
composer animator illustrator letterer filmmaker playwright artist designer producer musician singer
drummer guitarist bassist vocalist frontman frontwoman keyboardist rapper lyricist
""")
CAST_NOUNS = role_set("actor actress star co-star narrator")

ORG_WORDS = word_set("""
academy administration agency airlines alliance assembly association authority bank board bureau cabinet cbc
center centre chamber church city club co coalition college commission committee commons company conference
congress co-op corp corporation council country county court department district division embassy federation
financial force forces foundation fund gallery government group holdings hospital hotel house inc industries
initiative institute international investments journal kingdom lab league library ltd llc magazine media
ministry museum nation nations network news office organization orchestra parish parliament partners party
plan plc police press program project province rcmp radio region republic research restaurant review school
schools senate services service society square state states station street studio studios survey systems
team theatre theater times tribune tribunal trust union unit university village ward road avenue ave drive
boulevard park river lake island islands bay beach mountain valley bridge airport highway act award awards
cup games season series show day week book comics comic post nation american canadian british french german
chinese russian european indian african asian mexican english indigenous aboriginal north south east west
northern southern eastern western new
""")

# Countries and great cities: hardly ever somebody's last name.
PLACES = word_set("""
afghanistan africa alaska alberta algeria america amsterdam antarctica arabia argentina arizona asia athens
atlanta australia austria bangladesh barcelona beijing belgium berlin bermuda boston brazil britain brussels
bulgaria cairo calgary california cambodia canada chicago chile china colombia colorado congo copenhagen
croatia cuba cyprus dallas delhi denmark detroit dublin edinburgh edmonton egypt england estonia ethiopia
europe finland florida france germany ghana greece greenland halifax hawaii hollywood houston hungary
iceland illinois india indonesia iran iraq ireland israel istanbul italy jamaica japan jerusalem kenya kong
korea kuwait latvia lebanon lithuania liverpool london madrid malaysia manchester manhattan manitoba
massachusetts melbourne mexico miami michigan minnesota montreal morocco moscow mumbai nairobi netherlands
nevada newfoundland nigeria norway ontario oregon oslo ottawa pakistan palestine paris peru philadelphia
philippines poland portugal prague quebec romania rome russia rwanda saskatchewan saskatoon scotland seattle
seoul serbia shanghai singapore somalia spain sweden switzerland sydney syria taiwan tehran texas thailand
tokyo toronto tunisia turkey uganda ukraine uruguay utah vancouver venezuela vermont vienna vietnam wales
warsaw washington winnipeg wisconsin yemen york zealand zimbabwe zurich
ont que alta sask nfld calif ariz fla minn neb okla tenn
""")

# Of a country: "the Norwegian" is somebody whom the text names elsewhere.
DEMONYMS = word_set("""
american argentine argentinian australian austrian bajan belgian bolivian brazilian briton bulgarian
cameroonian canadian chilean colombian croat croatian czech dane dutchman ecuadorian egyptian englishman
ethiopian filipino finn frenchman georgian german ghanaian greek guyanese hungarian icelander indian
iranian irishman israeli italian ivorian jamaican japanese kenyan korean latvian lithuanian malaysian
mexican moroccan nigerian norwegian pakistani paraguayan peruvian pole portuguese romanian russian samoan
scot scotsman senegalese serb serbian slovak slovenian spaniard swede swiss texan trinidadian tunisian
turk ugandan ukrainian uruguayan venezuelan welshman zambian zimbabwean frenchwoman englishwoman
irishwoman dutchwoman londoner liverpudlian glaswegian mancunian torontonian
""")

CALENDAR = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec "
    "christmas easter halloween thanksgiving"
)

PREPOSITIONS = word_set(
    "of to in on at by for from with about against between into through during before after above over "
    "under near behind beside besides like unlike than via per toward towards among within without amid "
    "including except alongside upon across around outside inside beyond beneath throughout despite"
)

HE = word_set("he him his himself")
SHE = word_set("she her hers herself")
THEY = word_set("they them their theirs themselves")
SUBJECT_PRONOUNS = word_set("he she they i we it")
SOMEBODY = word_set("someone somebody everyone everybody anyone nobody others several many")

KIN = word_set("father mother brother sister son daughter dad mom mum parent twin")
