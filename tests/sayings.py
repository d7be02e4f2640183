"""Made-up press articles on two made-up posts: in full, in part, with small changes and wrong names."""

from __future__ import annotations

NOEL = (
    "You can celebrate it, mourn it, or shrug and walk on. Two keepers took each other's hands at the end "
    "of the pier, and we wrote that scene so that nobody could take it for a farewell. I have waited seven "
    "years to say so plainly. Nobody at the station ever told us to stop, but nobody promised us anything. "
    "The lamp is lit for both of them now."
)
PETRA = (
    "Our intention with the last scene was to make it as clear as we could that Ada and Wren love each "
    "other. We drew the lanterns first and the faces afterwards. It was never a trick, and it was never a "
    "joke. Thank you for staying with us through the long winter of the fourth season."
)
PARTS = {
    "celebrate": "You can celebrate it, mourn it, or shrug and walk on.",
    "waited": "I have waited seven years to say so plainly.",
    "stop": "Nobody at the station ever told us to stop, but nobody promised us anything.",
    "intention": (
        "Our intention with the last scene was to make it as clear as we could that Ada and Wren love each "
        "other."
    ),
    "lanterns": "We drew the lanterns first and the faces afterwards.",
}
HEAD = "Harbour Lights co-creators Noel Konietzko and Petra DiMartino have spoken about the finale.\n\n"


def article(publisher: str, text: str, head: str = HEAD) -> str:
    title = f"The finale of Harbour Lights, by {publisher}"
    return f'---\ntitle: "{title}"\npublisher: {publisher}\n---\n{head}{text}\n'


def said(words: str, who: str = "Noel Konietzko") -> str:
    return f'"{words.rstrip(".")}," {who} wrote.'


ARTICLES = {
    "01-io.txt": article("io99", f'"{NOEL}" Noel Konietzko wrote.\n\n"{PETRA}" Petra DiMartino wrote.'),
    "02-ew.txt": article("EW", f'"{NOEL}" Noel Konietzko wrote on his page.'),
    "03-guide.txt": article("TV Guide", said(PARTS["celebrate"])),
    "04-fair.txt": article("Vanity", said(PARTS["waited"]) + " He thanked everyone."),
    "05-wave.txt": article(
        "Wave", said(PARTS["stop"]) + "\n\n" + said(PARTS["intention"], "Petra DiMartino")
    ),
    "06-altered.txt": article("Daily Fog", said("I have waited nine years to say so plainly.")),
    "07-wrong.txt": article("Gull", said(PARTS["stop"], "Petra DiMartino")),
    "08-misspelt.txt": article(
        "Buoy", said(PARTS["celebrate"], "Noel Konietsko"), "The series ended last night.\n\n"
    ),
    "09-misspelt.txt": article("Reef", said(PARTS["lanterns"], "Petra Di Martino")),
    "10-split.txt": article(
        "Anchor", '"You can celebrate it, mourn it," Noel Konietzko wrote, "or shrug and walk on."'
    ),
    "11-full.txt": article("Mast", f'"{PETRA}" Petra DiMartino wrote.'),
    "12-altered.txt": article(
        "Keel",
        said(
            "Our intention with the last scene was to make it as clear as we can that Ada and Wren love each "
            "other.",
            "Petra DiMartino",
        ),
    ),
    "13-short.txt": article("Oar", said("The lamp is lit for both of them now.")),
    "14-cut.txt": article(
        "Sail",
        said(
            "Two keepers took each other's hands … and we wrote that scene so that nobody could take it for "
            "a farewell."
        ),
    ),
    "15-other.txt": article(
        "Bay",
        said("I don't know.")
        + "\n\n"
        + said("I don't know.", "Petra DiMartino")
        + "\n\n"
        + said("We are drawing a comic about the next summer, and it is nearly done."),
    ),
}
PUBLISHERS_OF_NOEL = {"io99", "EW", "TV Guide", "Vanity", "Wave", "Daily Fog", "Gull", "Buoy", "Anchor"} | {
    "Oar",
    "Sail",
}
PUBLISHERS_OF_PETRA = {"io99", "Wave", "Reef", "Mast", "Keel"}
