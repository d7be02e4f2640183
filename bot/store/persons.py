"""What a library holds of one person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.library import Library


@dataclass(frozen=True, slots=True)
class HeldPerson:
    id: str
    name: str
    role: str
    pronoun: str | None
    passages: int  # in which they are named
    quotes: int
    spellings: tuple[str, ...]  # other ways to write the name, by hand or found; not its parts alone
    topics: tuple[str, ...]  # that they are a member of


async def of_id(library: Library, person_id: str) -> HeldPerson | None:
    """One trip."""
    rows = await library.fetch(
        """
        select 0, name, role, pronoun, mentions,
               (select count(*) from pieces where person_id = persons.id and family = 'quote')
          from persons where id = ?
        union all
        select 1, shown, how, null, 0, 0
          from names where target_kind = 'person' and target_id = ? and how = 'alias'
        union all
        select 2, topics.name, topics.kind, null, 0, 0
          from topic_members join topics on topics.id = topic_members.topic_id
         where topic_members.person_id = ?
         order by 1, 2
        """,
        [person_id] * 3,
    )
    own = next((row for row in rows if row[0] == 0), None)
    if own is None:
        return None
    spellings, topics = (tuple(str(row[1]) for row in rows if row[0] == part) for part in (1, 2))
    _, name, role, pronoun, passages, quotes = own
    return HeldPerson(person_id, name, role, pronoun, passages, quotes, spellings, topics)
