// Package access says who may do what at a desk that is reached over the web:
// accounts with passwords, tokens for programs, sessions of browsers, three roles,
// and a guard before all pages that checks where a request comes from, how large it
// is and how often it is made.
//
// Two kinds of desk are known. An open one is for the person at this machine: it
// listens on a loopback address, has no accounts, and whoever reaches it is an
// admin. Any other wants an account or a token for everything but its log-in page.
// [NeedsAccounts] tells which an address asks for.
//
// # Accounts
//
// Accounts and tokens lie in a JSON file of their own, so that a copy of the record
// holds none. Passwords are kept as Argon2id hashes with the second recommended
// parameters of RFC 9106, section 4 (64 MiB, three passes, four lanes, a salt of 16
// bytes), in PHC string form; before that they are brought into Unicode
// normalization form C, so that ñ is the same from every keyboard. Tokens have 256
// random bits and are kept as their SHA-256.
//
// # The guard
//
// [Guard.Wrap] is the outermost handler of a server. [Guard.Require] stands before
// single routes. Cross-site requests that would change something are refused by
// [http.CrossOriginProtection], names that are not the desk's own by the Host
// header, so that a page elsewhere cannot reach a desk on this machine by pointing
// its own name at it.
package access
