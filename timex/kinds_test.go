package timex

import "testing"

func TestEnglishMonthsAndDaysWithoutCapitals(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"the envoy left on monday", "monday = 2025-06-16"},
		{"the pact was signed on 4 november 2019", "4 november 2019 = 2019-11-04"},
		{"the pact was signed on march 7, 2019", "march 7, 2019 = 2019-03-07"},
		{"the pact was signed on the 7th of may 2019", "the 7th of may 2019 = 2019-05-07"},
		{"they held the talks between july and september", "between july and september = 2024-07/2024-09"},
		{"They may march on Brussels.", ""},
		{"Sun and rain, said the Sun.", ""},
		{"They met on Mon 9th.", "Mon 9th = 2025-06-09"},
	})
}

func TestEnglishNumericDates(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The truce began on 10/28.", "10/28 = 2024-10-28"},
		{"The truce was broken 10/28.", "10/28 = 2024-10-28"},
		{"The truce ran from 10/3-11/9/2023.", "10/3-11/9/2023 = 2023-10-03/2023-11-09"},
		{"The truce ran 2/1/2019-3/4/2020.", "2/1/2019-3/4/2020 = 2019-02-01/2020-03-04"},
		{"The file dates from 2017-4.", "2017-4 = 2017-04"},
		{"The file dates from 4/2017.", "4/2017 = 2017-04"},
		{"The file is dated 12/Oct/2021.", "12/Oct/2021 = 2021-10-12"},
		{"The file is dated 2021-oct-12.", "2021-oct-12 = 2021-10-12"},
		{"The file is dated 20211012.", "20211012 = 2021-10-12"},
		{"The court upheld law 4/2017.", ""},
		{"The 2/3 majority fell by 7-5 votes.", ""},
		{"They work 24/7 there.", ""},
	})
}

func TestEnglishYearsInWords(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The pact of October two thousand and six lapsed.", "October two thousand and six = 2006-10"},
		{"The pact of May nineteen sixty-one lapsed.", "May nineteen sixty-one = 1961-05"},
		{"On Monday two thousand soldiers left.", "Monday = 2025-06-16"},
		{"The pact of 2017 August lapsed.", "2017 August = 2017-08"},
		{"The pact of 2018 Q2 lapsed.", "2018 Q2 = 2018-Q2"},
		{"The pact lapsed on 9 Aug 84.", "9 Aug 84 = 1984-08-09"},
		{"They met on May twenty-three.", "May twenty-three = 2025-05-23"},
	})
}

func TestEnglishTimesOfDay(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"He will speak at 3 p.m. on Friday.", "3 p.m. on Friday = 2025-06-20T15:00"},
		{"He will speak tomorrow night at 9.", "tomorrow night at 9 = 2025-06-18T21:00"},
		{"He will speak at 9 tomorrow morning.", "9 tomorrow morning = 2025-06-18T09:00"},
		{"He will speak at 8.30pm today.", "8.30pm today = 2025-06-17T20:30"},
		{"He will speak tonight at 8 o'clock.", "tonight at 8 o'clock = 2025-06-17T20:00"},
		{"He spoke this morning.", "this morning = 2025-06-17TMO"},
		{"He spoke on Monday at noon.", "Monday at noon = 2025-06-16TMI"},
		{"He spoke on the afternoon of the 5th of May.", "the afternoon of the 5th of May = 2025-05-05TAF"},
	})
}

func TestEnglishOpenIntervals(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"Files later than 2016 are missing.", "later than 2016 = 2016/.."},
		{"Files earlier than 3 May 2016 are missing.", "earlier than 3 May 2016 = ../2016-05-03"},
		{"Reply on or before 3 May 2016.", "on or before 3 May 2016 = ../2016-05-03"},
		{"The levy starts in 2027 or later.", "2027 or later = 2027/.."},
		{"It could come as early as this week.", "this week = 2025-W25"},
		{"The fair opened on July 2 for 9 days.", "July 2 = 2024-07-02; 9 days = P9D"},
		{"The envoy is on leave for 9 days starting July 2.", "9 days starting July 2 = 2025-07-02/2025-07-10"},
		{"The talks ran from March to date.", "from March to date = 2025-03-01/2025-06-17"},
	})
}

