package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Texts of confirming who one is.
var (
	titleConfirm = i18n.M("Подтвердите, что это вы", "Confirm that it is you")
	leadConfirm  = i18n.M("Вы уже вошли, но для этого действия нужно ещё раз подтвердить, что за экраном вы. Этого хватит на 10 минут.",
		"You are signed in, but this action needs one more proof that it is you. It lasts for 10 minutes.")
	textNotDone = i18n.M("То, что вы отправили, не выполнено и не сохранено: с последнего подтверждения прошло больше 10 минут. Подтвердите, что это вы, и повторите.",
		"What you sent was neither done nor kept: more than 10 minutes have passed since the last confirmation. Confirm that it is you and send it again.")
)
