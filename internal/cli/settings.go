package cli

import (
	"slices"

	"github.com/alecthomas/kong"

	"github.com/klaster-platform/klaster/internal/platform/config"
)

// settings keeps the settings of an installation from the commands that are tools: a file or an environment that says
// KLASTER_CA must not add to what a signature is trusted by. Where a password is stands in a file for them, too.
type settings struct{ *config.Source }

// passwordFlag is the one flag of a tool that may come from settings.
const passwordFlag = "password-file"

func isTool(name string) bool { return slices.Contains([]string{"sig", "cert", "ca"}, name) }

// Resolve implements [kong.Resolver].
func (s settings) Resolve(c *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if n := parent.Node(); n != nil && inTool(n) && flag.Name != passwordFlag {
		return nil, nil
	}
	return s.Source.Resolve(c, parent, flag)
}

func inTool(n *kong.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Type == kong.CommandNode && n.Parent != nil && n.Parent.Type == kong.ApplicationNode && isTool(n.Name) {
			return true
		}
	}
	return false
}

// Validate implements [kong.Resolver]. The names of the flags of tools are none of settings.
func (s settings) Validate(a *kong.Application) error {
	node := *a.Node
	node.Children = slices.DeleteFunc(slices.Clone(node.Children), func(n *kong.Node) bool { return isTool(n.Name) })
	password := &kong.Flag{Value: &kong.Value{Name: passwordFlag}}
	node.Flags = append(slices.Clone(node.Flags), password)
	return s.Source.Validate(&kong.Application{Node: &node})
}
