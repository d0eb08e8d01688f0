package main

// What attache prints when asked how it is used. Each text is laid by hand; a
// flag that is added is told here.

const usage = `Usage:
    attache read [--json] FILE...
    attache explain FILE FACT
    attache verify [FILE.json...]
    attache add PLACE...
    attache watch FEEDS.opml
    attache search [FILTER...] WORDS
    attache show ID
    attache dossier A B
    attache timeline A [B]
    attache due [A [B]]
    attache who NAME
    attache compare EVENT
    attache review [ACTION FACT]
    attache log
    attache serve
    attache account ACTION NAME
    attache mcp
    attache export FORMAT
    attache backup COPY
    attache reread
    attache parse [--conllu] [--names] [--tree] FILE
    attache train --lang LANG --out FILE TREEBANK...
    attache eval GOLD.conllu...
    attache eval articles DIR
    attache pack check DIR
    attache version
    attache help [COMMAND]

attache reads diplomatic news. It tells who said what and through which channel,
who met, visited, signed with or threatened whom, and whether that happened, is
planned, or was denied; every fact with the words it was drawn from. Of many
articles it keeps the record: one event from many reports, where they differ, and
what became of what was promised. It needs no network but for what it is told to
fetch.

    read      reads articles and shows what is in them, to a person or as JSON
    explain   shows the rule and the tree behind one fact
    verify    checks that the words in a reading, or in the record, stand in their text

    add       reads articles and keeps them in the record
    watch     polls feeds and adds their articles
    search    finds facts and articles in the record
    show      shows an event with its reports, a fact, or an article
    dossier   what the record holds of two states
    timeline  the events of two states by their time
    due       what was promised and is due, overdue, kept or cancelled
    who       who somebody is, and what the record has them say and do
    compare   what the reports of an event differ on
    review    lists what is doubtful; confirms, corrects, rejects, merges, splits
    log       what people confirmed and corrected
    serve     opens the record in a browser
    account   who may do what at a desk that others reach
    mcp       lets language models ask the record, read-only
    export    writes the record for other programs
    backup    writes a copy of the record
    reread    reads the articles of the record again

    parse     prints the sentences of an article as CoNLL-U, or as trees
    train     makes a model from treebanks
    eval      measures a model on treebanks, or readings on annotated articles
    pack      checks your own tables, and shows those of the program
    version   tells the version and the languages

attache help COMMAND tells more about one of them.

Exit codes: 0 all went well; 1 a file could not be read, or does not hold;
2 the command line is wrong; 130 interrupted.

Example:
    $ attache read communique.txt
    $ attache read --json news/*.txt > news.jsonl
    $ attache add news/
    $ attache dossier KAZ RUS
`

const readUsage = `Usage:
    attache read [--json [--indent]] [--published DATE] [--lang LANG] [--title TITLE]
                 [--outlet OUTLET] [--conllu] [--pack DIR] FILE...

    --json              print JSON Lines: one reading a line
    --indent            print each reading over several lines, for people
    --published DATE    when it was published, as in 2025-11-30
    --lang LANG         its language: es, en, ru, or one that DIR has (ISO 639-1);
                        otherwise found out
    --title TITLE       its title
    --outlet OUTLET     where it was published
    --conllu            FILE holds sentences with their trees, as CoNLL-U
    --pack DIR          add the tables in DIR/LANG to those of the language: see
                        attache help pack

FILE is a plain text of at most 1 MB in UTF-8, UTF-16, windows-1252 or
windows-1251; "-" is the standard input. It may begin with header lines, ended
by a blank line:

    title: The title
    outlet: The newspaper
    published: 2025-11-30
    lang: es
    url: https://...
    author: ...

A flag fills in what the header does not tell. Without a date of publication,
"yesterday" and "next week" keep their words and get no value.

Several files are read at once; what is printed keeps their order. A file that
cannot be read is told on the standard error, the others are read all the same.
Without --json the article is shown with its statements, acts and times marked,
then who said what and what happened. Colours are left out where NO_COLOR is set
or the terminal is dumb; COLUMNS sets the width.

The key "file" of a reading in JSON holds FILE.

Exit codes: 0 all files were read; 1 at least one was not; 2 wrong usage.

Example:
    $ attache read --json --published 2025-11-30 nota.txt | jq '.statements[].speaker.name'
`

const explainUsage = `Usage:
    attache explain [--published DATE] [--lang LANG] [--title TITLE] [--outlet OUTLET]
                    [--conllu] [--pack DIR] FILE FACT

Reads FILE as attache read does and tells why FACT stands in its reading: the
words, how the speaker or the actors were found, the rule and the row of the
table behind it, and the tree of the sentence with the words used marked.

FACT is the id of a statement (s1), event (e1), visit (v1), instrument (i1),
level (l1), time (t1), or of an entity (KAZ). The flags are those of read.

Exit codes: 0 explained; 1 FILE cannot be read or has no such fact; 2 wrong usage.

Example:
    $ attache explain nota.txt s2
`

const verifyUsage = `Usage:
    attache verify FILE...
    attache verify [--db FILE]

Without FILE: checks the record, that its database is sound and every span of every
article and fact stands where the record says, and tells all that does not hold.

Checks readings, as attache read --json prints them, against the text that they
carry: the SHA-256 of the text; that every span lies in it and its words stand
there; that every id referred to is there; that kinds and statuses are those of
the schema. It stops at the first thing in a file that does not hold and names
the fact and the span. FILE holds JSON or JSON Lines; "-" is the standard input.

Exit codes: 0 everything holds; 1 something does not; 2 wrong usage.

Example:
    $ attache read --json *.txt | attache verify -
`

