"""The tables of `servers.db`, as numbered steps that are only appended to.

It holds what servers chose and changed, and what members earned: nothing of it can be made again.
"""

SERVER_QUESTIONS = """
-- A server's own questions. `position`: the order of the files that they came from.
create table server_questions (
    server_id bigint not null,
    id text not null,
    position integer not null,
    form text not null,
    prompt text not null,
    answers text not null,
    distractors text not null,
    level integer not null,
    origin text not null,
    state text not null check (state in ('draft', 'approved', 'retired')),
    category text,
    explanation text,
    import_id text,
    by_id bigint not null,
    at text not null,
    primary key (server_id, id)
);
-- `head`: what a file says besides its questions. `before`: the rows that it replaced, for undo.
create table imports (
    server_id bigint not null,
    id text not null,
    format text not null,
    file text not null,
    head text not null,
    by_id bigint not null,
    at text not null,
    undone_at text,
    before text not null,
    primary key (server_id, id)
);
"""

PENDING_IMPORTS = """
-- Files whose preview a moderator is looking at: nothing of them counts before it is applied.
create table pending_imports (
    id text primary key,
    server_id bigint not null,
    by_id bigint not null,
    at text not null,
    file text not null,
    content text not null,
    state text not null check (state in ('waiting', 'applied', 'cancelled'))
);
"""

SCHEDULES = """
-- What moderators planned. `number`: how they call it, counted in their server.
create table schedules (
    id text primary key,
    server_id bigint not null,
    number integer not null,
    what text not null,
    channel_id bigint not null,
    plan text not null,
    options text not null,
    grace integer not null,
    by_id bigint not null,
    made_at text not null,
    running text not null check (running in ('on', 'paused', 'ended', 'removed')),
    because text,
    failures integer not null default 0,
    trouble text,
    unique (server_id, number)
);
-- One due thing of a schedule. `due`: when it is to be done, or tried again.
create table slots (
    id text primary key,
    schedule_id text not null references schedules (id),
    server_id bigint not null,
    part text not null check (part in ('reveal', 'announcement', 'post')),
    at text not null,
    due text not null,
    state text not null check (state in ('planned', 'sending', 'sent', 'skipped', 'failed')),
    content text not null,
    channel_id bigint,
    message_id bigint,
    tries integer not null default 0,
    reason text,
    sending_at text,
    done_at text,
    unique (schedule_id, at, part)
);
-- In this order a reveal comes before the post that is due with it.
create index slots_due on slots (due, part desc) where state in ('planned', 'sending');
create index slots_by_schedule on slots (schedule_id, at);
-- What a schedule has posted since its pool was last full.
create table posted (
    schedule_id text not null references schedules (id),
    item text not null,
    at text not null,
    primary key (schedule_id, item)
);
-- Which process posts; see bot/leases.py.
create table leases (
    name text primary key,
    holder text not null,
    until text not null
);
-- A daily question is a game of one round that doesn't take its channel.
drop index one_game_a_channel;
create unique index one_game_a_channel on games (server_id, channel_id)
    where state = 'running' and mode <> 'solo' and mode <> 'daily';
create index games_daily on games (server_id, started_at) where mode = 'daily';
"""

EDITS = """
-- What packs and moderators change in a server's library: what counts now, by layer and subject.
create table edits (
    server_id bigint not null,
    layer text not null,
    kind text not null,
    subject text not null,
    value text not null,
    primary key (server_id, layer, kind, subject)
);
create table library_revisions (
    server_id bigint primary key,
    revision integer not null
);
-- The files of a server's documents, packed. `unused_since`: of one that was removed or replaced.
create table server_texts (
    server_id bigint not null,
    id text not null,
    size integer not null,
    content text not null,
    unused_since text,
    primary key (server_id, id)
);
create index moderation_log_by_server on moderation_log (server_id, at);
alter table pending_imports add column kind text not null default 'questions';
-- Whether the server's log channel was told of a line.
alter table moderation_log add column told integer not null default 0;
"""

MISSES_SETTLED = """
-- Misses that moderators dealt with. `entry`: the line of their log; undone, the miss is open again. So it is
-- once it was asked more than `times`; without `times` it was ignored, for good.
create table misses_settled (
    server_id bigint not null,
    key text not null,
    entry text not null,
    times integer,
    primary key (server_id, key)
);
"""

DEPARTURES = """
-- Servers whose data is to be deleted: they removed the bot, or (`asked`) their moderators want it now.
create table departures (
    server_id bigint primary key,
    at text not null,
    asked integer not null
);
"""

