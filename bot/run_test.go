package bot_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/bot/sandbox"
)

// A stop has to end within this, whatever the net does.
const stopsWithin = 5 * time.Second

func TestStopWhileAPollWaits(t *testing.T) {
	h := newHost(t)
	r := h.start()
	if took := r.stop(); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
	if _, err := os.Stat(h.db + ".sock"); err == nil {
		t.Error("the socket is left behind")
	}
}

func TestStopFinishesTheSendInHand(t *testing.T) {
	h := newHost(t)
	r := h.start()
	h.box.Fail(sandbox.Fault{Method: "sendMessage", Kind: "slow", Delay: time.Second})
	h.box.Text(anna, anna, "/menu")
	h.until("the send", func() bool { return h.sends.Load() > 0 })
	if took := r.stop(); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
	again := h.start()
	h.box.Text(anna, anna, "/language")
	h.reads(anna, wording("language.title"))
	again.stop()
	if n := h.reads(anna, wording("menu.title")); n != 1 {
		t.Errorf("the answer came %d times", n)
	}
}

// Nothing is lost by a stop that cannot wait: it is sent by the next run.
func TestStopLeavesASendThatHangs(t *testing.T) {
	h := newHost(t)
	r := h.start()
	h.box.Fail(sandbox.Fault{Method: "sendMessage", Kind: "slow", Delay: time.Hour, Times: -1})
	h.box.Text(anna, anna, "/menu")
	h.until("the send", func() bool { return h.sends.Load() > 0 })
	if took := r.stop(); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
	h.box.ClearFaults()
	h.box.Text(anna, anna, "/language")
	h.start().host.reads(anna, wording("language.title"))
	h.reads(anna, wording("menu.title"))
}

func TestASecondProcessOnTheSameFile(t *testing.T) {
	h := newHost(t)
	h.start()
	h.says(1, "is used by another veche", "run", "--api-url", h.url, "--db", h.db)
	h.says(1, "is used by another veche", "check", h.db)
}

func TestATokenThatTelegramDoesNotKnow(t *testing.T) {
	h := newHost(t)
	out := h.says(1, "token refused (401)", "run", "--api-url", h.url, "--db", h.db, "--token", "77:secret")
	out += h.says(1, "has not the shape", "run", "--api-url", h.url, "--db", h.db, "--token", "secret")
	if strings.Contains(out, "secret") {
		t.Errorf("the token is in: %s", out)
	}
}

func TestATokenThatIsRevokedMeanwhile(t *testing.T) {
	h := newHost(t)
	r := h.start()
	h.revoked.Store(true)
	h.box.Text(anna, anna, "/menu") // ends the poll that waits
	select {
	case err := <-r.ended:
		if err == nil || r.ProcessState.ExitCode() != 1 || !strings.Contains(r.said.String(), "token refused (401)") {
			t.Errorf("it ended with %v: %s", err, r.said)
		}
	case <-time.After(20 * time.Second):
		t.Errorf("it goes on: %s", r.said)
	}
}

func TestTwoProgramsWithOneToken(t *testing.T) {
	h := newHost(t)
	r := h.start()
	h.box.Fail(sandbox.Fault{Method: "getUpdates", Kind: "409", Times: 1})
	h.box.Text(anna, anna, "/menu")
	h.until("the words", func() bool { return strings.Contains(r.said.String(), "another program polls with the same token") })
	if took := r.stop(); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
}

func TestABrokenRegionFile(t *testing.T) {
	h := newHost(t)
	region := filepath.Join(h.dir, "region.yaml")
	if err := os.WriteFile(region, []byte("id: xx\nname: {ru: А, en: A}\nzone: Nowhere/Land\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.says(1, "region.yaml:3: zone \"Nowhere/Land\" is unknown", "run", "--api-url", h.url, "--db", h.db, "--region", region)
	if _, err := os.Stat(h.db); err == nil {
		t.Error("a file of data was begun all the same")
	}
}

// After a power cut the bot comes before the network: it waits, says so, is not ready, and
// can be stopped.
func TestAStartWithoutANetwork(t *testing.T) {
	h := newHost(t)
	address := nobodyAt(t)
	h.away.Store(true)
	r := h.begin("--listen", address)
	h.until("the words", func() bool { return strings.Contains(r.said.String(), "Telegram cannot be reached") })
	if status, body := fetch("http://" + address + "/readyz"); status != 503 {
		t.Errorf("without a network it says %d %s", status, body)
	}
	if took := r.stop(); took > stopsWithin {
		t.Errorf("it took %v", took)
	}
	r = h.begin("--listen", address)
	h.until("the words", func() bool { return strings.Contains(r.said.String(), "Telegram cannot be reached") })
	h.away.Store(false)
	h.box.Text(anna, anna, "/menu")
	h.reads(anna, wording("menu.title"))
	h.until("ready", func() bool { status, _ := fetch("http://" + address + "/readyz"); return status == 200 })
	r.stop()
}

func TestReadyOverTheNet(t *testing.T) {
	h := newHost(t)
	address := nobodyAt(t)
	h.box.Fail(sandbox.Fault{Method: "getUpdates", Kind: "500", Times: -1})
	h.start("--listen", address)
	if status, body := fetch("http://" + address + "/readyz"); status != 503 || !strings.Contains(body, "no poll of Telegram has succeeded yet") {
		t.Errorf("deaf, it says %d %s", status, body)
	}
	h.box.ClearFaults()
	h.box.Text(anna, anna, "/menu")
	h.reads(anna, wording("menu.title"))
	h.until("ready", func() bool { status, _ := fetch("http://" + address + "/readyz"); return status == 200 })
	for _, line := range []string{`veche_inputs_total{kind="command"} 1`, `veche_sends_total{outcome="delivered"} 1`, "veche_outbox_rows 0", "veche_quarantine_rows 0"} {
		h.until(line, func() bool {
			_, all := fetch("http://" + address + "/metrics")
			return strings.Contains(all, line+"\n")
		})
	}
	h.says(1, "listen", "run", "--api-url", h.url, "--db", h.db+".other", "--listen", address)
}

// nobodyAt returns an address on which nobody listens.
func nobodyAt(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
