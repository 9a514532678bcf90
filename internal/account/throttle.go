package account

import (
	"context"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// The budgets of attempts. That of an address is wide: a whole office or a mobile operator may stand behind it. That of
// an account is narrow for strangers, and another one waits for the browsers that the owner has used.
var (
	signInByAddress   = limit.Rule{Name: "signin.address", Burst: 60, Per: 10 * time.Minute}
	signInByStranger  = limit.Rule{Name: "signin.stranger", Burst: 10, Per: 30 * time.Minute}
	signInByDevice    = limit.Rule{Name: "signin.device", Burst: 10, Per: 10 * time.Minute}
	registerByAddress = limit.Rule{Name: "register.address", Burst: 30, Per: time.Hour}
	registerByEmail   = limit.Rule{Name: "register.email", Burst: 5, Per: time.Hour}
	messageByAddress  = limit.Rule{Name: "message.address", Burst: 60, Per: time.Hour}
	messageByPhone    = limit.Rule{Name: "message.phone", Burst: 5, Per: time.Hour}
	recoverByAddress  = limit.Rule{Name: "recover.address", Burst: 30, Per: time.Hour}
	recoverByEmail    = limit.Rule{Name: "recover.email", Burst: 5, Per: time.Hour}
)
