package egr

// The form once more, as structures of encoding/xml: an independent reading that the scanner is held to, and the speed of
// which it is measured against. Only what Record keeps is here.

type xmlEntry struct {
	GRN   string `xml:"ГРН,attr"`
	GRNIP string `xml:"ГРНИП,attr"`
	Date  string `xml:"ДатаЗаписи,attr"`
}

// xmlEntries are the marks beside a fact.
type xmlEntries struct {
	Entry    []xmlEntry `xml:"ГРНДата"`
	Fix      []xmlEntry `xml:"ГРНДатаИспр"`
	SoleIP   []xmlEntry `xml:"ГРНИПДата"`
	SoleIPFx []xmlEntry `xml:"ГРНИПДатаИспр"`
}

type xmlSince struct {
	Since []xmlEntry `xml:"ГРНДатаПерв"`
}

type xmlRestricted struct {
	Restricted *struct{} `xml:"ОгрДосСв"`
}

type xmlDocument struct {
	ID           string           `xml:"ИдДок,attr"`
	Organisation *xmlOrganisation `xml:"СвЮЛ"`
	Entrepreneur *xmlEntrepreneur `xml:"СвИП"`
}

type xmlOffice struct {
	Code    string `xml:"КодНО,attr"`
	Name    string `xml:"НаимНО,attr"`
	Address string `xml:"АдрРО,attr"`
}

type xmlNamed struct {
	Short string `xml:"НаимСокр,attr"`
	Full  string `xml:"НаимПолн,attr"`
}

