package cli

type certCmd struct {
	Show   certShowCmd   `cmd:"" help:"Print the certificates of a file."`
	Verify certVerifyCmd `cmd:"" help:"Say of each certificate whether a trusted one signed it."`
}
