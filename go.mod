module github.com/attache-project/attache

go 1.26
