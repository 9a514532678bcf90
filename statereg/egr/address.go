package egr

import "strings"

// Address is an address in Russia: as the tax service's classifier has it (АдресРФ), or by the state register of
// addresses (ФИАС, ГАР) where the record has no other.
type Address struct {
	Postcode   string   `json:"zip,omitempty"`
	Region     string   `json:"reg,omitempty"` // two digits (КодРегион)
	RegionName string   `json:"regName,omitempty"`
	KLADR      string   `json:"kladr,omitempty"`
	FIAS       string   `json:"fias,omitempty"` // identifier in ГАР (ИдНом)
	District   string   `json:"district,omitempty"`
	City       string   `json:"city,omitempty"`
	Settlement string   `json:"settlement,omitempty"`
	Street     string   `json:"street,omitempty"`
	House      string   `json:"house,omitempty"`
	Building   string   `json:"building,omitempty"`
	Room       string   `json:"room,omitempty"`
	GAR        []string `json:"gar,omitempty"`    // the parts below the region as ГАР has them, in order
	GARZip     string   `json:"garZip,omitempty"` // postcode by ГАР
	GARRegion  string   `json:"garReg,omitempty"`
	SeatRegion string   `json:"seatReg,omitempty"` // region of the seat (СвМНЮЛ)
	Entry      Entry    `json:"e,omitzero"`
}

// Move is the decision of an organisation to move.
type Move struct {
	Text       string `json:"text,omitempty"`
	RegionName string `json:"regName,omitempty"`
	Place      string `json:"place,omitempty"`
	Entry      Entry  `json:"e,omitzero"`
}

// Line is the address in one line, from the postcode down.
func (a *Address) Line() string {
	if a == nil {
		return ""
	}
	parts := []string{a.Postcode, a.RegionName, a.District, a.City, a.Settlement, a.Street, a.House, a.Building, a.Room}
	if a.Region == "" && len(a.GAR) > 0 {
		parts = append([]string{a.GARZip, a.RegionName}, a.GAR...)
	}
	var line strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if line.Len() > 0 {
			line.WriteString(", ")
		}
		line.WriteString(p)
	}
	return line.String()
}

// RegionSource tells which part of a record a region was read from.
type RegionSource string

const (
	RegionUnknown  RegionSource = ""
	RegionAddress  RegionSource = "АдресРФ@КодРегион"
	RegionGAR      RegionSource = "СвАдрЮЛФИАС/Регион"
	RegionSeat     RegionSource = "СвМНЮЛ/Регион"
	RegionTax      RegionSource = "СвУчетНО/СвНО@КодНО"
	RegionRegister RegionSource = "СвРегОрг@КодНО"
)

// Region is the region of the subject, two digits as the tax service numbers them, and where it was read. Of an
// organisation it is the region of its legal address and nothing else: 6 in 100 have an ОГРН or an ИНН of another one.
// An entrepreneur's address is in no open file since form 4.06, so the region is that of the office where they are on
// the books, else of the registering office.
func (r *Record) Region() (code string, source RegionSource) {
	if a := r.Address; a != nil {
		switch {
		case a.Region != "":
			return a.Region, RegionAddress
		case a.GARRegion != "":
			return a.GARRegion, RegionGAR
		case a.SeatRegion != "":
			return a.SeatRegion, RegionSeat
		}
	}
	if r.Register != Entrepreneurs {
		return "", RegionUnknown
	}
	if code := officeRegion(r.TaxOffice.Office.Code); code != "" {
		return code, RegionTax
	}
	if code := officeRegion(r.Office.Code); code != "" {
		return code, RegionRegister
	}
	return "", RegionUnknown
}

// officeRegion is the region in the four digits of a tax office.
func officeRegion(code string) string {
	if len(code) != 4 {
		return ""
	}
	return code[:2]
}
