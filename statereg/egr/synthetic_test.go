package egr_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/statereg/egr/egrtest"
	"github.com/klaster-platform/klaster/workdays"
)

func day(tb testing.TB, s string) workdays.Date {
	tb.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func register(tb testing.TB) egrtest.Register {
	return egrtest.Register{Seed: 1, Count: 180, AsOf: day(tb, "2025-11-27"), History: 3}
}

func xmlOf(tb testing.TB, r egrtest.Register) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := r.WriteXML(&b, 0, r.Count); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// outcome is all that reading an input gave.
type outcome struct {
	records []*egr.Record
	broken  []*egr.RecordError
	files   []egr.FileReport
	skipped []egr.Skipped
}

func walk(tb testing.TB, input []byte, w egr.Walk) outcome {
	tb.Helper()
	in, err := egr.Open(bytes.NewReader(input), int64(len(input)), "bare.xml", w.Limits)
	if err != nil {
		tb.Fatal(err)
	}
	return each(tb, in, w)
}

func each(tb testing.TB, in *egr.Input, w egr.Walk) (o outcome) {
	tb.Helper()
	err := in.Each(tb.Context(), w, egr.Visit{
		Record: func(_ egr.Position, _ egr.Document, r *egr.Record) error {
			o.records = append(o.records, r)
			return nil
		},
		Broken: func(_ egr.Position, e *egr.RecordError) error {
			o.broken = append(o.broken, e)
			return nil
		},
		End: func(r egr.FileReport) error {
			o.files = append(o.files, r)
			return nil
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	o.skipped = in.Skipped()
	return o
}

func sameRecords(tb testing.TB, what string, want, got []*egr.Record) {
	tb.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b workdays.Date) bool { return a == b })); diff != "" {
		tb.Errorf("%s (-want +got):\n%.3000s", what, diff)
	}
}

// What is unusual about an organisation is read as what it is. The shared sample has few of these.
func TestShapes(t *testing.T) {
	reg := register(t)
	o := walk(t, xmlOf(t, reg), egr.Walk{Workers: 1})
	if len(o.records) != reg.Count || len(o.broken) > 0 || o.files[0].Err != nil {
		t.Fatalf("%d records, %v, %v", len(o.records), o.broken, o.files)
	}
	hides := func(s egr.Section) func(*egr.Record) bool {
		return func(r *egr.Record) bool { return slices.Equal(r.Restricted(), []egr.Section{s}) }
	}
	state := func(s classifier.State) func(*egr.Record) bool {
		return func(r *egr.Record) bool { return r.State() == s }
	}
	mode := func(m egr.Mode) func(*egr.Record) bool {
		return func(r *egr.Record) bool { return r.Acting(reg.AsOf).Mode == m }
	}
	checks := map[egrtest.Shape]func(*egr.Record) bool{
		egrtest.Moving:      func(r *egr.Record) bool { return r.Move != nil && r.State() == classifier.Active },
		egrtest.Liquidating: state(classifier.Liquidation),
		egrtest.Excluding: func(r *egr.Record) bool {
			return r.State() == classifier.Exclusion && !r.Statuses[0].Exclusion.On.IsZero()
		},
		egrtest.ExcludingNew: state(classifier.Exclusion),
		egrtest.Bankrupt:     state(classifier.Bankruptcy),
		egrtest.Merging: func(r *egr.Record) bool {
			return r.State() == classifier.Reorganisation && len(r.Reorg[0].Parties) == 1
		},
		egrtest.Ceased:        func(r *egr.Record) bool { return r.State() == classifier.Ceased && r.Ceased.Code == "418" },
		egrtest.UnknownStatus: state(classifier.Unknown),
		egrtest.HiddenStatus:  func(r *egr.Record) bool { return r.State() == classifier.Unknown && hides(egr.SectionStatus)(r) },
		egrtest.HiddenHead:    func(r *egr.Record) bool { return mode(egr.ModeRestricted)(r) && hides(egr.SectionHeads)(r) },
		egrtest.HiddenFounder: hides(egr.SectionFounders),
		egrtest.TwoHeads:      mode(egr.ModeUnknown),
		egrtest.TwoTogether:   mode(egr.ModeJointly),
		egrtest.EndedHead:     mode(egr.ModeNobody),
		egrtest.DisqualifiedHead: func(r *egr.Record) bool {
			return mode(egr.ModeNobody)(r) && r.Acting(reg.AsOf.AddDays(101)).Mode == egr.ModeSole
		},
		egrtest.Managed: func(r *egr.Record) bool {
			return mode(egr.ModeSole)(r) && len(r.Heads) == 0 && r.Managers[0].Party.INN != ""
		},
		egrtest.ManagedAndHeaded: func(r *egr.Record) bool { return mode(egr.ModeUnknown)(r) && len(r.Heads) == 1 },
		egrtest.SoleManager:      func(r *egr.Record) bool { return len(r.Heads[0].Person.OGRNIP) == 15 },
		egrtest.Offshore: func(r *egr.Record) bool {
			share, source := r.Founders[0].Share.Of(r.Capital)
			return r.Founders[0].Foreign.Country == "660" && source == egr.ShareNominal && share.Cmp(big.NewRat(6, 11)) == 0
		},
		egrtest.BadAddress: func(r *egr.Record) bool {
			return r.Faults[0].By == "3" && r.Faults[0].Court.Number != "" && slices.Equal(r.Unreliable(), []egr.Section{egr.SectionAddress})
		},
		egrtest.BadHead:   func(r *egr.Record) bool { return slices.Equal(r.Unreliable(), []egr.Section{egr.SectionHeads}) },
		egrtest.Suspended: func(r *egr.Record) bool { return len(r.SuspendedLicences()) == 1 },
		egrtest.Branched: func(r *egr.Record) bool {
			return len(r.Branches) == 2 && r.Branches[0].Address.Region == "50" && hides(egr.SectionBranches)(r)
		},
		egrtest.OnlyGAR: func(r *egr.Record) bool {
			code, source := r.Region()
			return code != "" && source == egr.RegionGAR && strings.HasSuffix(r.Address.Line(), fmt.Sprint(r.Address.GAR[1]))
		},
		egrtest.Fund: func(r *egr.Record) bool {
			return r.Founders[0].Kind == egr.FounderState && r.Founders[1].Manager.INN != "" && len(r.Founders[0].Agents) == 1
		},
	}
	seen := map[egrtest.Shape]bool{}
	for i, r := range o.records {
		shape := egrtest.ShapeOf(i)
		seen[shape] = true
		if check := checks[shape]; check != nil && !check(r) {
			t.Errorf("%s: %+v", shape, r)
		}
		if shape == egrtest.Plain && (r.State() != classifier.Active || len(r.Restricted())+len(r.Unreliable()) > 0 || !mode(egr.ModeSole)(r)) {
			t.Errorf("plain %d: %+v", i, r)
		}
	}
	for _, s := range egrtest.Shapes() {
		if !seen[s] || checks[s] == nil {
			t.Errorf("%s was not checked", s)
		}
	}
	want := egr.Census{Codes: map[string]int{"СЮЛСТ 119": 3}}
	if n := o.files[0].Census.Codes["СЮЛСТ 119"]; n == 0 || len(o.files[0].Census.Elements)+len(o.files[0].Census.Attributes) > 0 {
		t.Errorf("counted %+v, want %+v", o.files[0].Census, want)
	}
}

// Both encodings give one register, whatever the file declares of itself.
func TestEncodings(t *testing.T) {
	for _, kind := range []egr.Register{egr.Organisations, egr.Entrepreneurs} {
		reg := register(t)
		reg.Kind = kind
		want := walk(t, xmlOf(t, reg), egr.Walk{Workers: 1, Options: egr.Options{History: true, Activities: true}})
		reg.UTF8 = true
		text := xmlOf(t, reg)
		for name, input := range map[string][]byte{
			"UTF-8":                       text,
			"UTF-8 with a mark":           append([]byte("\xef\xbb\xbf"), text...),
			"UTF-8 declared windows-1251": bytes.Replace(text, []byte("UTF-8"), []byte("windows-1251"), 1),
		} {
			got := walk(t, input, egr.Walk{Workers: 1, Options: egr.Options{History: true, Activities: true}})
			sameRecords(t, name, want.records, got.records)
		}
		if len(want.records) != reg.Count || len(want.records[0].History) != 3 {
			t.Errorf("%s: %d records", kind, len(want.records))
		}
	}
}

// Where the reader's input is cut into pieces changes nothing.
func TestAnyPieces(t *testing.T) {
	reg := register(t)
	reg.Count = 12
	data := xmlOf(t, reg)
	read := func(in io.Reader) (raw []string) {
		r, err := egr.NewReader(in, "", egr.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for {
			d, err := r.Next()
			if errors.Is(err, io.EOF) {
				return raw
			}
			if err != nil {
				t.Fatal(err)
			}
			raw = append(raw, string(d.Raw))
		}
	}
	want := read(bytes.NewReader(data))
	if len(want) != 12 {
		t.Fatal(len(want))
	}
	if got := read(iotest.OneByteReader(bytes.NewReader(data))); !slices.Equal(got, want) {
		t.Error("byte by byte, other documents")
	}
	for cut := 0; cut < len(data); cut += 97 {
		in := io.MultiReader(bytes.NewReader(data[:cut]), bytes.NewReader(data[cut:]))
		if got := read(in); !slices.Equal(got, want) {
			t.Fatalf("cut at %d, other documents", cut)
		}
	}
}

// Generated numbers are of nobody and check out.
func TestGeneratedNumbers(t *testing.T) {
	for i := range 2000 {
		for _, kind := range []egr.Register{egr.Organisations, egr.Entrepreneurs} {
			reg := egrtest.Register{Kind: kind}
			inn, err := number.ParseINN(reg.INN(i))
			if err != nil || !strings.HasPrefix(string(inn), "00") {
				t.Fatal(inn, err)
			}
			if kind == egr.Organisations {
				_, err = number.ParseOGRN(reg.OGRN(i))
			} else {
				_, err = number.ParseOGRNIP(reg.OGRN(i))
			}
			if err != nil || reg.OGRN(i)[3:5] != "00" {
				t.Fatal(reg.OGRN(i), err)
			}
		}
	}
}

func TestZIP(t *testing.T) {
	reg := register(t)
	reg.Count = 1200
	var packed bytes.Buffer
	if err := reg.WriteZIP(&packed); err != nil {
		t.Fatal(err)
	}
	o := walk(t, packed.Bytes(), egr.Walk{})
	if len(o.records) != 1200 || len(o.files) != 2 || o.files[1].Records != 200 {
		t.Errorf("%d records of %d files", len(o.records), len(o.files))
	}
}

type entry struct {
	name string
	data []byte
}

func zipOf(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := z.Create(e.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write(e.data); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// Files of other kinds in a ZIP are named with the reason, and the register beside them is read.
func TestOtherFilesAreSkipped(t *testing.T) {
	reg := register(t)
	good := xmlOf(t, reg)
	o := walk(t, zipOf(
		t, entry{"readme.pdf", []byte("%PDF")}, entry{"other.xml", []byte(`<?xml version="1.0"?><root/>`)},
		entry{"rsmp.xml", []byte(`<Файл ВерсФорм="4.06" ТипИнф="РЕЕСТРМСП">`)}, entry{"binary.xml", []byte("\x00\x01\x02")},
		entry{"folder/good.xml", good},
	), egr.Walk{Workers: 1})
	if len(o.records) != reg.Count || len(o.skipped) != 4 || len(o.files) != 1 || o.files[0].File.Name != "good.xml" {
		t.Errorf("%d records, skipped %v", len(o.records), o.skipped)
	}
}

func TestZIPBombs(t *testing.T) {
	bomb := append([]byte(`<?xml version="1.0"?><Файл ИдФайл="x" ВерсФорм="4.07" ТипИнф="ЕГРЮЛ_ОТКР_СВЕД" КолДок="1">`), bytes.Repeat([]byte(" "), 8<<20)...)
	open := func(packed []byte, limits egr.Limits) (*egr.Input, error) {
		return egr.Open(bytes.NewReader(packed), int64(len(packed)), "", limits)
	}
	if _, err := open(zipOf(t, entry{"bomb.xml", bomb}), egr.Limits{}); !errors.Is(err, egr.ErrLimit) {
		t.Errorf("what grows a thousand times is opened: %v", err)
	}
	if _, err := open(zipOf(t, entry{"a.xml", bomb[:1<<20]}), egr.Limits{File: 1 << 19}); !errors.Is(err, egr.ErrLimit) {
		t.Errorf("a file over the limit is opened: %v", err)
	}
	if _, err := open(zipOf(t, entry{"a.xml", bomb[:1<<19]}, entry{"b.xml", bomb[:1<<19]}), egr.Limits{Total: 1 << 19}); !errors.Is(err, egr.ErrLimit) {
		t.Errorf("files over the limit together are opened: %v", err)
	}
	if _, err := open(zipOf(t, entry{"a.xml", nil}, entry{"b.xml", nil}), egr.Limits{Files: 1}); !errors.Is(err, egr.ErrLimit) {
		t.Errorf("too many files: %v", err)
	}
	// One that lies about its size: the directory says ten bytes.
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.CreateRaw(&zip.FileHeader{Name: "liar.xml", Method: zip.Store, CompressedSize64: 1000, UncompressedSize64: 10, CRC32: crc32.ChecksumIEEE(bomb[:1000])})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bomb[:1000]); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	in, err := open(b.Bytes(), egr.Limits{})
	if err == nil {
		o := each(t, in, egr.Walk{Workers: 1})
		if len(o.files) != 1 || o.files[0].Err == nil {
			t.Errorf("what unpacks to more than it declares is read: %+v", o.files)
		}
	}
}

func TestBrokenZIP(t *testing.T) {
	good := zipOf(t, entry{"a.xml", xmlOf(t, register(t))})
	for name, bad := range map[string][]byte{"cut": good[:len(good)/2], "empty": zipOf(t), "nothing": nil, "text": []byte("hello")} {
		if _, err := egr.Open(bytes.NewReader(bad), int64(len(bad)), "", egr.Limits{}); !errors.Is(err, egr.ErrZIP) && !errors.Is(err, egr.ErrNotRegister) {
			t.Errorf("%s: %v", name, err)
		}
	}
	damaged := bytes.Clone(good)
	for i := range 40 {
		damaged[len(damaged)/2+i] ^= 0x55
	}
	o := walk(t, damaged, egr.Walk{})
	if len(o.files) != 1 || o.files[0].Err == nil {
		t.Errorf("a damaged file is whole: %+v", o.files)
	}
}
