package main

// What attache prints when asked how the desk is used.

const accountUsage = `Usage:
    attache account add NAME [--role ROLE]
    attache account passwd NAME
    attache account role NAME ROLE
    attache account remove NAME
    attache account token NAME [--role ROLE] [--expires DAYS]
    attache account revoke TOKENNAME
    attache account list [--json]

    --accounts FILE  where accounts are kept; otherwise ATTACHE_ACCOUNTS, otherwise
                     accounts.json beside the record
    --db FILE        the record beside which they are, as for attache add
    --role ROLE      reader (unless told) reads; curator also adds articles, reviews and
                     keeps searches; admin also manages feeds and accounts
    --expires DAYS   after how many days the token lets nobody in; never unless told
    --json

Says who may do what at a desk that others reach. A desk that serves takes up
changes at once: who is removed, or gets another password or role, is logged out.

add and passwd ask for a password on the terminal, which does not show it, or read
it from the first line of the standard input. It has at least 10 characters. NAME
has 1 to 64 letters, digits and . _ - @; capitals make no difference.

token prints a token that lets a program in, once: it is kept nowhere. The program
sends it with each request, as Authorization: Bearer TOKEN.

Exit codes: 0 done; 1 not; 2 wrong usage; 130 interrupted, and nothing is changed.

Example:
    $ attache account add ana --role curator
`
