package timex

import "testing"

func TestEnglishDates(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The treaty was signed on November 11, 2019.", "November 11, 2019 = 2019-11-11"},
		{"The treaty was signed on 11 November 2019.", "11 November 2019 = 2019-11-11"},
		{"The treaty was signed on the 11th of November 2019.", "the 11th of November 2019 = 2019-11-11"},
		{"The treaty was signed on Nov. 11.", "Nov. 11 = 2024-11-11"},
		{"The treaty was signed on May 5th.", "May 5th = 2025-05-05"},
		{"The treaty was signed on the twenty-first of May.", "the twenty-first of May = 2025-05-21"},
		{"They met on the 11th.", "the 11th = 2025-06-11"},
		{"They met in April 2019.", "April 2019 = 2019-04"},
		{"They met in April of 2019.", "April of 2019 = 2019-04"},
		{"They met in April.", "April = 2025-04"},
		{"They will meet in April.", "April = 2026-04"},
		{"The note is dated 04/03/2025.", "04/03/2025 = 2025-04-03"},
		{"The note is dated 2025-04-03.", "2025-04-03 = 2025-04-03"},
		{"QUITO, June 16 (Wire) - The envoy left.", "June 16 = 2025-06-16"},
		{"The 2015 agreement collapsed.", "The 2015 = 2015"},
		{"The embassy closed in 1979.", "1979 = 1979"},
		{"The mission ended in fiscal year 2024.", "fiscal year 2024 = 2024"},
		{"On Monday, June 16, he spoke.", "Monday, June 16 = 2025-06-16"},
		{"On Monday, 16 June 2025, he spoke.", "Monday, 16 June 2025 = 2025-06-16"},
		{"They came on the 3rd of next month.", "the 3rd of next month = 2025-07-03"},
		{"They met in May last year.", "May last year = 2024-05"},
		{"They met on Christmas Day 2023.", "Christmas Day 2023 = 2023-12-25"},
		{"They met on New Year's Eve.", "New Year's Eve = 2024-12-31"},
		{"They met on May 5 last year.", "May 5 last year = 2024-05-05"},
	})
}

func TestEnglishTenseDecides(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The envoy arrived on Friday.", "Friday = 2025-06-13"},
		{"The envoy will arrive on Friday.", "Friday = 2025-06-20"},
		{"The envoy is scheduled to arrive on Friday.", "Friday = 2025-06-20"},
		{"On Friday the envoy said talks would resume Monday.", "Friday = 2025-06-13; Monday = 2025-06-23"},
		{"The envoy arrived on Tuesday.", "Tuesday = 2025-06-17"},
		{"The envoy visited in August.", "August = 2024-08"},
		{"The envoy would return in August.", "August = 2025-08"},
		{"The upcoming summit in May", "May = 2026-05"},
		{"The envoy will arrive next Friday.", "next Friday = 2025-06-20"},
		{"The envoy arrived last Friday.", "last Friday = 2025-06-13"},
		{"Monday's vote failed.", "Monday = 2025-06-16"},
	})
}

func TestEnglishCountsFromNow(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"He left yesterday and returns tomorrow.", "yesterday = 2025-06-16; tomorrow = 2025-06-18"},
		{"He left the day before yesterday.", "the day before yesterday = 2025-06-15"},
		{"He will return the day after tomorrow.", "the day after tomorrow = 2025-06-19"},
		{"He left last week.", "last week = 2025-W24"},
		{"He left last month.", "last month = 2025-05"},
		{"He will leave next year.", "next year = 2026"},
		{"He praised next year's budget.", "next year = 2026"},
		{"He left earlier this week.", "earlier this week = 2025-W25"},
		{"He will leave later this year.", "later this year = 2025"},
		{"He left three weeks ago.", "three weeks ago = 2025-W22"},
		{"He left a year ago.", "a year ago = 2024"},
		{"He left more than two years ago.", "more than two years ago = 2023 APPROX"},
		{"He will leave in two weeks.", "in two weeks = 2025-W27"},
		{"He will leave three days from now.", "three days from now = 2025-06-20"},
		{"He will leave this weekend.", "this weekend = 2025-W25-WE"},
		{"Strikes overnight killed two guards.", "overnight = 2025-06-17TNI"},
		{"He left last night and speaks tonight.", "last night = 2025-06-16TNI; tonight = 2025-06-17TNI"},
		{"He left the week before last.", "the week before last = 2025-W23"},
		{"The budget for this quarter shrank.", "this quarter = 2025-Q2"},
	})
}

