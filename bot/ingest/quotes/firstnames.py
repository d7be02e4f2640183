"""First names of English texts, and which of them are short for which."""

from __future__ import annotations

from bot.ingest.quotes.lexicon import word_set

MALE_NAMES = word_set("""
aaron abdul abraham adam adrian ahmed al alan albert alec alex alexander alexandre alfonso alfred ali allan
allen alvin amir anders andre andrew andy angelo anthony antoine antonio archie arnold arthur ashton barry
bart ben benjamin bernard bernie bert bill billy bob bobby brad bradley brandon brendan brent brett brian
bruce bryan bryant bryce caleb calvin cameron carl carlos cedric chad charles charlie chester chris
christian christopher clarence claude clayton cliff clifford clint colin connor conor corey craig curtis
cyril dale damian damien damon dan daniel danny darren darrin darryl dave david dean denis dennis derek
devin diego dominic don donald doug douglas drew duane duncan dustin dwight dylan earl ed eddie edgar edmund
eduardo edward edwin eli elijah elliot elon emil emmanuel eric erik ernest ernie ethan eugene evan felix
fernando francis francisco francois frank franklin fred frederick gabriel gareth gary gavin geoff geoffrey
george gerald gerard gilbert giovanni glen glenn gordon graham grant greg gregory gus guy hamish hans harold
harrison harry harvey hector henri henry herbert herman hiroshi horace howard hubert hugh hugo ian igor
isaac ivan jack jacob jacques jake james jamie jared jason javier jay jean jeff jeffrey jeremiah jeremy
jerome jerry jesse jim jimmy joe joel joey john johnny jon jonathan jonathon jordan jorge jose josef joseph
josh joshua juan julian julio justin karl keith ken kenneth kenny kent kevin kirk klaus kurt kyle lance
larry laurence lawrence lee len leo leon leonard leslie lewis liam lloyd logan lou louis luc lucas luis luke
malcolm manuel marc marcel marco marcus mario mark marshall martin marty marvin mathew matt matthew maurice
max maxwell michael michel miguel mike milton mitch mitchell mohamed mohammad mohammed morris moses muhammad
murray nate nathan nathaniel neil nelson nicholas nick nicolas nigel noah noel norman oliver omar oscar otto
owen pablo pat patrick paul pedro percy pete peter phil philip philippe phillip pierre rafael ralph ramon
randall randy raul ravi ray raymond reginald rene rex ricardo richard rick rob robert roberto robin rod
rodney roger roland ron ronald ross roy ruben rudy rupert russ russell ryan salvador sam samuel scott sean
sebastian sergei sergio seth shane shaun shawn sheldon sidney silas simon stan stanley stephen steve steven
stewart stuart syed ted terence terrence terry theo theodore thomas tim timothy toby todd tom tommy tony
travis trent trevor tristan tyler vernon victor vijay vince vincent vladimir wade wallace walter warren
wayne wendell wesley wilfred will willard william willie xavier zach zachary zack
abel abner adolphus aldous aleck alexei algernon aloysius ambrose amos anatole anselm archibald aubrey
augustus barnabas barnaby bartholomew basil benedict bertie bertram bobbie boris cecil charley clement
conrad cormac cornelius cosmo crispin cuthbert cyrus declan denys dermot desmond dickie dmitri ebenezer
egbert elias enoch ephraim erasmus eustace ezra ferdinand fergus finn fintan fitzwilliam freddie freddy
frederic fyodor gideon giles godfrey gustav gustave hezekiah hiram horatio humphrey ichabod ignatius ippolit
isaiah isidore ivor jabez jasper jem jervis jimmie joachim jolyon jonah jonas jos josiah konrad lancelot
leander lemuel leonid leopold lester lionel llewellyn lorenzo lucian lucius ludovic lysander magnus
marmaduke matthias maximilian mikhail montague mortimer nat ned nikolai obadiah octavius orlando osbert
oswald otis padraig pavel percival peregrine philemon phineas pyotr quentin raoul reggie reuben reuel
roderick rollo rufus samson seamus septimus sergey shadrach simeon soames solomon stepan stephan sylvester
tancred thaddeus theobald theophilus titus tobias tristram ulric uriah vasily waldo wilbur wilfrid winston
woodrow yuri zachariah zebedee stavros spiros yannis giannis kostas nikos dimitris
aamir abdullah abhishek adebayo aditya ahmad ajay akira alasdair aleksandar aleksandr alessandro alistair
alphonse amadou amit anand anatoly andrei andrzej angus anil anton arjun armando arturo ashok asif aziz bashir
benedikt benoit bjorn bogdan bram bruno callum calum cesar chinedu christoph christophe ciaran claudio colm
cristian cristiano daisuke dario darius davide deepak denzel diarmuid dieter dimitri domenico dominik donal
donovan eamon eamonn eduard emeka emilio emre enrico enrique enzo esteban etienne euan ewan fabian fabio
fabrizio farid farouk federico filip finlay florian francesco franz fritz gael gerardo giacomo giorgi giorgio
giuseppe gonzalo goran grigory guillaume guillermo gunnar gunther gustavo hamid haruki hassan heinrich heinz
helmut henrik hideki hideo hiroki hussein ibrahim idris ignacio imran ismail ivo iwan jakub jamal jarvis jens
joao joaquin jorgen jurgen kareem karim kazuo keanu kenji khalid kieran kofi krzysztof kwame lamar lars
leandro leonardo lorne luca luciano luigi lukas mahmoud mamadou manoj marek marko markus massimo mateo mateusz
mats matteo matthieu mattias mauricio mehdi mehmet mihai mikael mikko milan milos miroslav moussa mustafa
nadeem nasser naveen niall nikhil niklas nikolas nils nnamdi oleg olivier olumide orhan osman paolo pascal
patrik pawel petr petros piotr pradeep prakash rahul rajesh rajiv rakesh ramesh rashid reinhard renato reza
riccardo rishi rodrigo rohan rohit romain roman ronan rory ruairi ruslan sadiq salman samir sanjay santiago
satoshi serge shigeru shinji siddharth sipho slobodan stanislav stefan stefano stelios sunil suresh sven
takashi takeshi tarik tariq thabo thierry tiago tibor timo tomas tomasz tunde tyrone ulf uwe vikram viktor
vinod vitaly vivek vlad volodymyr werner wilhelm wim wojciech wolfgang yannick youssef yusuf yves zbigniew
zoltan
aarav adnan agustin aleksei alvaro andrej andres antonin antti arvid atticus axel baptiste baris bartosz
bilal boubacar branko casimir chidi cillian dagfinn davor dejan dele demetrius dimitris dragan edoardo
efrain einar eino eirik eoin ernesto ettore evgeny faisal felipe femi gaetan gerhard gregor hadrian hakan
hamza henning hugues ilya istvan jakob janek jeroen jochen johan johannes joost jorg juergen kamal karel
kasper kazimierz keiji kerem kip kiran kojo kristian kristoffer kunle lasse leif lennart leszek lorcan
lukasz maciej mads manish mariusz mathias mathieu maxime nadir naoki nikola obinna olaf ole onur oskar
ottmar oyvind peadar pekka pieter pietro praveen rafal rainer rolf sebastien selim sigurd soren stefanos
stellan szymon taavi tadeusz tadhg terje thibault thorsten tommaso torsten trygve tuomas vaclav valentin
vinay vladislav vojtech wladyslaw yasin yuto
""")

