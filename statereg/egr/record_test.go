package egr

import (
	"encoding/json"
	"testing"

	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

func day(t *testing.T, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// An empty record is short as JSON, for millions of them are stored.
func TestEmptyFieldsTakeNoRoom(t *testing.T) {
	b, err := json.Marshal(Record{Register: Organisations, OGRN: "1137604008827"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(b), `{"reg":"egrul","ogrn":"1137604008827"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The region of an organisation is that of its address; nothing in its numbers counts.
func TestRegion(t *testing.T) {
	office := Office{Code: "7746"}
	cases := map[string]struct {
		record Record
		code   string
		source RegionSource
	}{
		"address":              {Record{Register: Organisations, KPP: "770101001", Address: &Address{Region: "50", GARRegion: "77"}}, "50", RegionAddress},
		"only ГАР":             {Record{Register: Organisations, Address: &Address{GARRegion: "77", SeatRegion: "50"}}, "77", RegionGAR},
		"only the seat":        {Record{Register: Organisations, Address: &Address{SeatRegion: "50"}}, "50", RegionSeat},
		"offices do not count": {Record{Register: Organisations, INN: "7707083893", KPP: "770101001", Office: office}, "", RegionUnknown},
		"entrepreneur":         {Record{Register: Entrepreneurs, Office: office, TaxOffice: TaxOffice{Office: Office{Code: "5001"}}}, "50", RegionTax},
		"registering office":   {Record{Register: Entrepreneurs, Office: office}, "77", RegionRegister},
		"a broken code":        {Record{Register: Entrepreneurs, Office: Office{Code: "77"}}, "", RegionUnknown},
	}
	for name, c := range cases {
		if code, source := c.record.Region(); code != c.code || source != c.source {
			t.Errorf("%s: got %q from %q, want %q from %q", name, code, source, c.code, c.source)
		}
	}
}

func TestShare(t *testing.T) {
	capital := &Capital{Sum: "11000"}
	cases := map[string]struct {
		share   Share
		capital *Capital
		want    string
		source  ShareSource
	}{
		"percent":               {Share{Percent: "33.5", Nominal: "1"}, capital, "67/200", SharePercent},
		"comma":                 {Share{Percent: "33,5"}, capital, "67/200", SharePercent},
		"decimal":               {Share{Decimal: "0.25"}, capital, "1/4", ShareDecimal},
		"common":                {Share{Common: &Fraction{"1", "11"}}, capital, "1/11", ShareCommon},
		"nominal":               {Share{Nominal: "1000"}, capital, "1/11", ShareNominal},
		"with part of a rouble": {Share{Nominal: "5499", Part: &Fraction{"1", "1"}}, capital, "1/2", ShareNominal},
		"no capital":            {Share{Nominal: "1000"}, nil, "", ShareUnknown},
		"capital of nothing":    {Share{Nominal: "1000"}, &Capital{Sum: "0"}, "", ShareUnknown},
		"more than all":         {Share{Nominal: "12000"}, capital, "", ShareUnknown},
		"division by nothing":   {Share{Common: &Fraction{"1", "0"}}, nil, "", ShareUnknown},
		"no number":             {Share{Percent: "1e5"}, nil, "", ShareUnknown},
		"nothing":               {Share{}, capital, "", ShareUnknown},
	}
	for name, c := range cases {
		got, source := c.share.Of(c.capital)
		text := ""
		if got != nil {
			text = got.RatString()
		}
		if text != c.want || source != c.source {
			t.Errorf("%s: got %q by %q, want %q by %q", name, text, source, c.want, c.source)
		}
	}
	if got, _ := (*Share)(nil).Of(capital); got != nil {
		t.Errorf("no share is %s", got)
	}
}

func TestActing(t *testing.T) {
	on := day(t, "2025-11-27")
	out := Head{Person: Person{Surname: "B"}, Disqualified: []Disqualification{{From: day(t, "2025-01-01"), To: on}}}
	over := Head{Person: Person{Surname: "C"}, Disqualified: []Disqualification{{From: day(t, "2024-01-01"), To: on.AddDays(-1)}}}
	ended := Head{Person: Person{Surname: "D"}, Ended: []Note{{Code: "9"}}}
	head := Head{Person: Person{Surname: "A"}}
	cases := map[string]struct {
		record    Record
		mode      Mode
		heads, no int
	}{
		"nobody":              {Record{}, ModeNobody, 0, 0},
		"one":                 {Record{Heads: []Head{head}}, ModeSole, 1, 0},
		"two, not told how":   {Record{Heads: []Head{head, over}}, ModeUnknown, 2, 0},
		"two jointly":         {Record{Heads: []Head{head, over}, Powers: Jointly}, ModeJointly, 2, 0},
		"two, each alone":     {Record{Heads: []Head{head, over}, Powers: EachAlone}, ModeEach, 2, 0},
		"one is disqualified": {Record{Heads: []Head{head, out}}, ModeSole, 1, 1},
		"one of a pair is":    {Record{Heads: []Head{head, out}, Powers: Jointly}, ModeUnknown, 1, 1},
		"powers ended":        {Record{Heads: []Head{ended}}, ModeNobody, 0, 1},
		"one is hidden":       {Record{Heads: []Head{head, {Restricted: true}}}, ModeRestricted, 2, 0},
		"managed":             {Record{Managers: []Manager{{}}}, ModeSole, 0, 0},
		"managed and headed":  {Record{Managers: []Manager{{}}, Heads: []Head{head}}, ModeUnknown, 1, 0},
		"hidden manager":      {Record{Managers: []Manager{{Restricted: true}}}, ModeRestricted, 0, 0},
		"entrepreneur":        {Record{Register: Entrepreneurs, Person: &Person{Surname: "A"}}, ModeSole, 1, 0},
	}
	for name, c := range cases {
		got := c.record.Acting(on)
		if got.Mode != c.mode || len(got.Heads) != c.heads || len(got.Out) != c.no {
			t.Errorf("%s: got %s with %d heads and %d out", name, got.Mode, len(got.Heads), len(got.Out))
		}
	}
}

func TestState(t *testing.T) {
	status := func(codes ...string) (list []Status) {
		for _, c := range codes {
			list = append(list, Status{Code: c})
		}
		return list
	}
	cases := map[string]struct {
		record Record
		want   classifier.State
	}{
		"in good standing":       {Record{Register: Organisations}, classifier.Active},
		"moving":                 {Record{Register: Organisations, Statuses: status("112")}, classifier.Active},
		"exclusion":              {Record{Register: Organisations, Statuses: status("112", "108")}, classifier.Exclusion},
		"bankrupt and merging":   {Record{Register: Organisations, Statuses: status("117", "124")}, classifier.Bankruptcy},
		"a code nobody knows":    {Record{Register: Organisations, Statuses: status("119", "117")}, classifier.Unknown},
		"hidden":                 {Record{Register: Organisations, Statuses: []Status{{Restricted: true}}}, classifier.Unknown},
		"a code and one hidden":  {Record{Register: Organisations, Statuses: append(status("101"), Status{Restricted: true})}, classifier.Unknown},
		"ceased":                 {Record{Register: Organisations, Ceased: &Ceased{Code: "418"}}, classifier.Ceased},
		"ceased, unknown how":    {Record{Register: Organisations, Ceased: &Ceased{Code: "499"}}, classifier.Ceased},
		"void":                   {Record{Register: Organisations, Ceased: &Ceased{Code: "701"}}, classifier.Void},
		"reorganised":            {Record{Register: Organisations, Reorg: []Reorg{{Code: "124"}}}, classifier.Reorganisation},
		"entrepreneur":           {Record{Register: Entrepreneurs}, classifier.Active},
		"entrepreneur, 101":      {Record{Register: Entrepreneurs, Statuses: status("101")}, classifier.Ceased},
		"entrepreneur, 201":      {Record{Register: Entrepreneurs, Ceased: &Ceased{Code: "201"}}, classifier.Ceased},
		"entrepreneur, excluded": {Record{Register: Entrepreneurs, Statuses: status("110")}, classifier.Exclusion},
	}
	for name, c := range cases {
		if got := c.record.State(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
