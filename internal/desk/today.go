package desk

func today(q *request) error {
	d, err := q.desk.Record.Day(q.r.Context())
	if err != nil {
		return err
	}
	return q.render("today", q.cat.Text("nav.today"), d)
}
