package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	groupAbout  = i18n.M("Обо мне", "About me")
	groupAccess = i18n.M("Вход и защита", "Signing in and security")
)

// Menu lists the pages of a person's account in the order of the cabinet's menu.
func Menu() []web.NavItem {
	return []web.NavItem{
		{Key: "profile", Label: titleProfile, URL: "/profile", Icon: "user", Group: groupAbout},
		{Key: "contacts", Label: titleContacts, URL: contactsPath, Icon: "phone", Group: groupAbout},
		{Key: "level", Label: titleLevel, URL: "/profile/level", Icon: "circle-check", Group: groupAbout},
		{Key: "documents", Label: titleDocuments, URL: documentsPath, Icon: "file-text", Group: groupAbout},
		{Key: "leaving", Label: titleLeaving, URL: leavingPath, Icon: "download", Group: groupAbout},
		{Key: "security", Label: titleSecurity, URL: securityPath, Icon: "shield-check", Group: groupAccess},
		{Key: "connections", Label: titleConnections, URL: "/profile/connections", Icon: "network", Group: groupAccess},
		{Key: "trail", Label: titleTrail, URL: trailPath, Icon: "list-checks", Group: groupAccess},
	}
}