func TestEnglishRangesOfMonthsAndDays(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They met from Oct to Feb.", "from Oct to Feb. = 2024-10/2025-02"},
		{"They met Oct-Feb 2020.", "Oct-Feb 2020 = 2019-10/2020-02"},
		{"They met between 2019 and Feb 2020.", "between 2019 and Feb 2020 = 2019-01/2020-02"},
		{"They will meet from the 3rd to the 9th of next month.", "from the 3rd to the 9th of next month = 2025-07-03/2025-07-09"},
		{"They will meet on the 9th of next month.", "the 9th of next month = 2025-07-09"},
		{"They met on Wednesday of last week.", "Wednesday of last week = 2025-06-11"},
		{"They met on Wednesday the eleventh.", "Wednesday the eleventh = 2025-06-11"},
		{"The fourth week of January was tense.", "The fourth week of January = 2025-W04"},
		{"They met on the second Tuesday of May 2024.", "the second Tuesday of May 2024 = 2024-05-14"},
		{"It fell on the second last week of 2018.", "the second last week of 2018 = 2018-W51"},
		{"They met in week 11.", "week 11 = 2025-W11"},
		{"The war entered week 11 of the siege.", ""},
	})
}

func TestEnglishCountsOfUnits(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They jailed him for two years and three months.", "two years and three months = P2Y3M"},
		{"They met two years, one month and five days ago.", "two years, one month and five days ago = 2023-05-12"},
		{"They will meet over the next couple of weeks.", "the next couple of weeks = 2025-W25/2025-W27"},
		{"They met in the three past months.", "the three past months = 2025-03/2025-06"},
		{"They will meet three Fridays from now.", "three Fridays from now = 2025-07-04"},
		{"They will meet two weeks from today.", "two weeks from today = 2025-07-01"},
		{"They will meet a month after 5 May 2026.", "a month after 5 May 2026 = 2026-06-05"},
		{"They waited a fortnight.", "a fortnight = P2W"},
		{"They meet every other Tuesday.", "every other Tuesday = XXXX-WXX-2"},
		{"They talk everyday.", "everyday = P1D"},
		{"They fought in the 1980's.", "the 1980's = 198"},
		{"Trade tripled over the last decade.", "the last decade = 2015/2025"},
		{"The coming two months matter.", "The coming two months = 2025-06/2025-08"},
	})
}

func TestEnglishWeekdaysOfCountedWeeks(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They will meet on Friday two weeks from now.", "Friday two weeks from now = 2025-07-04"},
		{"They will meet on Monday, three weeks from today.", "Monday, three weeks from today = 2025-07-07"},
		{"They will meet on Friday, two years from now.", "Friday, two years from now = 2027-06-18"},
		{"They will meet two weeks after 5 May 2026 on Friday.", "two weeks after 5 May 2026 on Friday = 2026-05-22"},
		{"They met on Thursday two weeks ago.", "Thursday two weeks ago = 2025-06-05"},
		{"They will meet next week Wed to vote.", "next week Wed = 2025-06-25"},
		{"They will meet Thu next week.", "next week = 2025-W26"},
		{"They will meet Wed next week.", "Wed next week = 2025-06-25"},
		{"They will meet on Thursday next week.", "Thursday next week = 2025-06-26"},
		{"They will meet the Thursday after next.", "the Thursday after next = 2025-06-26"},
		{"They met the Friday before last.", "the Friday before last = 2025-06-06"},
		{"They will meet on Thursday after next week's vote.", "Thursday = 2025-06-19; after next week = 2025-W26/.."},
		{"The war began two years ago on Monday.", "two years ago = 2023; Monday = 2025-06-16"},
		{"They met on Monday, three months after 5 March.", "Monday = 2025-06-16; three months after 5 March = 2025-06-05"},
	})
}

