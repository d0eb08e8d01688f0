package nlp

import (
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/text"
)

func russian(t testing.TB) *lang.Pack {
	t.Helper()
	p, err := lang.Open("ru", "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestInflectRussian(t *testing.T) {
	es, err := Inflect(russian(t))
	if err != nil {
		t.Fatal(err)
	}
	byForm := map[string][]Entry{}
	for _, e := range es {
		byForm[e.Form] = append(byForm[e.Form], e)
		if e.Form == "" || strings.ContainsAny(e.Form, "+|@") {
			t.Errorf("odd form %+v", e)
		}
	}
	man := func(c string) string { return "Animacy=Anim|Case=" + c + "|Gender=Masc|Number=Sing" }
	noun := func(animacy, c, gender, number string) string {
		return "Animacy=" + animacy + "|Case=" + c + "|Gender=" + gender + "|Number=" + number
	}
	tests := []struct{ form, lemma, upos, feats string }{
		{"Путина", "Путин", "PROPN", man("Gen")},
		{"Путина", "Путин", "PROPN", man("Acc")},
		{"Путиным", "Путин", "PROPN", man("Ins")},
		{"семей", "семья", "NOUN", noun("Inan", "Gen", "Fem", "Plur")},
		{"судей", "судья", "NOUN", noun("Anim", "Acc", "Masc", "Plur")},
		{"статей", "статья", "NOUN", noun("Inan", "Gen", "Fem", "Plur")},
		{"Путине", "Путин", "PROPN", man("Loc")},
		{"Токаева", "Токаев", "PROPN", man("Gen")},
		{"Лаврову", "Лавров", "PROPN", man("Dat")},
		{"Захаровой", "Захарова", "PROPN", noun("Anim", "Gen", "Fem", "Sing")},
		{"Зеленского", "Зеленский", "PROPN", man("Acc")},
		{"Трампом", "Трамп", "PROPN", man("Ins")},
		{"Обамы", "Обама", "PROPN", man("Gen")},
		{"Лукашенко", "Лукашенко", "PROPN", man("Dat")},
		{"Сергеем", "Сергей", "PROPN", man("Ins")},
		{"Астане", "Астана", "PROPN", noun("Inan", "Loc", "Fem", "Sing")},
		{"Казахстаном", "Казахстан", "PROPN", noun("Inan", "Ins", "Masc", "Sing")},
		{"Египте", "Египет", "PROPN", noun("Inan", "Loc", "Masc", "Sing")},
		{"Крыму", "Крым", "PROPN", noun("Inan", "Loc", "Masc", "Sing")},
		{"Нидерландов", "Нидерланды", "PROPN", noun("Inan", "Gen", "Masc", "Plur")},
		{"США", "США", "PROPN", noun("Inan", "Gen", "Masc", "Plur")},
		{"министров", "министр", "NOUN", noun("Anim", "Acc", "Masc", "Plur")},
		{"послом", "посол", "NOUN", noun("Anim", "Ins", "Masc", "Sing")},
		{"встреч", "встреча", "NOUN", noun("Inan", "Gen", "Fem", "Plur")},
		{"поставок", "поставка", "NOUN", noun("Inan", "Gen", "Fem", "Plur")},
		{"переговоров", "переговоры", "NOUN", noun("Inan", "Gen", "Masc", "Plur")},
		{"соглашений", "соглашение", "NOUN", noun("Inan", "Gen", "Neut", "Plur")},
		{"людьми", "человек", "NOUN", noun("Anim", "Ins", "Masc", "Plur")},
		{"россиян", "россиянин", "NOUN", noun("Anim", "Gen", "Masc", "Plur")},
		{"паспорта", "паспорт", "NOUN", noun("Inan", "Nom", "Masc", "Plur")},
		{"бойцов", "боец", "NOUN", noun("Anim", "Gen", "Masc", "Plur")},
		{"военнослужащих", "военнослужащий", "NOUN", noun("Anim", "Gen", "Masc", "Plur")},
		{"времени", "время", "NOUN", noun("Inan", "Gen", "Neut", "Sing")},
		{"российского", "российский", "ADJ", "Case=Gen|Degree=Pos|Gender=Masc|Number=Sing"},
		{"внешнего", "внешний", "ADJ", "Case=Gen|Degree=Pos|Gender=Neut|Number=Sing"},
		{"следующего", "следующий", "ADJ", "Animacy=Anim|Case=Acc|Degree=Pos|Gender=Masc|Number=Sing"},
		{"важен", "важный", "ADJ", "Degree=Pos|Gender=Masc|Number=Sing|Variant=Short"},
		{"официально", "официально", "ADV", "Degree=Pos"},
		{"третьей", "третий", "ADJ", "Case=Gen|Degree=Pos|Gender=Fem|Number=Sing"},
		{"подпишут", "подписать", "VERB", "Aspect=Perf|Mood=Ind|Number=Plur|Person=3|Tense=Fut|VerbForm=Fin|Voice=Act"},
		{"обсуждает", "обсуждать", "VERB", "Aspect=Imp|Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin|Voice=Act"},
		{"заявила", "заявить", "VERB", "Aspect=Perf|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act"},
		{"подтверждено", "подтвердить", "VERB", "Aspect=Perf|Gender=Neut|Number=Sing|Tense=Past|Variant=Short|VerbForm=Part|Voice=Pass"},
		{"подписанного", "подписать", "VERB", "Animacy=Inan|Aspect=Perf|Case=Gen|Gender=Neut|Number=Sing|Tense=Past|VerbForm=Part|Voice=Pass"},
		{"являющийся", "являться", "VERB", "Aspect=Imp|Case=Nom|Gender=Masc|Number=Sing|Tense=Pres|VerbForm=Part|Voice=Act"},
		{"состоялась", "состояться", "VERB", "Aspect=Perf|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Mid"},
		{"встретившись", "встретиться", "VERB", "Aspect=Perf|Tense=Past|VerbForm=Conv|Voice=Mid"},
		{"требуя", "требовать", "VERB", "Aspect=Imp|Tense=Pres|VerbForm=Conv|Voice=Act"},
		{"пришел", "прийти", "VERB", "Aspect=Perf|Gender=Masc|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act"},
		{"сможет", "смочь", "VERB", "Aspect=Perf|Mood=Ind|Number=Sing|Person=3|Tense=Fut|VerbForm=Fin|Voice=Act"},
		{"создают", "создавать", "VERB", "Aspect=Imp|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin|Voice=Act"},
	}
	for _, tt := range tests {
		if !slices.Contains(byForm[tt.form], Entry{tt.form, tt.lemma, tt.upos, tt.feats}) {
			t.Errorf("%s is no form of %s, %s %s; there are %+v", tt.form, tt.lemma, tt.upos, tt.feats, byForm[tt.form])
		}
	}
	for _, form := range []string{"подписающий", "стаый", "заявивающий", "пишший"} {
		if es := byForm[form]; es != nil {
			t.Errorf("%s is made: %+v", form, es)
		}
	}
}

func TestTokenizeRussian(t *testing.T) {
	tk, err := NewTokenizer(russian(t))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, in, want string }{
		{"quotation marks", "Он заявил: «Мы готовы». Затем „да“ и \"нет\".", "Он заявил : « Мы готовы » . / Затем „ да “ и \" нет \" ."},
		{"typed marks", "Газета ``Вести'' закрыта.", "Газета `` Вести '' закрыта ."},
		{"references", "Газета &#39;&#39;Вести&quot; закрыта.", "Газета &#39;&#39; Вести &quot; закрыта ."},
		{"copula", "Астана — столица Казахстана.", "Астана — столица Казахстана ."},
		{"speech", "— Мы готовы, — сказал посол. — Но не сейчас.", "— Мы готовы , — сказал посол . / — Но не сейчас ."},
		{"initials", "Встретились А. Б. Иванов и В.Путин. Их ждали.", "Встретились А. Б. Иванов и В. Путин . / Их ждали ."},
		{"initial like a preposition", "Прибыли С. В. Лавров и К. С. Косачев.", "Прибыли С. В. Лавров и К. С. Косачев ."},
		{"years", "Договор подписан в 1990 г. Позже он расторгнут.", "Договор подписан в 1990 г. / Позже он расторгнут ."},
		{"town", "Встреча прошла в г. Астана вчера.", "Встреча прошла в г. Астана вчера ."},
		{"years before small", "В 1990–1991 гг. и в XX в. страны спорили.", "В 1990–1991 гг. и в XX в. страны спорили ."},
		{"and so on", "Обсудили газ, нефть и т. д. Стороны довольны.", "Обсудили газ , нефть и т. д. / Стороны довольны ."},
		{"that is", "Через год, т. е. скоро, площадь им. Ленина закроют.", "Через год , т. е. скоро , площадь им. Ленина закроют ."},
		{"millions", "Выделено 5 млн руб. и 3,5 млрд долл. на 2-й этап.", "Выделено 5 млн руб. и 3,5 млрд долл. на 2-й этап ."},
		{"per cent", "Рост составил 5% за год.", "Рост составил 5 % за год ."},
		{"hyphens", "Премьер-министр посетил северо-западный регион.", "Премьер-министр посетил северо-западный регион ."},
		{"question", "Что это? Кто знает!", "Что это ? / Кто знает !"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tk.Document(text.Page{Text: tt.in}, "ru")
			var sents []string
			for i := range d.Sentences {
				var forms []string
				for _, k := range d.Sentences[i].Tokens {
					forms = append(forms, k.Form)
				}
				sents = append(sents, strings.Join(forms, " "))
			}
			if got := strings.Join(sents, " / "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
