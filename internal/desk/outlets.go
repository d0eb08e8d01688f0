package desk

import "github.com/attache-project/attache/internal/access"

// outlets are the pages on where articles come from and where facts go: adding,
// sources, saved searches, feeds, exports; and those on who is who and who met whom.
func outlets(add adding) {
	add(access.Reader, "GET /search.atom", searchAtom)
	add(access.Reader, "GET /search.json", searchJSON)
	add(access.Reader, "GET /search.ics", searchCalendar)
	add(access.Reader, "GET /searches", searches)
	add(access.Curator, "POST /searches", keepSearch)
	add(access.Curator, "POST /searches/{id}/delete", forgetSearch)

	add(access.Reader, "GET /who", who)
	add(access.Reader, "GET /who/{id...}", whoIs)
	add(access.Reader, "GET /graph", relationsGraph)
	add(access.Reader, "GET /graph.graphml", graphFile)
	add(access.Reader, "GET /graph.gexf", graphFile)

	add(access.Curator, "GET /add", addPage)
	add(access.Curator, "POST /add", addArticles)
	add(access.Curator, "GET /add/{job}", job)
	add(access.Curator, "GET /add/{job}/events", jobEvents)
	add(access.Curator, "POST /add/{job}/cancel", cancelJob)

	add(access.Reader, "GET /sources", sources)
	add(access.Reader, "GET /sources.opml", sourcesList)
	add(access.Admin, "POST /sources", putFeed)
	add(access.Admin, "POST /sources/list", putFeeds)
	add(access.Admin, "POST /sources/poll", pollFeed)
	add(access.Admin, "POST /sources/delete", deleteFeed)

	add(access.Reader, "GET /export", exports)
	add(access.Reader, "GET /export/{format}", exportFile)
}
