package cert

import "bytes"

// Pool is a set of certificates in which issuers are looked for. It may be read by several goroutines at once, but not while
// Add runs. A nil *Pool is empty.
type Pool struct {
	list      []*Certificate
	bySubject map[string][]*Certificate
	byKeyID   map[string][]*Certificate
	byHash    map[[32]byte]*Certificate
}

// NewPool makes a pool.
func NewPool(certificates ...*Certificate) *Pool {
	p := &Pool{
		bySubject: map[string][]*Certificate{},
		byKeyID:   map[string][]*Certificate{},
		byHash:    map[[32]byte]*Certificate{},
	}
	p.Add(certificates...)
	return p
}

// Add puts certificates into the pool; those that are in it already are left out.
func (p *Pool) Add(certificates ...*Certificate) {
	for _, c := range certificates {
		hash := c.SHA256()
		if p.byHash[hash] != nil {
			continue
		}
		p.byHash[hash] = c
		p.list = append(p.list, c)
		name := c.Subject.folded()
		p.bySubject[name] = append(p.bySubject[name], c)
		if id := string(c.SubjectKeyID); id != "" {
			p.byKeyID[id] = append(p.byKeyID[id], c)
		}
	}
}

// Len returns the number of certificates.
func (p *Pool) Len() int {
	if p == nil {
		return 0
	}
	return len(p.list)
}

// All returns the certificates in the order in which they were added. The slice must not be changed.
func (p *Pool) All() []*Certificate {
	if p == nil {
		return nil
	}
	return p.list
}

// Contains reports whether the same bytes are in the pool.
func (p *Pool) Contains(c *Certificate) bool {
	return p != nil && p.byHash[c.SHA256()] != nil
}

// ByKeyID returns the certificates whose subjectKeyIdentifier is id.
func (p *Pool) ByKeyID(id []byte) []*Certificate {
	if p == nil || len(id) == 0 {
		return nil
	}
	return p.byKeyID[string(id)]
}

// BySubject returns the certificates with a subject.
func (p *Pool) BySubject(n Name) []*Certificate { return p.named(n.folded()) }

// named is BySubject for a name that is folded already.
func (p *Pool) named(folded string) []*Certificate {
	if p == nil {
		return nil
	}
	return p.bySubject[folded]
}

// issuers returns the certificates whose subject is the issuer of c, whose name folded is name, the likeliest first: those whose key identifier, then
// whose issuer and serial number, are what c says of its issuer. Identifiers are hints and exclude nobody: authorities have
// renewed certificates and written them wrong, and a signature check tells.
func (p *Pool) issuers(c *Certificate, name string) []*Certificate {
	candidates := p.named(name)
	if len(candidates) < 2 {
		return candidates
	}
	var ranks [4][]*Certificate
	for _, candidate := range candidates {
		rank := 0
		if len(c.AuthorityKeyID) == 0 || !bytes.Equal(candidate.SubjectKeyID, c.AuthorityKeyID) {
			rank += 2
		}
		if len(c.AuthoritySerial) == 0 || !bytes.Equal(candidate.Serial, c.AuthoritySerial) {
			rank++
		}
		ranks[rank] = append(ranks[rank], candidate)
	}
	ordered := make([]*Certificate, 0, len(candidates))
	for _, r := range ranks {
		ordered = append(ordered, r...)
	}
	return ordered
}