type xmlOrganisation struct {
	AsOf       string `xml:"ДатаВып,attr"`
	OGRN       string `xml:"ОГРН,attr"`
	Registered string `xml:"ДатаОГРН,attr"`
	INN        string `xml:"ИНН,attr"`
	KPP        string `xml:"КПП,attr"`
	FormList   string `xml:"СпрОПФ,attr"`
	FormCode   string `xml:"КодОПФ,attr"`
	FormName   string `xml:"ПолнНаимОПФ,attr"`
	Name       struct {
		Full string `xml:"НаимЮЛПолн,attr"`
		xmlEntries
		Short        xmlNamed `xml:"СвНаимЮЛСокр"`
		FullForeign  xmlNamed `xml:"СвНаимЮЛПолнИн"`
		ShortForeign xmlNamed `xml:"СвНаимЮЛСокрИн"`
	} `xml:"СвНаимЮЛ"`
	Seat struct {
		Seat *struct {
			Region     string `xml:"Регион"`
			RegionName string `xml:"НаимРегион"`
		} `xml:"СвМНЮЛ"`
		GAR     *xmlGAR     `xml:"СвАдрЮЛФИАС"`
		Address *xmlAddress `xml:"АдресРФ"`
		Faults  []xmlFault  `xml:"СвНедАдресЮЛ"`
		Move    *struct {
			Text       string   `xml:"ТекстРешИзмМН,attr"`
			Region     xmlPlace `xml:"Регион"`
			District   xmlPlace `xml:"Район"`
			City       xmlPlace `xml:"Город"`
			Settlement xmlPlace `xml:"НаселПункт"`
			xmlEntries
		} `xml:"СвРешИзмМН"`
	} `xml:"СвАдресЮЛ"`
	Email struct {
		Address string `xml:"E-mail,attr"`
	} `xml:"СвАдрЭлПочты"`
	Office   xmlOffice   `xml:"СвРегОрг"`
	Statuses []xmlStatus `xml:"СвСтатус"`
	Ceased   *struct {
		On  string `xml:"ДатаПрекрЮЛ,attr"`
		How struct {
			Code string `xml:"КодСпПрекрЮЛ,attr"`
			Name string `xml:"НаимСпПрекрЮЛ,attr"`
		} `xml:"СпПрекрЮЛ"`
		Office xmlOffice `xml:"СвРегОрг"`
		xmlEntries
	} `xml:"СвПрекрЮЛ"`
	Charter struct {
		Number string `xml:"НомТипУстав,attr"`
	} `xml:"СвТипУстав"`
	Tax     xmlTax `xml:"СвУчетНО"`
	Capital *struct {
		Kind string       `xml:"НаимВидКап,attr"`
		Sum  string       `xml:"СумКап,attr"`
		Part *xmlFraction `xml:"ДоляРубля"`
		Cut  *struct {
			To string `xml:"ВелУмУК,attr"`
			On string `xml:"ДатаРеш,attr"`
		} `xml:"СведУмУК"`
		xmlEntries
	} `xml:"СвУстКап"`
	Powers struct {
		Kind string `xml:"ВидПолном,attr"`
	} `xml:"СвПолном"`
	Managers []struct {
		xmlRestricted
		xmlSince
		Party   xmlParty    `xml:"НаимИННЮЛ"`
		Foreign *xmlForeign `xml:"СвРегИн"`
		Faults  []xmlFault  `xml:"СвНедДанУпрОрг"`
		Office  struct {
			Name string `xml:"НаимПредЮЛ,attr"`
		} `xml:"СвПредЮЛ"`
		Accredited struct {
			Number string `xml:"НомерРАФП,attr"`
		} `xml:"СвАкРАФП"`
	} `xml:"СвУпрОрг"`
	Heads []xmlHead `xml:"СведДолжнФЛ"`
	Pacts []struct {
		Kind string `xml:"ВидСведКорпДог,attr"`
	} `xml:"СвКорпДог"`
	Founders *xmlFounders `xml:"СвУчредит"`
	Loans    []struct{}   `xml:"СвКонвЗайм"`
	Own      *struct {
		xmlRestricted
		xmlShare
	} `xml:"СвДоляООО"`
	Registrar *struct {
		xmlRestricted
		Party xmlParty `xml:"ДержРеестрАО"`
	} `xml:"СвДержРеестрАО"`
	Activities xmlActivities `xml:"СвОКВЭД"`
	Licences   []xmlLicence  `xml:"СвЛицензия"`
	Branches   []xmlBranch   `xml:"СвПодразд>СвФилиал"`
	Offices    []xmlBranch   `xml:"СвПодразд>СвПредстав"`
	Reorg      []struct {
		xmlRestricted
		Status struct {
			Code string `xml:"КодСтатусЮЛ,attr"`
			Name string `xml:"НаимСтатусЮЛ,attr"`
		} `xml:"СвСтатус"`
		xmlEntries
		Parties []struct {
			xmlParty
			After string `xml:"СостЮЛпосле,attr"`
		} `xml:"СвРеоргЮЛ"`
	} `xml:"СвРеорг"`
	Before []xmlParty `xml:"СвПредш"`
	After  []xmlParty `xml:"СвПреем"`
}

type xmlTax struct {
	INN    string    `xml:"ИНН,attr"`
	KPP    string    `xml:"КПП,attr"`
	Since  string    `xml:"ДатаПостУч,attr"`
	Office xmlOffice `xml:"СвНО"`
	xmlEntries
}

type xmlPlace struct {
	TR string `xml:"ТипРегион,attr"`
	NR string `xml:"НаимРегион,attr"`
	TD string `xml:"ТипРайон,attr"`
	ND string `xml:"НаимРайон,attr"`
	TC string `xml:"ТипГород,attr"`
	NC string `xml:"НаимГород,attr"`
	TS string `xml:"ТипНаселПункт,attr"`
	NS string `xml:"НаимНаселПункт,attr"`
	TU string `xml:"ТипУлица,attr"`
	NU string `xml:"НаимУлица,attr"`
}

type xmlAddress struct {
	Postcode   string   `xml:"Индекс,attr"`
	Region     string   `xml:"КодРегион,attr"`
	KLADR      string   `xml:"КодАдрКладр,attr"`
	House      string   `xml:"Дом,attr"`
	Building   string   `xml:"Корпус,attr"`
	Room       string   `xml:"Кварт,attr"`
	RegionName xmlPlace `xml:"Регион"`
	District   xmlPlace `xml:"Район"`
	City       xmlPlace `xml:"Город"`
	Settlement xmlPlace `xml:"НаселПункт"`
	Street     xmlPlace `xml:"Улица"`
	xmlEntries
}

