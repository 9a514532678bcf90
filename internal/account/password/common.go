package password

import (
	"encoding/json"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/data"
)

// russian are the words that Russian lists of leaked passwords begin with, besides what the international list has. Those
// that are typed in the other layout stand as they come out: gfhjkm is «пароль».
const russian = `пароль логин админ привет любовь солнце москва россия спартак зенит динамо наташа настя марина
светлана ольга елена юлия ирина анна мария дарья алина кристина виктория екатерина татьяна сергей андрей дмитрий
александр алексей максим денис иван никита артем владимир михаил николай антон роман руслан самсунг йцукен йцукенг
фывапр ячсмит фыва йцук мама папа семья котик зайка солнышко красотка принцесса ангел дракон король пушкин
gfhjkm ghbdtn kj,jdm ljhjuf vfhbyf yfcnz yfnfif fylhtq cthutq fktrcfylh fktrctq vfrcbv ltybc bdfy ybrbnf hjvfy
vbrhjajy cfvceyu vjcrdf hjccbz cgfhnfr ptybn parol lubov privet moskva rossiya spartak solnce natasha nastya
marina sergey andrey dmitry alexander alexey maxim denis klaster cluster qwertyu qwerty qazwsx asdfgh zxcvbn
zxcvbnm qweasd qweasdzxc 1q2w3e 1q2w3e4r 1qaz2wsx adgjmptw`

var commonWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	var list struct{ List []string }
	// The list of frequent passwords of zxcvbn, read at the first need so that a start does not pay for it. It is compiled
	// in; if it could not be read, a test would fail.
	if err := json.Unmarshal(data.MustAsset("data/Passwords.json"), &list); err != nil {
		panic(err)
	}
	for _, w := range append(list.List, strings.Fields(russian)...) {
		words[strings.ToLower(w)] = true
	}
	return words
})

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// common reports whether the password is a frequent one, or such a one with a few digits or signs around it, or written
// with digits for letters, or repeated.
func common(password string) bool {
	words := commonWords()
	folded := strings.ToLower(password)
	core := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	candidates := []string{folded, core, unrepeat(folded), unrepeat(core)}
	for w := folded; ; { // frequent ones end in digits themselves: "england1" with one more behind it
		last, size := utf8.DecodeLastRuneInString(w)
		if size == 0 || unicode.IsLetter(last) {
			break
		}
		w = w[:len(w)-size]
		candidates = append(candidates, w)
	}
	for _, w := range candidates {
		if tooLittleBeside(folded, w) && (words[w] || words[leet.Replace(w)]) {
			return true
		}
	}
	return oneRow(folded)
}

// tooLittleBeside reports whether w is most of the password: what stands beside a frequent word must be longer than four
// characters to be worth something.
func tooLittleBeside(password, w string) bool {
	return w != "" && len([]rune(password))-len([]rune(w)) <= max(4, len([]rune(password))-len([]rune(unrepeat(password))))
}

// unrepeat returns the part whose repetition makes up s: «abcabc» is «abc».
func unrepeat(s string) string {
	r := []rune(s)
	for n := 1; n <= len(r)/2; n++ {
		if len(r)%n == 0 && strings.Repeat(string(r[:n]), len(r)/n) == s {
			return string(r[:n])
		}
	}
	return s
}

// oneRow reports whether nearly every character is the neighbour of the one before it: 12345678, abcdefgh, aaaaaaaa.
func oneRow(s string) bool {
	r := []rune(s)
	steps := 0
	for i := 1; i < len(r); i++ {
		if d := r[i] - r[i-1]; d >= -1 && d <= 1 {
			steps++
		}
	}
	return len(r) > 1 && steps >= len(r)-2
}
