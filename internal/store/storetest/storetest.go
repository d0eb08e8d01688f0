// Package storetest holds the tests that every [store.Store] passes, and makes
// articles with readings of which stores of any size can be filled.
//
// What the comments of [store.Store] leave open is settled here: hits come by day
// of publication, the newest first and those without a date last, articles of one
// day by key, facts of one article in the order of its reading; searches look at
// facts as people corrected them, without those that were rejected, and return them
// corrected, while Fact and Block return what the engine read.
package storetest

import (
	"context"
	"testing"

	"github.com/attache-project/attache/internal/store"
)

// Run tests stores. open returns a new and empty one, which is closed by the
// cleanup of its test.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, s store.Store)
	}{
		{"AnEmptyStoreAnswers", empty},
		{"AddingTwiceChangesNothing", addTwice},
		{"AddKeepsAllOrNone", addAllOrNone},
		{"ArticlesComeBackAsTheyWere", roundTrip},
		{"KeysMayBeShortened", shortKeys},
		{"ArticlesComeInTheOrderOfKeys", articles},
		{"OnlyTheLatestVersionStands", versions},
		{"AVersionWithoutATimeCountsFromWhenItWasAdded", versionsByAdding},
		{"CopiesAreFound", copies},
		{"BlocksOfPairs", blocks},
		{"MergesTieBlocks", merges},
		{"CorrectionsMoveFacts", corrections},
		{"CorrectionsAreUndone", undo},
		{"CorrectionsWantAFact", badCorrections},
		{"ReplaceKeepsCorrections", replace},
		{"ReplaceMovesFacts", replaceMoves},
		{"ReplaceIsAllOrNone", replaceAllOrNone},
		{"WordsFindArticles", searchWords},
		{"ConditionsFindFacts", searchFacts},
		{"HitsComeNewestFirst", searchOrder},
		{"TheBestComesFirst", searchBest},
		{"PassagesShowWhatMatches", passages},
		{"SearchSeesCorrections", searchCorrected},
		{"EntitiesAreFoundByName", entities},
		{"SettlingKeepsPromises", settle},
		{"WhatChangesWhileItIsSettledIsSettledAgain", settleAgain},
		{"PromisesAreFound", promises},
		{"FeedsAreKept", feeds},
		{"SearchesAreKept", searches},
		{"OutletsCountTheirArticles", countOutlets},
		{"SequencesCount", sequence},
		{"StatsCount", stats},
		{"TheVersionTellsThatSomethingWasWritten", version},
		{"BackupsAreMadeWhileOthersWrite", backup},
		{"ACancelledContextStopsEverything", cancelled},
		{"ReadersAndWritersDoNotDisturbEachOther", concurrent},
		{"GeneratedArticlesAreKept", generated},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			c.test(t, s)
			if err := s.Check(context.Background()); err != nil {
				t.Errorf("after the test: %v", err)
			}
		})
	}
	t.Run("TheOrderOfAddingDoesNotMatter", func(t *testing.T) { order(t, open) })
}
