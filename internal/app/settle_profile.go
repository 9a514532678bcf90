package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/staff"
)

// settleProfiles imports what the organisations of the town tell of themselves, as an operator imports a file.
type settleProfiles struct{}

func (settleProfiles) Kind() string { return "demo.profiles" }

func (a *App) settleProfiles(ctx context.Context, _ jobs.Delivery[settleProfiles]) error {
	file, err := profilesFile()
	if err != nil {
		return err
	}
	counts, complaints, err := a.Profile.Import(actor.With(ctx, actor.Actor{Person: staff.Console}), bytes.NewReader(file))
	if err != nil {
		return err
	}
	if counts.Broken > 0 || counts.Unknown > 0 {
		return fmt.Errorf("import the profiles of the town: %+v, %v", counts, complaints)
	}
	return nil
}

// profilesFile is the file of the town in the form of [profile.Records].
func profilesFile() ([]byte, error) {
	offers, err := demo.Offers()
	if err != nil {
		return nil, err
	}
	entries, err := demo.Entries()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	for _, o := range offers {
		record := map[string]any{
			"id": "demo/" + o.Key, "inn": o.INN, "kind": o.Role, "title": o.Title, "text": o.Text, "codes": o.Codes, "region": "", "unit": o.Unit,
			"volume_from": o.Volume.From, "volume_to": o.Volume.To, "price_from": rubles(o.Price.From), "price_to": rubles(o.Price.To),
			"trl": o.TRL, "days": o.Days,
		}
		if err := lines.Encode(record); err != nil {
			return nil, err
		}
	}
	for _, e := range entries {
		record := map[string]any{
			"id": "demo/" + e.Key, "inn": e.INN, "kind": e.Kind, "title": e.Title, "text": e.Text, "codes": e.Codes, "number": e.Number, "issuer": e.Issuer,
			"until": e.Until,
		}
		if err := lines.Encode(record); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func rubles(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
