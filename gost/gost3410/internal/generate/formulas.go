package main

// formulas returns the formulas for points by name; the two templates formulas.go.tmpl say what each computes.
func formulas() map[string]formula {
	p := map[string]string{"px": "p.x", "py": "p.y2", "pz": "p.z", "a": "c.a"}
	mixed := map[string]string{"px": "p.x", "py": "p.y2", "pz": "p.z", "qx": "x", "qy": "y2", "dx": "dx", "dy": "dy"}
	full := map[string]string{
		"px": "p.x", "py": "p.y2", "pz": "p.z", "qx": "q.x", "qy": "y2", "qz": "q.z", "qzz": "q.zz", "qzzz": "q.zzz",
		"dx": "dx", "dy": "dy",
	}
	twisted := map[string]string{"pu": "p.u", "pv": "p.v", "pz": "p.z", "pt": "p.t"}
	sum := map[string]string{
		"pu": "p.u", "pv": "p.v", "pz": "p.z", "pt": "p.t", "qu": "q.u", "qv": "q.v", "qz": "q.z", "qdt": "q.dt",
	}
	return map[string]formula{
		"doubleMinus3": parse(p, `
			Sqr zz pz
			Mul pz pz py
			Sqr yy py
			Add s px zz
			Sub zz px zz
			Mul m s zz
			Triple m m
			Mul v px yy
			SqrSub2 px m v v
			Sub v v px
			Double v v
			MulSubSqr py m v yy
		`),
		"doubleAny": parse(p, `
			Sqr zz pz
			Mul pz pz py
			Sqr yy py
			Sqr zz zz
			Mul zz zz a
			Sqr m px
			Triple m m
			Add m m zz
			Mul v px yy
			SqrSub2 px m v v
			Sub v v px
			Double v v
			MulSubSqr py m v yy
		`),
		"addMixed": parse(mixed, `
			Sqr zz pz
			MulSub dx qx zz px
			Mul zz zz pz
			MulSub dy qy zz py
			Mul pz pz dx
			Sqr dd dx
			Mul ddd dd dx
			Mul v px dd
			Half s dy
			SqrSub3 px s ddd v v
			Sub v v px
			MulSubMul py dy v py ddd
		`),
		"addFull": calls(full, `
			Mul v px qzz
			Mul w py qzzz
			Sqr zz pz
			MulSub dx qx zz v
			Mul zz zz pz
			MulSub dy qy zz w
			Mul pz pz qz
			Mul pz pz dx
			Sqr dd dx
			Mul ddd dd dx
			Mul v v dd
			Half s dy
			SqrSub3 px s ddd v v
			Sub v v px
			MulSubMul py dy v w ddd
		`),
		"doubleEdwards": parse(twisted, `
			Sqr a pu
			Sqr b pv
			Mul e pu pv
			Double e e
			Sqr m pz
			Double m m
			Add g a b
			Sub w a b
			Sub m g m
			Mul pu e m
			Mul pv g w
			Mul pz m g
			if:withT Mul pt e w
		`),
		"addNiels": parse(sum, `
			Add e pu pv
			Add g qu qv
			Mul a pu qu
			MulSub w pv qv a
			MulSub e e g w
			Double a a
			Sub e e a
			Mul m pt qdt
			Add g pz m
			Sub m pz m
			Mul pu e m
			Mul pv g w
			Mul pz m g
			if:withT Mul pt e w
		`),
		"addEdwards": calls(sum, `
			Mul s pz qz
			Mul m pt qdt
			Add g s m
			Sub m s m
			Add e pu pv
			Add s qu qv
			Mul a pu qu
			MulSub w pv qv a
			MulSub e e s w
			Double a a
			Sub e e a
			Mul pu e m
			Mul pv g w
			Mul pz m g
			if:withT Mul pt e w
		`),
	}
}

// calls is parse for a formula that is always written as calls.
func calls(places map[string]string, text string) formula {
	f := parse(places, text)
	f.long = true
	return f
}
