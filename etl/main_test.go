package etl_test

import (
	"testing"

	"cafe-rewards/sql/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }
