package main

const serveUsage = `Usage:
    attache serve [flags]

    --db FILE        the record, as for attache add
    --listen ADDR    where to listen: 127.0.0.1:8044 unless told; port 0 takes any
                     that is free
    --url URL        the address by which browsers call the desk, where it has a name
                     or a proxy stands before it
    --cert FILE      certificate and key: the desk is served by TLS
    --key FILE
    --proxy ADDR     address or network of a proxy that is believed to tell who asks;
                     with --url, those of this machine unless told; may be repeated
    --accounts FILE  who may log in: otherwise ATTACHE_ACCOUNTS, otherwise
                     accounts.json beside the record
    --every TIME     how often feeds are polled, such as 30m; 15m unless told
    --allow ADDR     lets pages and feeds be fetched from an address, a network or a
                     port of an address that is not public; may be repeated
    --pack DIR       tables of your own, as for attache read
    --on DAY         the day that counts as today

Opens the record in a browser, until it is interrupted: what is new, due and
doubtful, search, articles with what they say marked in their text, dossiers,
promises, calendar, timelines, reviewing and adding.

Only this machine reaches the desk unless --listen says otherwise. A desk that
others reach needs accounts (attache help account), and TLS or a proxy that has it.
`
