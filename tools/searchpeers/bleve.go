package main

import (
	"context"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	blevindex "github.com/blevesearch/bleve_index_api"
)

// bleveIndex is one in memory.
type bleveIndex struct{ index bleve.Index }

func newBleve() (peer, error) {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeInAll, text.IncludeTermVectors = ru.AnalyzerName, false, false, false
	word := bleve.NewTextFieldMapping()
	word.Analyzer, word.Store, word.IncludeInAll = keyword.Name, false, false
	doc := bleve.NewDocumentMapping()
	for name, field := range map[string]*mapping.FieldMapping{"Title": text, "Text": text, "Region": word, "Kind": word} {
		doc.AddFieldMappingsAt(name, field)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping, m.DefaultAnalyzer, m.ScoringModel = doc, ru.AnalyzerName, blevindex.BM25Scoring
	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	return &bleveIndex{index}, nil
}

// Index implements peer.
func (b *bleveIndex) Index(_ context.Context, docs []document) error {
	batch := b.index.NewBatch()
	for i, d := range docs {
		if err := batch.Index(d.ID, map[string]any{"Title": d.Title, "Text": d.Text, "Region": d.Region, "Kind": d.Kind}); err != nil {
			return err
		}
		if batch.Size() == 2000 || i == len(docs)-1 {
			if err := b.index.Batch(batch); err != nil {
				return err
			}
			batch = b.index.NewBatch()
		}
	}
	return nil
}

// Find implements peer.
func (b *bleveIndex) Find(_ context.Context, text string, facets bool) ([]string, error) {
	title, body := bleve.NewMatchQuery(text), bleve.NewMatchQuery(text)
	title.SetField("Title")
	title.SetBoost(2)
	body.SetField("Text")
	request := bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(title, body), 10, 0, false)
	if facets {
		request.AddFacet("region", bleve.NewFacetRequest("Region", 100))
		request.AddFacet("kind", bleve.NewFacetRequest("Kind", 10))
	}
	answer, err := b.index.Search(request)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, hit := range answer.Hits {
		ids = append(ids, hit.ID)
	}
	return ids, nil
}

// Close implements peer.
func (b *bleveIndex) Close() error { return b.index.Close() }
