package home

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// nextTasks are what a person may still do to open more services.
func nextTasks(a actor.Actor) []web.Task {
	identity := web.Task{Title: taskIdentity, Hint: taskIdentityTx, URL: "/profile/level"}
	switch {
	case a.Level >= actor.Full:
		identity = web.Task{Title: taskIdentity, State: web.TaskDone}
	case a.Level >= actor.Standard:
		identity = web.Task{Title: taskFull, Hint: taskFullTx, URL: "/profile/level"}
	}
	return []web.Task{identity, {Title: taskCabinet, Hint: taskCabinetTx, URL: "/organisations"}}
}
