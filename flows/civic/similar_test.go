package civic_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"veche/flows/civic"
)

// pair is two reports, and whether somebody who writes the second one would say that
// the first one is it. Places are metres apart, or typed.
type pair struct {
	kind     string // same, words (other words for the same), near (the same kind of trouble, another spot), different
	metres   float64
	category civic.CategoryID
	first    string
	other    civic.CategoryID
	second   string
	at, of   string // typed places
}

func (p pair) same() bool { return p.kind == "same" || p.kind == "words" }

var pairs = []pair{
	// Said much alike.
	{kind: "same", metres: 10, category: "roads", first: "Большая яма на дороге у школы", second: "Яма на дороге около школы, ребёнок упал"},
	{kind: "same", metres: 35, category: "roads", first: "Разбит тротуар вдоль Ленина, не пройти с коляской", second: "Тротуар разбит, с коляской не пройти"},
	{kind: "same", metres: 20, category: "lighting", first: "Не горит фонарь у подъезда", second: "У подъезда третий вечер не горят фонари"},
	{kind: "same", metres: 5, category: "waste", first: "Не вывозят мусор вторую неделю", second: "Мусор не вывозили уже десять дней, контейнеры переполнены"},
	{kind: "same", metres: 50, category: "snow", first: "Не чистят снег во дворе", second: "Двор завален снегом, никто не чистит"},
	{kind: "same", metres: 15, category: "water", first: "Прорвало трубу, вода течёт по улице", second: "Из трубы течёт вода прямо на улицу"},
	{kind: "same", metres: 0, category: "house", first: "Не работает лифт в первом подъезде", second: "Лифт не работает вторые сутки, первый подъезд"},
	{kind: "same", metres: 40, category: "yards", first: "Сломаны качели на детской площадке", second: "На площадке сломаны качели, торчит железо"},
	{kind: "same", metres: 60, category: "strays", first: "Стая собак у школы бросается на детей", second: "Возле школы стая бродячих собак"},
	{kind: "same", metres: 25, category: "transport", first: "На остановке нет крыши, мокнем под дождём", second: "Остановка без крыши, стоим под дождём"},
	{kind: "same", metres: 30, category: "parks", first: "Упало дерево на дорожку в парке", second: "Дерево упало и перегородило дорожку"},
	{kind: "same", metres: 10, category: "heating", first: "Холодные батареи во всём доме", second: "Батареи холодные, в квартире 14 градусов"},
	{kind: "same", metres: 100, category: "roads", first: "Не работает светофор на перекрёстке", second: "Светофор на перекрёстке не работает с утра"},
	{kind: "same", metres: 45, category: "roads", first: "Открытый люк на тротуаре", second: "Люк открыт, тротуар, опасно"},
	{kind: "same", metres: 20, category: "power", first: "Постоянно отключают электричество", second: "Опять отключили электричество на всей улице"},
	{kind: "same", metres: 120, category: "waste", first: "Свалка строительного мусора в овраге", second: "В овраге свалка, везут строительный мусор"},
	{kind: "same", metres: 8, category: "water", first: "Нет холодной воды со вчерашнего дня", second: "Холодной воды нет, когда дадут?"},
	{kind: "same", metres: 30, category: "snow", first: "Гололёд на ступенях у поликлиники", second: "Ступени поликлиники во льду, гололёд"},
	{kind: "same", metres: 12, category: "roads", first: "Глубокая лужа на переходе", second: "Лужа на пешеходном переходе, не обойти"},
	{kind: "same", metres: 70, category: "yards", first: "Машины паркуют на газоне", second: "Весь газон заставлен, машины паркуются"},
	// Other words for it.
	{kind: "words", metres: 15, category: "roads", first: "Яма на проезжей части", second: "Глубокая выбоина, пробил колесо"},
	{kind: "words", metres: 10, category: "lighting", first: "Не горит фонарь", second: "Темно во дворе, ничего не видно"},
	{kind: "words", metres: 20, category: "waste", first: "Помойка переполнена", second: "Мусорные контейнеры забиты доверху"},
	{kind: "words", metres: 30, category: "snow", first: "Скользко, люди падают", second: "Гололёд на тротуаре, не посыпают"},
	{kind: "words", metres: 25, category: "snow", first: "Сугробы вдоль дороги", second: "Не убирают снег"},
	{kind: "words", metres: 5, category: "heating", first: "В доме холодно", second: "Батареи едва тёплые"},
	{kind: "words", metres: 18, category: "roads", first: "Колдобины, ехать нельзя", second: "Дорога вся в ямах"},
	{kind: "words", metres: 40, category: "parks", first: "Сухой тополь вот-вот рухнет", second: "Аварийное дерево наклонилось"},
	{kind: "words", metres: 10, category: "water", first: "Протечка на теплотрассе", second: "Хлещет из-под земли, пар столбом"},
	{kind: "words", metres: 50, category: "strays", first: "Бездомные псы гоняются за людьми", second: "Собаки кидаются на прохожих"},
	{kind: "words", metres: 30, category: "yards", first: "Лавочка сломана", second: "Скамейка у дома разбита"},
	{kind: "words", metres: 22, category: "house", first: "Течёт крыша", second: "Протекает кровля, потолок мокрый"},
	{kind: "words", metres: 15, category: "roads", first: "Лужа во всю улицу", second: "Затопило проезд, не пройти"},
	{kind: "words", metres: 10, category: "lighting", first: "Лампочка перегорела над подъездом", second: "Нет света у входа"},
	{kind: "words", metres: 12, category: "parks", first: "Бурьян выше человека", second: "Не косят траву"},
	{kind: "words", metres: 30, category: "roads", first: "Провал асфальта", other: "water", second: "Яма, под асфальтом размыло"},
	{kind: "words", metres: 15, category: "roads", first: "Темно на тротуаре, фонари не светят", other: "lighting", second: "Нет освещения вдоль тротуара"},
	{kind: "words", metres: 20, category: "yards", first: "Мусор во дворе", other: "waste", second: "Двор завален мусором"},
	{kind: "words", metres: 10, category: "water", first: "Канализация течёт во двор", second: "Нечистоты заливают двор"},
	{kind: "words", metres: 15, category: "transport", first: "Автобус не приходит по расписанию", second: "Маршрутка ходит раз в час"},
	// Typed places.
	{kind: "same", metres: -1, category: "roads", first: "Яма у подъезда", second: "Яма у второго подъезда", at: "ул. Ленина, 12", of: "Ленина 12"},
	{kind: "same", metres: -1, category: "lighting", first: "Не горит фонарь", second: "Темно", at: "улица Ленина, дом 12 а", of: "ленина 12А"},
	{kind: "same", metres: -1, category: "roads", first: "Яма на дороге", second: "Выбоина на дороге", at: "у школы № 3", of: "школа 3"},
	{kind: "same", metres: -1, category: "waste", first: "Свалка за гаражами", second: "За гаражами свалка мусора", at: "Гагарина, за гаражами", of: "ул. Гагарина, гаражи"},
	{kind: "same", metres: -1, category: "snow", first: "Не чистят снег", second: "Снег не убран", at: "пр-т Строителей, 5", of: "проспект Строителей 5"},
	{kind: "same", metres: -1, category: "house", first: "Течёт крыша", second: "Крыша протекает", at: "Мира 7 корп. 2", of: "ул. Мира, д. 7, к. 2"},
	{kind: "near", metres: -1, category: "roads", first: "Яма у подъезда", second: "Яма у подъезда", at: "Ленина 12", of: "Ленина 48"},
	{kind: "near", metres: -1, category: "house", first: "Не работает лифт", second: "Лифт не работает", at: "Мира, 7", of: "Мира, 17"},
	{kind: "near", metres: -1, category: "waste", first: "Не вывозят мусор", second: "Не вывозят мусор", at: "Гагарина 1", of: "Кирова 1"},
	{kind: "different", metres: -1, category: "roads", first: "Яма на дороге", second: "Нет пешеходного перехода", at: "Ленина 12", of: "Ленина 12"},
	// The same kind of trouble, elsewhere.
	{kind: "near", metres: 450, category: "roads", first: "Яма на дороге у школы", second: "Яма на дороге у рынка"},
	{kind: "near", metres: 600, category: "lighting", first: "Не горит фонарь", second: "Не горит фонарь"},
	{kind: "near", metres: 480, category: "waste", first: "Не вывозят мусор", second: "Мусор во дворе"},
	{kind: "near", metres: 400, category: "snow", first: "Не чистят снег во дворе", second: "Снег на тротуаре вдоль проспекта"},
	{kind: "near", metres: 420, category: "house", first: "Не работает лифт", second: "Лифт застревает"},
	{kind: "near", metres: 470, category: "yards", first: "Сломаны качели", second: "Качели скрипят"},
	{kind: "near", metres: 500, category: "strays", first: "Стая собак", second: "Собака без хозяина"},
	{kind: "near", metres: 440, category: "heating", first: "Холодно в квартире", second: "Холодные батареи"},
	// Side by side, and something else.
	{kind: "different", metres: 10, category: "roads", first: "Яма на дороге", second: "Стёрлась разметка перехода"},
	{kind: "different", metres: 10, category: "roads", first: "Яма на дороге", other: "strays", second: "Стая собак у школы"},
	{kind: "different", metres: 0, category: "house", first: "Не работает лифт", second: "Разбито окно в подъезде"},
	{kind: "different", metres: 0, category: "house", first: "Течёт крыша", second: "Грязно в подъезде, не моют полы"},
	{kind: "different", metres: 20, category: "yards", first: "Сломаны качели", second: "Машины стоят на газоне"},
	{kind: "different", metres: 15, category: "waste", first: "Не вывозят мусор", other: "water", second: "Нет горячей воды"},
	{kind: "different", metres: 30, category: "lighting", first: "Не горит фонарь у подъезда", other: "house", second: "Домофон в подъезде не открывается"},
	{kind: "different", metres: 25, category: "transport", first: "Автобус не приходит по расписанию", second: "На остановке разбито стекло"},
	{kind: "different", metres: 12, category: "roads", first: "Не работает светофор", second: "Нужен лежачий полицейский у школы"},
	{kind: "different", metres: 18, category: "parks", first: "Упало дерево", second: "Нет урн в парке"},
	{kind: "different", metres: 10, category: "snow", first: "Сосульки на крыше", second: "Не посыпают тротуар песком"},
	{kind: "different", metres: 5, category: "water", first: "Нет горячей воды", second: "Прорвало канализацию в подвале"},
	{kind: "different", metres: 8, category: "education", first: "В садике холодно", second: "Не хватает воспитателей"},
	{kind: "different", metres: 10, category: "other", first: "Нет интернета", second: "Почта не работает"},
	{kind: "different", metres: 10, category: "other", first: "Плохая связь, телефон не ловит", second: "Дым от завода, нечем дышать"},
	{kind: "different", metres: 20, category: "yards", first: "Нужна спортивная площадка", second: "Злые подростки шумят ночью"},
}