func TestEnglishFarther(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"He will answer as late as tomorrow.", "as late as tomorrow = ../2025-06-18"},
		{"He denied it as late as yesterday.", "yesterday = 2025-06-16"},
		{"The talks will resume more than three weeks after today.", "more than three weeks after today = 2025-07-08/.."},
		{"The talks will resume more than two months from now.", "more than two months from now = 2025-08-17/.."},
		{"The file was lost more than two days before 5 May 2024.", "more than two days before 5 May 2024 = ../2024-05-03"},
		{"He left more than three weeks ago.", "more than three weeks ago = 2025-W22 APPROX"},
		{"They met before labor day.", "before labor day = ../2024-09-02"},
	})
}

func TestEnglishShortDurations(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The talks took 5 h.", "5 h = PT5H"},
		{"The talks took 5h.", "5h = PT5H"},
		{"The train left at 5 h.", ""},
		{"They stayed for 1 night.", "1 night = P1D"},
		{"They fought for three nights.", "three nights = P3D"},
		{"The 9 night flights were cut.", ""},
		{"The truce held for thirty and six hours.", "thirty and six hours = PT36H"},
		{"The truce held for thirty-six hours.", "thirty-six hours = PT36H"},
		{"No talks are planned at this time.", "this time = PRESENT_REF"},
		{"Talks stall at this time of the year.", ""},
		{"At this time there were two blocs.", ""},
		{"He lives at 1000 H Street.", ""},
	})
}

func TestEnglishWeekendsOfFeasts(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They met over Thanksgiving weekend.", "Thanksgiving weekend = 2024-W48-WE"},
		{"They will meet on Labor Day weekend.", "Labor Day weekend = 2025-W35-WE"},
		{"They met on Memorial Day weekend 2023.", "Memorial Day weekend 2023 = 2023-W21-WE"},
		{"They will meet on the weekend of Christmas.", "the weekend of Christmas = 2025-W52-WE"},
		{"They met on Easter weekend.", "Easter weekend = 2025-W16-WE"},
		{"They met on Monday, weekend talks having failed.", "Monday = 2025-06-16"},
	})
}

func TestEnglishClocksBesideDays(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They met on Friday the 13th at 4 pm.", "Friday the 13th at 4 pm = 2025-06-13T16:00"},
		{"They met on Monday the ninth, six pm.", "Monday the ninth, six pm = 2025-06-09T18:00"},
		{"They met yesterday at seven thirty-five.", "yesterday at seven thirty-five = 2025-06-16T07:35"},
		{"They met yesterday at half past seven in the evening.", "yesterday at half past seven in the evening = 2025-06-16T19:30"},
		{"They met at a quarter past nine on Friday.", "a quarter past nine on Friday = 2025-06-13T09:15"},
	})
}

func TestWeekdaysThatContradictFigures(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The truce was signed Monday 6/16.", "Monday 6/16 = 2025-06-16"},
		{"The truce was signed Friday 6/16.", "Friday 6/16 = 2025-06-16"},
		{"The truce will be signed this Friday 5/14.", "this Friday 5/14 = 2025-05-14"},
	})
}

func TestEnglishDecadesInWords(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They fought in the two thousands.", "the two thousands = 200"},
		{"They fought in the twenty-tens.", "the twenty-tens = 201"},
		{"They fought in the twenty twenties.", "the twenty twenties = 202"},
		{"Tens of thousands fled.", ""},
		{"The pact of eleven August nineteen ninety-three lapsed.", "eleven August nineteen ninety-three = 1993-08-11"},
		{"They met fifth to eighth May 2010.", "fifth to eighth May 2010 = 2010-05-05/2010-05-08"},
	})
}

