package server

import (
	"context"
	"math"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/narrative"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// behindAnswers are the visuals from which the questions are answered.
var behindAnswers = []string{"channel-effectiveness-published", "channel-effectiveness", "channel-offers", "age-completion-published", "age-completion",
	"hours-to-complete-published", "hours-histogram-published", "hours-to-complete", "hours-histogram", "overview"}

// answers is the home page: three questions, both methods.
func (s *Server) answers(c echo.Context) error {
	return s.page(c, spokenState(c.Request().Context()), nil, "answers", s.buildAnswers)
}

func (s *Server) buildAnswers(ctx context.Context, e *edition, origin string) (templ.Component, error) {
	visuals, err := s.named(ctx, behindAnswers...)
	if err != nil {
		return nil, err
	}
	for i := range visuals {
		if visuals[i].Kind != metrics.TableOnly {
			visuals[i].Size = 6 // side by side, whatever room they have on their own sheets
		}
	}
	all, err := s.cards(ctx, e, origin, spokenState(ctx), visuals)
	if err != nil {
		return nil, err
	}
	cards := make(map[string]views.Card, len(all))
	for _, card := range all {
		cards[card.Visual.Name] = card
	}
	l := language.Of(ctx)
	return views.Answers(views.AnswersPage{Page: s.frameOf(ctx, e, l.Text("Answers"), views.AnswersSheet), Questions: []views.Question{
		channelQuestion(l, cards), ageQuestion(l, s.dashboardsIn(ctx).Model, cards), hoursQuestion(l, cards),
	}}), nil
}

func channelQuestion(l language.Locale, cards map[string]views.Card) views.Question {
	published, audited := cards["channel-effectiveness-published"], cards["channel-effectiveness"]
	q := views.Question{
		Anchor: "channels", Title: l.Text("Which channel is most effective?"),
		Published: views.Answer{Sentence: unanswered(l, published, l.Text("No offer was received.")), Figures: firstFigures(l, published), Card: published},
		Audited:   views.Answer{Sentence: unanswered(l, audited, l.Text("No offer was received.")), Figures: firstFigures(l, audited), Card: audited},
		Support:   []views.Card{cards["channel-offers"]},
	}
	first, second := leader(published), leader(audited)
	if first.name != "" {
		q.Published.Sentence = l.Text("%s leads: %s of the offers sent through it were completed.", format.Capital(l.Known(first.name)), format.Percent(l, first.rate))
	}
	if second.name != "" {
		q.Audited.Sentence = l.Text("%s leads with %s of the receipts that could be completed. Channels overlap, so this says nothing about causes.",
			format.Capital(l.Known(second.name)), format.Percent(l, second.rate))
	}
	if first.name == "" || second.name == "" {
		return q
	}
	if first.name == second.name {
		q.Difference = l.Text("Both methods put %s first, with %s as published and %s audited.", l.Known(first.name), format.Percent(l, first.rate), format.Percent(l, second.rate))
	} else {
		q.Difference = l.Text("The published ranking puts %s first with %s, the audited one %s with %s.",
			l.Known(first.name), format.Percent(l, first.rate), l.Known(second.name), format.Percent(l, second.rate))
	}
	if cards["overview"].Failed != "" {
		return q
	}
	overview := cellsOf(cards["overview"].Table)
	pairs := cellsOf(published.Table)
	if uncompletable := overview.count(0, "receipts") - overview.count(0, "completable"); uncompletable > 0 {
		q.Reasons = append(q.Reasons, l.Text("%s receipts are of offers that only inform. They cannot be completed; the published method lets them weigh down the channels that carry them, the audited one leaves them out.", format.Count(l, uncompletable)))
	}
	if most := pairs.greatest("published_received"); overview.count(0, "receipts") > most && most > 0 {
		q.Reasons = append(q.Reasons, l.Text("The published method keeps only the latest receipt when a customer gets the same offer again; the audited one counts every receipt."))
	}
	q.Reasons = append(q.Reasons, l.Text("An offer is always sent through the same channels, several at once. A channel's rate is that of the offers it carries; what the channel itself contributes, these data cannot say. The table of offers behind each channel shows them."))
	return q
}

func ageQuestion(l language.Locale, model *metrics.Model, cards map[string]views.Card) views.Question {
	published, audited := cards["age-completion-published"], cards["age-completion"]
	q := views.Question{
		Anchor: "age", Title: l.Text("How does age divide those who complete from those who do not?"),
		Published: views.Answer{Sentence: unanswered(l, published, l.Text("No customer received an offer.")), Figures: allFigures(l, published), Card: published},
		Audited:   views.Answer{Sentence: unanswered(l, audited, l.Text("No customer received an offer.")), Figures: allFigures(l, audited), Card: audited},
	}
	first := leader(published)
	if first.name != "" {
		q.Published.Sentence = l.Text("%s leads: %s of these customers completed at least one offer.", format.Capital(l.Known(first.name)), format.Percent(l, first.rate))
	}
	if audited.Failed != "" {
		return q
	}
	about := narrative.About(model, audited.Visual, audited.Table)
	ranking, ok := about.Ranking()
	answer, said := about.Answer()
	if !ok || !said {
		return q
	}
	q.Audited.Sentence = narrative.Text(answer, l.Tag(), valueIn(l))
	if first.name == "" {
		return q
	}
	name := cellsOf(audited.Table)
	lead := groupNamed(audited, name.text(ranking.Leaders[0], audited.Visual.Chart.Category))
	was := groupNamed(published, lead.name)
	q.Difference = l.Text("%s: %s as published, %s audited.", format.Capital(l.Known(lead.name)), format.Percent(l, was.rate), format.Percent(l, lead.rate))
	if len(ranking.Leaders) > 1 {
		q.Difference += " " + l.Text("Between it and %s there is no difference that chance does not explain (two proportions, p = %s).",
			l.Known(name.text(ranking.Leaders[1], audited.Visual.Chart.Category)), format.Probability(l, ranking.Tie))
	}
	if unknown := groupNamed(audited, "Unknown"); unknown.trials > 0 {
		q.Reasons = append(q.Reasons, l.Text("%s customers are of unknown age: the source says 118, or nothing. The published method counts 118 as 61 and above, and only %s of the unknown completed an offer; the audited one sets them apart.",
			format.Count(l, unknown.trials), format.Percent(l, unknown.rate)))
	}
	q.Reasons = append(q.Reasons, l.Text("Groups are called different only where a test of two proportions, corrected for the number of comparisons (Holm), says so at 5 %. Age groups do not overlap, and each customer counts once."))
	return q
}

func hoursQuestion(l language.Locale, cards map[string]views.Card) views.Question {
	published, audited := cards["hours-to-complete-published"], cards["hours-to-complete"]
	q := views.Question{
		Anchor: "hours", Title: l.Text("How long does completion take?"),
		Published: views.Answer{Sentence: unanswered(l, published, l.Text("No offer was completed.")), Figures: published.Figures(l), Card: cards["hours-histogram-published"], Basis: published},
		Audited:   views.Answer{Sentence: unanswered(l, audited, l.Text("No offer was completed.")), Figures: audited.Figures(l), Card: cards["hours-histogram"], Basis: audited},
	}
	was, is := cellsOf(published.Table), cellsOf(audited.Table)
	mean, hasMean := was.number(0, "published_hours_mean")
	if hasMean {
		q.Published.Sentence = l.Text("%s on average.", format.Hours(l, mean))
	}
	auditedMean, hasAudited := is.number(0, "hours_mean")
	if median, ok := is.number(0, "hours_median"); ok && hasAudited {
		q.Audited.Sentence = l.Text("%s on average; half of the completions took %s or less.", format.Hours(l, auditedMean), format.Hours(l, median))
	}
	if !hasMean || !hasAudited {
		return q
	}
	differs := l.Text("The audited mean is %s longer.", format.Hours(l, auditedMean-mean))
	if auditedMean < mean {
		differs = l.Text("The audited mean is %s shorter.", format.Hours(l, mean-auditedMean))
	}
	q.Difference = differs + " " + l.Text("A few long completions pull a mean up, so the median is shown as well.")
	if negative := was.count(0, "published_negative"); negative > 0 {
		q.Reasons = append(q.Reasons, l.Text("%s of the %s published durations are negative: the latest receipt and the latest completion of an offer need not belong together.", format.Count(l, negative), format.Count(l, was.count(0, "published_pairs"))))
	}
	q.Reasons = append(q.Reasons, l.Text("The audited method pairs every completion with the earliest receipt that was still open."))
	return q
}

// unanswered stands in for an answer: either there is nothing to answer from, or the database could not be asked.
func unanswered(l language.Locale, card views.Card, nothing string) string {
	if card.Failed != "" {
		return l.Text("There is no answer for now.")
	}
	return nothing
}

// group is a row of a visual of rates.
type group struct {
	name              string
	successes, trials int64
	rate              float64
}

// groupsOf are the rows of a visual; none if it could not be made.
func groupsOf(card views.Card) []group {
	if card.Failed != "" {
		return nil
	}
	r := cellsOf(card.Table)
	figure := card.Table.Columns[r.at[card.Visual.Chart.Values[0]]]
	all := make([]group, 0, len(card.Table.Rows))
	for i := range card.Table.Rows {
		if rate, ok := r.number(i, figure.Name); ok {
			trials := r.count(i, figure.N)
			all = append(all, group{r.text(i, card.Visual.Chart.Category), int64(math.Round(rate * float64(trials))), trials, rate})
		}
	}
	return all
}

func leader(card views.Card) group {
	var best group
	for _, g := range groupsOf(card) {
		if best.name == "" || g.rate > best.rate {
			best = g
		}
	}
	return best
}

func groupNamed(card views.Card, name string) group {
	for _, g := range groupsOf(card) {
		if g.name == name {
			return g
		}
	}
	return group{}
}

func firstFigures(l language.Locale, card views.Card) []views.Figure {
	return allFigures(l, card)[:min(2, len(card.Table.Rows))]
}

func allFigures(l language.Locale, card views.Card) []views.Figure {
	var all []views.Figure
	for i := range min(4, len(card.Table.Rows)) {
		all = append(all, card.RowFigure(l, i))
	}
	return all
}
