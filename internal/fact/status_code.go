package fact

import "github.com/klaster-platform/klaster/statereg/egr"

// statusOf reads one code of the lists СЮЛСТ and СИПСТ.
func statusOf(register egr.Register, code string) Status {
	if len(code) != 3 {
		return UnclearStatus
	}
	if register == egr.Entrepreneurs {
		return entrepreneurStatus(code)
	}
	switch code {
	case "001", "111", "112":
		return Active
	case "101", "102":
		return Liquidation
	case "105", "106", "107", "108", "110":
		return Exclusion
	case "113", "114", "115", "116", "117":
		return Bankruptcy
	}
	switch {
	case code >= "121" && code <= "139":
		return Reorganisation
	case code >= "201" && code <= "320", code >= "400" && code <= "420", code >= "701" && code <= "702", code == "801":
		return Ceased
	}
	return UnclearStatus
}

func entrepreneurStatus(code string) Status {
	switch {
	case code == "001":
		return Active
	case code == "110":
		return Exclusion
	case code == "101", code == "103", code == "104", code >= "200" && code <= "899":
		return Ceased
	}
	return UnclearStatus
}