FEMALE_NAMES = word_set("""
abby abigail ada adele adriana agatha agnes aisha alana alexandra alexis alice alicia alison allison alma
alyssa amanda amber amelia amy ana andrea angela angelina anita ann anna anne annette annie april ariana
ashley audrey ava barbara beatrice becky belinda bella bernadette bernice beth betty beverly bonnie brenda
briana bridget brittany brooke caitlin camille candace cara carla carmen carol carole caroline carolyn
carrie cassandra catherine cathy cecilia celeste celia charlene charlotte chelsea cheryl chloe christina
christine christy cindy claire clara clare claudia connie constance courtney crystal cynthia daisy dana
danielle daphne dawn deanna deb debbie deborah debra delia denise diana diane dolores donna dora doreen
doris dorothy edith edna eileen elaine eleanor elena elisa elisabeth eliza elizabeth ella ellen elsie emily
emma erica erika erin esther ethel eva eve evelyn fatima fay felicia fiona flora florence frances francesca
gabriela gail genevieve georgia geraldine gertrude gillian gina giselle gladys glenda gloria grace greta
gwen gwendolyn hannah harriet hazel heather heidi helen helena henrietta hilary hilda holly ida imogen
ingrid irene iris irma isabel isabella isabelle ivy jackie jacqueline jade jane janet janice jasmine jean
jeanette jeanne jen jenna jennifer jenny jessica jessie jill jillian jo joan joanna joanne jocelyn jodi
johanna josephine joyce juanita judith judy julia juliana julie juliet june justine kara karen karin karla
kate katherine kathleen kathryn kathy katie katrina kay kayla keira kelly kelsey kerry kim kimberly kirsten
kitty kristen kristin kristina krystal lana lara laura lauren laurie lea leah leanne lena leona lesley
leticia lila lillian lily linda lindsay lisa liz liza lizzy lois lola loretta lori lorna lorraine louisa
louise lucia lucille lucy lydia lynn mabel mackenzie madeleine madeline madison mae maggie mandy marcia
margaret margarita margot maria marian marianne marie marilyn marina marise marjorie marlene martha mary
maureen maya meagan megan meghan melanie melinda melissa mercedes meredith mia michele michelle mildred
mindy miranda miriam moira molly mona monica monique muriel myra myrtle nadia nadine nancy naomi natalie
natasha nicole nina noelle nora norah norma olga olive olivia pam pamela patricia patsy patty paula pauline
pearl peggy penelope penny phoebe phyllis polly priscilla rachel ramona rebecca regina renee rhonda rita
roberta robyn rosa rosalie rosalind rose roseanne rosemary roxanne ruby ruth sabrina sadie sally samantha
sandra sandy sara sarah selena serena shannon shari sharon sheila shelley sherry shirley simone sonia sonja
sophia sophie stacey stella stephanie sue susan susanna suzanne sylvia tabitha tamara tammy tanya tara
teresa terri theresa tiffany tina tracey tracy trudy una ursula valerie vanessa vera veronica vicki victoria
viola violet virginia vivian wanda wendy whitney wilhelmina wilma winifred yolanda yvette yvonne zoe
adela adelaide adeline aileen alberta althea amabel amaryllis anastasia angelica annabel antonia arabella
araminta aurelia aurora beatrix bertha bess bessie betsey betsy biddy blanche bridie brigid calpurnia
camilla catriona cecily celestine christabel clarissa clemency clementina cora cordelia corinna cressida
deirdre della delphine dinah dolly dorcas dorothea drusilla edie effie elfrida elinor ellie elsa elspeth
emmeline ermyntrude esme estella ethelberta eudora eugenia eulalia eunice euphemia evangeline evelina fanny
felicity flo florrie flossie freda georgette georgiana georgina gertie griselda gussie gwendolen gwendoline
hallie hattie hebe helene hermia hermione hester hetty honoria hortense ianthe ines isadora isobel jemima
jennie katarina katharine keziah lavinia leonora letitia lettice lettie lina lisbeth livia lizzie lottie
lucasta lucetta lucilla lucinda lucretia madge maeve mairead maisie mamie marcella margery marguerite
marietta mathilda matilda mattie maud maude meg mehitabel millicent millie milly mina minna minnie mirabel
mollie nan nannie nastasya nell nellie nelly nettie octavia ophelia ottilie paulina peg persis polina portia
prue rhoda rosamond rosamund rosetta rosie rowena roxana selina seraphina sibyl sidonie siobhan sonya sophy
sukey susannah susie sybil tamsin tatiana tess tessie thea theodora thomasina tilda tilly trixie valeria
venetia winnie zenobia winona eleni despina
aaliyah adaeze aditi agnieszka aiko alejandra aleksandra alessandra amal amara amina amira amrita anais anika
anisha anjali anneke annika anya aoife asha astrid ayesha ayumi beatriz bianca birgit bronwyn camila carolina
catalina catarina cate charlize chiara chidinma chimamanda clementine dalia daniela deepa deepika divya ebony
eilidh ekaterina elif elke emiko emilia fatou fatoumata federica ffion florencia freya frida giulia gretchen
guadalupe gwyneth hana hanna haruka heike helga hina hiroko inga ingeborg ioana irina isha isla ivana jaclyn
jana janelle jasmin jyoti kamala kareena karolina katarzyna katja kavita keiko khadija kiera kristine laila
lakshmi latoya leila leilani leyla liliana lotte luciana ludmila luisa lupita magdalena maja malala malia
manuela mariam mariana maribel mariko marisa marisol marit marta martina mayumi meera mette michaela michiko
mila milena mireille mitsuko monika nadezhda naoko nasreen natalia nathalie neha ngozi niamh nicola nisha
nneka noor oksana olena paloma paola petra pilar pooja priya priyanka rachael radhika rania raquel rebekah
rekha rhiannon rihanna rina roisin sakura salma salome samira sanna saoirse saskia scarlett shabana shakira
shalini shanice shreya shruti sienna sigrid silvia simona sinead sofia solange soledad soraya stefania sunita
svetlana sylvie tanisha tasha tatyana tessa thandie thandiwe tomoko ulrika uma valentina veronika vivienne
wangari xiomara yael yasmin yasmine yelena yesenia yoko yukiko yumi zadie zahra zainab zara zendaya zeynep
zora zuzana
adanna agata aishwarya akiko amaia anahita ananya aneta angelique annelies aparna aya azadeh bozena bronagh
carlotta chiamaka chinwe chioma ciara clotilde delfina dilara dominika dorota edda efua eimear eleni elina
elisabetta elodie emese eszter fiammetta filippa fionnuala giada gisela gitte grainne grete gudrun hanako
hannelore harumi hilde huda ifeoma ilse indira isolde izabela jacinta jadwiga jelena joana jolanta justyna
kaoru kateryna kinga kirsti klara krystyna ksenia larissa latifa liesel liora lotta lucie lucija magda
malgorzata malin manon maricel marieke matilde nafisa nasrin natalya nilufer noemi noora nuria oddny odile
orla orlaith ottoline padma parvati patrycja paulette renata ritu romilly rosalia rosario ruxandra sabina
sadia shirin solveig swati sylwia tamar tove ulrike usha vaishali vibeke vigdis viviana wanjiru xenia
yasmina yetunde yuki zofia zsofia
""")

