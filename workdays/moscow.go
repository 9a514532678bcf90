package workdays

import "time"

// Moscow has kept one distance from Greenwich since 26 October 2014, 02:00, and kept another, also in winter, since
// 27 March 2011. The two are written here so that dates do not depend on zone files of the machine; a test compares
// them with the tz database. They cover every year that has a calendar.
const (
	winterSince = 1414274400 // 2014-10-25T22:00:00Z
	summerSince = 1301180400 // 2011-03-26T23:00:00Z
	winterHours = 3
	summerHours = 4
)

// DateOf is the day that the instant t belongs to in Moscow, whatever zone t is written in. Before 27 March 2011 winter
// time is taken for the whole year. Instants outside the years 1 to 9999 give no date.
func DateOf(t time.Time) Date {
	unix := t.Unix()
	if unix < -unixEpoch*daySeconds || unix > lastSerial*daySeconds {
		return Date{}
	}
	seconds := unix + int64(moscowHours(unix))*60*60 + unixEpoch*daySeconds
	serial := seconds / daySeconds
	if serial < 1 || serial > lastSerial {
		return Date{}
	}
	return Date{int32(serial)}
}

func moscowHours(unix int64) int {
	if unix >= summerSince && unix < winterSince {
		return summerHours
	}
	return winterHours
}

// Start is the first instant of the day in Moscow; the zero time of no date.
func (d Date) Start() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	midnight := (int64(d.serial) - unixEpoch) * daySeconds
	hours := winterHours
	// Neither change of the clock fell on a midnight, so that the hours of the day before hold at its end.
	if midnight-summerHours*60*60 >= summerSince && midnight-summerHours*60*60 < winterSince {
		hours = summerHours
	}
	return time.Unix(midnight-int64(hours)*60*60, 0).In(time.FixedZone("MSK", hours*60*60))
}

// End is 24:00 of the day in Moscow: the first instant that is not in it.
func (d Date) End() time.Time { return d.AddDays(1).Start() }
