"""What a library keeps of its documents is all that its making needed."""

from __future__ import annotations

from pathlib import Path

from bot.ingest.build import gathered_from
from bot.ingest.documents import read_bytes
from bot.services import library_path
from bot.store.written import read_back
from tests.ingest.pages import SPOKEN_WIKI, WORDPRESS
from tests.libraries import built, lay_out

FILES = {
    "blog.html": WORDPRESS,
    "letter.txt": "---\ntitle: A letter\nspoils: [Ebb]\n---\nIt rained.\n",
    "talk.csv": "speaker,line\nMaru,Go!\nTesk,No.\n",
    "wiki.html": SPOKEN_WIKI,
}


async def test_documents_come_back_as_they_were_read(tmp_path: Path) -> None:
    await built(lay_out(tmp_path, FILES))
    kept = list(gathered_from(*await read_back(library_path(tmp_path))).documents)
    assert kept == [read_bytes(text.encode(), name)[0] for name, text in FILES.items()]
    assert kept[0].quoted and kept[2].turns and kept[3].people