func (p pair) traces() (a, b civic.Trace) {
	sent := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	one := civic.Report{ID: 1, Category: p.category, Sent: sent, Text: p.first}
	two := civic.Report{ID: 2, Category: p.other, Sent: sent.Add(72 * time.Hour), Text: p.second}
	if p.other == "" {
		two.Category = p.category
	}
	if p.metres >= 0 {
		one.Place.Point = &civic.Point{Lat: 55.21, Lon: 34.29}
		two.Place.Point = &civic.Point{Lat: 55.21 + p.metres/111_195, Lon: 34.29}
	}
	one.Place.Words, two.Place.Words = p.at, p.of
	return one.Stemmed().Trace(), two.Stemmed().Trace()
}

// What is shown to somebody who writes a report, of those that they should see and
// those that they should not. Whoever improves the likeness raises these.
func TestLikenessOfReports(t *testing.T) {
	const wantPrecision, wantRecall = 0.9, 0.9
	if len(pairs) < 60 {
		t.Fatalf("only %d pairs", len(pairs))
	}
	var shown, right, all int
	for _, p := range pairs {
		a, b := p.traces()
		score := a.Likeness(b)
		if p.same() {
			all++
		}
		if score >= civic.Likely {
			shown++
			if p.same() {
				right++
			}
		}
		if p.same() != (score >= civic.Likely) {
			t.Logf("%s, taken for %v (%.2f): %q and %q", p.kind, score >= civic.Likely, score, p.first, p.second)
		}
	}
	precision, recall := float64(right)/float64(shown), float64(right)/float64(all)
	t.Logf("%d pairs: precision %.2f, recall %.2f", len(pairs), precision, recall)
	if precision < wantPrecision || recall < wantRecall {
		t.Errorf("precision %.2f, want %.2f; recall %.2f, want %.2f", precision, wantPrecision, recall, wantRecall)
	}
}

