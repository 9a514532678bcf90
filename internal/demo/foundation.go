package demo

// Foundation is the foundation of a trial installation, which seals its receipts.
func Foundation() Organisation {
	return Organisation{
		Name: "Учебный фонд развития инновационного кластера", OGRN: organisationOGRN("77", 9_900_000), INN: organisationINN(99_000),
		Region: "77", City: "г. Москва", Case: "seals the receipts of the trial installation",
	}
}
