// Package search finds partners by free words, in memory, with reasons.
//
//	index := search.New(search.NewConcepts(activities, products))
//	err := index.Change(passages, nil)
//	answer := index.Search(search.Query{Text: "нужен подрядчик на фрезеровку алюминиевых корпусов"})
//
// # What is indexed
//
// Passages: texts about an owner, each with a title, declared codes, facets and the audiences that may see it. A passage is found by
// three arms:
//
//	words     stems of dictionary forms (package rulang/morph), ranked by BM25; all words of a query are optional
//	letters   groups of four letters of dictionary forms, ranked by BM25: what is misspelt, and words of one root
//	concepts  classes of ОКВЭД-2 that the query and the passage are about or declare; names of ОКВЭД-2, of ОКПД2 down to six
//	          digits and the English ones of NACE Rev. 2 tell them
//
// Each arm is divided by its best score and the three are added with weights. A query of numbers of types has no concepts; the more of its
// words nobody knows, the more letters count. Owners are ranked by their best passage with a little for each further one.
//
// # What an asker may see
//
// Passages of other audiences are left out before anything is computed from scores: they take no part in results, totals,
// facets, the measure of an arm, or the words that are proposed for misspelt ones. How rare a word is, is counted over all
// passages; so the order of what one sees can depend on what one does not see, but nothing that is shown does.
//
// # Changes
//
// [Index.Change] makes a new state beside the one that answers and exchanges them at once. A small change is a small segment, and
// segments are joined as they become many, without analysing texts again; so texts are not kept. Of many passages, several thousand
// at a time are analysed on all processors.
//
// [Index.Save] writes the state to a file, [Index.Load] takes it back: only whole, and only with the dictionary, the rules and the classes
// that it was made with. Otherwise whoever keeps passages makes the index of them again.
//
// # Vectors
//
// An index may have a space ([InSpace]): then passages and queries that come with vectors are compared by these too, as a fourth
// arm. [Vectors] of words, from a file or learnt from the passages
// themselves, make them without leaving the program; the package itself reaches no network.
//
// Sources: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009); Gabrilovich and Markovitch,
// Computing Semantic Relatedness using Explicit Semantic Analysis (2007), for the arm of concepts.
package search
