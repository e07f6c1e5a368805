// Veche is a Telegram bot through which the residents of a region report local
// problems to the heads of their districts, and hear back.
//
// This file has the commands, read from flags and environment, and the wiring of the
// rooms: flows (what is said), storage (what is kept), locales (how it is worded),
// bot (the edge to Telegram).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"
	"time"
	_ "time/tzdata" // the region's time zone, where the system has none

	"github.com/alecthomas/kong"

	"veche/bot"
	"veche/bot/sandbox"
	"veche/bot/sandbox/load"
	"veche/bot/sandbox/stage"
	"veche/flows"
	"veche/flows/centre"
	"veche/flows/civic"
	"veche/flows/project/count/terminal"
	"veche/flows/report"
	"veche/flows/subjects"
	"veche/locales"
	"veche/storage"
)

type commands struct {
	Run        runCommand            `cmd:"" help:"Run the bot."`
	Sandbox    sandboxCommand        `cmd:"" help:"Run the bot on an embedded Telegram, with people to play, in the browser. Needs no token and no network."`
	Backup     bot.BackupCommand     `cmd:"" help:"Copy the file of data, also while the bot runs."`
	Check      bot.CheckCommand      `cmd:"" help:"Look at every page, record and index of a copy of the file."`
	Quarantine bot.QuarantineCommand `cmd:"" help:"What failed and was put aside: updates, messages that Telegram refused, timers, jobs."`
	Outbox     bot.OutboxCommand     `cmd:"" help:"What waits to leave, and what did not arrive and was put aside."`
	Count      terminal.Command      `cmd:"" help:"Count a vote on projects from a Pabulib file: which are funded, and why."`
	Load       loadCommand           `cmd:"" help:"Measure how fast the bot is on this machine: residents file reports one after the other."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends at once
	var c commands
	k := kong.Parse(&c, kong.Name("veche"), kong.Description("A Telegram bot through which residents and heads of districts talk."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.UsageOnError())
	k.FatalIfErrorf(k.Run())
}

// regionFlags name the files that describe the region.
type regionFlags struct {
	Region     string `env:"VECHE_REGION" type:"existingfile" placeholder:"FILE" help:"YAML file of the region. Default: the Smolensk oblast, built in."`
	Boundaries string `env:"VECHE_BOUNDARIES" type:"existingfile" placeholder:"FILE" help:"GeoJSON with the boundaries of the districts."`
}

func (f regionFlags) engine() (*flows.Engine, error) {
	region := civic.Smolensk()
	if f.Region != "" {
		data, err := os.ReadFile(f.Region)
		if err != nil {
			return nil, fmt.Errorf("read the region: %w", err)
		}
		if region, err = civic.ParseRegion(data); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Region, err)
		}
	}
	var bounds *civic.Boundaries
	if f.Boundaries != "" {
		data, err := os.ReadFile(f.Boundaries)
		if err != nil {
			return nil, fmt.Errorf("read the boundaries: %w", err)
		}
		if bounds, err = civic.ParseBoundaries(data, region); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Boundaries, err)
		}
	}
	return flows.NewEngine(region, bounds, subjects.All()...)
}

type runCommand struct {
	regionFlags
	Token   string `env:"BOT_TOKEN" required:"" placeholder:"TOKEN" help:"Token of the bot, from BotFather."`
	API     string `name:"api-url" env:"VECHE_API_URL" placeholder:"URL" help:"Address of the Bot API. Default: Telegram's own."`
	DB      string `env:"VECHE_DB" default:"veche.db" placeholder:"FILE" help:"The file of data."`
	Listen  string `env:"VECHE_LISTEN" placeholder:"ADDRESS" help:"Serve health and metrics here. Default: off."`
	Backups string `env:"VECHE_BACKUPS" type:"path" placeholder:"DIR" help:"Copy the file of data into this folder every day. Default: never."`
	Keep    int    `default:"14" placeholder:"N" help:"How many of these copies stay; none gets older than 30 days."`
	Pace    string `env:"VECHE_PACE" enum:"telegram,off" default:"telegram" help:"How fast to send: telegram, or off for a local server."`
}

// garbage is how much the heap may grow before it is collected, in percent of what is
// alive: a few MiB, so that time is worth more than room. GOGC overrides it.
const garbage = 300

func (c runCommand) Run(ctx context.Context) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	engine, err := c.engine()
	if err != nil {
		return err
	}
	engine.Unlimited = c.Pace == "off"
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	store, err := storage.Open(c.DB, storage.Options{Context: ctx, Log: log})
	if errors.Is(err, context.Canceled) {
		return nil // stopped while migrating
	}
	if err != nil {
		return err
	}
	defer store.Close()
	b, err := newBot(bot.Config{Token: c.Token, API: c.API, Store: store, Engine: engine, Free: c.Pace == "off",
		Socket: bot.SocketOf(c.DB), Backups: c.Backups, Keep: c.Keep, Log: log, Office: vacancy(store, log)})
	if err != nil {
		return err
	}
	if c.Listen != "" { // before Telegram is asked: what watches the bot sees that it waits
		shut, err := serve(c.Listen, b.Server())
		if err != nil {
			return err
		}
		defer shut()
	}
	if err := b.Meet(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // stopped while waiting
		}
		return err
	}
	if err := offer(store, b.Name()); err != nil {
		return err
	}
	return b.Run(ctx)
}

// offer prints the link by which somebody becomes the Centre, while nobody is.
func offer(store *storage.Store, name string) error {
	link, err := centre.Claim(store, time.Now())
	if err == nil && link != "" {
		fmt.Printf("Nobody runs the Centre. Whoever opens this link first will:\n  https://t.me/%s?start=%s\n", name, link)
	}
	return err
}

// vacancy does so when the last of the Centre has gone.
func vacancy(store *storage.Store, log *slog.Logger) func(name string) {
	return func(name string) {
		vacant, err := centre.Vacant(store)
		if err == nil && vacant {
			err = offer(store, name)
		}
		if err != nil {
			log.Error("there is no link for the Centre: the next start prints one", "error", err)
		}
	}
}

// Validate is called by kong.
func (c runCommand) Validate() error {
	if c.Keep < 1 {
		return errors.New("--keep has to be 1 or more")
	}
	return nil
}

func newBot(c bot.Config) (*bot.Bot, error) {
	words, err := locales.New()
	if err != nil {
		return nil, err
	}
	c.Locales = words
	return bot.New(c)
}

// serve answers at the address until shut is called.
func serve(address string, s *http.Server) (shut func(), err error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	go func() { _ = s.Serve(l) }()
	return func() { _ = s.Close() }, nil
}

// temporary puts a file nobody named into a folder that forget removes.
func temporary(db *string) (forget func(), err error) {
	if *db != "" {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "veche-")
	*db = filepath.Join(dir, "veche.db")
	return func() { os.RemoveAll(dir) }, err
}

type sandboxCommand struct {
	regionFlags
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Where the chat page and the Bot API are."`
	DB     string `placeholder:"FILE" help:"The file of data. Default: a temporary one."`
	Empty  bool   `help:"Nobody on the stage: play the first day from the claim link on."`
}

