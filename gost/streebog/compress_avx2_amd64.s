//go:build !purego

#include "textflag.h"

// The compression with AVX2 and GFNI, for processors that have no AVX-512: as in compress_amd64.s, with a vector in two
// registers, and nothing is looked up in memory by data.
//
//   S   is sixteen lookups among 16 bytes by the lower half of each byte, of which the bits of the upper half choose one;
//   P   transposes eight by eight bytes in five steps of each register;
//   L   turns quadwords by blending the two registers and permuting each.
//
// R8 points to the matrices, R11 to the substitution, R12 to constants. Y0 and Y1 hold the vector, Y2 to Y13 are for passing use.

// Bytes 0, 8, 1, 9 … of 16, and the lower half of each byte.
DATA interleave<>+0(SB)/8, $0x0b030a0209010800
DATA interleave<>+8(SB)/8, $0x0f070e060d050c04
DATA interleave<>+16(SB)/8, $0x0b030a0209010800
DATA interleave<>+24(SB)/8, $0x0f070e060d050c04
DATA interleave<>+32(SB)/8, $0x0f0f0f0f0f0f0f0f
DATA interleave<>+40(SB)/8, $0x0f0f0f0f0f0f0f0f
DATA interleave<>+48(SB)/8, $0x0f0f0f0f0f0f0f0f
DATA interleave<>+56(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL interleave<>(SB), RODATA|NOPTR, $64

// PAIR looks up in rows 2k and 2k+1, and chooses by the lowest bit of the upper half.
#define PAIR(k, dst) \
	VBROADCASTI128 (32*k)(R11), dst    \
	VBROADCASTI128 (32*k+16)(R11), Y11 \
	VPSHUFB        Y2, dst, dst        \
	VPSHUFB        Y2, Y11, Y11        \
	VPBLENDVB      Y3, Y11, dst, dst

#define SUBSTITUTE(x) \
	VPAND     32(R12), x, Y2  \
	VPSLLW    $3, x, Y3       \
	VPSLLW    $2, x, Y4       \
	VPSLLW    $1, x, Y5       \
	PAIR(0, Y6)               \
	PAIR(1, Y7)               \
	VPBLENDVB Y4, Y7, Y6, Y6  \
	PAIR(2, Y7)               \
	PAIR(3, Y8)               \
	VPBLENDVB Y4, Y8, Y7, Y7  \
	VPBLENDVB Y5, Y7, Y6, Y6  \
	PAIR(4, Y7)               \
	PAIR(5, Y8)               \
	VPBLENDVB Y4, Y8, Y7, Y7  \
	PAIR(6, Y8)               \
	PAIR(7, Y9)               \
	VPBLENDVB Y4, Y9, Y8, Y8  \
	VPBLENDVB Y5, Y8, Y7, Y7  \
	VPBLENDVB x, Y7, Y6, x

#define TRANSPOSE \
	VPSHUFB    (R12), Y0, Y0      \
	VPSHUFB    (R12), Y1, Y1      \
	VPUNPCKLWD Y1, Y0, Y2         \
	VPUNPCKHWD Y1, Y0, Y3         \
	VPERM2I128 $0x20, Y3, Y2, Y4  \
	VPERM2I128 $0x31, Y3, Y2, Y5  \
	VPUNPCKLWD Y5, Y4, Y2         \
	VPUNPCKHWD Y5, Y4, Y3         \
	VPERM2I128 $0x20, Y3, Y2, Y0  \
	VPERM2I128 $0x31, Y3, Y2, Y1

// AFFINE is VGF2P8AFFINEQB $0, at(R8), source, destination, which the assembler has in the form of AVX-512 only: source is
// 0xdd for Y4 and 0xd5 for Y5, destination 0x90, 0x98, 0xb0 and 0xb8 for Y2, Y3, Y6 and Y7.
#define AFFINE(at, source, destination) \
	BYTE $0xc4; BYTE $0xc3; BYTE $source; BYTE $0xce; BYTE $destination; LONG $at; BYTE $0

// PRODUCTS makes the products of the vector turned by d quadwords, in Y4 and Y5, and of it turned by d+4.
#define PRODUCTS(d) \
	AFFINE(64*d, 0xdd, 0xb0)          \
	AFFINE((64*d+32), 0xd5, 0xb8)     \
	AFFINE((64*(d+4)), 0xd5, 0x90)    \
	AFFINE((64*(d+4)+32), 0xdd, 0x98) \
	VPXOR Y2, Y6, Y6                  \
	VPXOR Y3, Y7, Y7

#define TURNED(d, blend, turn) \
	VPBLENDD $blend, Y1, Y0, Y4 \
	VPBLENDD $blend, Y0, Y1, Y5 \
	VPERMQ   $turn, Y4, Y4      \
	VPERMQ   $turn, Y5, Y5      \
	PRODUCTS(d)                 \
	VPXOR    Y6, Y12, Y12       \
	VPXOR    Y7, Y13, Y13

// LPS leaves LPS(Y0, Y1) in Y12 and Y13.
#define LPS \
	SUBSTITUTE(Y0)        \
	SUBSTITUTE(Y1)        \
	TRANSPOSE             \
	VMOVDQA Y0, Y4        \
	VMOVDQA Y1, Y5        \
	PRODUCTS(0)           \
	VMOVDQA Y6, Y12       \
	VMOVDQA Y7, Y13       \
	TURNED(1, 0x03, 0x39) \
	TURNED(2, 0x0f, 0x4e) \
	TURNED(3, 0x3f, 0x93)

#define LOAD_ADDRESSES \
	LEAQ ·matrices(SB), R8      \
	LEAQ ·substitution(SB), R11 \
	LEAQ interleave<>(SB), R12

// func compressAVX2(h *[8]uint64, blocks, step uint64, p *byte, n int)
//
// On the stack: at 0 what the next key is made of, at 64 the vector, at 128 h.
TEXT ·compressAVX2(SB), NOSPLIT, $192-40
	MOVQ h+0(FP), DI
	MOVQ blocks+8(FP), SI
	MOVQ step+16(FP), R9
	MOVQ p+24(FP), BX
	MOVQ n+32(FP), CX
	LOAD_ADDRESSES

	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1
	TRANSPOSE
	VMOVDQU Y0, 128(SP)
	VMOVDQU Y1, 160(SP)

block:
	// K[1] = LPS(h (xor) N), where N is two words.
	MOVQ    SI, AX
	SHLQ    $9, AX
	MOVQ    SI, DX
	SHRQ    $55, DX
	VMOVQ   AX, X0
	VPINSRQ $1, DX, X0, X0
	VPXOR   Y1, Y1, Y1
	TRANSPOSE
	VPXOR   128(SP), Y0, Y0
	VPXOR   160(SP), Y1, Y1
	LPS
	VMOVDQA Y12, Y14
	VMOVDQA Y13, Y15

	LEAQ    ·transposedConstants(SB), R10
	VPXOR   (R10), Y14, Y0   // K[1] (xor) C[1]
	VPXOR   32(R10), Y15, Y1
	VMOVDQU Y0, 0(SP)
	VMOVDQU Y1, 32(SP)
	VMOVDQU (BX), Y0
	VMOVDQU 32(BX), Y1
	TRANSPOSE
	VPXOR   Y0, Y14, Y2      // m (xor) K[1]
	VPXOR   Y1, Y15, Y3
	VMOVDQU Y2, 64(SP)
	VMOVDQU Y3, 96(SP)
	VPXOR   128(SP), Y0, Y0  // h (xor) m
	VPXOR   160(SP), Y1, Y1
	VMOVDQU Y0, 128(SP)
	VMOVDQU Y1, 160(SP)
	MOVQ    $12, R13

round:
	ADDQ    $64, R10
	VMOVDQU 0(SP), Y0
	VMOVDQU 32(SP), Y1
	LPS
	VMOVDQA Y12, Y14         // K[i+1]
	VMOVDQA Y13, Y15
	VPXOR   (R10), Y12, Y0
	VPXOR   32(R10), Y13, Y1
	VMOVDQU Y0, 0(SP)
	VMOVDQU Y1, 32(SP)
	VMOVDQU 64(SP), Y0
	VMOVDQU 96(SP), Y1
	LPS
	VPXOR   Y14, Y12, Y12
	VPXOR   Y15, Y13, Y13
	VMOVDQU Y12, 64(SP)
	VMOVDQU Y13, 96(SP)
	DECQ    R13
	JNZ     round

	VPXOR   128(SP), Y12, Y0
	VPXOR   160(SP), Y13, Y1
	VMOVDQU Y0, 128(SP)
	VMOVDQU Y1, 160(SP)
	ADDQ    R9, SI
	ADDQ    $64, BX
	DECQ    CX
	JNZ     block

	TRANSPOSE
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VZEROUPPER
	RET

// func compressKnownAVX2(h *[8]uint64, keys *[13][64]byte, p *byte)
TEXT ·compressKnownAVX2(SB), NOSPLIT, $0-24
	MOVQ h+0(FP), DI
	MOVQ keys+8(FP), R9
	MOVQ p+16(FP), BX
	LOAD_ADDRESSES

	VMOVDQU (BX), Y0
	VMOVDQU 32(BX), Y1
	VPXOR   (DI), Y0, Y14    // h (xor) m, not transposed
	VPXOR   32(DI), Y1, Y15
	TRANSPOSE
	VPXOR   (R9), Y0, Y0
	VPXOR   32(R9), Y1, Y1
	MOVQ    $12, R10

known:
	ADDQ  $64, R9
	LPS
	VPXOR (R9), Y12, Y0
	VPXOR 32(R9), Y13, Y1
	DECQ  R10
	JNZ   known

	TRANSPOSE
	VPXOR   Y14, Y0, Y0
	VPXOR   Y15, Y1, Y1
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VZEROUPPER
	RET

// func cpuid7() (ecx uint32)
TEXT ·cpuid7(SB), NOSPLIT, $0-4
	MOVL $7, AX
	XORL CX, CX
	CPUID
	MOVL CX, ecx+0(FP)
	RET