func TestEnglishPartsOfATime(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"Votes are due in early May 2026.", "early May 2026 = 2026-05 START"},
		{"It ended in late 2024.", "late 2024 = 2024 END"},
		{"It ended in mid-May.", "mid-May = 2025-05 MID"},
		{"It ended in mid-2024.", "mid-2024 = 2024 MID"},
		{"It ended early last year.", "early last year = 2024 START"},
		{"It grew in the first half of 2026.", "the first half of 2026 = 2026-H1"},
		{"It grew in the second quarter of 2024.", "the second quarter of 2024 = 2024-Q2"},
		{"It grew in Q3 2024 and in H1 of 2025.", "Q3 2024 = 2024-Q3; H1 of 2025 = 2025-H1"},
		{"It grew in the first three months of 2024.", "the first three months of 2024 = 2024-01/2024-03"},
		{"It ended in the first week of October 2016.", "the first week of October 2016 = 2016-W40"},
		{"It ended at the end of 2024.", "the end of 2024 = 2024 END"},
		{"It ended on the last day of May 2024.", "the last day of May 2024 = 2024-05-31"},
		{"It met on the first Monday of May 2024.", "the first Monday of May 2024 = 2024-05-06"},
		{"They met on Monday night and Tuesday morning.", "Monday night = 2025-06-16TNI; Tuesday morning = 2025-06-17TMO"},
		{"They met early Monday.", "early Monday = 2025-06-16 START"},
		{"They met on the morning of June 5.", "the morning of June 5 = 2025-06-05TMO"},
		{"They met at 5:30 p.m. on June 5.", "5:30 p.m. on June 5 = 2025-06-05T17:30"},
		{"They met at 8.30 a.m. on Monday.", "8.30 a.m. on Monday = 2025-06-16T08:30"},
		{"They met in the late '80s.", "the late '80s = 198 END"},
		{"They met in the week of June 9.", "the week of June 9 = 2025-W24"},
		{"They met in the fall of 2023 and last summer.", "the fall of 2023 = 2023-FA; last summer = 2024-SU"},
		{"He served in the 1990s and the early 2000s.", "the 1990s = 199; the early 2000s = 200 START"},
		{"It has been open since the mid-1990s.", "since the mid-1990s = 199/.. MID"},
		{"The 21st century began badly.", "The 21st century = 20"},
	})
}

func TestEnglishIntervals(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They will meet July 3-5.", "July 3-5 = 2025-07-03/2025-07-05"},
		{"They will meet on 3-5 July 2026.", "3-5 July 2026 = 2026-07-03/2026-07-05"},
		{"They met from 3 to 5 May.", "from 3 to 5 May = 2025-05-03/2025-05-05"},
		{"They met from May 3 to 5, 2024.", "from May 3 to 5, 2024 = 2024-05-03/2024-05-05"},
		{"They met from May 28 to June 2.", "from May 28 to June 2 = 2025-05-28/2025-06-02"},
		{"They met on May 3 and 4.", "May 3 and 4 = 2025-05-03/2025-05-04"},
		{"It was occupied between 2019 and 2021.", "between 2019 and 2021 = 2019/2021"},
		{"He served from 2019 to 2021.", "from 2019 to 2021 = 2019/2021"},
		{"The 2019-2023 term was calm.", "The 2019-2023 = 2019/2023"},
		{"It has been closed since 2014.", "since 2014 = 2014/.."},
		{"It will apply from July 1 onwards.", "from July 1 onwards = 2025-07-01/.."},
		{"It will apply until the end of the year.", "until the end of the year = ../2025-12-31"},
		{"It will apply by December.", "by December = ../2025-12"},
		{"It should close by the end of next month.", "by the end of next month = ../2025-07-31"},
		{"It closed before May 2020.", "before May 2020 = ../2020-05"},
		{"It reopened after June 5.", "after June 5 = 2025-06-05/.."},
		{"He will answer no later than Friday.", "no later than Friday = ../2025-06-20"},
		{"Trade grew over the past three years.", "the past three years = 2022/2025"},
		{"It will take the rest of the year.", "the rest of the year = 2025-06-17/2025-12-31"},
		{"He served from Jan. 5, 2020, until March 3, 2024.", "from Jan. 5, 2020, until March 3, 2024 = 2020-01-05/2024-03-03"},
		{"He served in Lima (2014–17).", "2014–17 = 2014/2017"},
		{"The pre-2014 border and the post-1991 order fell.", "The pre-2014 = ../2014; the post-1991 = 1991/.."},
		{"They met from Sunday to Monday.", "from Sunday to Monday = 2025-06-15/2025-06-16"},
	})
}

