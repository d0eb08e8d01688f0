package main

const mcpUsage = `Usage:
    attache mcp [--db FILE] [--on DAY]

    --db FILE   the record, as for attache add
    --on DAY    the day that counts as today

Lets a language model ask the record, by the Model Context Protocol on the standard
input and output. A client of the protocol starts it; a person has no use for it.
It adds and corrects nothing and fetches nothing. What outlets wrote is marked as
quoted, so that a model can tell it from what it was asked to do.
`
