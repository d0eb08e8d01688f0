// Package words analyses text for search: it cuts text into words, writes them
// in the form under which they are looked for, finds again in a text what a query
// asked for, and cuts passages round it.
//
// Both back ends of the store index the tokens that this package makes and do no
// analysis of their own, so that they answer alike. A token is lower case and has
// lost its accents, but not what makes another letter: «año» is not «ano», and
// й is not и. Words of Spanish, English and Russian are cut to their stems with the
// stemmers of the Snowball project; words of other languages are only folded.
package words
