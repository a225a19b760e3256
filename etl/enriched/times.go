package enriched

import "strconv"

// programmeHours is the last time id that dim_time always has, whether or not anything happened then: 30 days.
const programmeHours = 720

// Time is a row of dim_time.
type Time struct {
	ID        int32 // hours since the start of the programme
	Hour      int16 // of the day
	Day       int32 // of the programme, from 1
	PeriodDay string
}

// Times are the rows of dim_time: every hour up to the last time id of the events, and at least the programme's 30 days.
func Times(last int32) []Time {
	last = max(last, programmeHours)
	rows := make([]Time, 0, int(last)+1)
	var name string
	for id := range int(last) + 1 {
		day := id/24 + 1
		if id%24 == 0 {
			name = "Day " + strconv.Itoa(day)
		}
		rows = append(rows, Time{ID: int32(id), Hour: int16(id % 24), Day: int32(day), PeriodDay: name})
	}
	return rows
}
