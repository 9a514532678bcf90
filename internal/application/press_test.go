package application_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
)

// slow is a store that tells of each file that comes, and keeps it waiting until it is let through.
type slow struct {
	blob.Store
	came, through chan struct{}
}

func (s slow) Put(ctx context.Context, r io.Reader, most int64) (blob.Ref, error) {
	s.came <- struct{}{}
	<-s.through
	return s.Store.Put(ctx, r, most)
}

// Making documents takes no more than its places: whoever comes when all are taken is told so at once, keeps the answers, and has the document
// when a place is free again.
func TestDocumentsHavePlaces(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const places = 4
		store := slow{blobtest.NewMemory(h.clock), make(chan struct{}), make(chan struct{})}
		m := build(h.db, h.clock, h.town, store, scan.None{}, h.queue)
		contexts, drafts := make([]context.Context, places+1), make([]actor.CaseID, places+1)
		for i := range drafts {
			who := fmt.Sprintf("head-%d", i)
			contexts[i] = actor.With(t.Context(), actor.Actor{Person: actor.PersonID(who), Acting: actor.OrganisationID(who), Rights: signer, Confirmed: today, Level: actor.Full})
			app, err := m.Start(contexts[i], "sample", application.Applicant{Organisation: actor.OrganisationID(who), Person: actor.PersonID(who)})
			if err != nil {
				t.Fatal(err)
			}
			w, err := m.Open(contexts[i], app.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.Save(contexts[i], app.ID, "main", w.Revision, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil {
				t.Fatal(err)
			}
			drafts[i] = app.ID
		}
		ended := make(chan error, places)
		for i := range places {
			go func() {
				_, err := m.Form(contexts[i], drafts[i])
				ended <- err
			}()
		}
		for range places {
			<-store.came
		}
		if _, err := m.Form(contexts[places], drafts[places]); !errors.Is(err, application.ErrBusy) {
			t.Errorf("with all places taken: %v", err)
		}
		close(store.through)
		go func() {
			for range store.came { // the second files, and those of the one that comes again
			}
		}()
		for range places {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		if _, err := m.Form(contexts[places], drafts[places]); err != nil {
			t.Errorf("with a free place: %v", err)
		}
		close(store.came)
	})
}