type xmlPart struct {
	Kind   string `xml:"Тип,attr"`
	Sort   string `xml:"Вид,attr"`
	Name   string `xml:"Наим,attr"`
	Number string `xml:"Номер,attr"`
}

type xmlGAR struct {
	ID         string    `xml:"ИдНом,attr"`
	Postcode   string    `xml:"Индекс,attr"`
	Region     string    `xml:"Регион"`
	RegionName string    `xml:"НаимРегион"`
	District   []xmlPart `xml:"МуниципРайон"`
	Town       []xmlPart `xml:"ГородСелПоселен"`
	Settlement []xmlPart `xml:"НаселенПункт"`
	Plan       []xmlPart `xml:"ЭлПланСтруктур"`
	Street     []xmlPart `xml:"ЭлУлДорСети"`
	House      []xmlPart `xml:"Здание"`
	Room       []xmlPart `xml:"ПомещЗдания"`
	Flat       []xmlPart `xml:"ПомещКвартиры"`
	xmlEntries
}

type xmlFault struct {
	ByA   string    `xml:"ПризнНедАдресЮЛ,attr"`
	TextA string    `xml:"ТекстНедАдресЮЛ,attr"`
	ByH   string    `xml:"ПризнНедДанДолжнФЛ,attr"`
	TextH string    `xml:"ТекстНедДанДолжнФЛ,attr"`
	ByF   string    `xml:"ПризнНедДанУчр,attr"`
	TextF string    `xml:"ТекстНедДанУчр,attr"`
	ByM   string    `xml:"ПризнНедДанУпрОрг,attr"`
	TextM string    `xml:"ТекстНедДанУпрОрг,attr"`
	A     *xmlCourt `xml:"РешСудНедАдр"`
	H     *xmlCourt `xml:"РешСудНедДанДолжнФЛ"`
	F     *xmlCourt `xml:"РешСудНедДанУчр"`
	M     *xmlCourt `xml:"РешСудНедДанУпрОрг"`
	xmlEntries
}

type xmlCourt struct {
	Court  string `xml:"НаимСуда,attr"`
	Number string `xml:"Номер,attr"`
	On     string `xml:"Дата,attr"`
}

type xmlStatus struct {
	xmlRestricted
	Status struct {
		Code     string `xml:"КодСтатусЮЛ,attr"`
		Name     string `xml:"НаимСтатусЮЛ,attr"`
		SoleCode string `xml:"КодСтатус,attr"`
		SoleName string `xml:"НаимСтатус,attr"`
		Ceased   string `xml:"ДатаПрекращ,attr"`
		WindUpBy string `xml:"СрокЛиквООО,attr"`
	} `xml:"СвСтатус"`
	Exclusion     *xmlExclusion `xml:"СвРешИсклЮЛ"`
	SoleExclusion *xmlExclusion `xml:"СвРешИсклИП"`
	Heir          *xmlParty     `xml:"СвНовЮЛ"`
	xmlEntries
}

type xmlExclusion struct {
	On        string `xml:"ДатаРеш,attr"`
	Number    string `xml:"НомерРеш,attr"`
	Published string `xml:"ДатаПубликации,attr"`
	Issue     string `xml:"НомерЖурнала,attr"`
}

type xmlFraction struct {
	Num string `xml:"Числит,attr"`
	Den string `xml:"Знаменат,attr"`
}

type xmlShare struct {
	Nominal string       `xml:"НоминСтоим,attr"`
	Part    *xmlFraction `xml:"ДоляРубля"`
	Size    struct {
		Percent string       `xml:"Процент"`
		Decimal string       `xml:"ДробДесят"`
		Common  *xmlFraction `xml:"ДробПрост"`
	} `xml:"РазмерДоли"`
	xmlEntries
}

