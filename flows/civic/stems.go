package civic

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/russian"
)

// MaxStems is how many stems of a text are kept: people say what is wrong first, and
// the index of a million reports has an entry for each.
const MaxStems = 12

// A stem is 32 bits of a hash: a word of a common name for the problem, and a number,
// are marked, because they tell more than other words do.
const (
	problemStem = 1 << 31
	numberStem  = 1 << 30
	stemBits    = numberStem - 1
)

// Stems returns the telling words of a text without their endings, as hashes, in the
// order of the text, none twice: by them reports are found and compared. Different
// words for one problem have the same stem.
func Stems(text string) []uint32 {
	var stems []uint32
	for _, w := range wordsOf(text) {
		s, telling := stemOf(w)
		if telling && !slices.Contains(stems, s) {
			if stems = append(stems, s); len(stems) == MaxStems {
				break
			}
		}
	}
	return stems
}

// PlaceStems returns the same of a typed place: the street, the house, a landmark.
// "ул. Ленина, д. 12 а" and "Ленина 12А" have the same.
func PlaceStems(text string) []uint32 {
	words := slices.DeleteFunc(wordsOf(text), func(w string) bool { return slices.Contains(addressWords, w) })
	var stems []uint32
	for i := 0; i < len(words) && len(stems) < MaxStems; i++ {
		w := words[i]
		if isNumber(w) && i+1 < len(words) && len([]rune(words[i+1])) == 1 { // "12 а"
			w += words[i+1]
			i++
		}
		if s, telling := stemOf(w); telling && !slices.Contains(stems, s) {
			stems = append(stems, s)
		}
	}
	return stems
}

// stemOf hashes a folded word; telling is false for words that say nothing of a problem.
func stemOf(word string) (hash uint32, telling bool) {
	if isNumber(word) {
		return hashOf(word) | numberStem, true
	}
	if len([]rune(word)) < 3 || stopWords[word] {
		return 0, false
	}
	stem := russian.Stem(word, true)
	if stopWords[stem] {
		return 0, false
	}
	if problem, ok := problemOf(stem); ok {
		return hashOf(problem) | problemStem, true
	}
	return hashOf(stem), true
}

// Numbers reports whether a stem is that of a number: a house perhaps.
func Numbers(stem uint32) bool { return stem&numberStem != 0 }

func isNumber(word string) bool { return word != "" && unicode.IsDigit([]rune(word)[0]) }

func hashOf(word string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(word))
	return h.Sum32() & stemBits
}

// problemOf finds the common name of what a stem may mean.
func problemOf(stem string) (string, bool) {
	name, ok := problems[stem]
	return name, ok
}

// problems maps the stem of each word of sameProblem to the first of its line.
var problems = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(sameProblem) {
		words := strings.Fields(line)
		for _, w := range words {
			m[russian.Stem(w, true)] = words[0]
		}
	}
	return m
}()

// sameProblem lists words that people use for the same thing, a line for each. They
// are of the language, not of a region, and the table of pairs in the tests depends
// on them: so they stand here.
const sameProblem = `яма ямы ямка выбоина выбоины колдобина ухаб рытвина яму провал колея
асфальт асфальтовый покрытие дорожное
дорога проезжая дорожный проезд
тротуар пешеходная дорожка
фонарь фонари фонарный светильник лампа лампочка освещение освещения свет света темно темнота темень темный неосвещенный светит
мусор мусорный отходы мусорка помойка свалка хлам
контейнер контейнеры бак баки
вывозят вывоз вывезли вывозили
убирают убрать уберите убран убирать уборка чистят чистить чистили очистить расчистить почистите
снег снежный снега сугроб сугробы заснеженный замело
лед льда гололед гололедица наледь скользко скользкий каток
сосулька сосульки
течь течет протечка протекает утечка прорыв прорвало льется хлещет капает
канализация канализационный канализации стоки нечистоты фекалии
люк люки колодец
вода воды водоснабжение
отопление батарея батареи радиатор холодно тепло топят
электричество электроэнергия электроэнергии
дерево деревья тополь береза ветка ветки сук
трава бурьян сорняк сорняки
качели качель горка песочница карусель
площадка
собака собаки псы пес стая бродячий бездомный
автобус маршрутка автобусный
остановка остановочный павильон
подъезд парадная
крыша кровля кровли
лифт подъемник
светофор
знак знаки
скамейка лавочка скамья лавка
сломан сломали сломалась сломана сломано поломан разбит разбита разбили разломан
открыт открытый
лужа лужи затопило топит залило подтопило
`

// addressWords stand in addresses and do not tell one from another.
var addressWords = strings.Fields("улица улице улицы ул проспект просп пр т переулок пер площадь пл дом дома доме д кв квартира корпус корп к строение стр " +
	"город г поселок пос п село с деревня дер шоссе ш бульвар набережная наб проезд напротив возле около рядом у на в во за перед между и " +
	"street st avenue ave house no near by at the")

// stopWords say nothing about what is wrong. Also here: what nearly every report says.
var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(saysNothing) {
		m[Fold(w)] = true
	}
	return m
}()

const saysNothing = `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему
теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть надо ней для
мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы
нее сейчас были куда зачем всех никогда можно при наконец два об другой хоть после над больше тот через эти нас про всего них какая много разве три эту моя
впрочем свою этой перед иногда лучше чуть том нельзя такой им более всегда конечно всю между очень это эта нам наш наша наше наши нашей нашем нашего нашу
который которая которые которое около возле рядом напротив просто пока также просьба прошу просим пожалуйста здравствуйте добрый день вечер утро помогите
помощь сделайте примите меры разберитесь решите вопрос проблема проблему проблемы уважаемый уважаемые администрация спасибо жители жалоба обращаюсь
обращение сколько никто нужно давно дней день дня неделя неделю недели недель месяц месяца месяцев год года лет вчера сегодня завтра третий второй первый
стоит стоят находится имеется большой большая большие огромный огромная весь вся невозможно постоянно каждый каждую ходить люди человек дети
the and for are not with this that there has have our from was been near very please help`
