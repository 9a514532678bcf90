package fact

import (
	"bytes"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// The sample of real records goes in whole, and again without a trace.
func TestTheSampleIsImported(t *testing.T) {
	ul := sharedtest.File(t, "registers", "egrul/EGRUL_2025-11_sample.zip")
	ip := sharedtest.File(t, "registers", "egrip/EGRIP_2025-11_sample.zip")
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		i := s.mustImport(t, Order{Files: []File{{Name: "EGRUL.zip", Content: bytes.NewReader(ul), Size: int64(len(ul))}}})
		wantCounts(t, i, 498, 437, 61, 0) // 435 organisations, two of which changed in between
		if len(i.UnknownCodes) > 0 {
			t.Errorf("unknown: %v", i.UnknownCodes)
		}
		wantCounts(t, s.mustImport(t, Order{Files: []File{{Name: "EGRUL.zip", Content: bytes.NewReader(ul), Size: int64(len(ul))}}}), 498, 0, 498, 0)
		wantCounts(t, s.mustImport(t, Order{Register: Entrepreneurs, Files: []File{{Name: "EGRIP.zip", Content: bytes.NewReader(ip), Size: int64(len(ip))}}}), 100, 65, 35, 0)
	})
}
