//go:build !purego

#include "textflag.h"

// The compression with AVX-512 (VBMI and GFNI): a vector of 512 bits in one register, and nothing is looked up in memory
// by data, so that the time does not depend on them.
//
// A vector of the standard is eight words of eight bytes. Registers hold it transposed: byte r of word i stands at place
// 8r+i. In this layout
//
//   S   is two lookups among 128 bytes each, chosen between by the uppermost bit of each byte;
//   P   brings byte r of word c to byte c of word r, which is what undoes the transposition;
//   L   makes byte r of every word from its bytes c by 8x8 matrices over GF(2). One instruction multiplies the eight
//       bytes of each quadword by a matrix of its own, so that L is eight of them, on the quadwords turned by 0 to 7.
//
// P and the turning together are one permutation of bytes: turned[d]. turned[0] alone transposes.
//
// Z0 to Z3 hold the substitution, Z4 to Z11 turned, Z12 to Z19 the matrices.

#define LOAD_TABLES \
	LEAQ      ·substitution(SB), R8 \
	VMOVDQU64 0(R8), Z0             \
	VMOVDQU64 64(R8), Z1            \
	VMOVDQU64 128(R8), Z2           \
	VMOVDQU64 192(R8), Z3           \
	LEAQ      ·turned(SB), R8       \
	VMOVDQU64 0(R8), Z4             \
	VMOVDQU64 64(R8), Z5            \
	VMOVDQU64 128(R8), Z6           \
	VMOVDQU64 192(R8), Z7           \
	VMOVDQU64 256(R8), Z8           \
	VMOVDQU64 320(R8), Z9           \
	VMOVDQU64 384(R8), Z10          \
	VMOVDQU64 448(R8), Z11          \
	LEAQ      ·matrices(SB), R8     \
	VMOVDQU64 0(R8), Z12            \
	VMOVDQU64 64(R8), Z13           \
	VMOVDQU64 128(R8), Z14          \
	VMOVDQU64 192(R8), Z15          \
	VMOVDQU64 256(R8), Z16          \
	VMOVDQU64 320(R8), Z17          \
	VMOVDQU64 384(R8), Z18          \
	VMOVDQU64 448(R8), Z19

// LPS leaves LPS(x) as the sum of Z22 and Z28, for the caller to add in one instruction with what follows. It takes Z22
// to Z28 and Z30. 0x96 is the sum of three.
#define LPS(x) \
	VPMOVB2M       x, K1                \
	VMOVDQA64      x, Z22               \
	VMOVDQA64      x, Z23               \
	VPERMI2B       Z1, Z0, Z22          \
	VPERMI2B       Z3, Z2, Z23          \
	VPBLENDMB      Z23, Z22, K1, Z22    \
	VPERMB         Z22, Z4, Z23         \
	VPERMB         Z22, Z5, Z24         \
	VPERMB         Z22, Z6, Z25         \
	VPERMB         Z22, Z7, Z26         \
	VPERMB         Z22, Z8, Z27         \
	VPERMB         Z22, Z9, Z28         \
	VPERMB         Z22, Z10, Z30        \
	VPERMB         Z22, Z11, Z22        \
	VGF2P8AFFINEQB $0, Z12, Z23, Z23    \
	VGF2P8AFFINEQB $0, Z13, Z24, Z24    \
	VGF2P8AFFINEQB $0, Z14, Z25, Z25    \
	VGF2P8AFFINEQB $0, Z15, Z26, Z26    \
	VGF2P8AFFINEQB $0, Z16, Z27, Z27    \
	VGF2P8AFFINEQB $0, Z17, Z28, Z28    \
	VGF2P8AFFINEQB $0, Z18, Z30, Z30    \
	VGF2P8AFFINEQB $0, Z19, Z22, Z22    \
	VPTERNLOGQ     $0x96, Z23, Z24, Z25 \
	VPTERNLOGQ     $0x96, Z26, Z27, Z28 \
	VPTERNLOGQ     $0x96, Z25, Z30, Z22

// func compressAVX512(h *[8]uint64, blocks, step uint64, p *byte, n int)
TEXT ·compressAVX512(SB), NOSPLIT, $0-40
	MOVQ h+0(FP), DI
	MOVQ blocks+8(FP), SI
	MOVQ step+16(FP), R9
	MOVQ p+24(FP), BX
	MOVQ n+32(FP), CX
	LOAD_TABLES

	VMOVDQU64 (DI), Z20
	VPERMB    Z20, Z4, Z20 // h

block:
	// K[1] = LPS(h (xor) N), where N is two words.
	MOVQ    SI, AX
	SHLQ    $9, AX
	MOVQ    SI, DX
	SHRQ    $55, DX
	VMOVQ   AX, X21
	VPINSRQ $1, DX, X21, X21
	VPERMB  Z21, Z4, Z21
	VPXORQ  Z20, Z21, Z21
	LPS(Z21)
	VPXORQ  Z22, Z28, Z31

	LEAQ      ·transposedConstants(SB), R8
	VPXORQ    (R8), Z31, Z21 // K[1] (xor) C[1]
	VMOVDQU64 (BX), Z23
	VPERMB    Z23, Z4, Z23
	VPXORQ    Z23, Z31, Z29  // m (xor) K[1]
	VPXORQ    Z23, Z20, Z20  // h (xor) m
	MOVQ      $12, R10

round:
	ADDQ       $64, R8
	LPS(Z21)
	VPXORQ     Z22, Z28, Z31 // K[i+1]
	VPXORQ     (R8), Z31, Z21
	LPS(Z29)
	VPTERNLOGQ $0x96, Z22, Z28, Z31
	VMOVDQA64  Z31, Z29
	DECQ       R10
	JNZ        round

	VPXORQ Z29, Z20, Z20
	ADDQ   R9, SI
	ADDQ   $64, BX
	DECQ   CX
	JNZ    block

	VPERMB    Z20, Z4, Z20
	VMOVDQU64 Z20, (DI)
	VZEROUPPER
	RET

// func compressKnownAVX512(h *[8]uint64, keys *[13][64]byte, p *byte)
TEXT ·compressKnownAVX512(SB), NOSPLIT, $0-24
	MOVQ h+0(FP), DI
	MOVQ keys+8(FP), R9
	MOVQ p+16(FP), BX
	LOAD_TABLES

	VMOVDQU64 (DI), Z20
	VMOVDQU64 (BX), Z23
	VPXORQ    Z23, Z20, Z20 // h (xor) m, not transposed
	VPERMB    Z23, Z4, Z29
	VPXORQ    (R9), Z29, Z29
	MOVQ      $12, R10

known:
	ADDQ       $64, R9
	LPS(Z29)
	VPTERNLOGQ $0x96, (R9), Z28, Z22
	VMOVDQA64  Z22, Z29
	DECQ       R10
	JNZ        known

	VPERMB    Z29, Z4, Z29
	VPXORQ    Z29, Z20, Z20
	VMOVDQU64 Z20, (DI)
	VZEROUPPER
	RET
