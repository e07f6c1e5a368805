package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// apiError is a refusal as the Bot API words it. Faulty means that the request itself was wrong, whatever the
// state of the chats: a bot that is well made never gets one, so it is also written to the problems.
type apiError struct {
	code        int
	description string
	retryAfter  int
	migrateTo   int64
	faulty      bool
}

func (e *apiError) Error() string { return e.description }

// bad refuses a request that is wrong in itself.
func bad(description string) *apiError {
	return &apiError{code: 400, description: "Bad Request: " + description, faulty: true}
}

// refuse declines a request that the state of the chats does not allow.
func refuse(description string) *apiError {
	return &apiError{code: 400, description: "Bad Request: " + description}
}

func forbid(description string) *apiError {
	return &apiError{code: 403, description: "Forbidden: " + description}
}

func tooMany(seconds int) *apiError {
	return &apiError{code: 429, description: "Too Many Requests: retry after " + strconv.Itoa(seconds), retryAfter: seconds}
}

type parameters struct {
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter int   `json:"retry_after,omitempty"`
}

type envelope struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	Code        int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

func writeResult(w http.ResponseWriter, result any) {
	writeJSON(w, http.StatusOK, envelope{OK: true, Result: result})
}

func writeError(w http.ResponseWriter, e *apiError) {
	reply := envelope{Code: e.code, Description: e.description}
	if e.retryAfter != 0 || e.migrateTo != 0 {
		reply.Parameters = &parameters{MigrateTo: e.migrateTo, RetryAfter: e.retryAfter}
	}
	if e.retryAfter != 0 {
		w.Header().Set("Retry-After", strconv.Itoa(e.retryAfter))
	}
	writeJSON(w, e.code, reply)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// The reader may have gone; there is nobody left to tell.
	_, _ = w.Write(body)
}
