package automaton

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxCode is the largest code of a letter.
const MaxCode = 63

// maxSize is what a place in 3 bytes can name.
const maxSize = 1 << 24

// ErrOrder says that words did not come in the order of their bytes, or came twice.
var ErrOrder = errors.New("words are not in order")

// Builder takes words in the order of their bytes and keeps what was seen of them minimal all the time: when a word
// leaves the path of the one before, the states that it left can no longer change and are joined with equal ones
// (Daciuk and others, Incremental Construction of Minimal Acyclic Finite-State Automata, 2000).
type Builder struct {
	done  map[string]int32 // states that no longer change, by all that they are
	nodes []node
	path  []int32 // states along the last word, from the first state on
	last  []byte
}

type node struct {
	edges []edge // in the order of their codes
	value uint32
	final bool
}

type edge struct {
	code byte
	to   int32
}

// NewBuilder returns one without words.
func NewBuilder() *Builder {
	return &Builder{done: map[string]int32{}, nodes: make([]node, 1), path: []int32{0}}
}

// Add adds a word of codes and its number.
func (b *Builder) Add(word []byte, value uint32) error {
	if len(word) == 0 || bytes.Compare(word, b.last) <= 0 {
		return fmt.Errorf("add %x after %x: %w", word, b.last, ErrOrder)
	}
	shared := 0
	for shared < len(b.last) && shared < len(word) && b.last[shared] == word[shared] {
		shared++
	}
	b.settle(shared)
	for _, code := range word[shared:] {
		if code == 0 || code > MaxCode {
			return fmt.Errorf("add %x: code %d is out of range", word, code)
		}
		from := b.path[len(b.path)-1]
		b.nodes = append(b.nodes, node{})
		to := int32(len(b.nodes) - 1)
		b.nodes[from].edges = append(b.nodes[from].edges, edge{code, to})
		b.path = append(b.path, to)
	}
	end := &b.nodes[b.path[len(b.path)-1]]
	end.final, end.value = true, value
	b.last = append(b.last[:0], word...)
	return nil
}

// settle joins the states of the last word below a depth with equal ones.
func (b *Builder) settle(depth int) {
	for len(b.path) > depth+1 {
		at := b.path[len(b.path)-1]
		b.path = b.path[:len(b.path)-1]
		parent := &b.nodes[b.path[len(b.path)-1]]
		signature := b.nodes[at].signature()
		if same, ok := b.done[signature]; ok {
			parent.edges[len(parent.edges)-1].to = same
			if int(at) == len(b.nodes)-1 {
				b.nodes = b.nodes[:at]
			}
			continue
		}
		b.done[signature] = at
	}
}

func (n *node) signature() string {
	sig := make([]byte, 0, 5+5*len(n.edges))
	if n.final {
		sig = binary.BigEndian.AppendUint32(append(sig, 0), n.value)
	}
	for _, e := range n.edges {
		sig = binary.BigEndian.AppendUint32(append(sig, e.code), uint32(e.to))
	}
	return string(sig)
}

// Build returns the automaton of all words that were added.
func (b *Builder) Build() ([]byte, error) {
	b.settle(0)
	order := b.order()
	place := make([]int, len(b.nodes))
	size := 0
	for i, at := range order {
		place[at] = size
		size += b.nodes[at].size(order, i)
	}
	if size > maxSize {
		return nil, fmt.Errorf("build an automaton: %d bytes are more than a place of 3 bytes can name", size)
	}
	out := make([]byte, 0, size)
	for i, at := range order {
		out = b.nodes[at].append(out, order, i, place)
	}
	return out, nil
}

// order lays the states so that each is followed, wherever possible, by the target of its last transition.
func (b *Builder) order() []int32 {
	order := make([]int32, 0, len(b.done)+1)
	seen := make([]bool, len(b.nodes))
	todo := []int32{0}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		order = append(order, at)
		for _, e := range b.nodes[at].edges { // the last comes off the stack first
			if !seen[e.to] {
				todo = append(todo, e.to)
			}
		}
	}
	return order
}

func follows(order []int32, i int, to int32) bool { return i+1 < len(order) && order[i+1] == to }

func (n *node) size(order []int32, i int) int {
	size := 0
	if n.final {
		size = 1 + len(binary.AppendUvarint(nil, uint64(n.value)))
	}
	for _, e := range n.edges {
		size++
		if !follows(order, i, e.to) {
			size += 3
		}
	}
	return size
}

func (n *node) append(out []byte, order []int32, i int, place []int) []byte {
	if n.final {
		head := byte(0)
		if len(n.edges) == 0 {
			head = lastBit
		}
		out = binary.AppendUvarint(append(out, head), uint64(n.value))
	}
	for k, e := range n.edges {
		head := e.code
		if k == len(n.edges)-1 {
			head |= lastBit
		}
		if follows(order, i, e.to) {
			out = append(out, head|nextBit)
			continue
		}
		p := place[e.to]
		out = append(out, head, byte(p), byte(p>>8), byte(p>>16))
	}
	return out
}