func TestFeasts(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"They met on Easter Monday 2019.", "Easter Monday 2019 = 2019-04-22"},
		{"They met before Easter.", "before Easter = ../2025-04-20"},
		{"They will meet on Good Friday.", "Good Friday = 2026-04-03"},
		{"They signed the Good Friday Agreement.", ""},
		{"They hid Easter eggs.", ""},
		{"They met on Thanksgiving.", "Thanksgiving = 2024-11-28"},
		{"They will meet on Labor Day.", "Labor Day = 2025-09-01"},
		{"They will meet two days after Christmas.", "two days after Christmas = 2025-12-27"},
		{"They met on International Women's Day.", "International Women's Day = 2025-03-08"},
		{"They met on Memorial Day of last year.", "Memorial Day of last year = 2024-05-27"},
	})
	open(t, "es").check(t, tuesday, []reading{
		{"Firmaron en la Semana Santa de 2021.", "la Semana Santa de 2021 = 2021-W13"},
		{"Firmaron el Jueves Santo.", "el Jueves Santo = 2025-04-17"},
		{"Firmarán en Navidad.", "Navidad = 2025-12-25"},
		{"Viajó a la Isla de Navidad el lunes.", "el lunes = 2025-06-16"},
		{"Firmaron el Domingo de Ramos de 2024.", "el Domingo de Ramos de 2024 = 2024-03-24"},
	})
	open(t, "ru").check(t, tuesday, []reading{
		{"Стороны договорились до Пасхи 2023.", "до Пасхи 2023 = ../2023-04-16"},
		{"Стрельба утихла на Рождество.", "Рождество = 2025-01-07"},
		{"Они встретились в Международный женский день.", "Международный женский день = 2025-03-08"},
	})
}

func TestSpanishKinds(t *testing.T) {
	open(t, "es").check(t, tuesday, []reading{
		{"La nota es del 01-ago-2019.", "01-ago-2019 = 2019-08-01"},
		{"La nota, de ago-2019, se perdió.", "ago-2019 = 2019-08"},
		{"La nota se envió 28/10.", "28/10 = 2024-10-28"},
		{"La tregua rigió 3/10-9/11/2023.", "3/10-9/11/2023 = 2023-10-03/2023-11-09"},
		{"Ganaron 12-5 el domingo.", "el domingo = 2025-06-15"},
		{"La ley 12/2024 rige desde 2025.", "desde 2025 = 2025/.."},
		{"Navegó por el mar.", ""},
		{"Se firmó en feb.", "feb. = 2025-02"},
		{"Lo condenaron a dos años y tres meses.", "dos años y tres meses = P2Y3M"},
		{"Se fue hace dos años y tres meses.", "hace dos años y tres meses = 2023-03-17"},
		{"Hablará el viernes a las 8 p.m.", "el viernes a las 8 p.m. = 2025-06-20T20:00"},
		{"Habló ayer a las once y media.", "ayer a las once y media = 2025-06-16T11:30"},
		{"Hablará a las 8 a.m. de mañana.", "las 8 a.m. de mañana = 2025-06-18T08:00"},
		{"Habló el lunes de la semana pasada.", "el lunes de la semana pasada = 2025-06-09"},
		{"El martes dos ministros viajaron.", "El martes = 2025-06-17"},
		{"Rige desde 2027 o después.", "2027 o después = 2027/.."},
		{"Habló la semana antepasada.", "la semana antepasada = 2025-W23"},
		{"Creció en el último decenio.", "el último decenio = 2015/2025"},
		{"Hubo pasos de 3 de enero a 5 de mayo.", "de 3 de enero a 5 de mayo = 2025-01-03/2025-05-05"},
		{"Hubo un par de avances.", ""},
	})
}

func TestRussianKinds(t *testing.T) {
	open(t, "ru").check(t, tuesday, []reading{
		{"Они встретились в окт. 2019.", "окт. 2019 = 2019-10"},
		{"Документ подписан 03 сен 91.", "03 сен 91 = 1991-09-03"},
		{"Переговоры шли с 14.10 по 15.10.2024.", "с 14.10 по 15.10.2024 = 2024-10-14/2024-10-15"},
		{"Доля выросла на 15.2 процента.", ""},
		{"Он умер 12 мая в 1983 году.", "12 мая в 1983 году = 1983-05-12"},
		{"Они встретились в позапрошлом месяце.", "позапрошлом месяце = 2025-04"},
		{"Они встретились, Ср, 11 июня.", "Ср, 11 июня = 2025-06-11"},
		{"Четвертый квартал 2018 был трудным.", "Четвертый квартал 2018 = 2018-Q4"},
		{"Его осудили на два года и три месяца.", "два года и три месяца = P2Y3M"},
		{"Он прибыл в 17 часов вчера.", "17 часов вчера = 2025-06-16T17:00"},
		{"В пятницу в 10 городах прошли митинги.", "пятницу = 2025-06-13"},
	})
}
