"""Talk in every layout: interviews, logs, screenplays, letters, mails; short invented texts."""

from __future__ import annotations

import pytest

from bot.ingest.quotes import find_quotes

TALKS = {
    "an interviewer introduced in full": (
        "The A.V. Club: Why?\n\nMara Quill: Rain.\n\nAVC: Still?\n\nMQ: It rains.\n\nAVC: Oh.",
        [
            ("The A.V. Club", "Why?"),
            ("Mara Quill", "Rain."),
            ("The A.V. Club", "Still?"),
            ("Mara Quill", "It rains."),
            ("The A.V. Club", "Oh."),
        ],
    ),
    "answers of several paragraphs": (
        "Random Roles: Mara Quill\n\nA star speaks.\n\nHost: What was it?\n\nMara Quill: A goat.\n\n"
        "Everybody wanted a goat.\n\nHost: And then?\n\nMara Quill: Two goats.",
        [
            ("Host", "What was it?"),
            ("Mara Quill", "A goat."),
            ("Mara Quill", "Everybody wanted a goat."),
            ("Host", "And then?"),
            ("Mara Quill", "Two goats."),
        ],
    ),
    "bold questions": (
        "We spoke with Mara Quill.\n\n**How did it start?**\n\nBy accident.\n\n**Why goats?**\n\nGoats came."
        "\n\nThey stayed.\n\n**And now?**\n\nI nap.\n\n*The Lantern is out in May.*",
        [("Mara Quill", t) for t in ("By accident.", "Goats came.", "They stayed.", "I nap.")],
    ),
    "plain questions": (
        "An interview with Mara Quill.\n\nHow did you start?\n\nI lost a bet.\n\nDo you miss your goat?"
        "\n\nWe all do.\n\nWould you do it again?\n\nI would not.",
        [("Mara Quill", t) for t in ("I lost a bet.", "We all do.", "I would not.")],
    ),
    "one question in an article": (
        'Mara Quill took questions.\n\nAudience member: Will you stay?\n\n"I will," Quill said.'
        "\n\nVerdict: A fine day.",
        [("Audience member", "Will you stay?"), ("Mara Quill", "I will,")],
    ),
    "words of another in an answer": (
        'Q: Who helped?\nMara Quill: Tom Pell said, "Leave it," and so.\nQ: Oh?\nMara Quill: I said, "Go."',
        [
            (None, "Who helped?"),
            ("Mara Quill", 'Tom Pell said, "Leave it," and so.'),
            ("Tom Pell", "Leave it,"),
            (None, "Oh?"),
            ("Mara Quill", 'I said, "Go."'),
        ],
    ),
    "a log with times": (
        "[12:03] ana: anyone up\n[12:04] * bot has joined\n[12:05] Zed_9: no\n[12:06] ana: ok",
        [("ana", "anyone up"), ("Zed_9", "no"), ("ana", "ok")],
    ),
    "a log with handles in brackets": (
        "<ana> hi\n<+zed> ho: yes\n<ana> bye",
        [("ana", "hi"), ("zed", "ho: yes"), ("ana", "bye")],
    ),
    "names and times above the words": (
        "ana — Today at 12:03\nhello\nyou\n\nzed — Today at 12:04\nhi\n\nana — Today at 12:05\nbye",
        [("ana", "hello\nyou"), ("zed", "hi"), ("ana", "bye")],
    ),
    "posts quoted by handle": (
        "moss wrote:\n> I stay.\n\nA stretch.",
        [("moss", "I stay.")],
    ),
    "screenplay": (
        "INT. SHED - NIGHT\n\nRain.\n\n      ANA\n  Is it\n  you?\n\n      TOM (O.S.)\n    (low)\n  It is."
        "\n    (beat)\n  Go.\n\nHe lifts a LAMP.\n\n      ANA\n  No.\n\nCUT TO:",
        [("Ana", "Is it\n  you?"), ("Tom", "It is."), ("Tom", "Go."), ("Ana", "No.")],
    ),
    "screenplay that lost its layout": (
        "EXT. PIER - DAY\n\nANA\n\nIs it you?\n\nShe waits.\n\nTOM\n\n(low)\n\nIt is.\n\nANA\n\nGo.",
        [("Ana", "Is it you?"), ("Tom", "It is."), ("Ana", "Go.")],
    ),
    "parts in small letters": (
        "[A plain.]\n\nNarrator: Salt.\n\n[A camel.]\n\nOld merchant: Wake up.\nImri: [Up.] I was awake!\n"
        "Sahla: Quiet.\nImri: Why?\nMan with umbrella: My salt!\nThe ground says: no.\nSahla: That is why.\n"
        "The rock: I moved.",
        [
            ("Narrator", "Salt."),
            ("Old merchant", "Wake up."),
            ("Imri", "I was awake!"),
            ("Sahla", "Quiet."),
            ("Imri", "Why?"),
            ("Man with umbrella", "My salt!"),
            ("Sahla", "That is why."),
            ("The rock", "I moved."),
        ],
    ),
    "handles before a colon": (
        "moss_77: Why?\n\nLenaVoss: Rain.\n\nmoss_77: lol",
        [("moss_77", "Why?"), ("LenaVoss", "Rain."), ("moss_77", "lol")],
    ),
    "questions and their labels in bold": (
        "**Lumen: Do you sleep?**\n\n**Mara Quill:** No.\n\n**Lumen: Never?**\n\n**MQ:** Never.",
        [("Lumen", "Do you sleep?"), ("Mara Quill", "No."), ("Lumen", "Never?"), ("Mara Quill", "Never.")],
    ),
    "captions": (
        ">> ANA: Salt.\n>> ANA: And rope.\n[APPLAUSE]\n>> TOM: Rain. [LAUGHTER]\n>> ANA: Oh.",
        [("Ana", "Salt."), ("Ana", "And rope."), ("Tom", "Rain."), ("Ana", "Oh.")],
    ),
    "directions in italics and brackets": (
        "**[Rain.]**\n\n**ANA:** *(off mic)* Is it on?\n\n**TOM:** So.\n\n**ANA:** Oh. *(pause)* Hi, Maude.",
        [("Ana", "Is it on?"), ("Tom", "So."), ("Ana", "Oh."), ("Ana", "Hi, Maude.")],
    ),
    "post below a name and a time": (
        "Mara Quill\nOctober 12 at 9:41 PM\n\nI meant it. Tom Pell wept.\n\nI am sorry.",
        [("Mara Quill", "I meant it. Tom Pell wept."), ("Mara Quill", "I am sorry.")],
    ),
    "posts below a handle and their age": (
        "@ana · 2h\nwhy a dog\n\n@Tom_P · 2h\nIt outranks him.\n\n@ana · 1h\noh",
        [("@ana", "why a dog"), ("@Tom_P", "It outranks him."), ("@ana", "oh")],
    ),
    "directions amid the words": (
        "Present: Ana, Tom.\nANA: All rise.\nTOM: Yes. (Sits. Up.) Sorry.\nANA: You took [reads] one moon."
        "\nTOM: So.\n(Exit the moon.)",
        [
            ("Ana", "All rise."),
            ("Tom", "Yes."),
            ("Tom", "Sorry."),
            ("Ana", "You took"),
            ("Ana", "one moon."),
            ("Tom", "So."),
        ],
    ),
    "play": (
        "Enter OTTO.\n\nMRS. PELL. You have the wrong hat.\n\nOTTO. [Bowing.] It is my only hat. (To Dora.) "
        "Run!\n\nMRS. PELL. Where is Dora?\n\nOTTO. Out.",
        [
            ("Mrs. Pell", "You have the wrong hat."),
            ("Otto", "It is my only hat."),
            ("Otto", "Run!"),
            ("Mrs. Pell", "Where is Dora?"),
            ("Otto", "Out."),
        ],
    ),
    "wiki markup": (
        "''A pier.''\n\n'''Ana:''' [''Sighs.''] Salt.\n'''Tom:''' Rope.\n''He leaves.''\n'''Ana:''' Rain.",
        [("Ana", "Salt."), ("Tom", "Rope."), ("Ana", "Rain.")],
    ),
    "letter in an article": (
        "A letter came on Friday.\n\nDear viewers,\n\nWe made a mistake.\n\nYours,\nMara Quill"
        "\n\nNobody replied.",
        [("Mara Quill", t) for t in ("Dear viewers,", "We made a mistake.", "Yours,\nMara Quill")],
    ),
    "mail": (
        "From: Mara Quill <m@example.org>\nTo: Tom Pell\nSubject: Re: Goats\n\nNo goats, Tom.\n\n"
        "On Mon, 2 Mar 2015, Tom Pell wrote:\n> Goats?",
        [("Mara Quill", "No goats, Tom."), ("Tom Pell", "Goats?")],
    ),
}


@pytest.mark.parametrize("name", TALKS)
def test_talk(name: str) -> None:
    text, expected = TALKS[name]
    assert [(quote.speaker, quote.text) for quote in find_quotes(text)] == expected
