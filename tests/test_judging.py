"""Typed answers, as players write them and as a quizmaster would take them."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.judging import judge
from bot.judging.folding import tokens

KONIETZKO = (["Bryan Konietzko"], ["Konietzko", "Bryan"])
DIMARTINO = (["Michael Dante DiMartino"], ["DiMartino", "Mike DiMartino"])
ASAMI = (["Asami Sato"], ["Asami", "Sato"])
KORRA = (["Korra"], ["Avatar Korra"])
PAIR = (["Korra and Asami"], ["Korrasami"])
AVATAR = ("Avatar: The Last Airbender",)

# (given, answers, aliases)
RIGHT: list[tuple[str, list[str], list[str]]] = [
    # case, accents, punctuation, blanks
    ("korra", *KORRA),
    ("KORRA", *KORRA),
    ("  Korra!  ", *KORRA),
    ("“Korra”", *KORRA),
    ("k o r r a", *KORRA),
    ("Beyoncé", ["Beyonce"], []),
    ("beyonce", ["Beyoncé"], []),
    ("pokemon", ["Pokémon"], []),
    ("cafe\u0301", ["café"], []),
    ("strasse", ["Straße"], []),
    ("oresund", ["Øresund"], []),
    ("acdc", ["AC/DC"], []),
    ("ac dc", ["AC/DC"], []),
    ("jk rowling", ["J. K. Rowling"], []),
    ("j.k. rowling", ["J.K. Rowling"], []),
    ("dont stop me now", ["Don't Stop Me Now"], []),
    ("don’t stop me now", ["Don't Stop Me Now"], []),
    ("zaheers", ["Zaheer's"], []),
    ("seahorse", ["sea horse"], []),
    ("sea-horse", ["Seahorse"], []),
    ("Sea horse", ["sea horse or pipe fish", "sea horse", "pipe fish"], []),
    ("sea horse or pipe fish", ["sea horse or pipe fish"], []),
    ("spider man", ["Spider-Man"], []),
    ("spiderman", ["Spider-Man"], []),
    ("r2d2", ["R2-D2"], []),
    ("r2 d2", ["R2-D2"], []),
    ("catch22", ["Catch-22"], []),
    ("true", ["True"], []),
    ("TRUE", ["True"], []),
    ("false", ["False"], []),
    ("rock and roll", ["Rock & Roll"], []),
    ("rock & roll", ["rock and roll"], []),
    ("rock n roll", ["Rock 'n' Roll"], []),
    ("Mr & Mrs Smith", ["Mr. and Mrs. Smith"], []),
    ("c++", ["C++"], []),
    ("♥", ["♥"], []),
    ("???", ["???"], []),
    # articles and talk in front
    ("the legend of korra", ["Legend of Korra"], []),
    ("legend of korra", ["The Legend of Korra"], []),
    ("lord of rings", ["The Lord of the Rings"], []),
    ("an airbender", ["airbender"], []),
    ("it's korra", *KORRA),
    ("it’s Korra", *KORRA),
    ("its korra", *KORRA),
    ("it is korra", *KORRA),
    ("is it korra?", *KORRA),
    ("I think it's Korra", *KORRA),
    ("i think korra", *KORRA),
    ("korra i think", *KORRA),
    ("maybe korra?", *KORRA),
    ("answer: korra", *KORRA),
    ("Answer:\nkorra", *KORRA),
    ("the answer is korra", *KORRA),
    ("it was bryan konietzko", *KONIETZKO),
    ("he is Bryan Konietzko", *KONIETZKO),
    ("by bryan konietzko", *KONIETZKO),
    ("I'm pretty sure it's asami", *ASAMI),
    ("it", ["It"], []),
    ("the the", ["The The"], []),
    ("I think we're alone now", ["I Think We're Alone Now"], []),
    ("the answer", ["The Answer"], []),
    # numbers
    ("366", ["three hundred and sixty six"], []),
    ("three hundred and sixty six", ["366"], []),
    ("three hundred sixty-six", ["366"], []),
    ("three-hundred-and-sixty-six", ["366"], []),
    ("Twenty-One", ["21"], []),
    ("twenty one", ["21"], []),
    ("1,000", ["1000"], []),
    ("1.000", ["1000"], []),
    ("1 000", ["1000"], []),
    ("1'000", ["1000"], []),
    ("a thousand", ["1000"], []),
    ("one thousand", ["1,000"], []),
    ("10k", ["10,000"], []),
    ("1.5 million", ["1,500,000"], []),
    ("one million five hundred thousand", ["1.5 million"], []),
    ("nineteen fourteen", ["1914"], []),
    ("nineteen oh four", ["1904"], []),
    ("nineteen hundred", ["1900"], []),
    ("two thousand and fourteen", ["2014"], []),
    ("twenty fourteen", ["2014"], []),
    ("in 2014", ["2014"], []),
    ("it was in the year 2014", ["2014"], []),
    ("2014", ["in 2014"], []),
    ("２０１４", ["2014"], []),
    ("٢٠١٤", ["2014"], []),
    ("007", ["7"], []),
    ("3.0", ["3"], []),
    ("3,5", ["3.5"], []),
    ("minus five", ["-5"], []),
    ("−5", ["-5"], []),
    ("a dozen", ["12"], []),
    ("12 years", ["12"], []),
    ("12", ["12 years"], []),
    ("twelve years", ["12 years"], []),
    ("1st", ["first"], []),
    ("first", ["1"], []),
    ("one", ["1st"], []),
    ("the second book", ["Book 2"], []),
    ("book two", ["Book 2"], []),
    ("book II", ["Book 2"], []),
    ("book 2", ["Book II"], []),
    ("Book Two", ["Book II"], []),
    ("#2", ["2"], []),
    ("2", ["Book 2"], []),
    ("season 4", ["4"], []),
    ("rocky 4", ["Rocky IV"], []),
    ("final fantasy 10", ["Final Fantasy X"], []),
    ("world war two", ["World War II"], []),
    ("final fantasy vii", ["Final Fantasy 7"], []),
    ("louis xiv", ["Louis XIV"], []),
    ("henry the eighth", ["Henry VIII"], []),
    ("catch twenty-two", ["Catch-22"], []),
    ("december 19th, 2014", ["December 19, 2014"], []),
    ("19 December 2014", ["December 19, 2014"], []),
    ("the 19th of december 2014", ["December 19, 2014"], []),
    ("2014-12-19", ["December 19, 2014"], []),
    ("50%", ["50 percent"], []),
    ("50 percent", ["50"], []),
    ("dec 19 2014", ["December 19, 2014"], []),
    ("twentyone", ["21"], []),
    ("1980's", ["1980s"], []),
    ("1/2", ["½"], []),
    # names
    ("asami", *ASAMI),
    ("sato", *ASAMI),
    ("Asami Sato", *ASAMI),
    ("Sato Asami", *ASAMI),
    ("sato, asami", *ASAMI),
    ("Sato", ["Asami Sato"], ["Asami"]),
    ("konietzko", *KONIETZKO),
    ("B. Konietzko", *KONIETZKO),
    ("bryan k. konietzko", ["Bryan Karl Konietzko"], []),
    ("michael dimartino", ["Michael Dante DiMartino"], ["DiMartino"]),
    ("M. D. DiMartino", *DIMARTINO),
    ("di martino", *DIMARTINO),
    ("avatar korra", ["Korra"], []),
    ("mr. miyazaki", ["Hayao Miyazaki"], ["Miyazaki"]),
    ("Miyazaki Hayao", ["Hayao Miyazaki"], []),
    ("Zuko", ["Fire Lord Zuko"], ["Zuko"]),
    ("last airbender", list(AVATAR), []),
    ("avatar the last airbender", list(AVATAR), []),
    # pairings
    ("asami and korra", *PAIR),
    ("korra x asami", *PAIR),
    ("Korra & Asami", *PAIR),
    ("korra/asami", *PAIR),
    ("asami, korra", *PAIR),
    ("korra + asami", *PAIR),
    ("korra × asami", *PAIR),
    ("korra asami", *PAIR),
    ("korrasami", *PAIR),
    ("DiMartino and Konietzko", ["Bryan Konietzko and Michael DiMartino"], []),
    ("asami sato / korra", ["Korra and Asami Sato"], []),
    # plurals
    ("sea horses", ["sea horse"], []),
    ("dog", ["Dogs"], []),
    ("fairies", ["fairy"], []),
    ("box", ["boxes"], []),
    # negations spelled otherwise
    ("it isn't canon", ["not canon"], []),
    ("isnt canon", ["not canon"], []),
    ("not canon", ["Not canon"], []),
    ("yep", ["Yes"], []),
    ("yes it is", ["Yes"], []),
    ("nope", ["No"], []),
    ("no, it isn't", ["No"], []),
    ("never", ["Never"], []),
    # slips
    ("konietzco", *KONIETZKO),
    ("Konetzko", *KONIETZKO),
    ("konitezko", *KONIETZKO),
    ("bryan konietsko", *KONIETZKO),
    ("brian konietzko", *KONIETZKO),
    ("korr", *KORRA),
    ("kora", *KORRA),
    ("korrra", *KORRA),
    ("okrra", *KORRA),
    ("corra", *KORRA),
    ("assami", *ASAMI),
    ("korrasmai", *PAIR),
    ("nickelodean", ["Nickelodeon"], []),
    ("nickolodean", ["Nickelodeon"], []),
    ("it was nickelodian", ["Nickelodeon"], []),
    ("repulbic city", ["Republic City"], []),
    ("the legnd of korra", ["The Legend of Korra"], []),
    ("washingtn, d.c.", ["Washington, D.C."], []),
    ("assami and korra", *PAIR),
    ("asami x kora", *PAIR),
    ("not sure but korra", *KORRA),
    # other languages
    ("コラ", ["コラ"], []),
    ("北京", ["北京"], []),
    ("москва", ["Москва"], []),
    ("масква", ["Москва"], []),
    ("القاهرة", ["القاهرة"], []),
    ("é́korra", ["ékorra"], []),
    # marks that nobody sees
    ("ko\u200brra", *KORRA),
    ("\u202ekorra\u202c", *KORRA),
    ("\ufeffkorra", *KORRA),
    ("kor\u00adra", *KORRA),
    ("korra \U0001f600", *KORRA),
    ("||korra||", *KORRA),
    ("**korra**", *KORRA),
]

WRONG: list[tuple[str, list[str], list[str]]] = [
    # nothing at all
    ("", *KORRA),
    ("   ", *KORRA),
    ("?!", *KORRA),
    ("\u200b\u200d", *KORRA),
    ("\U0001f600", *KORRA),
    ("\U0001f600", ["\U0001f603"], []),
    ("the", *KORRA),
    ("I don't know", *KORRA),
    ("idk", *KORRA),
    ("no idea", ["No"], []),
    ("i think", *KORRA),
    # several guesses
    ("korra or asami", *KORRA),
    ("korra or asami", *PAIR),
    ("korra, asami, mako", *KORRA),
    ("korra asami", *KORRA),
    ("korra asami", ["Korra", "Asami"], []),
    ("korra / asami", *KORRA),
    ("korra\nasami\nmako", *KORRA),
    ("korra and mako", *PAIR),
    ("korra", *PAIR),
    ("korra x asami x mako", *PAIR),
    ("korra and korra", *PAIR),
    ("konietzko not dimartino", *KONIETZKO),
    ("konietzko or dimartino", *KONIETZKO),
    ("not konietzko", *KONIETZKO),
    ("1914 or 1915", ["1914"], []),
    ("1914, 1915", ["1914"], []),
    ("1914 1915", ["1914"], []),
    ("1 2 3 4 5", ["3"], []),
    ("1,2,3,4,5", ["3"], []),
    ("one two three", ["2"], []),
    ("yes no", ["Yes"], []),
    ("yes or no", ["No"], []),
    # the answer somewhere in a sentence
    ("korra is the main character of the show", *KORRA),
    ("the one who loves korra the most", *KORRA),
    ("I once met a man who said that korra is great", *KORRA),
    ("everyone but korra", *KORRA),
    ("the father of asami sato", *ASAMI),
    ("son of bryan konietzko", *KONIETZKO),
    # numbers and negations
    ("1914", ["1941"], []),
    ("1913", ["1914"], []),
    ("19144", ["1914"], []),
    ("191", ["1914"], []),
    ("914", ["1914"], []),
    ("nineteen forty", ["1914"], []),
    ("nineteen fourty", ["1914"], []),
    ("fourteen", ["forty"], []),
    ("sixty", ["sixteen"], []),
    ("thirteen", ["thirty"], []),
    ("seventeen", ["seventy"], []),
    ("book 2", ["Book 3"], []),
    ("book two", ["Book 3"], []),
    ("book iii", ["Book II"], []),
    ("book iv", ["Book VI"], []),
    ("book 6", ["Book IV"], []),
    ("season 2 episode 3", ["Season 3 Episode 2"], []),
    ("louis xiii", ["Louis XIV"], []),
    ("louis xviii", ["Louis XVII"], []),
    ("henry viii", ["Henry VII"], []),
    ("2.5", ["25"], []),
    ("25", ["2.5"], []),
    ("1,5", ["15"], []),
    ("1 5", ["15"], []),
    ("1/5", ["15"], []),
    ("1²", ["12"], []),
    ("1½", ["112"], []),
    ("½", ["12"], []),
    ("-5", ["5"], []),
    ("5", ["-5"], []),
    ("minus five", ["5"], []),
    ("10000", ["1000"], []),
    ("10,00", ["1000"], []),
    ("100", ["1000"], []),
    ("one hundred", ["1000"], []),
    ("12 months", ["12 years"], []),
    ("december 18, 2014", ["December 19, 2014"], []),
    ("december 19, 2015", ["December 19, 2014"], []),
    ("november 19, 2014", ["December 19, 2014"], []),
    ("rocky 5", ["Rocky IV"], []),
    ("rocky", ["Rocky IV"], []),
    ("r2d3", ["R2-D2"], []),
    ("catch 23", ["Catch-22"], []),
    ("apollo 12", ["Apollo 11"], []),
    ("apollo eleven", ["Apollo 13"], []),
    ("first book", ["second book"], []),
    ("21st", ["22nd"], []),
    ("2nd", ["the first"], []),
    ("canon", ["not canon"], []),
    ("not canon", ["canon"], []),
    ("it isn't canon", ["canon"], []),
    ("isnt canon", ["canon"], []),
    ("noncanon", ["canon"], []),
    ("non-canon", ["canon"], []),
    ("unconfirmed", ["confirmed"], []),
    ("unofficial", ["official"], []),
    ("impossible", ["possible"], []),
    ("disapproved", ["approved"], []),
    ("never", ["ever"], []),
    ("ever", ["never"], []),
    ("no", ["yes"], []),
    ("yes", ["no"], []),
    ("no it isn't", ["Yes"], []),
    ("did", ["didn't"], []),
    ("didn't", ["did"], []),
    ("they don't date", ["they do date"], []),
    ("he could kill", ["he couldn't kill"], []),
    ("true", ["false"], []),
    ("not true", ["true"], []),
    ("≠ canon", ["canon"], []),
    (">100", ["100"], []),
    # short words are never guessed
    ("mark", ["Mako"], []),
    ("maka", ["Mako"], []),
    ("lin", ["Lian"], []),
    ("cat", ["bat"], []),
    ("tun", ["Tenzin"], []),
    ("fire lard", ["Fire Lord"], []),
    ("lard of the flies", ["Lord of the Flies"], []),
    ("republic pity", ["Republic City"], []),
    # too far off, or another name
    ("kira", *KORRA),
    ("kuvira", *KORRA),
    ("colin", ["Bolin"], []),
    ("asani satu", ["Asami Sato"], []),
    ("kaneitska", *KONIETZKO),
    ("city", ["Republic City"], []),
    ("republic", ["Republic City"], []),
    ("legend", ["The Legend of Korra"], []),
    ("korra", ["The Legend of Korra"], []),
    ("the last airbender of them all", list(AVATAR), []),
    ("b", ["Bryan Konietzko"], []),
    ("b.k.", *KONIETZKO),
    ("m. konietzko", *KONIETZKO),
    ("plan 100", ["Plan C"], []),
    ("c", ["C++"], []),
    ("c", ["C#"], []),
    ("vitamin", ["Vitamin A"], []),
    ("vitamin b", ["Vitamin A"], []),
    ("америка", ["Африка"], []),
    ("東京", ["北京"], []),
    ("か", ["が"], []),
    ("korra", [], []),
    ("korra", [""], []),
    ("", [""], []),
]


@pytest.mark.parametrize(("said", "answers", "aliases"), RIGHT)
def test_a_fair_quizmaster_takes_it(said: str, answers: list[str], aliases: list[str]) -> None:
    judgement = judge(said, answers, aliases)
    assert judgement.right
    assert judgement.matched in [*answers, *aliases]
    assert not judgement.near


@pytest.mark.parametrize(("said", "answers", "aliases"), WRONG)
def test_a_fair_quizmaster_refuses_it(said: str, answers: list[str], aliases: list[str]) -> None:
    judgement = judge(said, answers, aliases)
    assert not judgement.right
    assert judgement.matched is None
    assert judgement.note is None


@pytest.mark.parametrize(
    ("said", "answers", "aliases", "note"),
    [
        ("konietzco", *KONIETZKO, "So close: “Konietzko” with one letter off. It counts."),
        ("konietko", ["Konietzko"], [], "So close: “Konietzko” with one letter off. It counts."),
        ("konitzco", ["Konietzko"], [], "So close: “Konietzko” with two letters off. It counts."),
        ("it was kora", *KORRA, "So close: “Korra” with one letter off. It counts."),
        ("KORRA!", *KORRA, None),
        ("three", ["3"], [], None),
    ],
)
def test_a_slip_that_counts_is_told(
    said: str, answers: list[str], aliases: list[str], note: str | None
) -> None:
    judgement = judge(said, answers, aliases)
    assert judgement.right
    assert judgement.note == note


@pytest.mark.parametrize(
    ("said", "answers", "near"),
    [
        ("kuora", ["Korra"], True),
        ("kaneitzka", ["Konietzko"], True),
        ("zaheer", ["Korra"], False),
        ("maka", ["Mako"], False),  # as short as that, anything is close
        ("1915", ["1914"], False),
        ("book 2", ["Book 3"], False),
        ("not canon", ["canon"], False),
        ("uncanonical", ["canonical"], False),
    ],
)
def test_close_is_said_of_letters_only(said: str, answers: list[str], near: bool) -> None:
    judgement = judge(said, answers)
    assert not judgement.right
    assert judgement.near is near


@pytest.mark.parametrize(
    ("said", "answers", "wrong", "right"),
    [
        ("toph", ["Tophe"], ["Toph"], False),
        ("kuvira", ["Kuvera"], ["Kuvira"], False),
        ("kuvirra", ["Kuvera"], ["Kuvira"], False),
        ("hiroshi", ["Hiroshi Sato"], ["Hiroshi"], False),
        ("adoption", ["adaption"], ["adoption"], False),
        ("aliens", ["Alien"], ["Aliens"], False),
        ("alien", ["Alien"], ["Aliens"], True),
        ("korra", ["Korra"], ["Korra"], True),  # a list that names the answer among the wrong ones
        ("kora", ["Korra"], ["Mako", "Bolin"], True),
        ("korla", ["Korra"], ["Korva"], False),  # as far from either
        ("it was kuvira", ["Kuvera"], ["Kuvira"], False),
    ],
)
def test_another_known_answer_is_never_a_slip(
    said: str, answers: list[str], wrong: list[str], right: bool
) -> None:
    assert judge(said, answers, (), wrong).right is right


def test_the_answer_is_named_as_the_question_spells_it() -> None:
    assert judge("SATO", *ASAMI).matched == "Sato"
    assert judge("sato asami", *ASAMI).matched == "Asami Sato"
    assert judge("asami", ["Korra", "Asami"]).matched == "Asami"


# --- what holds for every answer ---------------------------------------------------------------------

UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
ROMANS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip


def words_of(number: int, link: str = " and ", hyphen: str = "-") -> str:
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (hyphen + UNITS[number % 10] if number % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            head = f"{words_of(number // size, link, hyphen)} {name}"
            between = link if rest < 100 else " "
            return head + (between + words_of(rest, link, hyphen) if rest else "")
    raise AssertionError(number)


def ordinal_words(number: int) -> str:
    head, last = "", words_of(number)
    for sign in (" ", "-"):
        if sign in last:
            at = last.rindex(sign) + 1
            head, last = head + last[:at], last[at:]
    if last in IRREGULAR:
        return head + IRREGULAR[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def roman_of(number: int) -> str:
    out = ""
    for value, letters in ROMANS:
        while number >= value:
            out, number = out + letters, number - value
    return out


def year_words(number: int) -> str:
    rest = number % 100
    return words_of(number // 100) + (
        " hundred" if not rest else f" oh {UNITS[rest]}" if rest < 10 else " " + words_of(rest)
    )


def spellings(number: int) -> list[str]:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    out = [
        str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", "'"),
        f"{number:,}".replace(",", "\u202f"), f"{number}.0", f"0{number}", f"{number}{suffix}",
        words_of(number), words_of(number, " ", " "), words_of(number, hyphen=" ").upper(),
        ordinal_words(number),
        f"in {number}", f"it's {number}!",
    ]  # fmt: skip
    if 1000 < number < 10000 and number // 100 % 10:
        out.append(year_words(number))
    return out


NUMBERS = st.one_of(
    st.integers(0, 120), st.integers(100, 2100), st.integers(0, 10**6), st.integers(0, 10**11)
)


@given(NUMBERS, st.data())
def test_every_spelling_of_a_number_is_that_number(number: int, data: st.DataObject) -> None:
    said = data.draw(st.sampled_from(spellings(number)))
    wanted = data.draw(st.sampled_from([text for text in spellings(number) if "it's" not in text]))
    assert judge(said, [wanted]).right, (said, wanted)


def neighbours(number: int) -> st.SearchStrategy[int]:
    digits = str(number)
    return st.one_of(
        NUMBERS,
        st.sampled_from([number + 1, number + 10, number * 10, number * 1000, number + 100, abs(number - 1)]),
        st.permutations(list(digits)).map(lambda order: int("".join(order))),
        st.sampled_from([number // 10, number // 100, number // 1000, number * 100]),
    )


@given(NUMBERS, st.data(), st.sampled_from(["", "Book ", "Chapter ", "Apollo ", "the legendary number "]))
def test_no_wrong_number_passes(number: int, data: st.DataObject, title: str) -> None:
    other = data.draw(neighbours(number))
    assume(other != number and other < 10**12)
    said = data.draw(st.sampled_from(spellings(other)))
    wanted = data.draw(st.sampled_from(spellings(number)))
    assert not judge(said, [wanted]).right, (said, wanted)
    assert not judge(title + said, [title + wanted]).right, (said, wanted)
    assert not judge(said, [title + wanted]).right, (said, wanted)


@given(st.integers(1, 200), st.integers(1, 200), st.sampled_from(["Book ", "Louis ", "Final Fantasy "]))
@example(4, 6, "Book ")
def test_a_roman_numeral_is_its_number_and_no_other(one: int, other: int, title: str) -> None:
    written = title + roman_of(one)
    for said in (roman_of(other), roman_of(other).lower(), str(other), words_of(other)):
        mine = title + said
        if one != other:
            assert not judge(mine, [written]).right, (mine, written)
            assert not judge(written, [mine]).right, (mine, written)
        elif one not in (50, 100) or title == "Book ":
            assert judge(mine, [written]).right, (mine, written)


NAMES = st.sampled_from(
    ["Bryan Konietzko", "Korra", "The Legend of Korra", "Republic City", "Nickelodeon", "Beyoncé", "Москва",
     "Asami and Korra", "Spider-Man", "What a Wonderful World", "canonical", "Book Two: Spirits"]
)  # fmt: skip


@given(
    NAMES, st.lists(st.booleans(), min_size=30, max_size=30), st.text("!?.\"'“”’*_~ \u200b\u200e", max_size=6)
)
def test_an_exact_answer_is_right_in_any_case_and_punctuation(
    name: str, ups: list[bool], around: str
) -> None:
    said = "".join(c.upper() if up else c.lower() for c, up in zip(name, ups * 2, strict=False))
    judgement = judge(around + said + around[::-1], [name])
    assert judgement.right
    assert judgement.note is None


@given(st.text(min_size=1, max_size=60))
def test_whatever_the_answer_is_its_own_spelling_is_right(text: str) -> None:
    assume(any(unicodedata.category(letter)[0] in "LN" for letter in text))
    judgement = judge(text, [text])
    assert judgement.right or not tokens(text)


STATEMENTS = st.sampled_from(
    ["canon", "confirmed by the creators", "a couple", "official", "they date", "true"]
)


@given(
    STATEMENTS,
    st.sampled_from(
        ["not {}", "isn't {}", "it is not {}", "it isn’t {}", "never {}", "non-{}", "no {}", "isnt {}"]
    ),
    st.sampled_from(["", "i think ", "it is ", "well, "]),
)
def test_a_negation_is_never_passed_over(statement: str, negation: str, talk: str) -> None:
    negated = negation.format(statement)
    assert not judge(talk + negated, [statement]).right
    assert not judge(talk + statement, [negated]).right


@given(
    NAMES,
    st.sampled_from(["Mako", "Zaheer", "Toph Beifong", "42"]),
    st.sampled_from([" or ", ", ", " / ", " "]),
)
def test_a_guess_among_several_is_none(name: str, other: str, between: str) -> None:
    assert not judge(name + between + other, [name]).right
    assert not judge(other + between + name, [name]).right


@given(
    st.text(max_size=300),
    st.lists(st.text(max_size=40), max_size=3),
    st.lists(st.text(max_size=40), max_size=2),
)
@example("9" * 5000, ["9" * 5000], [])
@example("million " * 500, ["million"], [])
@example("\ud800", ["\ud800"], [])
@example("i" * 4000, ["i" * 4000], [])
def test_nothing_a_player_sends_raises(said: str, answers: list[str], more: list[str]) -> None:
    judgement = judge(said, answers, more, more)
    assert not (judgement.right and judgement.near)
    assert judgement.right == (judgement.matched is not None)


@given(st.text(max_size=80))
def test_folding_is_the_same_for_player_and_question(text: str) -> None:
    assert (
        tokens(text)
        == tokens(unicodedata.normalize("NFD", text))
        == tokens(unicodedata.normalize("NFC", text))
    )


@pytest.mark.parametrize(
    "said",
    ["korra " * 667, "a" * 4000, "the " * 1000, "1," * 2000, "it is " * 667, "one hundred and " * 250,
     "x and " * 667, "i" * 4000, "9" * 4000, "'" * 4000, "a\u0301" * 2000, "1 000 " * 666],
)  # fmt: skip
def test_a_very_long_guess_costs_little(said: str) -> None:
    for answers in (["Korra"], [said[:3990]], [said[::-1]]):
        started = time.process_time()
        judge(said, answers)
        assert time.process_time() - started < 0.05 * (1 if answers == ["Korra"] else 4)