// Likeness is the same both ways, between 0 and 1, and a report is like itself.
func TestLikenessIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) civic.Trace {
			r := civic.Report{Category: rapid.SampledFrom([]civic.CategoryID{"roads", "waste"}).Draw(t, name+" category"),
				Text: rapid.String().Draw(t, name)}
			if rapid.Bool().Draw(t, name+" has a point") {
				r.Place.Point = &civic.Point{Lat: rapid.Float64Range(55.2, 55.21).Draw(t, name+" lat"), Lon: rapid.Float64Range(34.2, 34.21).Draw(t, name+" lon")}
			} else {
				r.Place.Words = rapid.String().Draw(t, name+" place")
			}
			return r.Stemmed().Trace()
		}
		a, b := draw("first"), draw("second")
		if x, y := a.Likeness(b), b.Likeness(a); x != y || x < 0 || x > 1 {
			t.Fatalf("%v and %v", x, y)
		}
		if a.Likeness(a) < a.Likeness(b)-1e-9 && len(a.Words) > 0 && a.Point != nil {
			t.Fatalf("%v is more like another than like itself", a)
		}
	})
}

func TestStems(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Ямы", "яму"}, {"не горят фонари", "фонарём, горят"}, {"Выбоина", "ЯМА"}, {"Ёлка упала", "елку, упал"},
		{"Здравствуйте! Прошу убрать снег", "Уберите, пожалуйста, сугробы"},
	} {
		x, y := civic.Stems(c.a), civic.Stems(c.b)
		slices.Sort(x)
		slices.Sort(y)
		if len(x) == 0 || !slices.Equal(x, y) {
			t.Errorf("%q is %v, %q is %v", c.a, x, c.b, y)
		}
	}
	if s := civic.Stems("и в на 🙂 … здравствуйте"); len(s) != 0 {
		t.Errorf("nothing said: %v", s)
	}
	if s := civic.PlaceStems("Ленина 12"); slices.Equal(s, civic.PlaceStems("Ленина 21")) {
		t.Error("house numbers do not matter")
	}
}
