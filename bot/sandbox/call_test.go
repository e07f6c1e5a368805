package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"veche/bot/sandbox"
)

type reply struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	}
}

type params map[string]any

// call makes a call as JSON.
func call(t *testing.T, url, method string, p params) reply {
	t.Helper()
	r, err := try(within(t), url, method, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func try(ctx context.Context, url, method string, p params) (reply, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return reply{}, err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/bot"+sandbox.DefaultToken+"/"+method, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	var r reply
	return r, json.NewDecoder(resp.Body).Decode(&r)
}

// fine makes a call that must succeed and decodes its result.
func fine[T any](t *testing.T, url, method string, p params) T {
	t.Helper()
	r := call(t, url, method, p)
	if !r.OK {
		t.Fatalf("%s: %s", method, r.Description)
	}
	var result T
	if err := json.Unmarshal(r.Result, &result); err != nil {
		t.Fatalf("%s: %v in %s", method, err, r.Result)
	}
	return result
}

type incoming struct {
	ID       int64            `json:"update_id"`
	Message  *sandbox.Message `json:"message"`
	Edited   *sandbox.Message `json:"edited_message"`
	MyMember *struct {
		New struct{ Status string } `json:"new_chat_member"`
	} `json:"my_chat_member"`
	Callback *struct {
		ID      string
		Data    string
		Message *sandbox.Message
	} `json:"callback_query"`
}

// poll takes what waits, without waiting itself.
func poll(t *testing.T, url string, offset int64) []incoming {
	t.Helper()
	return fine[[]incoming](t, url, "getUpdates", params{"offset": offset})
}

// news confirms all that waits and returns it.
func news(t *testing.T, url string) []incoming {
	t.Helper()
	all := poll(t, url, 0)
	if len(all) > 0 {
		poll(t, url, all[len(all)-1].ID+1)
	}
	return all
}
