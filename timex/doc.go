// Package timex finds expressions of time in a parsed document and gives them
// values: "el 11 de noviembre", "la semana pasada", "del 4 al 6 de mayo".
//
// Reading takes two steps that know nothing of each other.
//
// Recognition turns words into an unanchored value: XXXX-11-11, WEEK-1,
// MONTH 1..9 of YEAR+0. Every token costs one look-up in the lexicon of the
// language (table timex); only a sentence that holds a cue (a month, a weekday,
// a unit, a year, ...) goes on to the grammar (table timex-rules). A rule of
// the grammar is a row: a name, the class it makes, a pattern over classes of
// words and of smaller expressions, and the builder that makes the value from
// what the pattern matched. Rules work in levels, each on the results of the
// levels below, so that an interval is made of two dates whatever their shape.
// The longest expression wins; names that only look like dates ("Plaza 25 de
// Mayo") are rules too, of the class STOP, and win over everything.
//
// Anchoring turns an unanchored value into a calendar value, with the date of
// publication, the tense of the governing verb (table timex-tense says which
// words count as prospective or retrospective and what tagless text looks
// like), and the day last spoken of for words such as "ese mismo día". It is
// the same code for every language and every rule.
//
// Values are those of TIMEX3 with intervals added:
//
//	DATE      2025-11-11  2024-11  2024  2025-W11  2025-W11-WE  2025-Q1
//	          2024-H1  2025-SU (SP, FA, WI)  199 (decade)  20 (century: 20xx)
//	          PRESENT_REF  PAST_REF  FUTURE_REF  XXXX-XX-XX (hangs on an event)
//	TIME      2025-03-19T11:30  2025-03-19TMO (morning; MI, AF, EV, NI)
//	DURATION  P3W  PT72H  P2Y3M  PXD (some days)
//	SET       P6M (every six months)  XXXX-WXX-5 (every Friday)
//	INTERVAL  a/b, both ends included, at the grain stated; a/..  ../b
//
// A part of a day ("el domingo por la noche") is a TIME. What happens early or
// late on a day ("early on Monday") is a DATE with a Mod.
package timex
