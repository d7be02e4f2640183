"""Word lists of English that the rules look things up in; nothing here decides anything."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Capitalised only because a sentence or a headline begins with them.
FUNCTION_WORDS = _words("""
a an the this that these those some any each every no all both half such what which who whose whom when where why
how if though although because since while until unless after before during despite besides meanwhile once as at by
for from in into of off on onto out over past per than through throughout to toward towards under upon up via with
within without about above across against along amid among around behind below beneath beside between beyond down
inside like near outside plus and but or nor so yet either neither not only also even still just then there here now
today yesterday tomorrow tonight later earlier soon again ever never always often sometimes usually perhaps maybe
however therefore thus moreover furthermore instead otherwise indeed anyway nevertheless nonetheless finally first
second third last next another other others many most more much few several one two three four five six seven eight
nine ten eleven twelve dozens hundreds thousands is are was were be been being am do does did has have had having can
could may might must shall should will would let lets i me my mine myself we us our ours you your yours he him his
she her hers it its they them their theirs himself herself itself themselves ourselves everyone everybody everything
anyone anybody anything someone somebody something nobody nothing none whoever whatever whenever wherever whether
yes oh well okay ok please thanks thank sorry hello hi hey ah alas ha um look listen wait come go get see say ask tell
asked speaking according given based following due rather quite very too really actually obviously clearly
apparently unfortunately fortunately surprisingly sadly interestingly originally recently currently previously
eventually initially ultimately basically essentially personally frankly honestly certainly probably possibly
story watch read share photo photos image images video videos advertisement related editor note updated update
""")

MALE_TITLES = _words("mr mister sir lord king prince duke count baron father brother uncle grandfather monsieur herr "
                     "señor master mssrs emperor")
FEMALE_TITLES = _words("mrs ms miss lady queen princess duchess countess baroness mother sister aunt grandmother "
                       "madam madame mme mlle frau señora dame empress mademoiselle")
# Titles of fiction count as part of how a person is called, though not as part of the name.
NEUTRAL_TITLES = _words("""
dr doctor prof professor sen senator rep representative gov governor president premier minister mayor judge justice
captain capt colonel col general gen lieutenant lt sergeant sgt constable const corporal major admiral commander
officer inspector insp detective chief sheriff deputy marshal agent coach rev reverend pastor bishop archbishop
cardinal pope rabbi imam saint st hon chancellor secretary ambassador congressman congresswoman councillor councilor
counselor coun chairman chairwoman chair speaker dean director avatar fire earth guru commissioner superintendent
supt staff-sgt insp cpl pte cllr sultan sheikh
""")
TITLES = MALE_TITLES | FEMALE_TITLES | NEUTRAL_TITLES
# These stay in the name when there is no other name to give: "Mr. Bennet".
KEPT_TITLES = _words("mr mrs ms miss lady lord sir madame monsieur mme mlle mademoiselle aunt uncle colonel captain dr doctor "
                     "master madam prince princess king queen professor father mother sister brother")

ROLE_NOUNS = _words("""
actor actress adviser advisor agent aide ambassador analyst animator anchor architect artist assistant attorney author
banker blogger boss broker captain cartoonist ceo cfo chair chairman chairperson chairwoman chancellor chef chief
clerk co-author co-chair co-creator co-director co-executive co-founder co-host co-owner co-producer co-star co-writer
coach colleague columnist comedian commander commissioner composer congressman congresswoman consultant coordinator
coroner correspondent councillor councilman councilwoman counsellor counselor creator critic curator custodian
dad daughter dean defenceman defender deputy designer detective developer director doctor economist editor educator
engineer envoy executive expert farmer father filmmaker firefighter forward founder friend general goalie
goaltender governor head historian host husband illustrator inspector instructor investigator journalist judge
justice king lawmaker lawyer leader lecturer letterer lieutenant lobbyist manager marshal mayor meteorologist midfielder
minister mother mom musician negotiator neighbour neighbor nurse officer official operator organizer organiser owner
painter parent partner pastor patient pediatrician photographer physician pitcher planner player poet politician
practitioner premier president prime principal producer prof professor programmer proprietor prosecutor
psychologist publisher quarterback queen reporter representative researcher resident retiree rookie sales scholar
scientist screenwriter secretary senator sergeant sheriff showrunner singer sister skipper son specialist spokesman
spokesperson spokeswoman star strategist student superintendent supervisor surgeon survivor teacher teammate
technician therapist trainer translator treasurer trustee veteran vice-president vice veterinarian victim
volunteer whistleblower widow wife worker writer youtuber maverick dramatist novelist songwriter supermodel
""")

ORG_WORDS = _words("""
academy administration agency airlines alliance assembly association authority bank board bureau cabinet cbc center
centre chamber church city club co coalition college commission committee commons company conference congress co-op
corp corporation council country county court department district division embassy federation financial force
forces foundation fund gallery government group holdings hospital hotel house inc industries initiative institute
international investments journal kingdom lab league library ltd llc magazine media ministry museum nation nations
network news office organization orchestra parish parliament partners party plan plc police press program project
province rcmp radio region republic research restaurant review school schools senate services service society square
state states station street studio studios survey systems team theatre theater times tribune tribunal trust
union unit university village ward road avenue ave drive boulevard park river lake island islands bay beach mountain
valley bridge airport highway act award awards cup games season series show day week book comics comic post nation
american canadian british french german chinese russian european indian african asian mexican english
indigenous aboriginal north south east west northern southern eastern western new
""")

CALENDAR = _words("monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
                  "august september october november december jan feb mar apr jun jul aug sept sep oct nov dec "
                  "christmas easter halloween thanksgiving")

PREPOSITIONS = _words("of to in on at by for from with about against between into through during before after above "
                      "over under near behind beside besides like unlike than via per toward towards among within "
                      "without amid including except alongside upon across around")

HE = _words("he him his himself")
SHE = _words("she her hers herself")
THEY = _words("they them their theirs themselves")
SUBJECT_PRONOUNS = _words("he she they i we it")

MALE_NAMES = _words("""
aaron abdul abraham adam adrian ahmed al alan albert alec alex alexander alexandre alfonso alfred ali allan allen alvin
amir anders andre andrew andy angelo anthony antoine antonio archie arnold arthur ashton barry bart ben benjamin
bernard bernie bert bill billy bob bobby brad bradley brandon brendan brent brett brian bruce bryan bryant bryce caleb
calvin cameron carl carlos cedric chad charles charlie chester chris christian christopher clarence claude clayton
cliff clifford clint colin connor conor corey craig curtis cyril dale damian damien damon dan daniel danny darren darrin
darryl dave david dean denis dennis derek devin diego dominic don donald doug douglas drew duane duncan dustin dwight
dylan earl ed eddie edgar edmund eduardo edward edwin eli elijah elliot elon emil emmanuel eric erik ernest ernie
ethan eugene evan felix fernando francis francisco francois frank franklin fred frederick gabriel gareth gary
gavin geoff geoffrey george gerald gerard gilbert giovanni glen glenn gordon graham grant greg gregory guenther gus guy
hamish hans harold harrison harry harvey hayao hector henri henry herbert herman hiroshi horace howard hubert hugh
hugo ian igor isaac ivan jack jacob jacques jake james jamie jared jason javier jay jean jeff jeffrey jeremiah jeremy
jerome jerry jesse jim jimmy joe joel joey john johnny jon jonathan jordan jorge jose josef joseph josh joshua juan
julian julio justin karl keith ken kenneth kenny kent kevin kirk klaus kurt kyle lance larry laurence lawrence lee len
leo leon leonard leslie lewis liam lloyd logan lou louis luc lucas luis luke malcolm manuel marc marcel marco marcus
mario mark marshall martin marty marvin mathew matt matthew maurice max maxwell michael michel miguel mike milton mitch
mitchell mohamed mohammad mohammed morris moses muhammad murray nate nathan nathaniel neil nelson nicholas nick nicolas
nigel noah noel norman oliver omar oscar otto owen pablo pat patrick paul pedro percy pete peter phil philip philippe
phillip pierre rafael ralph ramon randall randy raul ravi ray raymond reginald rene rex ricardo richard rick rob
robert roberto robin rod rodney roger roland ron ronald ross roy ruben rudy rupert russ russell ryan salvador sam samuel
scott sean sebastian sergei sergio seth shane shaun shawn sheldon sidney silas simon stan stanley stephen
steve steven stewart stuart syed ted terence terrence terry theo theodore thomas tim timothy toby todd tom tommy tony
travis trent trevor tristan tyler vernon victor vijay vince vincent vladimir wade wallace walter warren wayne wendell
wesley wilfred will willard william willie xavier zach zachary zack mahathir yoni jonathon sokka zuko aang
""")
FEMALE_NAMES = _words("""
abby abigail ada adele adriana agatha agnes aisha alana alexandra alexis alice alicia alison allison alma alyssa amanda
amber amelia amy ana andrea angela angelina anita ann anna anne annette annie april ariana ashley audrey ava barbara
beatrice becky belinda bella bernadette bernice beth betty beverly bonnie brenda briana bridget brittany brooke caitlin
camille candace cara carla carmen carol carole caroline carolyn carrie cassandra catherine cathy cecilia celeste celia
charlene charlotte chelsea cheryl chloe christina christine christy cindy claire clara clare claudia connie constance
courtney crystal cynthia daisy dana danielle daphne dawn deanna deb debbie deborah debra delia denise diana diane dolores
donna dora doreen doris dorothy edith edna eileen elaine eleanor elena elisa elisabeth eliza elizabeth ella ellen
elsie emily emma erica erika erin esther ethel eva eve evelyn faith fatima fay felicia fiona flora florence frances
francesca gabriela gail genevieve georgia geraldine gertrude gillian gina giselle gladys glenda gloria grace greta
gwen gwendolyn hannah harriet hazel heather heidi helen helena henrietta hilary hilda holly hope ida imogen ingrid
irene iris irma isabel isabella isabelle ivy jackie jacqueline jade jane janet janice jasmine jean jeanette jeanne jen
jenna jennifer jenny jessica jessie jill jillian jo joan joanna joanne jocelyn jodi johanna josephine joy joyce juanita
judith judy julia juliana julie juliet june justine kara karen karin karla kate katherine kathleen kathryn kathy katie
katrina kay kayla keira kelly kelsey kerry kim kimberly kirsten kitty kristen kristin kristina krystal lana lara laura
lauren laurie lea leah leanne lena leona lesley leticia lila lillian lily linda lindsay lisa liz liza lizzy lois
lola loretta lori lorna lorraine louisa louise lucia lucille lucy lydia lynn mabel mackenzie madeleine madeline
madison mae maggie mandy marcia margaret margarita margot maria marian marianne marie marilyn marina marise marjorie
marlene martha mary maureen maya meagan megan meghan melanie melinda melissa mercedes meredith mia michele michelle
mildred mindy miranda miriam moira molly mona monica monique muriel myra myrtle nadia nadine nancy naomi natalie
natasha nicole nina noelle nora norah norma olga olive olivia pam pamela patricia patsy patty paula pauline pearl
peggy penelope penny phoebe phyllis polly priscilla rachel ramona rebecca regina renee rhonda rita roberta robyn
rosa rosalie rosalind rose roseanne rosemary roxanne ruby ruth sabrina sadie sally samantha sandra sandy sara sarah
selena serena shannon shari sharon sheila shelley sherry shirley sierra simone sonia sonja sophia sophie stacey
stella stephanie sue summer susan susanna suzanne sylvia tabitha tamara tammy tanya tara teresa terri theresa tiffany
tina tracey tracy trudy una ursula valerie vanessa vera veronica vicki victoria viola violet virginia vivian wanda
wendy whitney wilhelmina wilma winifred yolanda yvette yvonne zoe katara toph azula asami korra
""") - _words("katara toph azula asami korra sierra summer hope faith joy")
MALE_NAMES = MALE_NAMES - _words("sokka zuko aang")

NICKNAMES = {
    "abby": "abigail", "al": "albert", "alex": "alexander", "andy": "andrew", "barb": "barbara", "becky": "rebecca",
    "ben": "benjamin", "bert": "albert", "beth": "elizabeth", "bill": "william", "billy": "william", "bob": "robert",
    "bobby": "robert", "cathy": "catherine", "charlie": "charles", "chris": "christopher", "dan": "daniel",
    "danny": "daniel", "dave": "david", "deb": "deborah", "debbie": "deborah", "dick": "richard", "don": "donald",
    "doug": "douglas", "ed": "edward", "eddie": "edward", "eliza": "elizabeth", "frank": "francis", "fred": "frederick",
    "greg": "gregory", "harry": "henry", "jack": "john", "jake": "jacob", "jeff": "jeffrey", "jen": "jennifer",
    "jenny": "jennifer", "jerry": "gerald", "jim": "james", "jimmy": "james", "joe": "joseph", "joey": "joseph",
    "jon": "jonathan", "josh": "joshua", "kate": "katherine", "kathy": "katherine", "katie": "katherine",
    "ken": "kenneth", "kim": "kimberly", "kitty": "catherine", "larry": "lawrence", "len": "leonard", "liz": "elizabeth",
    "lizzie": "elizabeth", "lizzy": "elizabeth", "lou": "louis", "maggie": "margaret", "matt": "matthew",
    "max": "maxwell", "mike": "michael", "mitch": "mitchell", "nate": "nathan", "ned": "edward", "nick": "nicholas",
    "pam": "pamela", "pat": "patrick", "peg": "margaret", "peggy": "margaret", "pete": "peter", "phil": "philip",
    "polly": "mary", "ray": "raymond", "rick": "richard", "rob": "robert", "ron": "ronald", "sam": "samuel", "sally": "sarah",
    "steve": "stephen", "sue": "susan", "ted": "edward", "terry": "terence", "tim": "timothy", "toby": "tobias",
    "tom": "thomas", "tommy": "thomas", "tony": "anthony", "vicki": "victoria", "will": "william", "xander": "alexander",
    "zach": "zachary",
}

KIN = _words("father mother brother sister son daughter dad mom mum parent twin")
