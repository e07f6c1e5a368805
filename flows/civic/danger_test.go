package civic

import (
	"strings"
	"testing"
)

func TestDangerIsHeard(t *testing.T) {
	for text, want := range map[string]string{
		"В подъезде пахнет газом":                        "gas",
		"Сильный запах газа на Ленина, 5":                "gas",
		"газом воняет уже час":                           "gas",
		"Пахнет в нашем подвале газом!":                  "gas",
		"Утечка газа, помогите":                          "gas",
		"запах ГАЗА":                                     "gas",
		"Повредили газопровод экскаватором":              "gas",
		"There is a strong smell of gas in the hall":     "gas",
		"В доме напротив пожар":                          "fire",
		"Пожар, воды нет, тушить нечем":                  "fire",
		"Горит трава за гаражами":                        "fire",
		"Загорелась свалка за школой":                    "fire",
		"Дым из подвала":                                 "fire",
		"The house is on fire":                           "fire",
		"После бури оборвался провод, лежит на тротуаре": "wire",
		"Упали провода, не подойти":                      "wire",
		"Обрыв провода у школы":                          "wire",
		"Столб упал, провода на дороге":                  "wire",
		"Искрит щиток в подъезде":                        "wire",
		"Щиток на фонаре открыт, достанут дети":          "wire",
		"Качели бьют током — ребёнка ударило током":      "wire",
		"A power line is lying on the ground":            "wire",
		"Люк открыт, ребёнок может упасть":               "life",
		"На дороге люк без крышки":                       "life",
		"У люка нет крышки":                              "life",
		"Обрушился балкон":                               "life",
		"Рухнула стена старого дома":                     "life",
		"Это угрожает жизни людей":                       "life",
		"Стая собак напала на ребёнка":                   "life",
		"Человек лежит без сознания":                     "life",
		"Не хочу больше жить":                            "crisis",
		"Мне незачем жить":                               "crisis",
		"Сосед говорит, что убьёт себя":                  "crisis",
		"Хочу умереть":                                   "crisis",
		"I want to die":                                  "crisis",
		"Дети провалились под лёд":                       "life",
		"Дети провалились под ле\u0308д":                 "life", // as some phones send ё
		"Прорвало трубу, вода хлещет":                    "water",
		"Прорыв водопровода на Кирова":                   "water",
		"Затопило подвал кипятком":                       "water",
		"Из люка бьёт фонтан воды":                       "water",
		"Лопнула труба отопления":                        "water",
		"A water main burst in our street":               "water",
	} {
		if got, ok := Smolensk().Danger(text); !ok || got.ID != want {
			t.Errorf("%q: got %q, want %q", text, got.ID, want)
		}
	}
}

func TestOrdinaryWordsAreNoDanger(t *testing.T) {
	for _, text := range []string{
		"", " ", "ok",
		"На газоне стоят машины",
		"Газон вытоптан, пахнет помойкой",
		"Газелью заняли весь двор",
		"Газета не приходит",
		"Фонарь гаснет каждые пять минут",
		"Фонарь не горит третью неделю",
		"Не горят фонари у дома 5",
		"В подъезде не горит свет",
		"У школы горит один фонарь на весь двор",
		"Днём горят фонари на улице",
		"Газом не пахнет, просто счётчик шумит",
		"Запаха газа нет",
		"Нет газа с утра",
		"Когда проведут газ в деревню?",
		"Пожарный гидрант завален снегом",
		"Пожарная лестница заржавела",
		"Проводится ремонт, упало дерево",
		"Провели интернет плохо, провода не нашли",
		"Обрывается интернет и мобильная связь",
		"Плохая связь, звонок обрывается",
		"Люк в асфальте гремит под машинами",
		"Вода ржавая, пить нельзя",
		"Нет горячей воды",
		"Воды нет вторую неделю, труб не меняют",
		"Фонтан в парке без воды",
		"Яма на дороге, машины бьют колёса",
		"Собаки бегают стаей у школы",
		"Лифт не работает",
		"Лужа у подъезда после дождя",
		"Мусор не вывозят",
		"Спортивный снаряд на площадке сломан",
		"Батареи холодные, замерзаем",
		"Автобус опаздывает каждый день",
		"Хочу предложить сделать сквер",
		"There is no smell of gas, but the meter is broken",
		"The gas station is closed",
		"The street light is broken",
	} {
		if e, ok := Smolensk().Danger(text); ok {
			t.Errorf("%q: taken for %q", text, e.ID)
		}
	}
}

func TestDangerDoesNotReachOverSentences(t *testing.T) {
	if e, ok := Smolensk().Danger("Газ провели. Пахнет свежей краской"); ok {
		t.Errorf("taken for %q", e.ID)
	}
}

func TestTheWorstDangerComesFirst(t *testing.T) {
	if e, _ := Smolensk().Danger("Прорвало трубу, и пахнет газом"); e.ID != "gas" {
		t.Errorf("got %q, want gas", e.ID)
	}
}

func FuzzDanger(f *testing.F) {
	f.Add("В подъезде пахнет газом, нет воды")
	f.Add("не. хочу, , жить (((")
	f.Fuzz(func(t *testing.T, text string) {
		e, ok := Smolensk().Danger(text)
		if ok == (e.ID == "") {
			t.Fatalf("found %v but %q", ok, e.ID)
		}
		if _, again := Smolensk().Danger(strings.ToUpper(text)); ok && !again && strings.ToLower(strings.ToUpper(text)) == text {
			t.Fatal("capitals hide the danger")
		}
	})
}

func BenchmarkDanger(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Smolensk().Danger("На улице Ленина у дома 14 третью неделю не убирают двор: снег лежит до колена, к подъезду не пройти с коляской. Дворника не видели ни разу, в управляющей компании трубку не берут.")
	}
}