type xmlParty struct {
	xmlRestricted
	OGRN string `xml:"ОГРН,attr"`
	INN  string `xml:"ИНН,attr"`
	Name string `xml:"НаимЮЛПолн,attr"`
	xmlEntries
}

type xmlForeign struct {
	Country     string `xml:"ОКСМ,attr"`
	CountryName string `xml:"НаимСтран,attr"`
	On          string `xml:"ДатаРег,attr"`
	Number      string `xml:"РегНомер,attr"`
	By          string `xml:"НаимРегОрг,attr"`
	TaxNumber   string `xml:"КодНПСтрРег,attr"`
	Address     string `xml:"АдрСтр,attr"`
}

type xmlNames struct {
	Surname    string `xml:"Фамилия,attr"`
	Name       string `xml:"Имя,attr"`
	Patronymic string `xml:"Отчество,attr"`
	INN        string `xml:"ИННФЛ,attr"`
	xmlEntries
}

type xmlCitizenship struct {
	Kind    string `xml:"КодГражд,attr"`
	Sole    string `xml:"ВидГражд,attr"`
	Country string `xml:"ОКСМ,attr"`
	Name    string `xml:"НаимСтран,attr"`
}

type xmlSex struct {
	Sex string `xml:"Пол,attr"`
}

type xmlHead struct {
	xmlRestricted
	xmlSince
	Person xmlNames `xml:"СвФЛ"`
	Post   struct {
		OGRNIP   string `xml:"ОГРНИП,attr"`
		Kind     string `xml:"ВидДолжн,attr"`
		KindName string `xml:"НаимВидДолжн,attr"`
		Name     string `xml:"НаимДолжн,attr"`
		xmlEntries
	} `xml:"СвДолжн"`
	Faults []xmlFault `xml:"СвНедДанДолжнФЛ"`
	Ended  []struct {
		Code string `xml:"ПризДопСвПолДолжнФЛ,attr"`
		Text string `xml:"ТекстДопСвПолДолжнФЛ,attr"`
		xmlEntries
	} `xml:"ДопСвПолДолжФЛ"`
	Sex          xmlSex         `xml:"СвПолФЛ"`
	Citizenship  xmlCitizenship `xml:"СвГраждФЛ"`
	Disqualified []struct {
		From   string `xml:"ДатаНачДискв,attr"`
		To     string `xml:"ДатаОкончДискв,attr"`
		Ruling string `xml:"ДатаРеш,attr"`
	} `xml:"СвДискв"`
}

type xmlFounders struct {
	Frozen       *struct{}    `xml:"СвЗапретРаспДолями"`
	Russian      []xmlFounder `xml:"УчрЮЛРос"`
	Foreign      []xmlFounder `xml:"УчрЮЛИн"`
	Persons      []xmlFounder `xml:"УчрФЛ"`
	State        []xmlFounder `xml:"УчрРФСубМО"`
	Funds        []xmlFounder `xml:"УчрПИФ"`
	Partnerships []xmlFounder `xml:"УчрДогИнвТов"`
}

type xmlFounder struct {
	OGRNIP string `xml:"ОГРНИП,attr"`
	xmlRestricted
	xmlSince
	Party       *xmlParty      `xml:"НаимИННЮЛ"`
	ForeignName *xmlNamed      `xml:"СвНаимЮЛПолнИн"`
	Foreign     *xmlForeign    `xml:"СвРегИн"`
	Person      *xmlNames      `xml:"СвФЛ"`
	Sex         xmlSex         `xml:"СвПолФЛ"`
	Citizenship xmlCitizenship `xml:"СвГраждФЛ"`
	State       *struct {
		Kind       string `xml:"КодУчрРФСубМО,attr"`
		Name       string `xml:"НаимМО,attr"`
		Region     string `xml:"КодРегион,attr"`
		RegionName string `xml:"НаимРегион,attr"`
	} `xml:"ВидНаимУчр"`
	Fund struct {
		Name string `xml:"НаимПИФ,attr"`
	} `xml:"СвНаимПИФ"`
	FundManager *xmlParty `xml:"СвУпрКомпПИФ>УпрКомпПиф"`
	Agreement   struct {
		Name string `xml:"НаимДог,attr"`
	} `xml:"ИнПрДогИнвТов"`
	Partner *xmlParty `xml:"СвУпТовЮЛ"`
	Agents  []struct {
		Party xmlParty `xml:"НаимИННЮЛ"`
	} `xml:"СвОргОсущПр"`
	Faults  []xmlFault `xml:"СвНедДанУчр"`
	Share   *xmlShare  `xml:"ДоляУстКап"`
	Pledges []struct {
		Kind string `xml:"ВидОбрем,attr"`
	} `xml:"СвОбрем"`
	Trust  []struct{} `xml:"СвДовУпрЮЛ"`
	Trust2 []struct{} `xml:"СвДовУпрФЛ"`
	Trust3 []struct{} `xml:"СвДовУпрЮЛРФ"`
	Estate []struct{} `xml:"ЛицоУпрНасл"`
}

