package jobs

// Args are the arguments of a job. They are encoded as JSON and hold identifiers and codes, never secrets or personal
// data.
type Args interface {
	// Kind names the work, the same for every value of the type: "notification.letter". It is stored with the job, so
	// it never changes.
	Kind() string
}
