// Package postgres keeps the record in a PostgreSQL database, for those who work
// on one record together. It answers what package sqlite answers: text is cut into
// words by package words and given to the server as ready vectors, so that nothing
// depends on the server's dictionaries or locale.
//
// All tables lie in one schema of the database. Whoever writes takes one advisory
// lock of that schema, so that families of copies and versions come out the same
// whatever several programs add at once; readers never wait.
package postgres