FIRST_NAMES = MALE_NAMES | FEMALE_NAMES

_SHORT_FOR = """
abigail: abby; albert: al bert; alexander: alex xander; andrew: andy; anthony: tony; barbara: barb;
benjamin: ben; catherine: cathy kitty; charles: charlie; christopher: chris; daniel: dan danny; david: dave;
deborah: deb debbie; donald: don; douglas: doug; edward: ed eddie ned ted; elizabeth: beth eliza liz lizzie
lizzy; francis: frank; frederick: fred; gerald: jerry; gregory: greg; henry: harry; jacob: jake; james: jim
jimmy; jeffrey: jeff; jennifer: jen jenny; john: jack; jonathan: jon; joseph: joe joey; joshua: josh;
katherine: kate kathy katie; kenneth: ken; kimberly: kim; lawrence: larry; leonard: len; louis: lou;
margaret: maggie peg peggy; mary: polly; matthew: matt; maxwell: max; michael: mike; mitchell: mitch;
nathan: nate; nicholas: nick; pamela: pam; patrick: pat; peter: pete; philip: phil; raymond: ray; rebecca:
becky; richard: dick rick; robert: bob bobby rob; ronald: ron; samuel: sam; sarah: sally; stephen: steve;
susan: sue; terence: terry; thomas: tom tommy; timothy: tim; tobias: toby; victoria: vicki; william: bill
billy will; zachary: zach
"""

NICKNAMES = {
    short: full.strip()
    for full, _, shorts in (entry.partition(":") for entry in _SHORT_FOR.split(";"))
    for short in shorts.split()
}