func (c sandboxCommand) Run(ctx context.Context) (err error) {
	forget, err := temporary(&c.DB)
	if err != nil {
		return err
	}
	defer forget()
	engine, err := c.engine()
	if err != nil {
		return err
	}
	box := sandbox.New(sandbox.Options{Now: func() time.Time { return time.Now().In(engine.Region.Zone) }, Places: towns(engine.Region)})
	defer box.Close()
	box.Clock().Set(workingMorning(engine.Region))
	// Polls of the sandbox are long, and so is what its page listens to.
	shut, err := serve(c.Listen, &http.Server{Handler: box, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute})
	if err != nil {
		return err
	}
	defer shut()
	store, err := storage.Open(c.DB, storage.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	b, err := newBot(bot.Config{Token: sandbox.DefaultToken, API: "http://" + c.Listen, Store: store, Engine: engine, Free: true,
		Now: box.Clock().Now, Turned: box.Clock().Changed, Log: log, Office: vacancy(store, log)})
	if err != nil {
		return err
	}
	if err := b.Meet(ctx); err != nil {
		return err
	}
	claim, err := centre.Claim(store, box.Clock().Now())
	if err != nil {
		return err
	}
	return c.play(ctx, box, b, engine, claim)
}

// play runs the bot and sets the stage.
func (c sandboxCommand) play(ctx context.Context, box *sandbox.Sandbox, b *bot.Bot, engine *flows.Engine, claim string) error {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	var err error
	if claim != "" && !c.Empty {
		err = stage.Stage{Box: box, Say: func(key string) string { return b.Label("ru", key) }, Claim: claim}.Set(ctx, engine.Scene())
	}
	if err == nil {
		fmt.Printf("The sandbox is at http://%s/\n", c.Listen)
		if c.Empty {
			fmt.Printf("The Centre's claim link: https://t.me/%s?start=%s\n", b.Name(), claim)
		}
		<-ctx.Done()
	}
	stop()
	return errors.Join(err, <-ended)
}

// workingMorning is ten o'clock on the next working day: deadlines and quiet hours
// then look as they do in the daytime.
func workingMorning(r *civic.Region) time.Time {
	now := time.Now().In(r.Zone)
	for day := 0; ; day++ {
		at := time.Date(now.Year(), now.Month(), now.Day()+day, 10, 0, 0, 0, r.Zone)
		if r.Calendar.Working(at) {
			return at
		}
	}
}

// towns are what the chat page's map shows.
func towns(r *civic.Region) []sandbox.Place {
	var all []sandbox.Place
	for _, d := range r.Districts {
		p := sandbox.Place{Name: d.Town.In("ru"), Lat: d.Centre.Lat, Lon: d.Centre.Lon}
		if p.Name != "" && !slices.ContainsFunc(all, func(known sandbox.Place) bool { return known.Name == p.Name }) {
			all = append(all, p)
		}
	}
	return all
}

type loadCommand struct {
	regionFlags
	DB        string        `placeholder:"FILE" help:"The file of data, kept afterwards. Default: a temporary one."`
	Residents int           `default:"100" help:"How many residents are at it at once."`
	Warmup    time.Duration `default:"3s" help:"Before the measurement; at least until everybody has filed a report."`
	Duration  time.Duration `default:"10s" help:"Of the measurement."`
	Reports   int           `placeholder:"N" help:"Put so many old reports into the file first."`
	JSON      bool          `name:"json" help:"Print the figures as JSON."`
}

func (c loadCommand) Run(ctx context.Context) error {
	kept := c.DB != "" || c.Reports > 0
	forget, err := temporary(&c.DB)
	if err != nil {
		return err
	}
	defer forget()
	engine, err := c.engine()
	if err != nil {
		return err
	}
	if err := c.fill(ctx, engine.Region); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	result, err := load.Run(ctx, load.Options{Residents: max(c.Residents, 1), Warmup: c.Warmup, Duration: c.Duration, Kept: kept,
		Walks: engine.Walks(),
		Start: func(api, metrics string) *exec.Cmd { return c.bot(self, api, metrics) }})
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(result)
	}
	fmt.Print(result)
	return nil
}

func (c loadCommand) fill(ctx context.Context, r *civic.Region) error {
	if c.Reports == 0 {
		return nil
	}
	store, err := storage.Open(c.DB, storage.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	return report.Fill(ctx, store, r, c.Reports, time.Now())
}

// bot is the command that runs the bot of a load.
func (c loadCommand) bot(self, api, metrics string) *exec.Cmd {
	cmd := exec.Command(self, "run", "--pace", "off", "--db", c.DB, "--api-url", api, "--listen", metrics)
	for flag, file := range map[string]string{"--region": c.Region, "--boundaries": c.Boundaries} {
		if file != "" {
			cmd.Args = append(cmd.Args, flag, file)
		}
	}
	cmd.Env = append(os.Environ(), "BOT_TOKEN="+load.Token)
	cmd.Stderr = os.Stderr
	return cmd
}
