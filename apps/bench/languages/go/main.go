// A contestant of the benchmark that uses the Go client. Its last argument are the facts as JSON. It reads orders and
// writes reports, one line each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	surrealdb "github.com/surrealdb/surrealdb.go"
	"github.com/surrealdb/surrealdb.go/pkg/models"
)

const roundLength = 300 * time.Millisecond

type facts struct {
	URL      string `json:"url"`
	Work     string `json:"work"`
	Text     string `json:"text"`
	InFlight int    `json:"inFlight"`
	Count    int    `json:"count"`
}

func main() {
	var told facts
	must(json.Unmarshal([]byte(os.Args[len(os.Args)-1]), &told))
	ctx := context.Background()
	db, err := surrealdb.FromEndpointURLString(ctx, told.URL)
	must(err)
	must(db.Use(ctx, "bench", "bench"))
	round := 0
	report(map[string]any{"kind": "ready"})
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		if orders.Text() == "end" {
			break
		}
		round++
		figure := 0.0
		if told.Work == "insert" {
			figure = insertsPerSecond(ctx, db, told.Count, fmt.Sprintf("insert_go_%d", round))
		} else {
			figure = requestsPerSecond(ctx, db, told)
		}
		report(map[string]any{"kind": "figure", "figure": figure})
	}
	must(db.Close(ctx))
}

func requestsPerSecond(ctx context.Context, db *surrealdb.DB, told facts) float64 {
	var answered atomic.Int64
	var workers sync.WaitGroup
	start := time.Now()
	for worker := 0; worker < told.InFlight; worker++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for time.Since(start) < roundLength {
				_, err := surrealdb.Query[any](ctx, db, told.Text, nil)
				must(err)
				answered.Add(1)
			}
		}()
	}
	workers.Wait()
	return float64(answered.Load()) / time.Since(start).Seconds()
}

func insertsPerSecond(ctx context.Context, db *surrealdb.DB, count int, table string) float64 {
	rows := make([]map[string]any, count)
	for index := range rows {
		rows[index] = map[string]any{
			"id":      models.NewRecordID(table, index),
			"name":    fmt.Sprintf("User %d", index),
			"age":     index % 80,
			"tags":    []string{"a", "b", fmt.Sprint(index)},
			"address": map[string]any{"city": "Berlin", "zip": 10_000 + index},
		}
	}
	start := time.Now()
	inserted, err := surrealdb.Insert[map[string]any](ctx, db, models.Table(table), rows)
	must(err)
	passed := time.Since(start)
	if len(*inserted) != count {
		must(fmt.Errorf("%d of %d records came back", len(*inserted), count))
	}
	_, err = surrealdb.Query[any](ctx, db, "REMOVE TABLE "+table, nil)
	must(err)
	return float64(count) / passed.Seconds()
}

func report(what map[string]any) {
	line, err := json.Marshal(what)
	must(err)
	fmt.Println(string(line))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