func TestEnglishDurationsAndSets(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The truce lasted three weeks.", "three weeks = P3W"},
		{"A five-day visit ended.", "five-day = P5D"},
		{"They spoke for more than an hour.", "an hour = PT1H MORE_THAN"},
		{"They spoke for half an hour.", "half an hour = PT30M"},
		{"He waited two and a half years.", "two and a half years = P30M"},
		{"He waited a couple of weeks.", "a couple of weeks = P2W"},
		{"He waited several months.", "several months = PXM"},
		{"The 90-day truce held for nearly 72 hours.", "The 90-day = P90D; 72 hours = PT72H APPROX"},
		{"A weeklong strike ended.", "weeklong = P1W"},
		{"The panel meets every six months.", "every six months = P6M"},
		{"The panel meets every Friday.", "every Friday = XXXX-WXX-5"},
		{"The panel meets twice a year.", "twice a year = P1Y"},
		{"The annual review came.", "The annual = P1Y"},
	})
}

func TestEnglishVagueTimesAndDiscourse(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"He recently visited Lima.", "recently = PAST_REF"},
		{"He is currently in Lima.", "currently = PRESENT_REF"},
		{"He will visit in the coming weeks.", "the coming weeks = FUTURE_REF"},
		{"It got worse in recent months.", "recent months = PAST_REF"},
		{"He spoke on the eve of the summit.", "the eve of the summit = XXXX-XX-XX BEFORE"},
		{"He spoke on Friday. A day earlier he had landed.", "Friday = 2025-06-13; A day earlier = 2025-06-12"},
		{"He spoke on Friday. Two days later he left.", "Friday = 2025-06-13; Two days later = 2025-06-15"},
		{"War broke out in 1991. That same year the embassy closed.", "1991 = 1991; That same year = 1991"},
		{"He spoke on Friday. The following day he left.", "Friday = 2025-06-13; The following day = 2025-06-14"},
		{"He spoke on Friday. The next day he left.", "Friday = 2025-06-13; The next day = 2025-06-14"},
		{"He met them from 3 to 5 May. The next day he left.", "from 3 to 5 May = 2025-05-03/2025-05-05; The next day = 2025-05-06"},
		{"Two days after the vote he left.", "Two days after the vote = XXXX-XX-XX AFTER"},
	})
}

func TestEnglishWordsThatAreNoDates(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"Agenda 2030 was praised.", ""},
		{"A Boeing 737 landed.", ""},
		{"He may sign it.", ""},
		{"Theresa May spoke to Mrs. May.", ""},
		{"May God protect them.", ""},
		{"They march for peace.", ""},
		{"The second round failed.", ""},
		{"The Group of 77 met.", ""},
		{"Prices rose 12 percent.", ""},
		{"Security Council resolution 2231 and Resolution 1701 stand.", ""},
		{"Resolutions 1737, 1747 and 1929 lapsed.", ""},
		{"He lives on 11 September Street.", ""},
		{"The March 14 Alliance lost.", ""},
		{"Some 1500 mourners came.", ""},
		{"More than 2000 people fled.", ""},
		{"Nearly 1,900 troops left.", ""},
		{"It cost $2000.", ""},
		{"It fell from 1800 to 1500 dollars.", ""},
		{"Black Friday came, and Bloody Sunday too.", ""},
		{"The Sunday Times reported it.", ""},
		{"The day-to-day work goes on.", ""},
		{"It opened at 1500 GMT.", ""},
		{"Vision 2030 and Expo 2020 drew crowds.", ""},
		{"His 12-year-old son fled.", ""},
		{"The line is open 24 hours a day.", ""},
		{"Call 555-2025-1999.", ""},
	})
}