const parseUsage = `Usage:
    attache parse [--conllu] [--names] [--tree] [--lang LANG] [--pack DIR] FILE...

    --names       tell the names of persons, organisations and places, in MISC:
                  NE=B-PER on the first word of one, NE=I-PER on the others
    --conllu      FILE holds sentences and words as CoNLL-U: keep them, and tag
                  and parse them again
    --tree        show trees to a person instead of printing CoNLL-U
    --lang LANG   the language of FILE; otherwise it is found out

Cuts FILE into sentences and prints their trees in the manner of Universal
Dependencies, as CoNLL-U; MISC tells the place of each word in the text
(TokenRange, in code points). What it prints can be corrected, or made by
another parser, and be read by attache read --conllu.

Exit codes: 0 parsed; 1 a file cannot be read; 2 wrong usage.
`

const trainUsage = `Usage:
    attache train --lang LANG --out FILE [--seed N] [--passes N]
                  [--kin FILE]... [--names FILE]... [--lessons FILE]...
                  [--trees FILE]... [--dev FILE] TREEBANK...

    --lang LANG   the language of the treebanks (ISO 639-1)
    --out FILE    where to write the model
    --seed N      of the order of the sentences, default 1
    --passes N    over the trees, default 16
    --kin FILE    further trees of other habits, which the parser learns from and
                  the tagger does not; LANG=FILE if of a kindred language
    --names FILE  names for the parser to learn: IOB2, text with marked names, or
                  CoNLL-U that tells them (see attache help eval);
                  sentences that are none of the trees teach names alone; of
                  those in another language, LANG=FILE, no words are learnt
    --lessons FILE
                  names likewise, in sentences of habits of their own: text is
                  not read after them
    --trees FILE  further trees in that language, LANG=FILE, to tag names by
    --dev FILE    held-out trees; scores on them are told on the way

Makes a model that tags, lemmatises and parses from trees in CoNLL-U. Where
treebanks differ in their habits, text is read after those of the first. The
same trees and flags give the same model.

Exit codes: 0 written; 1 not; 2 wrong usage.
`

const evalUsage = `Usage:
    attache eval [--model FILE] [--entities FILE] [--lang LANG] [--relations]
                 GOLD...
    attache eval PART [--lang LANG] [--errors] [--pack DIR] DIR
    attache eval clauses [--pack DIR] FILE.jsonl...

    --model FILE     a model made by attache train; otherwise that of LANG
    --entities FILE  a tagger of names made by attache train --entities;
                     otherwise that of LANG
    --lang LANG      the language, default es
    --relations      list the scores of single relations too

Measures what is guessed against what is known, with the size of the models and
the speed on one text after another:

GOLD.conllu  trees in CoNLL-U, with the metrics of the CoNLL 2018 shared task: on
             the words of the gold, and from raw text, which is the sentences of
             each document joined by spaces;
GOLD.iob2    names in IOB2: found in the words of the gold, right when span and
             kind are; names of kind UNK count on neither side;
GOLD.txt     names marked in text, a sentence a line, as in
             "[PER Ada Poe] left [LOC Salt].".

PART is statements, events, visits, instruments, times, or articles for all of
them: reads the articles in DIR as attache read does and measures what is found
in them against what is annotated, language by language.

    --lang LANG      only the articles in this language
    --errors         list what is missed, too much or wrong, by kind: the place,
                     the words, what the gold says and what was found
    --pack DIR       add the tables in DIR/LANG to those of the language

DIR holds articles ID.txt, each with its annotation ID.gold.json; what this looks
like is told by the documentation of package gold. What an article holds that
cannot be read counts as missed.

clauses measures against annotation that was derived from treebanks, or comes
from a corpus of coreference: FILE.jsonl holds a sentence or an article a line,
with what it reports ("quotes") or whom it mentions ("mentions"), as the
documentation of package gold tells. It is not exhaustive: only recall is told.

Exit codes: 0 measured; 1 not, or not all; 2 wrong usage.

Example:
    $ attache eval statements --errors testdata/articles
`

const packUsage = `Usage:
    attache pack check DIR
    attache pack list [LANG]
    attache pack show LANG TABLE

A pack is what the program knows of a language: tables of words and rules, and a
trained model. DIR adds to the packs when it is given to another command
(--pack DIR): it holds a folder for each language, DIR/es, with tables of the
same names and columns as those of the program. Where rows of both fit, those of
DIR win. A language that only DIR has (DIR/pt) is read too: from sentences that
come with their trees (attache read --conllu --lang pt --pack DIR), or from text
when a model that attache train made lies there as model.bin. docs/packs.md tells
more.

check     reads all tables in DIR and tells every fault, one a line:
              DIR/es/cues.tsv:12: class: unknown value "sya" (is "say" meant?)
          Lines with "note" tell what is right and good to know, such as which
          row of the program a row stands for.
list      lists the tables of LANG, or of all languages, with their rows and
          columns
show      prints a table of the program, with the comments that explain it

Exit codes: 0 no fault; 1 at least one, or DIR cannot be read; 2 wrong usage.

Example:
    $ attache pack show es cues | head -20
    $ attache pack check my && attache read --pack my nota.txt
`

const versionUsage = `Usage:
    attache version

Tells the version of the program and the languages it reads.
`
