package demo

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/yamldoc"
	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// The files and how large they may be.
const (
	maxFile   = 1 << 20
	maxOffers = 1000
)

// offerFiles hold what the organisations of the town offer and look for.
func offerFiles() []string {
	return []string{"offers", "laboratories", "investors", "services", "needs"}
}

// Offer is what an organisation of the town offers or looks for.
type Offer struct {
	Key       string // of its own among all offers
	OGRN, INN string // of the organisation
	Region    string // of the organisation, «77»
	// Role is what somebody who looks for a partner would have the organisation be: supplier, customer, science, investor or service.
	Role        string
	Title, Text string
	Volume      Range // in Unit
	Unit        string
	Price       Range // in rubles
	Days        int   // how long it takes, at most
	TRL         int   // readiness of the technology, 1 to 9
	Codes       []string
}

// Range is from one number to another, both with it; a zero end is open.
type Range struct{ From, To int64 }

// Offers returns what the organisations of the town offer and look for, in the order of the files.
func Offers() ([]Offer, error) {
	who := workers()
	var list []Offer
	for _, name := range offerFiles() {
		more, err := readFile(name, "offers", func(f *yamldoc.File, n *yaml.Node) Offer { return readOffer(f, n, who) })
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// readFile reads a file of the trial data, which is a list under a key.
func readFile[T any](name, key string, read func(*yamldoc.File, *yaml.Node) T) ([]T, error) {
	content, err := data.ReadFile("data/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read the trial data %s: %w", name, err)
	}
	f := yamldoc.Read(content, maxFile)
	var list []T
	if top := f.Fields(f.Root(), key); top != nil {
		for _, n := range f.List(top, key, maxOffers) {
			list = append(list, read(f, n))
		}
	}
	if problems := f.Problems(); problems != nil {
		return nil, fmt.Errorf("read the trial data %s: %w", name, problems)
	}
	return list, nil
}

func readOffer(f *yamldoc.File, n *yaml.Node, who map[string]Organisation) Offer {
	fields := f.Fields(n, "key", "who", "role", "title", "text", "volume?", "unit?", "price?", "days?", "trl?", "codes?")
	if fields == nil {
		return Offer{}
	}
	o := Offer{
		Key: f.Word(fields, "key"), Role: f.Word(fields, "role"), Title: f.Scalar(fields.Get("title")), Text: f.Scalar(fields.Get("text")),
		Volume: readRange(f, fields, "volume"), Unit: f.Word(fields, "unit"), Price: readRange(f, fields, "price"),
		Days: f.Number(fields, "days", 1, 3650), TRL: f.Number(fields, "trl", 1, 9), Codes: readWords(f, fields, "codes"),
	}
	organisation, ok := who[f.Word(fields, "who")]
	if !ok {
		f.Wrong(fields.Get("who"), "такой организации в городе нет", "there is no such organisation in the town")
	}
	o.OGRN, o.INN, o.Region = organisation.OGRN, organisation.INN, organisation.Region
	return o
}

// readRange reads «10-200», «10-», «-200» or «10», which is both ends.
func readRange(f *yamldoc.File, fields *yamldoc.Fields, key string) Range {
	text := f.Word(fields, key)
	if text == "" {
		return Range{}
	}
	from, to, both := strings.Cut(text, "-")
	if !both {
		to = from
	}
	r := Range{}
	for end, s := range map[*int64]string{&r.From: from, &r.To: to} {
		n, err := strconv.ParseInt(s, 10, 64)
		if s != "" && (err != nil || n < 0) {
			f.Wrong(fields.Get(key), "здесь должны быть числа «от-до»", "numbers “from-to” are wanted here")
		}
		*end = n
	}
	return r
}

func readWords(f *yamldoc.File, fields *yamldoc.Fields, key string) []string {
	var words []string
	for _, n := range f.List(fields, key, 20) {
		words = append(words, f.Scalar(n))
	}
	return words
}

// workers are the invented organisations that work, by main class and number in it: «25.62/2».
func workers() map[string]Organisation {
	count, list := map[string]int{}, map[string]Organisation{}
	for i, o := range Town() {
		if i < len(Organisations()) || !o.works() {
			continue
		}
		count[o.Code()]++
		list[fmt.Sprintf("%s/%d", o.Code(), count[o.Code()])] = o
	}
	return list
}

// Measure is a support measure of the town. No programme of anybody is meant.
type Measure struct {
	Key         string
	Title, Text string
	Region      string // "" for all regions
	Gives       string // what one gets, in words
	Sum         Range  // in rubles
	TRL         int    // from which readiness it is of use
	Codes       []string
}

// Measures returns the support measures of the town.
func Measures() ([]Measure, error) {
	return readFile("measures", "measures", func(f *yamldoc.File, n *yaml.Node) Measure {
		fields := f.Fields(n, "key", "title", "text", "region?", "gives", "sum?", "trl?", "codes?")
		if fields == nil {
			return Measure{}
		}
		return Measure{
			Key: f.Word(fields, "key"), Title: f.Scalar(fields.Get("title")), Text: f.Scalar(fields.Get("text")), Region: f.Word(fields, "region"),
			Gives: f.Scalar(fields.Get("gives")), Sum: readRange(f, fields, "sum"), TRL: f.Number(fields, "trl", 1, 9), Codes: readWords(f, fields, "codes"),
		}
	})
}
