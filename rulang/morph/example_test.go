package morph_test

import (
	"fmt"

	"github.com/klaster-platform/klaster/rulang/morph"
)

func ExampleLemma() {
	fmt.Println(morph.Lemma("фрезеровку"), morph.Lemma("5-осевых"), morph.Lemma("АК-12"))
	// Output: фрезеровка 5-осевой ак-12
}

func ExampleReadings() {
	for _, r := range morph.Readings("банки") {
		fmt.Printf("%s %s %.2f\n", r.Lemma, r.Class, r.Share)
	}
	// Output:
	// банк noun 0.67
	// банка noun 0.33
}
