"""The tables of `library.db`, which follows from documents and curated files and is built anew."""

from __future__ import annotations

LIBRARY_FORM = 9
"""Raised when the library's tables change: a library of another form is rebuilt, not migrated."""

LIBRARY = """
create table documents (
    id text primary key,
    position integer not null,
    name text not null unique,
    title text not null,
    author text,
    publisher text,
    url text,
    published text,
    kind text not null,
    spoils text not null,
    language text,
    encoding text not null,
    head_length integer not null,
    title_given integer not null,
    characters integer not null,
    text text not null,
    turns text not null,
    people text not null,
    aliases text not null,
    quoted text not null
);
-- What people call the places of a document: chapters, times, lines of a table.
create table places (
    document_id text not null references documents (id),
    starts integer not null,
    label text not null,
    primary key (document_id, starts)
);
-- What the curated files say, as it was written: a server's own library is made from this one.
create table written (
    kind text not null,
    position integer not null,
    line integer not null,
    content text not null,
    parts text not null,
    primary key (kind, position)
);
create table persons (
    id text primary key,
    name text not null,
    role text not null,
    pronoun text,
    curated integer not null,
    mentions integer not null
);
-- Words at a place: a passage (whole sentences), a quote, or an excerpt that a ruling names as evidence.
create table pieces (
    number integer primary key,
    id text not null,
    document_id text not null references documents (id),
    family text not null check (family in ('passage', 'quote', 'excerpt')),
    starts integer not null,
    ends integer not null,
    text text not null,
    kind text not null,
    person_id text references persons (id),
    form text,
    saying_id text,
    words_id text,
    altered integer not null default 0,
    parent_id text,
    utterance integer,
    rule text,
    confidence real,
    hypothetical integer not null default 0
);
-- Names that were taken for a person's, misspelt, and the quote that has them.
create table misspelt (
    person_id text not null references persons (id),
    spelling text not null,
    piece_id text not null references pieces (id),
    primary key (person_id, spelling)
);
create table piece_persons (
    person_id text not null references persons (id),
    piece_number integer not null references pieces (number),
    primary key (person_id, piece_number)
);
create table topics (
    id text primary key,
    name text not null,
    kind text not null,
    members text not null,
    weight integer not null,
    date text
);
create table topic_members (
    topic_id text not null references topics (id),
    person_id text not null references persons (id),
    position integer not null,
    primary key (topic_id, person_id)
);
create table topic_pieces (
    topic_id text not null references topics (id),
    piece_number integer not null references pieces (number),
    primary key (topic_id, piece_number)
);
create table rulings (
    id text primary key,
    topic_id text not null unique references topics (id),
    verdict text not null,
    scope text not null,
    says text not null,
    as_of text,
    layer text not null
);
create table evidence (
    ruling_id text not null references rulings (id),
    position integer not null,
    piece_number integer not null references pieces (number),
    stance text not null,
    primary key (ruling_id, position)
);
-- Every name under which something is found. `how`: name, alias, title (of a document that has
-- another one), or ask (a way people put a claim).
create table names (
    key text not null,
    sound text not null,
    shown text not null,
    target_kind text not null check (target_kind in ('person', 'topic', 'document')),
    target_id text not null,
    how text not null,
    weight integer not null,
    quotes integer not null, -- of a person
    primary key (key, target_kind, target_id)
);
create table works (
    id text primary key,
    position integer not null,
    name text not null,
    kind text not null
);
create table parts (
    work_id text not null references works (id),
    position integer not null,
    name text not null,
    primary key (work_id, position)
);
-- In which order kinds of source are shown, and which count as evidence.
create table kinds (
    kind text primary key,
    place integer not null
);
-- Where a document speaks clearly of a topic without a ruling: for moderators only, never shown as one.
create table drafts (
    id text primary key,
    topic_id text not null references topics (id),
    piece_number integer not null references pieces (number),
    verdict text not null,
    cue text not null
);
create table facts (
    key text primary key,
    value text not null
);
-- Trivia: curated questions, and those generated from the pieces. The lists are JSON.
create table questions (
    id text primary key,
    form text not null,
    prompt text not null,
    answers text not null,
    distractors text not null,
    level integer not null,
    origin text not null,
    subjects text not null,
    piece_id text references pieces (id),
    explanation text,
    category text
);
create table question_subjects (
    key text not null,
    question_id text not null references questions (id),
    primary key (key, question_id)
);
"""

INDEXES = """
create unique index pieces_by_id on pieces (id);
create index pieces_by_person on pieces (person_id, family);
create index pieces_by_saying on pieces (saying_id);
create index pieces_by_words on pieces (words_id);
create index pieces_by_document on pieces (document_id, family, starts);
create index topic_members_by_person on topic_members (person_id);
create index names_by_sound on names (sound);
create index names_by_target on names (target_kind, target_id);
create index names_by_weight on names (weight);
create index names_by_quotes on names (quotes, weight);
"""
