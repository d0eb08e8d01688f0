// Package api answers programs: what the pages of the desk show, as JSON below
// /api/v1, with a description in OpenAPI 3.1 that is made from the same code.
//
// Answers are those of package ask. Every fact in them has its words with their
// place in the article, counted in code points, and the article with its address.
// What goes wrong is told as a problem of RFC 9457, with the parameter or field that
// is at fault. Every answer to GET has an ETag made from its bytes.
//
// Who may ask for what is checked by package access, before an operation runs.
package api
