package views

import (
	"time"

	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Progress is how far a run has come.
type Progress struct {
	RunID     int64
	StartedAt time.Time
	Stages    []Stage // in order; those that have not begun may be left out
}

// State says how a run or a stage stands. The values are those of the run history.
type State string

const (
	Waiting   State = "waiting" // a stage that has not begun
	Running   State = "running"
	Done      State = "done"      // a stage
	Published State = "published" // a run with a new version
	Unchanged State = "unchanged" // a run that found nothing new
	Failed    State = "failed"
)

// Stage is a step of a run.
type Stage struct {
	Name  string // land, clean, enrich, load, check or publish
	State State
	Done  int64  // in Unit
	Total int64  // 0 while unknown
	Unit  string // bytes, rows, buckets or checks
}

// step is what is known of a stage ahead of any run.
type step struct {
	name   string
	title  language.Message
	weight float64 // its share of a run's time, about, in percent
}

var steps = []step{
	{"land", language.Say("Fetching the files"), 10},
	{"clean", language.Say("Cleaning the rows"), 25},
	{"enrich", language.Say("Building the star schema"), 20},
	{"load", language.Say("Loading the warehouse"), 30},
	{"check", language.Say("Checking the figures"), 8},
	{"publish", language.Say("Publishing"), 2},
	{"aggregate", language.Say("Summing up"), 5},
}

// all gives every stage of a run, also those that have not begun.
func (p *Progress) all() []Stage {
	stages := make([]Stage, len(steps))
	for i, step := range steps {
		stages[i] = Stage{Name: step.name, State: Waiting}
		if p == nil {
			continue
		}
		for _, stage := range p.Stages {
			if stage.Name == step.name {
				stages[i] = stage
			}
		}
	}
	return stages
}

// percent is how far the whole run is, from 0 to 100.
func (p *Progress) percent() float64 {
	sum := 0.0
	for i, stage := range p.all() {
		switch stage.State {
		case Done:
			sum += steps[i].weight
		case Running, Failed:
			sum += steps[i].weight * stage.fraction()
		}
	}
	return min(100, sum)
}

// title says what is being done.
func (p *Progress) title(l language.Locale) string {
	title := l.Text("Starting a run")
	for _, stage := range p.all() {
		if stage.State == Running || stage.State == Done {
			title = stageTitle(l, stage.Name)
		}
	}
	return title
}

func stageTitle(l language.Locale, name string) string {
	for _, step := range steps {
		if step.name == name {
			return step.title.In(l)
		}
	}
	return name
}

func (s Stage) fraction() float64 {
	if s.Total <= 0 {
		return 0
	}
	return max(0, min(1, float64(s.Done)/float64(s.Total)))
}

// detail says how far the stage is, in its unit: 1,204 of 306,534 rows.
func (s Stage) detail(l language.Locale) string {
	write := func(n int64) string { return format.Count(l, n) + " " + l.Known(s.Unit) }
	if s.Unit == "bytes" {
		write = func(n int64) string { return format.Bytes(l, n) }
	}
	switch {
	case s.State == Waiting || s.Done == 0 && s.Total <= 0:
		return ""
	case s.Total <= 0 || s.State == Done:
		return write(s.Done)
	case s.Unit == "bytes":
		return l.Text("%s of %s", write(s.Done), write(s.Total))
	}
	return l.Text("%s of %s", format.Count(l, s.Done), write(s.Total))
}
