// Package embedding makes vectors of texts for the search, by a file of vectors or by a service outside. It is off unless the
// operator names one: what people look for leaves the installation then, which is a decision about personal data.
//
//	kind       what answers
//	file       vectors of words in a file of the installation; nothing leaves it
//	openai     POST <url>/embeddings as OpenAI has it: Ollama, vLLM and others, also inside
//	yandex     YandexGPT: one text a request, different models for questions and documents
//	gigachat   GigaChat: as openai, with a token that is fetched by the key and lives half an hour
//	lsa        nobody: whoever has the texts learns vectors from them ([search.TrainLSA]), of the size that is named here
//
// A question waits no longer than the time-out of the settings, 300 ms unless it says otherwise; then the caller searches without vectors
// and says so. After three questions in a row without an answer none is asked for ten seconds, and then one goes ahead; at most 16 are under way, and
// nobody queues. Documents are embedded by jobs, which have time.
//
// The protocols are written from their published descriptions and tested against servers that were written from the same.
package embedding