func TestEnglishTenseFromTheTree(t *testing.T) {
	open(t, "en").checkTrees(t, []treeReading{
		{"modal, surname and month", `
			Mrs. Mrs. PROPN Number=Sing 2 nmod:desc
			May May PROPN Number=Sing 4 nsubj
			may may AUX VerbForm=Fin 4 aux
			leave leave VERB VerbForm=Inf 0 root
			in in ADP _ 6 case
			May May PROPN Number=Sing 4 obl
			. . PUNCT _ 4 punct`, "May = 2026-05", "future"},
		{"a given name is no month", `
			April April PROPN Number=Sing 3 nsubj
			Ryan Ryan PROPN Number=Sing 1 flat
			met meet VERB Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
			him he PRON Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs 3 obj
			in in ADP _ 6 case
			April April PROPN Number=Sing 3 obl
			. . PUNCT _ 3 punct`, "April = 2025-04", "past"},
		{"what should have been", `
			He he PRON Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs 4 nsubj
			should should AUX VerbForm=Fin 4 aux
			have have AUX VerbForm=Inf 4 aux
			arrived arrive VERB Tense=Past|VerbForm=Part 0 root
			in in ADP _ 6 case
			August August PROPN Number=Sing 4 obl
			. . PUNCT _ 4 punct`, "August = 2024-08", "past"},
		{"infinitive of an intention", `
			They they PRON Case=Nom|Number=Plur|Person=3|PronType=Prs 2 nsubj
			agreed agree VERB Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin 0 root
			to to PART _ 4 mark
			meet meet VERB VerbForm=Inf 2 xcomp
			in in ADP _ 6 case
			April April PROPN Number=Sing 4 obl
			. . PUNCT _ 2 punct`, "April = 2026-04", "future"},
		{"going to", `
			He he PRON Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs 3 nsubj
			is be AUX Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 3 aux
			going go VERB Tense=Pres|VerbForm=Part 0 root
			to to PART _ 5 mark
			travel travel VERB VerbForm=Inf 3 xcomp
			in in ADP _ 7 case
			April April PROPN Number=Sing 5 obl
			. . PUNCT _ 3 punct`, "April = 2026-04", "future"},
		{"a present of plans", `
			He he PRON Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs 3 nsubj
			is be AUX Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 3 aux
			meeting meet VERB Tense=Pres|VerbForm=Part 0 root
			them they PRON Case=Acc|Number=Plur|Person=3|PronType=Prs 3 obj
			Wednesday Wednesday PROPN Number=Sing 3 obl:unmarked
			. . PUNCT _ 3 punct`, "Wednesday = 2025-06-18", "present"},
		{"a gerund has the time of its verb", `
			Officials official NOUN Number=Plur 5 nsubj
			visiting visit VERB VerbForm=Ger 1 acl
			in in ADP _ 4 case
			August August PROPN Number=Sing 2 obl
			said say VERB Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
			so so ADV _ 5 advmod
			. . PUNCT _ 5 punct`, "August = 2024-08", "past"},
		{"moved to a day ahead", `
			It it PRON Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs 3 nsubj:pass
			was be AUX Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 3 aux:pass
			moved move VERB Tense=Past|VerbForm=Part|Voice=Pass 0 root
			to to ADP _ 5 case
			Friday Friday PROPN Number=Sing 3 obl
			. . PUNCT _ 3 punct`, "Friday = 2025-06-20", "future"},
		{"perfect", `
			They they PRON Case=Nom|Number=Plur|Person=3|PronType=Prs 3 nsubj
			have have AUX Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin 3 aux
			met meet VERB Tense=Past|VerbForm=Part 0 root
			in in ADP _ 5 case
			August August PROPN Number=Sing 3 obl
			. . PUNCT _ 3 punct`, "August = 2024-08", "past"},
		{"future perfect", `
			He he PRON Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs 4 nsubj:pass
			will will AUX VerbForm=Fin 4 aux
			have have AUX VerbForm=Inf 4 aux
			left leave VERB Tense=Past|VerbForm=Part 0 root
			by by ADP _ 6 case
			August August PROPN Number=Sing 4 obl:agent
			. . PUNCT _ 4 punct`, "by August = ../2025-08", "future"},
		{"a day between saying and said", `
			He he PRON _ 2 nsubj
			said say VERB Mood=Ind|Tense=Past|VerbForm=Fin 0 root
			on on ADP _ 4 case
			Wednesday Wednesday PROPN _ 7 obl
			they they PRON _ 7 nsubj
			would would AUX VerbForm=Fin 7 aux
			leave leave VERB VerbForm=Inf 2 ccomp`, "Wednesday = 2025-06-11", "past"},
	})
}
