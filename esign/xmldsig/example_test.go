package xmldsig_test

import (
	"bytes"
	"fmt"
	"log"
	"strings"

	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// A value is read from the tokens that were hashed, and believed after all checks.
func ExampleVerify() {
	doc := `<заявка><сумма>1000</сумма></заявка>`
	var sum strings.Builder
	inside := false
	facts, err := xmldsig.Verify(strings.NewReader(doc), int64(len(doc)), xmldsig.Options{
		Tokens: func(t *xmltoken.Token) error {
			switch {
			case t.Name.Is("", "сумма"):
				inside = t.Kind == xmltoken.Start
			case inside:
				sum.Write(t.Data)
			}
			return nil
		},
	})
	if err != nil || !facts.OK() {
		fmt.Println("not signed:", err)
		return
	}
	fmt.Println(sum.String())
	// Output: not signed: verify XML signature: no XML signature
}

// Where applications come from outside, what they consist of is judged besides their signatures.
func ExampleCheckApplication() {
	checks, err := xmldsig.CheckApplication(bytes.NewReader([]byte(`<a>10<!-- or 20 --></a>`)), xmltoken.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range checks {
		if c.Result != xmldsig.OK {
			fmt.Println(c.ID, c.Result, c.Detail)
		}
	}
	// Output: application.comments fail a comment at byte 5
}
