package main
import ("testing";"os";"strings";"fmt")
func TestZZ(t *testing.T){
 p := map[string]string{"px":"p.x","py":"p.y2","pz":"p.z"}
 mk := func(name, text string) string {
  source := parse(p, text)
  f := function{Name:name, Signature:"p *jacobian", Arguments: []string{"p"}, Fields: map[string][]string{"p":{"x","y2","z"}}}
  return f.assembleSource(unit{Fold:617}, source)
 }
 s := "#include \"textflag.h\"\n"
 s += mk("indep", strings.Repeat("Mul a px py\nMul b px pz\nMul d py pz\nMul e px px\n",4))
 s += mk("dep", strings.Repeat("Mul px px py\n",16))
 s += mk("indepsqr", strings.Repeat("Sqr a px\nSqr b py\nSqr d pz\nSqr e px\n",4))
 s += mk("depsqr", strings.Repeat("Sqr px px\n",16))
 s += mk("depadd", strings.Repeat("Add px px py\n",16))
 s += mk("indepadd", strings.Repeat("Add a px py\nAdd b px pz\nAdd d px py\nAdd e px pz\n",4))
 os.WriteFile("/tmp/k/mulbench/f_amd64.s", []byte(s), 0o644)
 g := `package main
import ("fmt";"syscall")
type jacobian struct{x,y2,z [4]uint64}
func cpuNow() float64 { var u syscall.Rusage; syscall.Getrusage(syscall.RUSAGE_SELF,&u); return float64(u.Utime.Nano()+u.Stime.Nano())}
func m(name string, f func(*jacobian)) { p := jacobian{[4]uint64{1,2,3,4},[4]uint64{5,6,7,8},[4]uint64{9,10,11,12}}; best:=1e18; for range 9 { s:=cpuNow(); for range 20000 { f(&p)}; best=min(best,(cpuNow()-s)/20000/16)}; fmt.Printf("%s %.2f ns\n",name,best)}
`
 main := "func main(){\n"
 for _, n := range []string{"indep","dep","indepsqr","depsqr","depadd","indepadd"} { g += "//go:noescape\nfunc "+n+"ADX(p *jacobian)\n"; main += fmt.Sprintf("m(%q,%sADX)\n", n, n) }
 os.WriteFile("/tmp/k/mulbench/main.go", []byte(g+main+"}\n"), 0o644)
 os.WriteFile("/tmp/k/mulbench/go.mod", []byte("module x\ngo 1.26\n"), 0o644)
}
