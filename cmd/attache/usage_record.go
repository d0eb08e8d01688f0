package main

// What attache prints when asked how the record is used.

const dbUsage = `    --db FILE     where the record is kept: a file, or postgres://... for a server;
                  otherwise ATTACHE_DB, otherwise a file in your data directory
`

const addUsage = `Usage:
    attache add [--db FILE] [--json] [--published DATE] [--lang LANG] [--title TITLE]
                [--outlet OUTLET] [--pack DIR] [--allow NETWORK] PLACE...

` + dbUsage + `    --json        tell what became of each article, a line of JSON once it is kept
    --allow NET   what may be fetched from though it is not public: an address, one
                  with a port (10.1.2.3:8080) or a network (10.1.0.0/16); may be
                  given several times
    the others    fill in what an article does not tell, as for attache read

Reads articles and keeps them in the record. PLACE is a file, a directory, an
address (http or https), or "-" for the standard input. It may hold a text with
header lines, a web page, a feed (RSS, Atom, JSON Feed; what it only links to is
fetched), JSON Lines, or a web archive (WARC), each also compressed by gzip.

The same text at the same address is kept once; another text at that address is
another version, and both stay. Texts that are nearly the same are found and
counted as one source. What cannot be read is told, and costs no other article.
What was told as added survives a crash.

Exit codes: 0 all were added; 1 some could not be read; 2 wrong usage;
130 interrupted, and what was told as added is kept.

Example:
    $ attache add news/ https://example.org/feed.xml
`

const watchUsage = `Usage:
    attache watch [--db FILE] [--once] [--every TIME] [--json] [--pack DIR]
                  [--allow NETWORK] FEEDS.opml

` + dbUsage + `    --once        poll each feed that is due, and stop
    --every TIME  between two polls of a feed, at least 1m; 30m unless told
    --json, --pack, --allow   as for attache add

Polls the feeds of a list and adds their articles, politely: one request at a
time to a host, with a pause; only what is new (ETag, Last-Modified); as seldom as
the server or the feed wants (Retry-After, ttl, robots.txt), and less and less
often where it fails. It can be stopped at any moment and goes on where it was.

Exit codes: 0 stopped or done; 1 something could not be read; 2 wrong usage.
`

const searchUsage = `Usage:
    attache search [--db FILE] [--json] [FILTER...] [WORDS...]

` + dbUsage + `    --kind KIND       event, statement, instrument, level; several with commas
    --speaker WHO     who says it: a person, office, state, by name or id
    --entity WHO      who takes part in it
    --party WHO       a state or organisation that takes part: KAZ, Kazajistán
    --pair A,B        both
    --act ACT         visit, talks, call, sign, ratify, level, expel, recall, break,
                      or a type of PLOVER in lower case: accuse, reject, ...
    --type TYPE       a type of PLOVER
    --status STATUS   occurred, ongoing, planned, hypothetical
    --polarity P      affirmed, negated, denied
    --from, --to DAY  when it was published
    --when-from, --when-to DAY   when the act is, or is to be
    --outlet OUTLET, --lang LANG
    --best            the best matches first, of the newest 5,000; else newest first
    --count           tell also how many there are of each kind
    --limit N, --offset N
    --json

Finds facts by filters, articles by words, facts in articles by both. WORDS are
matched in all their forms, without accents but with ñ: ano does not find año;
"several words" in quotation marks are a phrase.

Example:
    $ attache search --kind statement --speaker Lavrov --from 2025-11-01 gas
`

const showUsage = `Usage:
    attache show [--db FILE] [--json] ID

` + dbUsage + `
ID is that of an event, a fact or an article; its beginning will do. Of an event
all reports are shown with the reasons why they were joined, what they differ on
and what became of what was promised; of an article its text and facts, other
versions, and articles with nearly its text.
`

const dossierUsage = `Usage:
    attache dossier [--db FILE] [--on DAY] [--json] A B

` + dbUsage + `    --on DAY      as promises stand on that day; today unless told

What the record holds of two states or organisations: the history of the level of
their relations, promises, what happened, where reports differ, what they say of
each other. A and B are codes (KAZ, EU) or names in Spanish, English or Russian.

Example:
    $ attache dossier KAZ RUS
`