REPORTERS = """
-- Who reported the piece that a review is about. Several members may report the same.
create table reporters (
    review_id text not null references reviews (id),
    server_id bigint not null,
    member_id bigint not null,
    remark text,
    tell integer not null,
    at text not null,
    primary key (review_id, member_id)
);
create index reporters_by_member on reporters (server_id, member_id);
"""

SERVERS = (
    """
    create table state (
        key text primary key,
        value text not null
    );
    -- How often each saying was shown in a channel, so that all get their turn.
    create table quotes_shown (
        server_id bigint not null,
        channel_id bigint not null,
        list_id text not null,
        saying_id text not null,
        times integer not null,
        latest integer not null,
        primary key (server_id, channel_id, list_id, saying_id)
    );
    -- What was asked and not found. No member's name in it.
    create table misses (
        server_id bigint not null,
        command text not null,
        key text not null,
        asked text not null,
        times integer not null,
        last_at text not null,
        primary key (server_id, command, key)
    );
    """,
    """
    create table server_settings (
        server_id bigint not null,
        key text not null,
        value text not null,
        primary key (server_id, key)
    );
    create table member_settings (
        server_id bigint not null,
        member_id bigint not null,
        key text not null,
        value text not null,
        primary key (server_id, member_id, key)
    );
    create table games (
        id text primary key,
        server_id bigint not null,
        channel_id bigint not null,
        mode text not null,
        host_id bigint not null,
        state text not null check (state in ('running', 'ended')),
        settings text not null,
        rounds_total integer not null,
        message_id bigint,
        started_at text not null,
        ends_by text not null,
        ended_at text,
        ended_because text
    );
    -- One game a channel; members who play alone don't take the channel.
    create unique index one_game_a_channel on games (server_id, channel_id)
        where state = 'running' and mode <> 'solo';
    create unique index one_solo_a_member on games (server_id, host_id)
        where state = 'running' and mode = 'solo';
    create index games_by_server on games (server_id, ended_at);
    create table rounds (
        id text primary key,
        game_id text not null references games (id),
        number integer not null,
        question_id text not null,
        question text not null,
        options text not null,
        subjects text not null,
        opened_at text not null,
        closes_at text not null,
        closed_at text,
        state text not null check (state in ('open', 'closed', 'annulled')),
        unique (game_id, number)
    );
    -- An answer is unique per round and member, whatever Discord delivers twice or late.
    create table answers (
        round_id text not null references rounds (id),
        member_id bigint not null,
        interaction_id bigint not null,
        given text not null,
        "right" integer not null,
        points integer not null,
        ms integer not null,
        judgement text,
        at text not null,
        primary key (round_id, member_id)
    );
    create index answers_by_member on answers (member_id);
    create table questions_asked (
        server_id bigint not null,
        question_id text not null,
        times integer not null,
        latest integer not null,
        primary key (server_id, question_id)
    );
    create table extra_answers (
        server_id bigint not null,
        question_id text not null,
        answer text not null,
        added_by bigint not null,
        added_at text not null,
        primary key (server_id, question_id, answer)
    );
    create table corrections (
        id text primary key,
        server_id bigint not null,
        member_id bigint not null,
        points integer not null,
        reason text not null,
        by_id bigint not null,
        at text not null,
        undone_at text
    );
    create table seasons (
        id text primary key,
        server_id bigint not null,
        name text not null,
        started_at text not null,
        ended_at text,
        by_id bigint not null
    );
    create table resets (
        id text primary key,
        server_id bigint not null,
        board text not null,
        at text not null,
        by_id bigint not null,
        undone_at text
    );
    -- What waits for a moderator. The id follows from what asks for it, so a double click asks once.
    create table reviews (
        id text primary key,
        server_id bigint not null,
        kind text not null,
        state text not null check (state in ('open', 'accepted', 'refused')),
        data text not null,
        by_id bigint not null,
        at text not null,
        decided_by bigint,
        decided_at text,
        reason text
    );
    create index reviews_open on reviews (server_id, state, at);
    create table moderation_log (
        id text primary key,
        server_id bigint not null,
        by_id bigint not null,
        at text not null,
        action text not null,
        before text,
        after text,
        undone_at text
    );
    """,
    SERVER_QUESTIONS,
    PENDING_IMPORTS,
    SCHEDULES,
    EDITS,
    MISSES_SETTLED,
    DEPARTURES,
    REPORTERS,
)
