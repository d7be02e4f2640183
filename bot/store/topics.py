"""What a library holds of one topic, besides its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.library import Library


@dataclass(frozen=True, slots=True)
class HeldTopic:
    id: str
    name: str
    kind: str
    weight: int  # passages that speak of it, and evidence
    members: tuple[str, ...]
    verdict: str | None  # of its ruling, if that is shown


async def of_id(library: Library, topic_id: str) -> HeldTopic | None:
    """One trip."""
    rows = await library.fetch(
        """
        select topics.name, topics.kind, topics.weight, rulings.verdict, persons.name
          from topics
          left join rulings on rulings.topic_id = topics.id
          left join topic_members on topic_members.topic_id = topics.id
          left join persons on persons.id = topic_members.person_id
         where topics.id = ?
         order by topic_members.position
        """,
        [topic_id],
    )
    if not rows:
        return None
    name, kind, weight, verdict, _ = rows[0]
    return HeldTopic(
        topic_id, name, kind, weight, tuple(str(row[4]) for row in rows if row[4] is not None), verdict
    )
