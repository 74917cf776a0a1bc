package demonstration_test

import (
	"testing"

	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
