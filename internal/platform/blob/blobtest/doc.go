// Package blobtest proves that a blob store keeps the contract of [blob.Store], and offers a store in memory for the
// tests of features.
//
//	func TestConformance(t *testing.T) {
//		blobtest.Conformance(t, func(t *testing.T) blob.Store { return openMyStore(t, t.TempDir()) })
//	}
//
// What only a particular store can get wrong, its file format or what a kill leaves behind, is tested beside it.
package blobtest
