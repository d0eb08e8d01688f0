# What CONTRIBUTING.md tells; CI calls the same commands.

.PHONY: build test lint torture bench assets browser screens

build: ## the program
	go build -o attache ./cmd/attache

test: ## all tests
	go test ./...

lint: ## the linter, a development tool in a module of its own
	go tool -modfile=tools/go.mod golangci-lint run ./...

torture: ## kills the program at random moments, and fills its disk (as root)
	go test -tags torture -run Torture -timeout 30m -count 1 -v ./cmd/attache

bench: ## stores with 100,000 articles
	go test -run xxx -bench Record -benchtime 1x -timeout 30m ./internal/store/...

assets: ## styles and scripts of the desk, from tools/web/src (needs Node)
	cd tools/web && npm ci --silent && node build.js

browser: ## the desk in a real browser (needs Node and Chromium)
	tools/browser/run

screens: ## the pictures of docs/screens
	tools/browser/run screens
