"""Rulings of a server: written on a desk, published once, compared, reverted; and with a second moderator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.curation import Change
from bot.errors import UserError
from bot.models import Kind, Piece, Source, Stance, Verdict
from bot.reviews import Review
from bot.ruling_desks import MOST_EVIDENCE, known_by
from bot.ruling_versions import FIRST, Evidence, difference
from bot.rulings import NONE, Draft, History, Proposed, weigh
from bot.server_settings import Key
from bot.services import Services
from tests.libraries import opened
from tests.rulings import BROKE, LOVE, PAPER, small_library

HERE, THERE = 7, 8
LIN, MAKO = 1, 2


@pytest.fixture
async def services(tmp_path: Path) -> AsyncGenerator[Services]:
    async with opened(await small_library(tmp_path)) as found:
        yield found


async def write(
    services: Services, verdict: Verdict, number: int, *, by: int = LIN, topic: str = "Marilo", **words: str
) -> Change | Proposed:
    """A ruling from its beginning to its end, on the evidence that is there already."""
    desks = services.ruling_desks
    desk = await desks.open(HERE, by, topic, number)
    await desks.set_verdict(HERE, desk.id, verdict)
    await desks.set_words(
        HERE, desk.id, words.get("scope", desk.scope or "all"), words.get("says", desk.says or "It is.")
    )
    if not desk.evidence:
        found = await desks.found(HERE, desk.id, 0)
        await desks.choose(HERE, desk.id, 0, [found.pieces[0].id], Stance.FOR)
    return await desks.publish(HERE, desk.id, by)


async def verdict(services: Services, topic: str = "marilo", server_id: int = HERE) -> Verdict | None:
    ruling = (await services.at(server_id).canon.answer(topic)).ruling
    return ruling.verdict if ruling else None


async def history(services: Services, topic: str = "Marilo") -> History:
    return await services.rulings.history(HERE, await services.rulings.topic(HERE, topic))


async def revert(services: Services, version_id: str, asked: int, by: int = LIN) -> Change | Proposed:
    found = await history(services)
    return await services.rulings.revert(HERE, by, f"back:{asked}", found.topic, version_id, found.state)


async def proposals(services: Services) -> list[Review]:
    """What waits for a second moderator, the oldest first."""
    found, _ = await services.reviews.waiting(HERE, 0, 20)
    return [one for one in found if one.kind == "ruling"]


async def test_a_ruling_begins_with_the_present_one_and_counts_in_its_server_only(services: Services) -> None:
    desks = services.ruling_desks
    desk = await desks.open(HERE, LIN, "mara and ilo", 10)
    assert (desk.topic.name, desk.verdict, desk.scope) == (
        "Marilo",
        Verdict.CANON,
        "romantic relationship, at the end",
    )
    assert desk.evidence == (Evidence(LOVE, "letter.txt"),)
    assert await desks.open(HERE, LIN, "mara and ilo", 10) == desk, "the same interaction opens it once"
    await desks.set_verdict(HERE, desk.id, Verdict.DISPUTED)
    found = await desks.found(HERE, desk.id, 0)
    paper = next(piece for piece in found.pieces if piece.text == PAPER)
    await desks.choose(HERE, desk.id, 0, [paper.id], Stance.AGAINST)
    _, answer, more = await desks.preview(HERE, desk.id)
    done = await desks.publish(HERE, desk.id, LIN)
    assert isinstance(done, Change)
    assert await verdict(services) is Verdict.DISPUTED
    assert await verdict(services, server_id=THERE) is await verdict(services, server_id=0) is Verdict.CANON
    live = await services.at(HERE).canon.answer("marilo")
    assert live.ruling == answer.ruling, "the preview is what members read"
    assert live.ruling is not None
    assert live.ruling.layer == "server"
    assert live.ruling.as_of == datetime.now(UTC).date().isoformat()
    weighed = [(piece.text, piece.stance) for piece in live.evidence if piece.stance is not Stance.ABOUT]
    assert weighed == [(piece.text, piece.stance) for piece in answer.evidence] and more == 0
    assert weighed == [(LOVE, Stance.FOR), (PAPER, Stance.AGAINST)]
    with pytest.raises(UserError, match="published already"):
        await desks.publish(HERE, desk.id, LIN)
    assert len(await services.curation.history(HERE, "ruling", (await history(services)).topic.subject)) == 1
    await services.curation.undo(HERE, done.entry, LIN)
    assert await verdict(services) is Verdict.CANON
    assert (await services.at(HERE).canon.answer("marilo")).ruling == (
        await services.at(0).canon.answer("marilo")
    ).ruling, "undo restores exactly"


async def test_the_second_of_two_moderators_at_one_topic_is_refused(services: Services) -> None:
    desks = services.ruling_desks
    first, second = [await desks.open(HERE, by, "Marilo", by) for by in (LIN, MAKO)]
    await desks.set_verdict(HERE, first.id, Verdict.CONFIRMED)
    await desks.set_verdict(HERE, second.id, Verdict.UNSETTLED)
    await desks.publish(HERE, first.id, LIN)
    with pytest.raises(UserError, match="changed in between"):
        await desks.publish(HERE, second.id, MAKO)
    assert await verdict(services) is Verdict.CONFIRMED
    assert (await desks.get(HERE, second.id)).verdict is Verdict.UNSETTLED, "nothing of the work is lost"


async def test_presses_at_the_very_same_moment(services: Services) -> None:
    desks = services.ruling_desks
    first, second = [await desks.open(HERE, by, "Marilo", by) for by in (LIN, MAKO)]
    await desks.set_verdict(HERE, first.id, Verdict.CONFIRMED)
    await desks.set_verdict(HERE, second.id, Verdict.UNSETTLED)
    wanted = [desks.publish(HERE, one.id, LIN) for one in (first, second, first)]
    done = await asyncio.gather(*wanted, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Change", "UserError", "UserError"]
    assert len(await services.curation.history(HERE, "ruling", "marilo")) == 1


async def test_quotes_stand_beside_the_passages_whose_kind_is_another(services: Services) -> None:
    desk = await services.ruling_desks.open(HERE, LIN, "The flood", 1)
    found = await services.ruling_desks.found(HERE, desk.id, 0)
    said = [(piece.text, piece.kind) for piece in found.pieces if "fun to write" in piece.text]
    assert said == [
        ("The flood was fun to write,", Kind.CREATOR),
        ('"The flood was fun to write," Lena Ortiz said to the paper.', Kind.REPORT),
    ]


async def test_another_server_s_desk_is_not_there(services: Services) -> None:
    desk = await services.ruling_desks.open(HERE, LIN, "Marilo", 1)
    for action in (services.ruling_desks.get, services.ruling_desks.cancel, services.ruling_desks.preview):
        with pytest.raises(UserError, match="is gone"):
            await action(THERE, desk.id)
    with pytest.raises(UserError, match="is gone"):
        await services.ruling_desks.publish(THERE, desk.id, LIN)


async def test_a_topic_that_is_not_there(services: Services) -> None:
    for called in ("Zutara", "0123456789abcdef", "Mara"):
        with pytest.raises(UserError, match="/admin topic add"):
            await services.ruling_desks.open(HERE, LIN, called, 1)
    offered = [one.label for one in await services.rulings.suggest(HERE, "mar")]
    assert any(label.startswith("Marilo") for label in offered)
    assert not any("character" in label for label in offered), "topics only"


async def test_what_is_missing_is_said(services: Services) -> None:
    desk = await services.ruling_desks.open(HERE, LIN, "Tevilo", 1)
    assert desk.missing == ("a verdict", "its scope", "one sentence", "evidence")
    with pytest.raises(UserError, match="Still missing: a verdict, its scope, one sentence, evidence"):
        await services.ruling_desks.publish(HERE, desk.id, LIN)


async def test_evidence_is_chosen_turned_and_taken_off(services: Services) -> None:
    desks = services.ruling_desks
    desk = await desks.open(HERE, LIN, "Marilo", 1)
    found = await desks.found(HERE, desk.id, 0)
    ids = {piece.text: piece.id for piece in found.pieces}
    assert set(ids) == {LOVE, PAPER}
    both = await desks.choose(HERE, desk.id, 0, [ids[LOVE], ids[PAPER]], Stance.FOR)
    assert [one.evidence.stance for one in both.chosen] == [Stance.FOR, Stance.FOR]
    again = await desks.choose(HERE, desk.id, 0, [ids[LOVE], ids[PAPER]], Stance.FOR)
    assert again.chosen == both.chosen, "the same choice twice is one"
    turned = await desks.choose(HERE, desk.id, 0, [ids[PAPER]], Stance.AGAINST)
    assert [(one.evidence.text, one.evidence.stance) for one in turned.chosen] == [
        (LOVE, Stance.FOR),
        (PAPER, Stance.AGAINST),
    ]
    none = await desks.choose(HERE, desk.id, 0, [], Stance.FOR)
    assert [one.evidence.text for one in none.chosen] == [PAPER], "what is no longer picked goes"
    # What was found with other words stays, whatever is picked elsewhere.
    flood = await desks.search(HERE, desk.id, "bridge")
    assert [piece.text[-25:] for piece in flood.pieces] == ["The flood took the bridge."[-25:]]
    await desks.choose(HERE, desk.id, 0, [flood.pieces[0].id], Stance.FOR)
    await desks.search(HERE, desk.id, "")
    kept = await desks.choose(HERE, desk.id, 0, [], Stance.AGAINST)
    assert [one.evidence.text for one in kept.chosen] == [flood.pieces[0].text]
    assert (await desks.choose(HERE, desk.id, 0, ["0" * 16], Stance.FOR)).chosen == kept.chosen


async def test_no_more_evidence_than_a_card_can_list(services: Services) -> None:
    desks = services.ruling_desks
    desk = await desks.open(HERE, LIN, "Tevilo", 1)
    first = await desks.found(HERE, desk.id, 0)
    assert (len(first.pieces), first.total, first.pages) == (MOST_EVIDENCE, 31, 2)
    full = await desks.choose(HERE, desk.id, 0, [piece.id for piece in first.pieces], Stance.FOR)
    assert len(full.chosen) == MOST_EVIDENCE
    last = await desks.found(HERE, desk.id, 9)
    assert (last.page, len(last.pieces)) == (1, 6), "the nearest page that there is"
    with pytest.raises(UserError, match="25 pieces of evidence at most"):
        await desks.choose(HERE, desk.id, 1, [last.pieces[0].id], Stance.FOR)
    gone = known_by(full.chosen[0].evidence)
    assert len((await desks.take_off(HERE, desk.id, 1, [gone])).chosen) == MOST_EVIDENCE - 1
    assert len((await desks.take_off(HERE, desk.id, 1, [gone])).chosen) == MOST_EVIDENCE - 1
    await desks.choose(HERE, desk.id, 1, [last.pieces[0].id], Stance.AGAINST)


async def test_evidence_that_is_gone_or_of_a_kind_that_does_not_count(services: Services) -> None:
    desks = services.ruling_desks
    desk = await desks.open(HERE, LIN, "Marilo", 1)
    await services.settings.change(HERE, LIN, 1, Key.KINDS, (Kind.WORK, Kind.REPORT))
    [one] = await desks.chosen(HERE, await desks.get(HERE, desk.id))
    assert one.piece is not None and not one.counts
    with pytest.raises(UserError, match="None of the evidence counts here"):
        await desks.publish(HERE, desk.id, LIN)
    found = await desks.found(HERE, desk.id, 0)
    paper = next(piece for piece in found.pieces if piece.text == PAPER)
    await desks.choose(HERE, desk.id, 0, [paper.id], Stance.FOR)
    _, answer, _ = await desks.preview(HERE, desk.id)
    assert [piece.text for piece in answer.evidence] == [PAPER]
    await desks.publish(HERE, desk.id, LIN)
    live = await services.at(HERE).canon.answer("marilo")
    assert [piece.text for piece in live.evidence if piece.stance is Stance.FOR] == [PAPER]


async def test_every_version_and_the_way_back(services: Services) -> None:
    await write(services, Verdict.CONFIRMED, 10, says="The maker says so.")
    await write(services, Verdict.DISPUTED, 11)
    found = await history(services)
    assert [(one.values or {})["verdict"] for one in found.versions] == ["disputed", "confirmed", "canon"]
    assert [one.now for one in found.versions] == [True, False, False]
    assert [one.layer for one in found.versions] == ["server", "server", "library"]
    back = await revert(services, found.versions[1].id, 50)
    assert isinstance(back, Change)
    assert await verdict(services) is Verdict.CONFIRMED
    with pytest.raises(UserError, match="done already"):
        await services.rulings.revert(
            HERE, LIN, "back:50", found.topic, found.versions[1].id, (await history(services)).state
        )
    with pytest.raises(UserError, match="changed in between"):
        await services.rulings.revert(HERE, LIN, "back:51", found.topic, FIRST, found.state)
    await services.curation.undo(HERE, back.entry, LIN)
    assert await verdict(services) is Verdict.DISPUTED
    newest = (await history(services)).versions
    assert (newest[0].undone, newest[0].now, newest[1].now) == (True, False, True)
    await revert(services, FIRST, 52)
    assert await verdict(services) is Verdict.CANON
    found = await history(services)
    assert not found.own and found.versions[0].now, "nothing of the server's own is left"
    shipped = (await services.at(0).canon.answer("marilo")).ruling
    assert (await services.at(HERE).canon.answer("marilo")).ruling == shipped


async def test_the_shipped_one_is_hidden_and_shown_again(services: Services) -> None:
    gone = await revert(services, NONE, 60)
    assert await verdict(services) is None
    assert await verdict(services, server_id=THERE) is Verdict.CANON
    found = await history(services)
    assert (found.own, found.hidden, found.below) == (True, True, True)
    assert found.versions[0].values is None
    await revert(services, FIRST, 61)
    assert await verdict(services) is Verdict.CANON
    assert isinstance(gone, Change)
    with pytest.raises(UserError, match="changed again since"):
        await services.curation.undo(HERE, gone.entry, LIN)


async def test_a_ruling_of_the_server_s_own_is_removed(services: Services) -> None:
    await write(services, Verdict.UNSETTLED, 10, topic="Tevilo")
    topic = await services.rulings.topic(HERE, "Tevilo")
    found = await services.rulings.history(HERE, topic)
    assert [one.values is None for one in found.versions] == [False, True]
    await services.rulings.revert(HERE, LIN, "back:1", topic, NONE, found.state)
    assert await verdict(services, "tevilo") is None
    assert await services.curation.own(HERE, "ruling") == {}


def test_what_differs_is_told_word_by_word() -> None:
    def values(verdict: str, scope: str, *evidence: tuple[str, str]) -> dict[str, object]:
        listed = [{"text": text, "document": "a.txt", "stance": stance} for text, stance in evidence]
        return {"verdict": verdict, "scope": scope, "says": "They are.", "evidence": listed}

    old = values("canon", "romance, at the end", ("One.", "for"), ("Two.", "for"))
    new = values("disputed", "romance, in the comics", ("Two.", "against"), ("Three.", "for"))
    found = difference(old, new)
    assert found.verdict == ("canon", "disputed")
    assert found.scope == (
        *(("same", "romance,"), ("old", "at"), ("new", "in")),
        *(("same", "the"), ("old", "end"), ("new", "comics")),
    )
    assert found.says == (("same", "They are."),)
    assert [one.text for one in found.gone] == ["One."]
    assert [one.text for one in found.added] == ["Three."]
    assert [(one.text, one.stance) for one in found.turned] == [("Two.", Stance.AGAINST)]
    assert difference(None, old).gone == () and len(difference(None, old).added) == 2


async def test_a_change_of_verdict_takes_two_where_the_server_wants_it(services: Services) -> None:
    await services.settings.change(HERE, LIN, 1, Key.SECOND_MODERATOR, True)
    same = await write(services, Verdict.CANON, 10, says="They end in love.")
    assert isinstance(same, Change), "other words under the same verdict need nobody else"
    proposed = await write(services, Verdict.DISPUTED, 11)
    assert isinstance(proposed, Proposed) and proposed.new
    assert await verdict(services) is Verdict.CANON
    [review] = await proposals(services)
    for accepted in (True, False):
        with pytest.raises(UserError, match="another moderator"):
            await services.reviews.decide(HERE, review.id, accepted, LIN, None)
    assert await services.reviews.decide(HERE, review.id, True, MAKO, None) is not None
    assert await verdict(services) is Verdict.DISPUTED
    assert await services.reviews.decide(HERE, review.id, True, MAKO, None) is None, "once"
    lines = await services.curation.history(HERE, "ruling", "marilo")
    assert [line.by_id for line in lines] == [LIN, LIN]
    assert len([line for line in lines if line.id.startswith("ruling:")]) == 2


async def test_a_refused_proposal_and_one_that_came_too_late(services: Services) -> None:
    await services.settings.change(HERE, LIN, 1, Key.SECOND_MODERATOR, True)
    await write(services, Verdict.DISPUTED, 10)
    await write(services, Verdict.UNSETTLED, 11)
    first, second = await proposals(services)
    assert await services.reviews.decide(HERE, first.id, True, MAKO, None)
    taken = await verdict(services)
    with pytest.raises(UserError, match="changed since this was proposed"):
        await services.reviews.decide(HERE, second.id, True, MAKO, None)
    assert await services.reviews.decide(HERE, second.id, False, MAKO, "too late")
    assert await verdict(services) is taken
    assert await proposals(services) == []


async def test_taking_a_ruling_away_is_a_change_of_verdict(services: Services) -> None:
    await services.settings.change(HERE, LIN, 1, Key.SECOND_MODERATOR, True)
    assert isinstance(await revert(services, NONE, 5), Proposed)
    assert await verdict(services) is Verdict.CANON
    [review] = await proposals(services)
    assert await services.reviews.decide(HERE, review.id, True, MAKO, None)
    assert await verdict(services) is None


async def test_a_decision_that_was_cut_off_is_ended_by_the_next_press(services: Services) -> None:
    """The change is stored, and the program ends before the review is marked as decided."""
    await services.settings.change(HERE, LIN, 1, Key.SECOND_MODERATOR, True)
    await write(services, Verdict.DISPUTED, 10)
    [review] = await proposals(services)
    assert await services.reviews.decide(HERE, review.id, True, MAKO, None)
    await services.servers.database.write("update reviews set state = 'open' where id = ?", [review.id])
    with pytest.raises(UserError, match="counts already"):
        await services.reviews.decide(HERE, review.id, False, MAKO, None)
    assert await services.reviews.decide(HERE, review.id, True, MAKO, None)
    assert len(await services.curation.history(HERE, "ruling", "marilo")) == 1


async def test_drafts_are_offered_written_and_dismissed(services: Services) -> None:
    found, _, total = await services.rulings.drafts(HERE, 0)
    assert [(one.topic, one.verdict, one.piece.text) for one in found] == [("Marev", Verdict.ENDED, BROKE)]
    assert total == 1
    assert await verdict(services, "marev") is None, "a draft is never a ruling"
    desk = await services.ruling_desks.open(HERE, LIN, "", 1, found[0].id)
    assert (desk.topic.name, desk.verdict, desk.suggested) == ("Marev", Verdict.ENDED, True)
    assert desk.evidence == (Evidence(BROKE, "letter.txt", Stance.AGAINST),)
    by_topic = await services.ruling_desks.open(HERE, LIN, "Marev", 2)
    assert by_topic.evidence == desk.evidence
    change = await services.rulings.dismiss(HERE, LIN, "draft:1", found[0].id)
    assert (await services.rulings.drafts(HERE, 3))[::2] == ([], 0)
    assert (await services.rulings.drafts(THERE, 0))[2] == 1
    assert not (await services.ruling_desks.open(HERE, LIN, "Marev", 3)).suggested
    with pytest.raises(UserError, match="not there any more"):
        await services.rulings.dismiss(HERE, LIN, "draft:2", found[0].id)
    with pytest.raises(UserError, match="not there any more"):
        await services.ruling_desks.open(HERE, LIN, "", 4, found[0].id)
    await services.curation.undo(HERE, change.entry, LIN)
    assert (await services.rulings.drafts(HERE, 0))[2] == 1
    await services.ruling_desks.set_words(HERE, desk.id, "in the books", "They parted.")
    await services.ruling_desks.publish(HERE, desk.id, LIN)
    assert (await services.rulings.drafts(HERE, 0))[2] == 0, "the topic has a ruling now"
    assert await verdict(services, "marev") is Verdict.ENDED


def test_the_weightiest_words_give_the_suggested_verdict() -> None:
    def draft(kind: Kind, verdict: Verdict, text: str) -> Draft:
        source = Source("d", "a.txt", "A")
        return Draft(text, "t", "T", verdict, text, Piece(text, text, 0, 1, source, kind=kind))

    maker = draft(Kind.CREATOR, Verdict.CONFIRMED, "maker")
    fan = draft(Kind.FAN, Verdict.NOT_CANON, "fan")
    assert weigh([]) is None
    assert weigh([maker, fan]) == (
        Verdict.CONFIRMED,
        (Evidence("maker", "a.txt"), Evidence("fan", "a.txt", Stance.AGAINST)),
    )
    clash = weigh([maker, draft(Kind.CREATOR, Verdict.NOT_CANON, "other")])
    assert clash is not None and clash[0] is Verdict.DISPUTED
    chosen = weigh([maker, fan], fan)
    assert chosen is not None and chosen[0] is Verdict.NOT_CANON
