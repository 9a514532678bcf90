package partner

import (
	"testing"

	"github.com/klaster-platform/klaster/search"
)

// What was imported stands before what is built in, code by code.
func TestBuiltInClassesFillGaps(t *testing.T) {
	const own = "Обработка по новой редакции"
	all := WithBuiltIn([]search.Class{{Code: "25.62", Name: own}, {Code: "25.62.1", Name: "Глубже"}})
	named := map[string]search.Class{}
	for _, c := range all {
		if _, twice := named[c.Code]; twice {
			t.Errorf("%s stands twice", c.Code)
		}
		named[c.Code] = c
	}
	if named["25.62"].Name != own || named["25.62.1"].Name != "Глубже" {
		t.Errorf("imported: %+v, %+v", named["25.62"], named["25.62.1"])
	}
	if c := named["26.70"]; c.Name != "Производство оптических приборов, фото- и кинооборудования" || c.English == "" {
		t.Errorf("built in: %+v", c)
	}
	if len(all) != len(WithBuiltIn(nil))+1 {
		t.Errorf("%d classes, %d without imported ones", len(all), len(WithBuiltIn(nil)))
	}
}
