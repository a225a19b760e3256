package postgres_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"testing"

	"cafe-rewards/sql/postgres"
	"cafe-rewards/sql/postgres/postgrestest"
)

// childHome makes the test program another program: one that runs a server on that home folder, prints its address, and stops it
// when its input ends. Tests kill it, or run it as another user.
const childHome = "CAFE_POSTGRES_TEST_HOME"

func TestMain(m *testing.M) {
	if home, ok := os.LookupEnv(childHome); ok {
		child(home)
		return
	}
	postgrestest.Main(m)
}

func child(home string) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	server, err := postgres.Start(context.Background(), postgres.Options{Home: home, Log: log})
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println(server.URL())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := server.Stop(context.Background()); err != nil {
		fmt.Println("error:", err)
		return
	}
	fmt.Println("stopped")
}