type xmlActivity struct {
	Code    string `xml:"КодОКВЭД,attr"`
	Name    string `xml:"НаимОКВЭД,attr"`
	Version string `xml:"ПрВерсОКВЭД,attr"`
}

type xmlActivities struct {
	Main  xmlActivity   `xml:"СвОКВЭДОсн"`
	Other []xmlActivity `xml:"СвОКВЭДДоп"`
}

type xmlLicence struct {
	Unified string `xml:"НомерЕРУЛ,attr"`
	Number  string `xml:"НомЛиц,attr"`
	On      string `xml:"ДатаЛиц,attr"`
	From    string `xml:"ДатаНачЛиц,attr"`
	To      string `xml:"ДатаОкончЛиц,attr"`
	xmlRestricted
	Activities []string `xml:"НаимЛицВидДеят"`
	By         string   `xml:"ЛицОргВыдЛиц"`
	Suspended  *struct {
		On string `xml:"ДатаПриостЛиц,attr"`
		By string `xml:"ЛицОргПриостЛиц,attr"`
	} `xml:"СвПриостЛиц"`
	xmlEntries
}

type xmlBranch struct {
	xmlRestricted
	xmlSince
	Name    xmlNamed    `xml:"СвНаим"`
	Address *xmlAddress `xml:"АдрМНРФ"`
	GAR     *xmlGAR     `xml:"АдрМНФИАС"`
	Abroad  struct {
		Country string `xml:"ОКСМ,attr"`
		Address string `xml:"АдрИн,attr"`
	} `xml:"АдрМНИн"`
	Books struct {
		KPP string `xml:"КПП,attr"`
	} `xml:"СвУчетНОФилиал"`
	OfficeBooks struct {
		KPP string `xml:"КПП,attr"`
	} `xml:"СвУчетНОПредстав"`
}

type xmlEntrepreneur struct {
	AsOf       string `xml:"ДатаВып,attr"`
	OGRN       string `xml:"ОГРНИП,attr"`
	Registered string `xml:"ДатаОГРНИП,attr"`
	INN        string `xml:"ИННФЛ,attr"`
	Kind       string `xml:"КодВидИП,attr"`
	Person     struct {
		xmlSex
		Names xmlNames `xml:"ФИОРус"`
		xmlEntries
	} `xml:"СвФЛ"`
	Citizenship xmlCitizenship `xml:"СвГражд"`
	Residence   *struct {
		Address *xmlAddress `xml:"АдресРФ"`
		xmlEntries
	} `xml:"СвАдрМЖ"`
	Email struct {
		Address string `xml:"E-mail,attr"`
	} `xml:"СвАдрЭлПочты"`
	Office     xmlOffice     `xml:"СвРегОрг"`
	Status     *xmlStatus    `xml:"СвСтатус"`
	Ceased     *xmlStatus    `xml:"СвПрекращ"`
	Tax        xmlTax        `xml:"СвУчетНО"`
	Activities xmlActivities `xml:"СвОКВЭД"`
	Licences   []xmlLicence  `xml:"СвЛицензия"`
}