const timelineUsage = `Usage:
    attache timeline [--db FILE] [--json] A [B]

` + dbUsage + `
The events of a pair, or of one state or organisation, by their time.
`

const dueUsage = `Usage:
    attache due [--db FILE] [--on DAY] [--days N] [--undated] [--json] [A [B]]

` + dbUsage + `    --on DAY      the day on which promises are judged; today unless told
    --days N      how far around it to look; 60 unless told
    --undated     also those for which no day was told

Promises that are due, overdue, kept, changed, cancelled or disputed about a day,
of all, of one state, or of a pair. "No report seen" is said with the sources it
rests on: it is no proof that nothing happened.
`

const whoUsage = `Usage:
    attache who [--db FILE] [--limit N] [--json] NAME

` + dbUsage + `
Who NAME is: names, offices and their times, what the record has them say and do.
`

const compareUsage = `Usage:
    attache compare [--db FILE] [--json] EVENT

` + dbUsage + `
What the reports of an event differ on: each value with the articles that tell it.
`

const reviewUsage = `Usage:
    attache review [--db FILE] [--limit N] [--json] [A [B]]
    attache review confirm [--author WHO] [--reason WHY] FACT
    attache review reject  --reason WHY FACT
    attache review correct --reason WHY FACT FIELD=VALUE
    attache review merge   --reason WHY FACT FACT
    attache review split   --reason WHY FACT
    attache review undo    NUMBER

` + dbUsage + `    --author WHO  who says so; otherwise ATTACHE_AUTHOR, or the user of the machine
    --reason WHY  kept with it, and needed for all but confirm

Without an action: what is doubtful, the newest first. FACT is the id of a fact or
event, as search, show and review print it. merge says that two facts tell of one
event, split that a fact tells of another event than the one it was joined to.
FIELD is act, status, polarity, time, place, actors, recipients, kind, level or
speaker. What people say is kept apart from what was read, laid over it again when
articles are read again, and can be undone; attache log lists it.

Example:
    $ attache review correct --reason "the communiqué says the 12th" 3f2a time=2025-11-12
`

const logUsage = `Usage:
    attache log [--db FILE] [--json] [FACT]

` + dbUsage + `
What people confirmed, corrected, rejected, merged, split and undid.
`

const backupUsage = `Usage:
    attache backup [--db FILE] COPY

` + dbUsage + `
Writes a copy of the record to COPY, a file that is not there yet. Others may read
and add meanwhile.
`

const rereadUsage = `Usage:
    attache reread [--db FILE] [--all] [--pack DIR]

` + dbUsage + `    --all         also what this version of the program has read

Reads the articles of the record again, with this version of the program and these
tables, and puts the new readings in place of the old. What people said stays.
`

const exportUsage = `Usage:
    attache export [--db FILE] [--out FILE] [--what TABLE] [--lang LANG] [--on DAY]
                   FORMAT [A [B]]

` + dbUsage + `    --out FILE    where to write; the standard output unless told
    --what TABLE  of csv, jsonl and parquet: events (unless told), reports,
                  statements, promises, steps, levels, contradictions
    --lang LANG   of a calendar: es or en
    --on DAY      the day on which promises are judged; today unless told

FORMAT:
    csv, jsonl, parquet    one table; cells of csv that a spreadsheet would take for
                           formulas are made harmless
    ical                   a calendar of promises, which follows the news: an entry
                           keeps its identity when its day changes or it is cancelled
    webannotation          each fact as an annotation of its words (W3C)
    plover                 events as PLOVER has them, with status and span beside
    gdelt                  the events of GDELT 2.0; what is only planned, thought of
                           or denied is never among them
    gdelt-mentions, gdelt-planned   the reports, and what is left out of gdelt
    jsonld                 articles, statements and events of schema.org

Of a pair, of one state or organisation, or of all. No field holds more of an article
than 500 characters. docs/exports.md tells every column.

Example:
    $ attache export ical --lang es --out agenda.ics KAZ RUS
`
