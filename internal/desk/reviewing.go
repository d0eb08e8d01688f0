package desk

import "github.com/attache-project/attache/internal/access"

// reviewing are the pages by which people correct the record, and log in.
func reviewing(add adding) {
	add(access.Reader, "GET /review", review)
	add(access.Curator, "POST /facts/{key}/corrections", correct)
	add(access.Curator, "POST /corrections/{id}/undo", undo)
	add(access.Reader, "GET /log", corrections)
	add(access.Reader, "GET /log.csv", correctionsCSV)
	add(access.None, "GET /login", login)
	add(access.None, "POST /login", logIn)
	add(access.None, "POST /logout", logOut)
	add(access.Admin, "GET /accounts", accounts)
	add(access.Admin, "POST /accounts", addAccount)
	add(access.Admin, "POST /accounts/change", changeAccount)
	add(access.Admin, "POST /tokens", addToken)
	add(access.Admin, "POST /tokens/revoke", revokeToken)
}
