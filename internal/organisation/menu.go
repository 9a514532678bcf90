package organisation

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Menu is the side menu of a cabinet, as far as the role sees its pages.
func Menu(st Standing) []web.NavItem {
	path := st.Cabinet.Path()
	list := []web.NavItem{{Key: "org", Label: menuCabinet, URL: path, Icon: "house"}}
	if st.Role.May(actor.View) {
		list = append(list,
			web.NavItem{Key: "org-data", Label: titleData, URL: path + "/data", Icon: "file-text"},
			web.NavItem{Key: "org-people", Label: titlePeople, URL: path + "/people", Icon: "users"},
			web.NavItem{Key: "org-powers", Label: titlePowers, URL: path + "/powers", Icon: "file-check"},
			web.NavItem{Key: "org-signatures", Label: titleCertificates, URL: path + "/signatures", Icon: "file-check"},
			web.NavItem{Key: "org-documents", Label: titleDocuments, URL: path + "/documents", Icon: "inbox"},
			web.NavItem{Key: "org-figures", Label: titleFigures, URL: path + "/figures", Icon: "list-checks"},
		)
	}
	return append(list, web.NavItem{Key: "organisations", Label: titleMine, URL: PathMine, Icon: "building-2"})
}
